/** What stands under a map on paper: whose it is, how it came about, and its numbers with interval and controls. */
import { BEFORE_TRAINING, beforeTraining, type Measured } from '../../evaluate/score';
import type { MapLayout } from '../../protocol/map';
import type { Space, SpaceMap } from '../../session/state';
import { controlText, count, decimal, numberText } from '../format';
import { SPACE_TEXTS } from './spaces';
import { START_NAMES } from './start_control';

export interface MapFacts {
  readonly map: SpaceMap;
  /** Name of the run. */
  readonly run: string;
  readonly space: Space;
  /** Of the training, and of the t-SNE. */
  readonly seed: number;
  readonly mapSeed: number;
  readonly time: Measured | undefined;
  readonly order: Measured | undefined;
  /** Steps taken when the scores were made; undefined: they are of the map's step. */
  readonly scoredAt?: number | undefined;
  /** A moment of the training that is over: how its layout came about is not known any more. */
  readonly fromRecord?: boolean;
  /** How close the view is; 1 shows all. */
  readonly zoom?: number;
}

export interface Caption {
  readonly title: string;
  readonly lines: readonly string[];
}

export function captionOf(facts: MapFacts): Caption {
  const { map, space, run, seed, time, order, zoom = 1 } = facts;
  const { symbol, kind } = SPACE_TEXTS[space];
  const videos = new Set(map.segments.map(({ videoId }) => videoId)).size;
  const made = [
    `seed ${seed}`,
    `step ${count(map.step)}`,
    projectionText(facts),
    `${map.segments.length} segments of ${videos} videos`,
    ...(zoom > 1 ? [`part of the map, ${decimal(zoom, 1)} times as close`] : []),
  ];
  const shrunk = map.layout.projection === 'tsne' ? ' Sizes of clusters and distances mean little.' : '';
  return {
    title: `${symbol} (${kind}) of ${run}`,
    lines: [
      made.join(' · '),
      scoreText('R² of t', time, facts),
      scoreText('Kendall’s τ', order, facts),
      `${bracketsText(time, order)}${noteText(facts)}${shrunk}`,
    ],
  };
}

/** How to take what is seen; before the first step it is the control itself. */
function noteText({ map, space, time, order }: MapFacts): string {
  if (map.step === 0) return 'Step 0, before training: order here is no finding.';
  const loaded = [time, order].some((score) => beforeTraining(score)?.name === BEFORE_TRAINING.encoder);
  return SPACE_TEXTS[space].note(START_NAMES[loaded ? 'encoder' : 'seed']);
}

function projectionText({ map: { layout }, mapSeed, fromRecord }: MapFacts): string {
  const name = layout.projection === 'pca' ? 'PCA' : 't-SNE';
  return fromRecord ? `${name}, from the record` : layoutText(layout, mapSeed);
}

function layoutText(layout: MapLayout, mapSeed: number): string {
  if (layout.projection === 'pca') {
    const [first, second] = layout.explained.map((share) => `${Math.round(100 * share)} %`);
    return `PCA, ${first} and ${second} of the variance`;
  }
  const { perplexity, kl, settled, iteration } = layout;
  return [
    `t-SNE, ${perplexityText(perplexity)}`,
    `map seed ${mapSeed}`,
    ...(Number.isFinite(kl) ? [`KL ${decimal(kl)}`] : []),
    ...(settled ? [] : [`not settled after ${count(iteration)} steps`]),
  ].join(', ');
}

/** Of the layout: as asked for, or less where there are too few points for that. */
export function perplexityText(perplexity: number): string {
  return `perplexity ${decimal(perplexity, Number.isInteger(perplexity) ? 0 : 2)}`;
}

function scoreText(title: string, score: Measured | undefined, { map, scoredAt }: MapFacts): string {
  if (!score) return `${title}: not measured.`;
  if (score.kind === 'none') return `${title}: none. ${score.reason}`;
  const at = scoredAt === undefined || scoredAt === map.step ? '' : `, at step ${count(scoredAt)}`;
  const controls = score.controls.map(controlText);
  return [`${title} ${numberText(score)}${at}`, ...controls].join(' · ');
}

function bracketsText(...scores: readonly (Measured | undefined)[]): string {
  const known = scores.filter((score) => score?.kind === 'score');
  const units = new Set(known.flatMap((score) => (score.low === undefined ? [] : score.units)));
  const without = new Set(known.flatMap(({ noInterval }) => noInterval ?? []));
  return [
    ...(units.size === 0 ? [] : [`Brackets: 95 %, bootstrap over ${[...units].join(' and ')} videos. `]),
    ...[...without].map((sentence) => `${sentence} `),
  ].join('');
}
