/** How a person is dressed: what colour every spot of a part of the body has. */
import { clamp } from './arithmetic';
import type { Person } from './person';
import { paintAt, paintOf, type Paint } from './texture';

/** A spot on a part: its normal in the part's own axes, metres along the part, metres from the part's middle. */
export interface Spot {
  side: number;
  up: number;
  front: number;
  along: number;
  radius: number;
}

/** Linear RGB of a spot, into `out`. */
export type Colouring = (spot: Spot, out: Float64Array) => void;

export interface Wardrobe {
  readonly skin: Colouring;
  readonly top: Colouring;
  readonly bottom: Colouring;
  readonly sleeve: Colouring;
  readonly shoe: Colouring;
  readonly hair: Colouring;
  readonly head: Colouring;
  readonly hat: Colouring;
  readonly bag: Colouring;
}

/** Linear light that is left of a colour in eyes, seams and folds. */
const DARK = 0.3;

export function wardrobeOf(person: Person): Wardrobe {
  const skin = plain(person.skin);
  const hair = plain(person.hairColour);
  const hat = plain(person.hatColour);
  const top = paintOf(person.top);
  return {
    skin,
    top: cloth(top),
    bottom: cloth(paintOf(person.bottom)),
    sleeve: person.sleeves === 'long' || person.outfit === 'coat' ? cloth(top) : skin,
    shoe: plain(person.shoes),
    hair,
    head: headOf(person, skin, hair, hat),
    hat,
    bag: plain(person.bagColour),
  };
}

const paper = (colour: number): Paint =>
  paintOf({ texture: 'plain', colours: [colour, colour, colour], scale: 1, seed: 0 });

function plain(colour: number): Colouring {
  const { colours } = paper(colour);
  return (_, out) => {
    for (let c = 0; c < 3; c++) out[c] = colours[c]!;
  };
}

/** The pattern goes around the part and down along it. */
function cloth(paint: Paint): Colouring {
  return (spot, out) => {
    // An angle in quarter turns, near enough: 0 at the front.
    const q = spot.side / (Math.abs(spot.side) + Math.abs(spot.front) + 1e-9);
    const quarters = spot.front > 0 ? q : 2 - q;
    paintAt(paint, quarters * spot.radius * 1.57, -spot.along, 1, 1, out);
  };
}

/** Face, hair and cap on one ball. */
function headOf(person: Person, skin: Colouring, hair: Colouring, hat: Colouring): Colouring {
  const { hair: style, beard } = person;
  const covered = style === 'cap' || style === 'hat';
  // Long hair comes further down over the forehead.
  const line = style === 'long' || style === 'curly' ? 0.02 : 0.12;
  return (spot, out) => {
    const { side, up, front } = spot;
    if (covered && up > 0.25) return hat(spot, out);
    if (beard && front > 0.05 && up < -0.2) return hair(spot, out);
    const hairy =
      style === 'bald' ? front < -0.15 && Math.abs(up + 0.1) < 0.3 : 0.9 * up - 0.65 * front > line;
    if (hairy) return hair(spot, out);
    skin(spot, out);
    const eyes = front > 0.4 && Math.abs(up - 0.1) < 0.14 && Math.abs(Math.abs(side) - 0.42) < 0.2;
    const mouth = !beard && front > 0.5 && Math.abs(up + 0.45) < 0.09 && Math.abs(side) < 0.3;
    if (eyes || mouth)
      for (let c = 0; c < 3; c++) out[c]! *= eyes ? DARK : clamp(1.1 - 0.3 * (c + 1), 0.4, 1);
  };
}
