/** The part of Plotly that this project calls; the cartesian bundle comes without types. */
declare module 'plotly.js-cartesian-dist-min' {
  export interface Plotly {
    newPlot(target: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>;
    react(target: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>;
    purge(target: HTMLElement): void;
    Plots: { resize(target: HTMLElement): void };
  }
  const plotly: Plotly;
  export default plotly;
}
