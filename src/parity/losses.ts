/** Reference cases of the losses, with the gradients they ask for. */
import * as tf from '@tensorflow/tfjs';
import { byolLoss } from '../contrast/byol';
import { fullQueue, MOCO_LOSSES, similarities, type MocoLoss } from '../contrast/queue_contrast';
import { ntXent } from '../contrast/simclr';
import { swavLoss } from '../contrast/swav';
import { unitLength } from '../contrast/unit_length';
import { asked, tensorOf, type Answer, type Case } from './case';

/** Inputs of the loss by name, as functions of which it is differentiated. */
type Inputs = Readonly<Record<string, tf.Tensor>>;
type Loss = (inputs: Inputs) => tf.Scalar;

const MOCO_FORMS = Object.keys(MOCO_LOSSES) as MocoLoss[];
const FORMS = [...MOCO_FORMS, 'byol', 'nt_xent', 'swav'] as const;

/** The loss at `input/*` and its gradients with respect to those of `names` whose `grad/*` the case asks for. */
async function lossAndGradients(
  given: Case,
  names: readonly string[],
  loss: Loss,
): Promise<Map<string, ArrayLike<number>>> {
  const inputs = names.map((name) => tensorOf(given.tensors, `input/${name}`));
  const wanted = new Set(asked(given, 'grad/').map((name) => name.slice('grad/'.length)));
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
    const named = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
    // An input that the loss does not depend on has the gradient 0.
    const nothing = tf.addN(tensors.map((tensor) => tensor.sum().mul(0)));
    return loss(named).add(nothing) as tf.Scalar;
  })(inputs);
  const answer = new Map<string, ArrayLike<number>>([['output/loss', await value.data()]]);
  for (const [i, name] of names.entries())
    if (wanted.has(name)) answer.set(`grad/${name}`, await grads[i]!.data());
  tf.dispose([value, ...grads, ...inputs]);
  return answer;
}

/** k [B,P,C] to unit length along C. */
function unitKeys(k: tf.Tensor): tf.Tensor3D {
  return unitLength(k as tf.Tensor2D) as unknown as tf.Tensor3D;
}

export async function lossCase(given: Case): Promise<Answer> {
  const { config } = given;
  const form = config.choice('form', FORMS);
  const temperature = config.number('temperature');
  switch (form) {
    case 'nt_xent':
      config.choice('pairing', ['rows 2i and 2i+1'], 'rows 2i and 2i+1');
      return lossAndGradients(given, ['z'], ({ z }) => ntXent(z as tf.Tensor2D, temperature));
    case 'swav':
      return swavCase(given, temperature);
    case 'byol':
      return lossAndGradients(given, ['q', 'k'], ({ q, k }) =>
        byolLoss(q as tf.Tensor2D, unitKeys(k!), temperature),
      );
    default:
      return lossAndGradients(given, ['q', 'k', 'queue'], ({ q, k, queue }) => {
        const view = fullQueue(unitLength(queue as tf.Tensor2D));
        const compared = similarities(unitLength(q as tf.Tensor2D), unitKeys(k!), view, temperature);
        return MOCO_LOSSES[form](compared);
      });
  }
}

async function swavCase(given: Case, temperature: number): Promise<Answer> {
  const settings = {
    temperature,
    epsilon: given.config.number('epsilon'),
    iterations: given.config.number('iterations'),
  };
  let codes: tf.Tensor2D | undefined;
  const answer = await lossAndGradients(given, ['z', 'prototypes'], ({ z, prototypes }) => {
    const [z0, z1] = tf.unstack(z!) as [tf.Tensor2D, tf.Tensor2D];
    const { loss, codes0 } = swavLoss(z0, z1, prototypes as tf.Tensor2D, settings);
    codes = tf.keep(codes0);
    return loss;
  });
  answer.set('output/codes0', await codes!.data());
  codes!.dispose();
  return answer;
}
