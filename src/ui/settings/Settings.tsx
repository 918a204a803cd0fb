/** The settings, grouped by stage, generated from the schema. */
import { startTransition, useEffect, useState } from 'react';
import { usePointerHint } from '../pointer_hints';
import { useSessionState } from '../session_context';
import { showFields, useFieldsShown } from './fields_shown';
import { GROUPS } from './groups';
import { RunsEditor } from './RunsEditor';
import { SettingField } from './SettingField';

export function Settings() {
  const pending = useSessionState((state) => state.pendingChange);
  const shown = useFieldsShown();
  const calm = useCalm();
  const hint = usePointerHint();
  return (
    <section aria-labelledby="settings-heading" className="panel settings">
      <h2 id="settings-heading">Settings</h2>
      <p className="hint" role="status">
        {pending
          ? 'Changed since this training began: takes effect with the next start after Stop, or with Reset.'
          : hint('settings')}
      </p>
      <details open>
        <summary>Runs, in lock-step</summary>
        <RunsEditor />
      </details>
      {GROUPS.map(({ title, fields }) => (
        <details key={title} onToggle={showFields}>
          <summary>{title}</summary>
          {(shown || calm) && fields.map((field) => <SettingField key={field.path} field={field} />)}
        </details>
      ))}
    </section>
  );
}

/**
 * True once the first clips are drawn. The fields of closed groups are half of the page: they would keep it from its first
 * answer. They come without being asked for, so that the browser's own search finds them.
 */
function useCalm(): boolean {
  const rendering = useSessionState(({ builtin }) => builtin.status === 'rendering');
  const [calm, setCalm] = useState(false);
  useEffect(() => {
    if (!rendering) startTransition(() => setCalm(true));
  }, [rendering]);
  return calm;
}
