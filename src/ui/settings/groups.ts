/** The settings in groups, by stage, as the form and the command palette list them. */
import { clipsConfig } from '../../clips/config';
import { contrastConfig } from '../../contrast/config';
import { encoderConfig } from '../../encoder/config';
import { mapConfig } from '../../project/config';
import { timeConfig } from '../../time/config';
import { optimiserConfig } from '../../train/config';
import { fieldsOf, type Field } from './schema_fields';

interface Group {
  readonly title: string;
  readonly fields: readonly Field[];
}

export const GROUPS: readonly Group[] = [
  { title: 'Encoder f', fields: fieldsOf(encoderConfig, 'train.encoder') },
  { title: 'Time module', fields: fieldsOf(timeConfig, 'train.time') },
  { title: 'Contrast (MoCo)', fields: fieldsOf(contrastConfig, 'train.contrast') },
  { title: 'Clips and views', fields: fieldsOf(clipsConfig, 'train.clips') },
  { title: 'Optimiser', fields: fieldsOf(optimiserConfig, 'train.optimiser') },
  { title: 'Maps', fields: fieldsOf(mapConfig, 'map') },
];
