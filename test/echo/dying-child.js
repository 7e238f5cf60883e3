// A canceller that dies of the third piece of sound, as a native library may.
let pieces = 0;
process.on('message', (request) => {
  if (!('clean' in request)) return;
  if (++pieces === 3) process.kill(process.pid, 'SIGSEGV');
  else process.send({ cleaned: new Int16Array(960) });
});
process.send('ready');
