import type { Color } from './card-shapes.ts';
import { ellipse, fill, mix, outline, stroke, within, without } from './card-shapes.ts';
import type { Canvas, Shape } from './card-shapes.ts';
import type { Pose } from './card-pose.ts';

/** What a person looks like. */
export interface Person {
  skin: Color;
  hair: Color;
  shirt: Color;
  iris: Color;
  style: 'bob' | 'short';
  beard: boolean;
  glasses: boolean;
}

/** Where a person is drawn: the middle of the resting head, and the pixels of one unit (the head is 4 units wide). */
export interface Place {
  x: number;
  y: number;
  unit: number;
}

/** Turns units around the head's middle into shapes; features move further than the head, as on a round thing. */
interface Brush {
  canvas: Canvas;
  unit: number;
  oval: (x: number, y: number, radiusX: number, radiusY: number) => Shape;
  line: (from: readonly [number, number], to: readonly [number, number], radius: number) => Shape;
}

const DARK = 0x2b1d1a;
const WARM_SHADE = 0x7a3b22;

/** Head and shoulders, over whatever was there. */
export function drawPerson(canvas: Canvas, person: Person, pose: Pose, place: Place): void {
  const body = brush(canvas, place, 0.1 * pose.turn, 0);
  const head = brush(canvas, place, 0.32 * pose.turn, 0.16 * pose.nod);
  const face = brush(canvas, place, 0.58 * pose.turn, 0.32 * pose.nod);
  drawHairBehind(head, person);
  drawShoulders(body, person);
  const skull = drawHead(head, person);
  if (person.beard) drawBeard(face, skull, person);
  drawMouth(face, person, pose);
  drawNose(face, person);
  drawEyes(face, person, pose);
  drawHairInFront(head, person);
  if (person.glasses) drawGlasses(face);
}

function brush(canvas: Canvas, { x, y, unit }: Place, shiftX: number, shiftY: number): Brush {
  const atX = (value: number): number => x + (value + shiftX) * unit;
  const atY = (value: number): number => y + (value + shiftY) * unit;
  return {
    canvas,
    unit,
    oval: (cx, cy, radiusX, radiusY) => ellipse(atX(cx), atY(cy), radiusX * unit, radiusY * unit),
    line: (from, to, radius) => stroke([atX(from[0]), atY(from[1])], [atX(to[0]), atY(to[1])], radius * unit),
  };
}

function drawHairBehind({ canvas, oval }: Brush, { hair, style }: Person): void {
  const color = mix(hair, DARK, 0.35);
  if (style === 'short') return;
  fill(canvas, oval(0, 0.15, 2.3, 2.55), { color });
  fill(canvas, oval(-1.55, 1.5, 0.8, 1.15), { color });
  fill(canvas, oval(1.55, 1.5, 0.8, 1.15), { color });
}

function drawShoulders({ canvas, oval, line }: Brush, { skin, shirt }: Person): void {
  fill(canvas, oval(0, 5.1, 3.9, 2.5), { color: shirt });
  fill(canvas, oval(0, 2.75, 1.18, 0.72), { color: mix(shirt, 0xffffff, 0.25) });
  const shaded = mix(skin, WARM_SHADE, 0.4);
  fill(canvas, oval(0, 2.62, 0.98, 0.62), { color: shaded });
  fill(canvas, line([0, 1.6], [0, 2.5], 0.72), { color: shaded });
}

function drawHead({ canvas, unit, oval }: Brush, { skin, style }: Person): Shape {
  if (style === 'short') {
    for (const side of [-1, 1]) {
      fill(canvas, oval(1.76 * side, 0.2, 0.32, 0.46), { color: mix(skin, WARM_SHADE, 0.25) });
    }
  }
  const skull = oval(0, 0, 1.75, 2.1);
  fill(canvas, skull, { color: skin });
  const shade = without(oval(0, 0, 1.6, 1.95), oval(0.4, -0.25, 1.65, 2.05));
  fill(canvas, shade, { color: mix(skin, WARM_SHADE, 0.7), opacity: 0.4, softness: 0.5 * unit });
  return skull;
}

function drawBeard({ canvas, oval }: Brush, skull: Shape, { hair }: Person): void {
  const jaw = without(skull, oval(0, -0.75, 1.62, 1.72));
  fill(canvas, jaw, { color: hair });
  fill(canvas, oval(0, 0.98, 0.8, 0.26), { color: hair });
}

