/** The table of contrastive frameworks: a new one is one new file and one line here (and its name in config.ts). */
import { byol } from './byol';
import type { FrameworkName } from './config';
import type { Framework } from './framework';
import { moco } from './moco';
import { simclr } from './simclr';
import { swav } from './swav';

export const FRAMEWORK_TABLE: Record<FrameworkName, Framework> = { moco, byol, simclr, swav };
