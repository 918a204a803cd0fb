/** The settings, grouped by stage, generated from the schema. */
import { clipsConfig } from '../../clips/config';
import { contrastConfig } from '../../contrast/config';
import { encoderConfig } from '../../encoder/config';
import { mapConfig } from '../../project/config';
import { timeConfig } from '../../time/config';
import { optimiserConfig } from '../../train/config';
import { useSessionState } from '../session_context';
import { RunsEditor } from './RunsEditor';
import { fieldsOf, type Field } from './schema_fields';
import { SettingField } from './SettingField';

interface Group {
  readonly title: string;
  readonly fields: readonly Field[];
}

const GROUPS: readonly Group[] = [
  { title: 'Encoder f', fields: fieldsOf(encoderConfig, 'train.encoder') },
  { title: 'Time module', fields: fieldsOf(timeConfig, 'train.time') },
  { title: 'Contrast (MoCo)', fields: fieldsOf(contrastConfig, 'train.contrast') },
  { title: 'Clips and views', fields: fieldsOf(clipsConfig, 'train.clips') },
  { title: 'Optimiser', fields: fieldsOf(optimiserConfig, 'train.optimiser') },
  { title: 'Maps', fields: fieldsOf(mapConfig, 'map') },
];

export function Settings() {
  const pending = useSessionState((state) => state.pendingChange);
  return (
    <section aria-labelledby="settings-heading" className="panel settings">
      <h2 id="settings-heading">Settings</h2>
      <p className="hint" role="status">
        {pending
          ? 'Changed since this training began: takes effect with the next start after Stop, or with Reset.'
          : 'Point at a setting for its meaning and the paper’s value.'}
      </p>
      <details open>
        <summary>Runs, in lock-step</summary>
        <RunsEditor />
      </details>
      {GROUPS.map(({ title, fields }) => (
        <details key={title}>
          <summary>{title}</summary>
          {fields.map((field) => (
            <SettingField key={field.path} field={field} />
          ))}
        </details>
      ))}
    </section>
  );
}