/** The corners are up whether it is open or not. */
function drawMouth({ canvas, unit, oval }: Brush, { skin }: Person, { mouth }: Pose): void {
  const lips = mix(skin, 0xb0303a, 0.6);
  if (mouth < 0.12) {
    const smile = without(oval(0, 1.02, 0.72, 0.36), oval(0, 0.86, 0.8, 0.36));
    fill(canvas, smile, { color: mix(lips, DARK, 0.3) });
    return;
  }
  const jaw = oval(0, 1.02, 0.66 - 0.12 * mouth, 0.24 + 0.5 * mouth);
  const opening = without(jaw, oval(0, 0.4, 1.4, 0.7));
  fill(canvas, outline(opening, 0.08 * unit), { color: lips });
  fill(canvas, opening, { color: 0x571a22 });
  fill(canvas, within(opening, oval(0, 1.3 + 0.5 * mouth, 0.36, 0.26)), { color: 0xd96a6f });
  fill(canvas, within(opening, oval(0, 1.06, 0.5, 0.06 + 0.1 * mouth)), { color: 0xfdf6ec });
}

function drawNose({ canvas, unit, oval }: Brush, { skin }: Person): void {
  const bridge = without(oval(0, 0.5, 0.3, 0.26), oval(0.03, 0.38, 0.34, 0.26));
  fill(canvas, bridge, { color: mix(skin, DARK, 0.45), opacity: 0.8 });
  for (const side of [-1, 1]) {
    fill(canvas, oval(1.02 * side, 0.72, 0.42, 0.3), { color: 0xe8565a, opacity: 0.3, softness: 0.3 * unit });
  }
}

const EYE_X = 0.68;
const EYE_Y = -0.12;

function drawEyes(face: Brush, person: Person, pose: Pose): void {
  const { canvas, line } = face;
  const browY = EYE_Y - 0.62 - 0.16 * pose.brows;
  const brow = mix(person.hair, DARK, 0.3);
  const lid = mix(person.skin, DARK, 0.65);
  for (const side of [-1, 1]) {
    const x = EYE_X * side;
    const slope = 0.03 * side;
    fill(canvas, line([x - 0.34, browY - slope], [x + 0.34, browY + slope], 0.085), { color: brow });
    if (pose.eyes > 0.25) drawOpenEye(face, x, person.iris, pose);
    else fill(canvas, line([x - 0.32, EYE_Y + 0.1], [x + 0.32, EYE_Y + 0.1], 0.07), { color: lid });
  }
}

function drawOpenEye({ canvas, oval }: Brush, x: number, iris: Color, { eyes, turn, nod }: Pose): void {
  const white = oval(x, EYE_Y, 0.4, 0.31 * eyes);
  const gazeX = x + 0.1 * turn;
  const gazeY = EYE_Y + 0.06 * nod;
  fill(canvas, oval(x, EYE_Y - 0.06, 0.42, 0.33 * eyes), { color: DARK, opacity: 0.75 });
  fill(canvas, white, { color: 0xfdfaf5 });
  fill(canvas, within(white, oval(gazeX, gazeY, 0.25, 0.25)), { color: iris });
  fill(canvas, within(white, oval(gazeX, gazeY, 0.14, 0.14)), { color: 0x17100f });
  fill(canvas, within(white, oval(gazeX + 0.09, gazeY - 0.1, 0.07, 0.07)), { color: 0xffffff });
}

function drawHairInFront(head: Brush, { hair, style }: Person): void {
  const { canvas, unit, oval } = head;
  const cap = style === 'bob' ? oval(0, -0.2, 2.08, 2.25) : oval(0, -0.5, 1.86, 1.8);
  const opening = style === 'bob' ? oval(0.16, 0.78, 1.66, 2.12) : oval(-0.15, 0.75, 1.72, 1.95);
  const front = without(cap, opening);
  fill(canvas, front, { color: hair });
  const shine = style === 'bob' ? oval(0.65, -1.75, 0.75, 0.2) : oval(0.5, -1.75, 0.7, 0.18);
  fill(canvas, shine, { color: mix(hair, 0xffffff, 0.5), opacity: 0.5, softness: 0.25 * unit });
}

function drawGlasses({ canvas, unit, oval, line }: Brush): void {
  const color = 0x2a3140;
  for (const side of [-1, 1]) {
    fill(canvas, outline(oval(EYE_X * side, EYE_Y + 0.02, 0.56, 0.5), 0.05 * unit), { color });
  }
  fill(canvas, line([-0.14, EYE_Y], [0.14, EYE_Y], 0.06), { color });
}
