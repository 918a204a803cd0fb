/** The furniture a room may hold: one line a kind in FURNITURE, with its sizes, its place and how it is built. */
import { BENCHES } from './furniture_benches';
import { CUPBOARDS } from './furniture_cupboards';
import { THINGS } from './furniture_things';
import type { Piece, PieceKind } from './piece';
import { builderFor } from './piece';
import type { Solid } from './solid';

export const FURNITURE = { ...BENCHES, ...CUPBOARDS, ...THINGS } as const satisfies Record<string, PieceKind>;
export type FurnitureName = keyof typeof FURNITURE;

/** A piece where it stands. */
export interface Furniture extends Piece {
  readonly kind: FurnitureName;
}

/** The solids of a piece, in world metres. */
export function buildFurniture(piece: Furniture): Solid[] {
  const { builder, solids } = builderFor(piece);
  const kind: PieceKind = FURNITURE[piece.kind];
  kind.build(builder, piece);
  return solids;
}
