import { Command, CommanderError, Option } from 'commander';
import { ExitCode, VtalkError } from '../base/errors.ts';
import { DEFAULT_PORT } from './defaults.ts';
import {
  bitrate,
  integer,
  loopbackAddress,
  seconds,
  size,
  type ListenOptions,
  type NetOptions,
  type Options,
} from './options.ts';
import type { Leave } from './signals.ts';
import { readVersion } from './version.ts';

const EXAMPLES = `
Examples:
  vtalk demo                             a call with a built-in partner; nothing else needed
  vtalk mirror                           yourself, as the other side would see you
  vtalk listen                           wait for a call; shows the invitation to pass on
  vtalk call vtalk://HOST:7373/#KEY.TOKEN   call with that invitation
  vtalk call HOST --transport tcp        call by name, over TCP
  vtalk call HOST --source clip.mp4 --loop  show a film instead of a camera

Keys in a call: q quit, Tab chat, v camera, ? all of them
`;

/** Reads argv (without node and script), does what it asks for, and resolves with the exit code. */
export async function runProgram(argv: readonly string[], leave: Leave): Promise<number> {
  let exitCode: number = ExitCode.done;
  const program = buildProgram(leave, (code) => void (exitCode = code));
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : [...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw usageError(error);
  }
  return exitCode;
}

function usageError(error: CommanderError): VtalkError {
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const hint = suggestion
    ? suggestion.replace(/^\((.*)\)$/, '$1').toLowerCase()
    : 'vtalk --help shows what there is';
  return new VtalkError(message, { exitCode: ExitCode.usage, hint });
}

/** What a command does is loaded when it is chosen, so that --version and --help stay quick. */
function buildProgram(leave: Leave, done: (exitCode: number) => void): Command {
  const program = new Command('vtalk')
    .description('talk(1) with faces: an encrypted video call that lives in two terminals')
    .version(readVersion(), '-V, --version')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .helpCommand(false);
  const command = (usage: string, description: string): Command =>
    program.command(usage).description(description).copyInheritedSettings(program);

  withScreen(withNet(command('demo', 'a real call over loopback sockets with a built-in partner'))).action(
    async (options: NetOptions) => done(await (await import('./demo.ts')).demo(options, leave)),
  );
  withScreen(command('mirror', 'yourself, as the other side would see you')).action(
    async (options: Options) => done(await (await import('./mirror.ts')).mirror(options, leave)),
  );
  withScreen(withListen(withNet(command('listen', 'wait for a call; shows the invitation')))).action(
    async (options: ListenOptions) => done(await (await import('./listen.ts')).listen(options, leave)),
  );
  withScreen(
    withNet(command('call <where>', 'call host[:port], [v6]:port, or an invitation vtalk://...')),
  ).action(async (where: string, options: NetOptions) =>
    done(await (await import('./call.ts')).placeCall(where, options, leave)),
  );
  return program;
}

const withNet = (command: Command): Command =>
  command
    .addOption(new Option('--transport <kind>', 'how pictures travel (udp)').choices(['udp', 'tcp']))
    .option('--port <number>', 'TCP and UDP port', integer('--port', 0, 65535), DEFAULT_PORT)
    .option('--ring-timeout <seconds>', 'how long to ring', seconds, 60);

const withListen = (command: Command): Command =>
  command
    .option('--bind <address>', 'listen on this address only')
    .addOption(new Option('--answer <who>', 'whom to let in').choices(['ask', 'known', 'auto', 'never']))
    .option('--invitation-file <file>', 'write the invitation there when ready');

const withScreen = (command: Command): Command =>
  command
    .option('--source <what>', 'camera[:ID] (the default), test (a test card), or a FILE that ffmpeg reads')
    .option('--loop', 'play a FILE again and again', false)
    .option('--no-video', 'send no picture')
    .option('--no-camera', 'begin with the camera off')
    .option('--ffmpeg <path>', 'the ffmpeg to use')
    .option('--fps <number>', 'frames a second, at most', integer('--fps', 1, 60), 30)
    .option('--max-bitrate <rate>', 'never send more, such as 150k or 1M', bitrate)
    .addOption(
      new Option('--color <depth>', 'instead of what the terminal says').choices([
        'truecolor',
        '256',
        'mono',
      ]),
    )
    .option('--no-sync', 'do without synchronized update')
    .option('--size <cells>', 'use so many columns x rows', size)
    .addOption(
      new Option('--layout <mode>', 'where the panels are').choices(['auto', 'full', 'side']).default('auto'),
    )
    .option('--ascii-only', 'no other characters around the picture', false)
    .option('--name <name>', 'how others see you')
    .option('--headless', 'no screen; events as JSON lines on stdout', false)
    .option('--no-input', 'never ask; refuse what would need an answer')
    .option('--duration <seconds>', 'hang up after so long', seconds)
    .option('--stats <file>', 'write a JSON line a second')
    .option('--log <file>', 'write what happens')
    .option('--dump-rtp <address>', 'send a plain copy of what comes in to 127.0.0.1:PORT', loopbackAddress);
