/** What training will take, before it starts; what is doubtful about it; and why it cannot start. */
import { isOnCpu } from '../../session/compute_on';
import { runId, runNameOf } from '../../time/config';
import { bytes, count, decimal, duration, flops, parameters } from '../format';
import { useSessionState } from '../session_context';
import { ComputeOn } from './ComputeOn';
import { KernelRow } from './KernelRow';

export function Plan() {
  const plan = useSessionState((state) => state.plan);
  const runs = useSessionState((state) => state.config.train.runs);
  const hasNone = useSessionState((state) => state.gpu.status === 'none');
  const held = useSessionState((state) => state.deviceBytes);
  const ids = plan?.runs.map(({ id }) => id) ?? runs.map(runId);
  const onCpu = useSessionState(isOnCpu);
  return (
    <section aria-labelledby="plan-heading" className="panel plan">
      <h2 id="plan-heading">What a step takes</h2>
      {/* All rows from the beginning, so that nothing moves when the numbers come. */}
      <dl>
        {ids.map((id) => {
          const of = plan?.runs.find((run) => run.id === id);
          return (
            <div key={id}>
              <dt>{runNameOf(id)}</dt>
              <dd title={of && `${count(of.parameters)} parameters; encoder ${count(of.encoderParameters)}`}>
                {of ? `${parameters(of.parameters)} parameters` : COMING}
              </dd>
            </div>
          );
        })}
        <Row title="f, dimensions D">{plan && count(plan.dim)}</Row>
        <Row title={onCpu ? 'Memory' : 'GPU memory'}>
          {plan && `about ${bytes(plan.gpuBytes)}${held === undefined ? '' : `; ${bytes(held)} held now`}`}
        </Row>
        <Row title="Arithmetic">{plan && `${flops(plan.flops)} a step`}</Row>
        <Row title="Time">
          {plan &&
            `${duration(plan.secondsPerStep)} a step${onCpu ? ' on the CPU' : ''}, ${plan.measured ? 'measured' : 'estimated'}`}
        </Row>
        <Row title={plan && plan.queue === 0 ? 'Loss at chance' : 'Queue Q; chance log(Q+1)'}>
          {plan && `${plan.queue > 0 ? `${count(plan.queue)}; ` : ''}${decimal(plan.chance)}`}
        </Row>
        {!onCpu && <KernelRow />}
      </dl>
      <ComputeOn />
      {!plan && hasNone && <p className="hint">The numbers need the GPU to be open.</p>}
      {plan?.problems.map((problem) => (
        <p key={problem} className="problem">
          {problem}
        </p>
      ))}
      {plan?.question !== undefined && <p className="warning">{plan.question}</p>}
      {plan?.warnings.map((warning) => (
        <p key={warning} className="warning">
          {warning}
        </p>
      ))}
    </section>
  );
}

const COMING = '…';

function Row({ title, children }: { title: string; children: string | undefined }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children ?? COMING}</dd>
    </div>
  );
}
