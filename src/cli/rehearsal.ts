import { FRAME_SAMPLES } from '../base/audio.ts';
import type { VoiceCodec } from '../base/audio.ts';
import { FIRST_VOICE } from '../call/speak.ts';
import { loadSharp } from '../picture/library.ts';

const TURNS = 5;

/**
 * Does what the first words of a call would have to wait for while nobody is there yet: sharp is loaded, and what a voice is coded
 * with is compiled, as WebAssembly is when it is called first. Never rejects: who needs them will hear why they don't work.
 */
export async function rehearse(codec: VoiceCodec | undefined): Promise<void> {
  await Promise.allSettled([loadSharp(), codec && rehearseVoice(codec)]);
}

async function rehearseVoice(codec: VoiceCodec): Promise<void> {
  const encoder = await codec.openEncoder(FIRST_VOICE);
  const decoder = await codec.openDecoder();
  for (let turn = 0; turn < TURNS; turn++) {
    const packet = encoder.encode(sawtooth(turn));
    if (packet) decoder.decode(packet);
    decoder.conceal();
  }
  for (const coder of [encoder, decoder]) coder.close();
}

/** Something with a pitch: silence takes a shorter way through the encoder. */
const sawtooth = (turn: number): Int16Array =>
  Int16Array.from({ length: FRAME_SAMPLES }, (_, at) => ((turn * FRAME_SAMPLES + at) % 300) * 60 - 9000);
