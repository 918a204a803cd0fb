/**
 * The app as the end-to-end tests see it: by roles and names, as its users do. Every test also watches what no test of its
 * own could: requests that leave the origin, violations of the content security policy, errors nobody caught.
 */
import { expect, test as base, type Locator, type Page } from '@playwright/test';

/** Waits that the software adapter may need, milliseconds. */
export const SLOW = 120_000;

const SMALL = new URLSearchParams({
  'train.encoder.size': '16',
  'train.encoder.frames': '4',
  'train.encoder.width': '0.0625',
  'train.clips.batch': '4',
  'map.segments': '8',
}).toString();

export class App {
  readonly page: Page;
  readonly status: Locator;
  readonly ownVideos: Locator;
  readonly builtinVideos: Locator;

  constructor(page: Page) {
    this.page = page;
    this.status = page.locator('.status-sentence');
    this.ownVideos = page.getByRole('list', { name: 'Your videos' }).getByRole('listitem');
    this.builtinVideos = page.getByRole('list', { name: 'Built-in set' }).getByRole('listitem');
  }

  button(name: string): Locator {
    return this.page.getByRole('group', { name: 'Training' }).getByRole('button', { name, exact: true });
  }

  row(name: string): Locator {
    return this.ownVideos.filter({ hasText: name });
  }

  /** Changes a number of the settings, e.g. ('Encoder f', 'Size', 16). */
  async setNumber(group: string, label: string, value: number): Promise<void> {
    const section = this.page.locator('details').filter({ has: this.page.getByText(group, { exact: true }) });
    if (!(await section.evaluate((details: HTMLDetailsElement) => details.open))) {
      await section.getByText(group, { exact: true }).click();
    }
    const field = section.getByLabel(label, { exact: true });
    await field.fill(String(value));
    await field.press('Enter');
    await expect(field).toHaveValue(String(value));
  }

  /** Opens the page on a study small enough for a step in a moment and maps in seconds on the software adapter. */
  async openSmall(): Promise<void> {
    await this.page.goto(`.#${SMALL}`);
  }

  /** Resolves when the maps show the untrained encoder. */
  async untrainedMaps(): Promise<void> {
    await expect(this.status).toHaveText(/Ready: the encoder is untrained/, { timeout: SLOW });
    await expect(this.page.getByText(/embedding of step 0/).first()).toBeVisible({ timeout: SLOW });
  }

  /** The step that the status line names, once it names one: between steps it may tell of an embedding instead. */
  async step(): Promise<number> {
    let named: string | undefined;
    const read = async () => (named = /step ([\d,]+)/.exec(await this.status.innerText())?.[1]);
    await expect.poll(read, { timeout: SLOW }).toBeDefined();
    return Number(named!.replace(',', ''));
  }

  async stepReaches(least: number): Promise<void> {
    await expect.poll(() => this.step(), { timeout: SLOW }).toBeGreaterThanOrEqual(least);
  }

  /** Rows of the loss table, the newest first or last as the page has them: [step, loss of each run, chance]. */
  async losses(): Promise<number[][]> {
    return (await this.#table('Loss as text and table', 'Loss by step')).map((row) => row.map(Number));
  }

  /** Rows of the table of points: [video, label, t, x and y on each map]. */
  points(): Promise<string[][]> {
    return this.#table('Points as table', 'Points of the maps');
  }

  async #table(summary: string, name: string): Promise<string[][]> {
    const table = this.page.getByRole('region', { name, exact: true });
    if (!(await table.isVisible())) await this.page.getByText(summary, { exact: true }).click();
    await expect(table.locator('tbody tr').first()).toBeVisible();
    return table
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  }
}

/** What must never happen, collected while a test runs. */
async function watch(page: Page, origin: string): Promise<string[]> {
  const problems: string[] = [];
  const allowed = (url: string) => /^(blob|data|about|chrome):/.test(url) || new URL(url).origin === origin;
  page.context().on('request', (request) => {
    if (!allowed(request.url())) problems.push(`request left the origin: ${request.url()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  await page.exposeFunction('cspViolated', (what: string) => problems.push(`policy violated: ${what}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      (window as unknown as { cspViolated: (what: string) => void }).cspViolated(
        `${effectiveDirective} ${blockedURI}`,
      );
    });
  });
  return problems;
}

interface Fixtures {
  /** A page that has not been opened yet. */
  readonly app: App;
  /** Takes what a test provokes out of what must not happen. */
  readonly expected: RegExp[];
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern
  expected: async ({}, use) => use([]),
  app: async ({ page, baseURL, expected }, use) => {
    const problems = await watch(page, new URL(baseURL ?? '').origin);
    await use(new App(page));
    expect(problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)))).toEqual([]);
  },
});

export { expect };
