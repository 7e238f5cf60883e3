// A canceller that dies of the third piece of sound, as a native library may.
const PIECE = 8 + 1920;
let bytes = 0;
let pieces = 0;
process.stdin.on('data', (chunk) => {
  for (bytes += chunk.length; bytes >= PIECE; bytes -= PIECE) {
    if (++pieces === 3) process.kill(process.pid, 'SIGSEGV');
    else process.stdout.write(Buffer.alloc(1920));
  }
});
process.stdout.write(Buffer.alloc(1920));
