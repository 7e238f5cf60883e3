// From mouth to ear: two programs call each other, one gets clicks into its microphone, and the other's loudspeaker is
// listened to, on a PulseAudio of our own without hardware. Prints how long a click takes, by way of udp, tcp and one channel,
// and where that time goes by the program's own account, for which sound is heard when the loudspeaker has played all that
// it was given before: some milliseconds later than here, where a loudspeaker is listened to as it takes the sound.
// Needs pulseaudio. Run: npm run build && node bench/ear.js [SECONDS]

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Pulse, RATE } from './pulse.js';
import { twoEnds } from './two-ends.js';

const SECONDS = Number(process.argv[2] ?? 30);
/** Each second and a bit, so that clicks fall anywhere in a packet. */
const CLICK_EVERY_S = 1.013;
const CLICK_SAMPLES = RATE / 50;
const LOUD = 3000;
const PACKET_MS = 20;

const pulse = await Pulse.start(['mouth', 'ear', 'nobody']);

/** A tone of 20 ms: a codec for speech leaves little of a single sample. */
function clicks(seconds) {
  const pcm = new Int16Array(seconds * RATE);
  for (let at = RATE; at < pcm.length - CLICK_SAMPLES; at += Math.round(CLICK_EVERY_S * RATE))
    for (let sample = 0; sample < CLICK_SAMPLES; sample++)
      pcm[at + sample] = 16_000 * Math.sin((2 * Math.PI * 700 * sample) / RATE);
  return pcm;
}

/** When each click is heard there, in ms. */
function listen(room) {
  const heard = [];
  const child = pulse.listen(room, (pcm, endedAt) => {
    const loud = pcm.findIndex((sample) => Math.abs(sample) > LOUD);
    const at = endedAt - ((pcm.length - loud) / RATE) * 1000;
    if (loud >= 0 && at - (heard.at(-1) ?? -1000) > 500) heard.push(at);
  });
  return { heard, child };
}

const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];

async function measure(way, flags) {
  const stats = pulse.path('stats');
  const { host } = await twoEnds(pulse, {
    listen: ['--mic', 'nobody.monitor', '--speaker', 'ear', '--stats', stats],
    call: [...flags, '--mic', 'mouth.monitor', '--speaker', 'nobody'],
    both: ['--source', 'test', '--headphones', '--duration', String(SECONDS)],
  });
  const [said, heard] = [listen('mouth'), listen('ear')];
  const player = pulse.play('mouth', clicks(SECONDS), 20);
  await once(host, 'exit');
  for (const child of [said.child, heard.child, player]) child.kill();
  const delays = said.heard
    .map((at) => heard.heard.find((other) => other > at) - at)
    .filter((ms) => ms < 900);
  const lines = readFileSync(stats, 'utf8').trim().split('\n').map(JSON.parse);
  const own = (part) =>
    quantile(
      lines.map(({ audio }) => audio.received[part]),
      0.5,
    );
  const loudspeaker = own('loudspeakerMs');
  return {
    way,
    clicks: `${delays.length} of ${said.heard.length}`,
    'p50 ms': Math.round(quantile(delays, 0.5)),
    'p95 ms': Math.round(quantile(delays, 0.95)),
    'own account': own('delayMs'),
    packet: PACKET_MS,
    'network, wait': own('delayMs') - loudspeaker - PACKET_MS,
    loudspeaker,
  };
}

try {
  const rows = [];
  rows.push(await measure('udp', ['--transport', 'udp']));
  rows.push(await measure('tcp', ['--transport', 'tcp']));
  rows.push(await measure('mux', ['--mux']));
  console.table(rows);
} finally {
  pulse.close();
}
