// A canceller that is ready and then never answers.
process.on('message', () => {
  for (;;);
});
process.send('ready');
