/** `report.md`: the study for a reader, each number beside its control. */
import { BEFORE_TRAINING, INTERVAL_TEXTS, MEASURES, type Measure } from '../evaluate/score';
import { decimal, numberText } from '../ui/format';
import { leftOutSentences } from '../runs/labels_left_out';
import {
  OTHER_MEASURES,
  type ControlRow,
  type MeasureRow,
  type RunRow,
  type ScoredVideos,
  type ScoreRow,
  type StudyReport,
} from './report';

function score(row: ScoreRow | MeasureRow): string {
  if ('reason' in row) return 'none';
  return numberText('r2' in row ? { ...row, value: row.r2 } : row);
}

/** A name from a file must not break out of its cell. */
const cell = (text: string) => text.replace(/[\\|`*_~<>[\]&]/g, '\\$&').replace(/\s+/g, ' ');

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function controlNames(rows: readonly ControlRow[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

const TITLES: Readonly<Record<Measure, string>> = {
  timeR2: 'R² of t',
  order: 'τ',
  reversed: 'forwards or backwards',
  labelSegment: 'label of a segment',
  labelClip: 'label of a clip',
  labelNeighbours: 'label by 5 nearest clips',
};

function scoreTable(runs: readonly RunRow[], space: 'f' | 'fPrime', measure: Measure = 'timeR2'): string {
  const symbol = space === 'f' ? 'f' : "f'";
  const names = controlNames(runs.map(({ controls }) => controls[measure][space])).filter(
    (name) => name !== BEFORE_TRAINING.seed,
  );
  return markdownTable(
    [
      'variant',
      'seed',
      `${TITLES[measure]} from ${symbol} [95 %]`,
      `${BEFORE_TRAINING.seed} [95 %]`,
      ...names,
    ],
    runs.map((run) => [
      run.variant,
      String(run.seed),
      score(run.scores[measure][space]),
      score(run.untrained[measure][space]),
      ...names.map((name) => {
        const value = run.controls[measure][space][name];
        return value === undefined ? 'none' : decimal(value);
      }),
    ]),
  );
}

function lossTable(runs: readonly RunRow[]): string {
  return markdownTable(
    ['variant', 'seed', 'steps', 'first loss', 'last loss', 'at chance', 'training, s'],
    runs.map((run) => [
      run.variant,
      String(run.seed),
      String(run.steps),
      decimal(run.loss[0] ?? NaN, 3),
      decimal(run.loss.at(-1) ?? NaN, 3),
      decimal(run.chance.at(-1) ?? NaN, 3),
      decimal(run.seconds, 1),
    ]),
  );
}

function reasons(runs: readonly RunRow[]): string[] {
  const rowsOf = (of: RunRow['scores'] | RunRow['untrained']) =>
    MEASURES.flatMap((measure) => [of[measure].f, of[measure].fPrime]);
  const missing = runs.flatMap(({ scores }) =>
    rowsOf(scores).flatMap((row) => ('reason' in row ? row.reason : [])),
  );
  const without = runs.flatMap(({ scores, untrained }) =>
    [...rowsOf(scores), ...rowsOf(untrained)].flatMap((row) =>
      'reason' in row ? [] : (row.noInterval ?? []),
    ),
  );
  return [...new Set([...missing, ...without])];
}

const PROBES = OTHER_MEASURES.filter((measure) => measure !== 'order');

function howProbed(runs: readonly RunRow[]): string {
  const how = runs.find(({ probes }) => probes)?.probes;
  const made = how
    ? `${how.segments} segments of each of ${how.videos} videos, held out by ${how.heldOutBy}. `
    : '';
  return `Accuracies of frozen features, mean over classes (chance is 1/K): ${made}Ridge regression on each segment forwards and with its frames reversed; on the label of single segments and of clips (means of segments); and the votes of the 5 nearest clips. Brackets: ${INTERVAL_TEXTS.share}.`;
}

/** Which videos each number is of, and which labels are not asked for. */
function scoredLines({ scored, runs }: StudyReport): string[] {
  if (!scored) return [];
  const { maps, probes } = scored;
  const how = runs.find((run) => run.probes)?.probes;
  const line = (what: string, { videos, of, why }: ScoredVideos) =>
    `${what}: ${videos.length} of ${of} videos. ${why} They are ${videos.map(cell).join(', ')}`;
  return [
    line("R² of t, Kendall's τ and the maps", maps),
    ...(how ? [line('probes', probes), ...leftOutSentences(how).map(cell)] : []),
  ];
}

/** Videos a step, as used; a small set has fewer than were asked for. */
function batchText({ config, used }: StudyReport): string {
  const asked = config.train.clips.batch;
  if (!used) return `${asked} asked for`;
  return used.batch === asked ? String(asked) : `${used.batch} (of ${asked} asked for: the set is small)`;
}

const bullets = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');

/** The whole file; `pictures` are file names beside it. */
export function studyMarkdown(report: StudyReport, pictures: readonly string[]): string {
  const { adapter, config, videos, runs, warnings } = report;
  const { encoder, contrast, clips, optimiser, time } = config.train;
  const loss = contrast.framework === 'moco' ? `moco, ${contrast.loss}` : contrast.framework;
  const ready = videos.filter(({ status }) => status === 'ready');
  const rejected = videos.filter(({ status }) => status === 'rejected');
  const labels = [...new Set(ready.map(({ label }) => label))].sort();
  const notes = [...reasons(runs), ...warnings];
  const sections = [
    '# Study',
    bullets([
      `${ready.length} videos (${labels.map(cell).join(', ')}), ${rejected.length} rejected`,
      `encoder ${encoder.architecture}, width ${decimal(encoder.width, 3)}, T = ${encoder.frames}, ${encoder.size} px; M = ${time.directions}`,
      `${loss}, temperature ${contrast.temperature}; B = ${batchText(report)}, P = ${clips.perVideo}; ${optimiser.name}, learning rate ${optimiser.learningRate}`,
      `adapter ${cell(adapter.name)}${adapter.software ? ' (software)' : ''}`,
      `maps and scores: ${config.map.segments} segments of each of at most ${config.map.videos} videos`,
    ]),
  ];
  const scored = scoredLines(report);
  if (scored.length > 0) sections.push('## Which videos are scored', bullets(scored));
  if (runs.length > 0) {
    sections.push(
      '## Loss',
      'With a queue the loss rises at first while the queue fills: compare it with its value at chance, which is log(keys in the queue + 1) nats for MoCo.',
      lossTable(runs),
      "## How well t can be read off f'",
      "f' is **given** t (except in `base`, where f' = f): that t can be read off f' proves nothing about the encoder. It shows that the time module writes t into f', no more.",
      `Brackets, of R² of t and of τ: ${INTERVAL_TEXTS.bootstrap}.`,
      scoreTable(runs, 'fPrime'),
      '## How well t can be read off f',
      'f is never given t: order in f beyond that of the untrained encoder and of the other controls is the finding, if the intervals lie clear of each other. `untrained` is the same encoder before the first step, scored on the same videos; what it scores is no finding. A difference between variants smaller than the intervals, or seen with one seed only, is not evidence.',
      scoreTable(runs, 'f'),
      '## Whether the order of time is there',
      "Kendall's τ: the time of each segment is read off another video, as the start of its nearest neighbour there by cosine, and its order is compared with that of t (1 the same, 0 none; below 0 the neighbours lie at mirrored times, as between Enter and Leave, which are each other's reversal). f' is given t: `t alone` is what t scores by itself.",
      scoreTable(runs, 'f', 'order'),
      scoreTable(runs, 'fPrime', 'order'),
      '## What probes tell',
      howProbed(runs),
      ...PROBES.flatMap((measure) => [scoreTable(runs, 'f', measure), scoreTable(runs, 'fPrime', measure)]),
    );
  }
  if (notes.length > 0) sections.push('## Notes', bullets(notes.map(cell)));
  if (pictures.length > 0) {
    sections.push(
      '## Maps',
      pictures.map((name) => `![${name.replace(/\.png$/, '')}](${name})`).join('\n\n'),
    );
    sections.push('t-SNE: sizes of clusters and distances between them mean little.');
  }
  if (rejected.length > 0) {
    sections.push(
      '## Rejected files',
      markdownTable(
        ['file', 'why'],
        rejected.map(({ name, reason }) => [cell(name), cell(reason ?? '')]),
      ),
    );
  }
  return `${sections.join('\n\n')}\n`;
}
