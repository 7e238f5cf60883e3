// What a look costs: CPU per frame of I420, beside the conversion from RGB in the same run.
// Run: npm run build && node bench/looks.js
import { rgbToI420 } from '../dist/base/i420.js';
import { LOOKS } from '../dist/base/look.js';
import { drawTestCard } from '../dist/devices/card-picture.js';
import { retoucher } from '../dist/picture/retoucher.js';

const SIZES = [
  { width: 160, height: 90 },
  { width: 320, height: 180 },
  { width: 640, height: 360 },
];
const FRAMES = 200;
const ROUNDS = 3;

/** Milliseconds of CPU for one call: the best of some rounds. */
function cpuMs(work) {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage();
    for (let index = 0; index < FRAMES; index++) work(index);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000 / FRAMES;
  });
  return Math.min(...rounds);
}

for (const { width, height } of SIZES) {
  const rgb = drawTestCard(0, 'ana', { width, height });
  const picture = rgbToI420(rgb, width, height);
  const data = picture.slice();
  const frame = { data, width, height, capturedAt: 0 };
  const conversionMs = cpuMs(() => rgbToI420(rgb, width, height, data));
  const copyMs = cpuMs(() => data.set(picture));
  const rows = LOOKS.filter((look) => look !== 'none').map((look) => {
    const stylist = retoucher();
    const ms = cpuMs((index) => {
      data.set(picture);
      frame.capturedAt = index * 33;
      stylist.retouch(frame, look);
    });
    return [
      look,
      {
        'CPU ms a frame': (ms - copyMs).toFixed(3),
        'of the conversion': ((ms - copyMs) / conversionMs).toFixed(2),
      },
    ];
  });
  console.log(`${width}x${height}; RGB to I420 takes ${conversionMs.toFixed(3)} ms`);
  console.table(Object.fromEntries(rows));
}
