import { afterEach, describe, expect, it } from 'vitest';
import { WasmThread } from '../../src/codec/wasm-thread.ts';

/** A worker that answers 'close' with nothing, 'load' with a failure, dies of 'decode' and sits on 'encode'. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    let answered = 0;
    console.log('noise');
    console.error('noise');
    parentPort.on('message', (request) => {
      if (request.do === 'decode') throw new Error('trapped');
      if (request.do === 'load') parentPort.postMessage({ job: request.job, failed: 'not today' });
      if (request.do === 'close') {
        const data = new Uint8Array([++answered]);
        parentPort.postMessage({ job: request.job, product: { data, width: 1, height: 1, keyFrame: true } });
      }
    });
  `)}`,
);

const threads: WasmThread[] = [];

function start(): WasmThread {
  const thread = new WasmThread(script);
  threads.push(thread);
  return thread;
}

afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.close()));
});

const settings = { width: 2, height: 2, fps: 30, bitrateBps: 1000 };
const encode = { do: 'encode', coder: 1, settings, keyFrame: false, data: new Uint8Array(6) } as const;
const decode = { do: 'decode', coder: 1, data: new Uint8Array(1) } as const;

describe('WasmThread', () => {
  it('rejects a job that failed, with its reason', async () => {
    await expect(start().ask({ do: 'load' })).rejects.toThrow('not today');
  });

  it('rejects all jobs under way when the worker dies, and starts another for the next', async () => {
    const thread = start();
    await expect(thread.ask({ do: 'close', coder: 1 })).resolves.toMatchObject({ data: new Uint8Array([1]) });
    await expect(thread.ask({ do: 'close', coder: 1 })).resolves.toMatchObject({ data: new Uint8Array([2]) });
    const jobs = await Promise.allSettled([thread.ask(encode), thread.ask(decode)]);
    for (const job of jobs)
      expect(job).toMatchObject({
        status: 'rejected',
        reason: new Error('the video codec stopped: trapped'),
      });
    await expect(thread.ask({ do: 'close', coder: 1 })).resolves.toMatchObject({ data: new Uint8Array([1]) });
  });

  it('rejects the job under way when it is closed, and every later one', async () => {
    const thread = start();
    const job = expect(thread.ask(encode)).rejects.toThrow('the video codec is closed');
    await thread.close();
    await job;
    await expect(thread.ask(encode)).rejects.toThrow('the video codec is closed');
    await thread.close();
  });

  it('leaves the bytes of a job with their owner', async () => {
    const thread = start();
    const memory = new Uint8Array(100);
    void thread.ask({ ...encode, data: memory.subarray(10, 16) }).catch(() => undefined);
    expect(memory.length).toBe(100);
    await thread.close();
  });
});
