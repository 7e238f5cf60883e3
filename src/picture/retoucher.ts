import type { I420Frame } from '../base/frame.ts';
import type { Look, Retoucher } from '../base/look.ts';
import { AutoLevels } from './levels.ts';
import { applySketch } from './sketch.ts';
import { applyTint, TINTS } from './tint.ts';

/** For one stream of pictures. A look takes about as long as the conversion from RGB (bench/looks.js). */
export function retoucher(): Retoucher {
  const levels = new AutoLevels();
  return {
    retouch(frame: I420Frame, look: Look): void {
      if (look === 'auto') levels.apply(frame);
      else if (look === 'sketch') applySketch(frame);
      else if (look !== 'none') applyTint(frame, TINTS[look]);
    },
  };
}
