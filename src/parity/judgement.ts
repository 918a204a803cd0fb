/** Reference cases of what is done with finished features: nearest neighbours, and t-SNE. */
import { accuracyOf, knnPredict } from '../evaluate/knn';
import { jointProbabilities } from '../project/affinities';
import { exactGradient, exactKl, workspace } from '../project/gradient';
import { shapeOf, values, wholeNumbers, type Answer, type Case } from './case';

export function knnCase({ config, tensors }: Case): Answer {
  const [, dim] = shapeOf(tensors, 'input/bank') as [number, number];
  const bank = {
    features: values(tensors, 'input/bank'),
    labels: wholeNumbers(tensors, 'input/bank_labels'),
  };
  const labels = wholeNumbers(tensors, 'input/query_labels');
  const classes = 1 + bank.labels.reduce((most, label) => Math.max(most, label), 0);
  const predictions = knnPredict(bank, values(tensors, 'input/query'), dim, {
    k: config.number('k'),
    temperature: config.number('temperature'),
    classes: config.number('classes', classes),
  });
  const { top1, meanPerClass } = accuracyOf(predictions, labels);
  return new Map<string, ArrayLike<number>>([
    ['output/predictions', predictions],
    ['output/top1', [top1]],
    ['output/mean_per_class', [meanPerClass]],
  ]);
}

export function tsneCase({ config, tensors }: Case): Answer {
  const [n, d] = shapeOf(tensors, 'input/x') as [number, number];
  const [, dimensions] = shapeOf(tensors, 'input/y') as [number, number];
  if (dimensions !== 2) throw new Error(`input/y: maps have 2 dimensions, got ${dimensions}.`);
  const p = jointProbabilities(values(tensors, 'input/x'), n, d, config.number('perplexity'));
  const work = workspace(n);
  const y = Float64Array.from(values(tensors, 'input/y'));
  exactGradient(p, y, n, config.number('exaggeration', 1), work);
  return new Map<string, ArrayLike<number>>([
    ['output/p', p],
    ['output/kl', [exactKl(p, y, n)]],
    ['output/gradient', work.gradient],
  ]);
}
