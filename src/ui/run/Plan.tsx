/** What training will take, before it starts; what is doubtful about it; and why it cannot start. */
import { runName } from '../../time/config';
import { bytes, count, decimal, duration, flops, parameters } from '../format';
import { useSessionState } from '../session_context';

export function Plan() {
  const plan = useSessionState((state) => state.plan);
  const runs = useSessionState((state) => state.config.train.runs);
  const hasGpu = useSessionState((state) => state.gpu.status === 'open');
  const onCpu = useSessionState(({ gpu }) => gpu.status === 'open' && gpu.refusal !== undefined);
  return (
    <section aria-labelledby="plan-heading" className="panel plan">
      <h2 id="plan-heading">What a step takes</h2>
      {plan ? (
        <dl>
          {plan.runs.map(({ id, parameters: all, encoderParameters }, i) => (
            <div key={id}>
              <dt>{runs[i] ? runName(runs[i]) : id}</dt>
              <dd title={`${count(all)} parameters; encoder ${count(encoderParameters)}`}>
                {parameters(all)} parameters
              </dd>
            </div>
          ))}
          <div>
            <dt>f, dimensions D</dt>
            <dd>{count(plan.dim)}</dd>
          </div>
          <div>
            <dt>{onCpu ? 'Memory' : 'GPU memory'}</dt>
            <dd>about {bytes(plan.gpuBytes)}</dd>
          </div>
          <div>
            <dt>Arithmetic</dt>
            <dd>{flops(plan.flops)} a step</dd>
          </div>
          <div>
            <dt>Time</dt>
            <dd>
              {duration(plan.secondsPerStep)} a step{onCpu && ' on the CPU'},{' '}
              {plan.measured ? 'measured' : 'estimated'}
            </dd>
          </div>
          <div>
            <dt>{plan.queue > 0 ? 'Queue Q; chance log(Q+1)' : 'Loss at chance'}</dt>
            <dd>
              {plan.queue > 0 && `${count(plan.queue)}; `}
              {decimal(plan.chance)}
            </dd>
          </div>
        </dl>
      ) : (
        <p className="hint">{hasGpu ? 'Working it out …' : 'Needs the GPU to be open.'}</p>
      )}
      {plan?.problems.map((problem) => (
        <p key={problem} className="problem">
          {problem}
        </p>
      ))}
      {plan?.warnings.map((warning) => (
        <p key={warning} className="warning">
          {warning}
        </p>
      ))}
    </section>
  );
}
