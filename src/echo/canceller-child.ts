import { Apm } from './apm.ts';
import type { Answer, Request } from './messages.ts';

/*
 * A process that cancels echo. The library inside is native and is handed addresses: what it breaks is this process, and no
 * call. It ends when its parent hangs up.
 */

const apm = new Apm();
let delayMs = 0;

const answer = (message: Answer): void => void process.send?.(message);

process.on('message', (request: Request) => {
  if ('clean' in request) {
    apm.clean(request.clean, delayMs);
    answer({ cleaned: request.clean });
  } else {
    apm.played(request.played);
    delayMs = request.delayMs;
  }
});
answer('ready');
