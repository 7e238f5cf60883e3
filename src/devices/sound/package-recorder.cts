import type { SoundProgram } from './program.ts';

// The package node-record-lpcm16 takes a "recorder" for a CommonJS file that names a command; this one passes on ours.
module.exports = ({ program }: { program: SoundProgram }) => ({
  cmd: program.path,
  args: program.argv,
  spawnOptions: { env: { ...process.env, ...program.env } },
});
