/** The settings, grouped by stage, generated from the schema. */
import { useSessionState } from '../session_context';
import { GROUPS } from './groups';
import { RunsEditor } from './RunsEditor';
import { SettingField } from './SettingField';

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
