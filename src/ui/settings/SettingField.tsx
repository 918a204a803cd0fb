/** One setting: its name, its control, what it means and what the paper has for it; why a value was refused. */
import { NativeSelect, NumberInput, Switch, Tooltip, VisuallyHidden } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { Subscripts } from '../measures/Subscripts';
import { useActions, useSessionState } from '../session_context';
import { useCommitted } from './committed';
import { valueAt, type Field } from './schema_fields';

export function SettingField({ field }: { field: Field }) {
  switch (field.kind) {
    case 'number':
      return <NumberField field={field} />;
    case 'choice':
      return <ChoiceField field={field} />;
    case 'switch':
      return <SwitchField field={field} />;
  }
}

interface RowProps {
  readonly field: Field;
  readonly message?: string | undefined;
  readonly children: (ids: { readonly id: string; readonly 'aria-describedby': string }) => ReactNode;
}

function Row({ field, message, children }: RowProps) {
  const id = useId();
  const { title, description, paper } = field;
  const help = paper === undefined ? description : `${description} Paper: ${paper}.`;
  return (
    <Tooltip
      position="left"
      label={
        <>
          <Subscripts of={description} />
          {paper !== undefined && <span className="setting-paper">Paper: {paper}</span>}
        </>
      }
    >
      <div className="setting" data-path={field.path}>
        <label htmlFor={id}>
          <Subscripts of={title} />
        </label>
        <div className="setting-control">{children({ id, 'aria-describedby': `${id}-help` })}</div>
        <VisuallyHidden id={`${id}-help`}>
          <Subscripts of={help} />
        </VisuallyHidden>
        {message !== undefined && (
          <p className="setting-message" role="alert">
            {message.replace(field.path, title)}
          </p>
        )}
      </div>
    </Tooltip>
  );
}

function NumberField({ field }: { field: Field & { kind: 'number' } }) {
  const value = useSessionState((state) => valueAt(state.config, field.path)) as number;
  const actions = useActions();
  const { message, input } = useCommitted(value, (next) => actions.setConfig(field.path, next));
  return (
    <Row field={field} message={message}>
      {(ids) => (
        <NumberInput
          size="xs"
          allowDecimal={!field.whole}
          allowNegative={field.min < 0}
          step={stepOf(field)}
          clampBehavior="none"
          error={message !== undefined}
          {...ids}
          {...input}
          // Thirds of a second are not for reading to the fifteenth digit.
          value={typeof input.value === 'number' ? Number(input.value.toPrecision(6)) : input.value}
        />
      )}
    </Row>
  );
}

function stepOf({ whole, max }: Field & { kind: 'number' }): number {
  if (whole) return 1;
  return max <= 1 ? 0.05 : 0.1;
}

function ChoiceField({ field }: { field: Field & { kind: 'choice' } }) {
  const value = useSessionState((state) => valueAt(state.config, field.path)) as string;
  const actions = useActions();
  return (
    <Row field={field}>
      {(ids) => (
        <NativeSelect
          size="xs"
          data={[...field.options]}
          value={value}
          onChange={(event) => actions.setConfig(field.path, event.currentTarget.value)}
          {...ids}
        />
      )}
    </Row>
  );
}

function SwitchField({ field }: { field: Field & { kind: 'switch' } }) {
  const value = useSessionState((state) => valueAt(state.config, field.path)) as boolean;
  const actions = useActions();
  return (
    <Row field={field}>
      {(ids) => (
        <Switch
          size="xs"
          checked={value}
          onChange={(event) => actions.setConfig(field.path, event.currentTarget.checked)}
          {...ids}
        />
      )}
    </Row>
  );
}
