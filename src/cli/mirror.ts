import { memoryPair } from '../net/memory.ts';
import type { Options } from './options.ts';
import type { Leave } from './signals.ts';
import { onStage } from './stage.ts';

/** Yourself, as the other side would see you: through codec, encryption and packets, but no network. */
export const mirror = (options: Options, leave: Leave): Promise<number> =>
  onStage({ kind: 'mirror', options, leave }, ({ call }) => {
    const [there] = memoryPair(
      () => {},
      (datagram, path) => call.datagram(datagram, path),
    );
    call.mirror(there);
    return Promise.resolve();
  });
