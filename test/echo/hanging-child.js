// A canceller that is ready and then never answers.
process.stdin.on('data', () => {
  for (;;);
});
process.stdout.write(Buffer.alloc(1920));
