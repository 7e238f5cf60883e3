import { Command, CommanderError, Option } from 'commander';
import { ExitCode, VtalkError } from '../base/errors.ts';
import { FITS } from '../base/fit.ts';
import { LOOKS } from '../base/look.ts';
import { RENDERERS } from '../base/renderer.ts';
import { COLOR_DEPTHS } from '../base/terminal.ts';
import { DEFAULT_PORT } from './defaults.ts';
import type { DevicesOptions } from './devices.ts';
import type { DoctorOptions } from './doctor.ts';
import { EXAMPLES } from './examples.ts';
import {
  autoOr,
  hours,
  integer,
  loopbackAddress,
  rate,
  seconds,
  size,
  type DemoOptions,
  type ListenOptions,
  type NetOptions,
  type Options,
} from './options.ts';
import type { Leave } from './signals.ts';
import { readVersion } from './version.ts';
import type { ViewOptions } from './view.ts';

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
    .description(
      `talk(1) with faces: an encrypted video call that lives in two terminals\n\n${EXAMPLES.vtalk}`,
    )
    .version(readVersion(), '-V, --version')
    .configureHelp({ optionDescription: ({ description }) => description })
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .helpCommand(false);
  const command = (usage: string, summary: string, examples: string): Command =>
    program
      .command(usage)
      .summary(summary)
      .description(`${summary}\n\n${examples}`)
      .copyInheritedSettings(program);

  withScreen(
    withMedia(
      command('demo', 'a real call over loopback sockets with a built-in partner', EXAMPLES.demo),
      TRANSPORT_HELP,
    ),
  ).action(async (options: DemoOptions) => done(await (await import('./demo.ts')).demo(options, leave)));
  withScreen(command('mirror', 'yourself, as the other side would see you', EXAMPLES.mirror)).action(
    async (options: Options) => done(await (await import('./mirror.ts')).mirror(options, leave)),
  );
  const waiting = command('listen', 'wait for a call; shows the invitation', EXAMPLES.listen);
  withScreen(withListen(withNet(withMedia(waiting, LISTEN_TRANSPORT_HELP)))).action(
    async (options: ListenOptions) => done(await (await import('./listen.ts')).listen(options, leave)),
  );
  const calling = command('call <where>', 'call host[:port], [v6]:port, or an invitation', EXAMPLES.call);
  withScreen(withNet(withMedia(calling, TRANSPORT_HELP))).action(async (where: string, options: NetOptions) =>
    done(await (await import('./call.ts')).placeCall(where, options, leave)),
  );
  withView(
    command('view <file>', 'a picture or a video here, or as bytes down a pipe', EXAMPLES.view),
  ).action(async (file: string, options: ViewOptions) =>
    done(await (await import('./view.ts')).view(file, options, leave)),
  );
  withPeers(command('peers', 'whom you have met: list, rename, forget, verify', EXAMPLES.peers));
  command('devices', 'the cameras, screens, microphones and loudspeakers here', EXAMPLES.devices)
    .option('--json', 'one JSON object, for programs', false)
    .option('--monitors', 'also what records what a loudspeaker plays', false)
    .option('--ffmpeg <path>', 'the ffmpeg to use')
    .action(async (options: DevicesOptions) => await (await import('./devices.ts')).devices(options));
  command('doctor [where]', 'what a call needs, what is missing and how to get it', EXAMPLES.doctor)
    .option(
      '--port <number>',
      `TCP and UDP port (${DEFAULT_PORT})`,
      integer('--port', 0, 65535),
      DEFAULT_PORT,
    )
    .option('--json', 'one JSON object, for programs', false)
    .action(async (where: string | undefined, options: DoctorOptions) =>
      done(await (await import('./doctor.ts')).doctor(where, options, leave)),
    );
  return program;
}

const loadPeers = () => import('./peers.ts');

function withPeers(peers: Command): void {
  peers
    .helpCommand(false)
    .option('--json', 'one JSON object', false)
    .action(async (options: { json: boolean }) => (await loadPeers()).listPeers(options));
  peers
    .command('rename <who> <name>')
    .description('call a peer otherwise; WHO is a name or a key')
    .action(async (who: string, name: string) => (await loadPeers()).renamePeer(who, name));
  peers
    .command('forget <who>')
    .description('take a peer out; the next call is a first contact')
    .action(async (who: string) => (await loadPeers()).forgetPeer(who));
  peers
    .command('verify <who>')
    .description('the words of a call were the same on both screens')
    .action(async (who: string) => (await loadPeers()).verifyPeer(who));
}

const TRANSPORT_HELP = 'how pictures travel: udp or tcp (udp, or tcp where that is blocked)';
const LISTEN_TRANSPORT_HELP = 'take pictures over udp only, or over tcp only (as the caller wants)';

const withMedia = (command: Command, transportHelp: string): Command =>
  command
    .addOption(new Option('--transport <kind>', transportHelp).choices(['udp', 'tcp']))
    .option('--mux', 'sound and pictures by one port: one hole in a firewall, one tunnel', false);

const withNet = (command: Command): Command =>
  command
    .option(
      '--port <number>',
      `TCP and UDP port (${DEFAULT_PORT})`,
      integer('--port', 0, 65535),
      DEFAULT_PORT,
    )
    .option('--audio-port <number>', 'the port of the sound (port + 2)', integer('--audio-port', 1, 65535))
    .option('--ring-timeout <seconds>', 'how long to ring (60)', seconds('--ring-timeout'), 60);

const ANSWER_HELP =
  'whom to let in: ask, known (who was met before), auto (also who was invited), or never; ' +
  'ask on a screen, auto without';

const withListen = (command: Command): Command =>
  command
    .option('--bind <address>', 'listen on this address only')
    .addOption(new Option('--answer <who>', ANSWER_HELP).choices(['ask', 'known', 'auto', 'never']))
    .option('--invitation-file <file>', 'write the invitation there when ready')
    .option('--invitation-hours <number>', 'how long the invitation admits (24)', hours, 24);

const withView = (command: Command): Command =>
  withTerminal(command)
    .option('--loop', 'play again and again', false)
    .option(
      '--frames <number>',
      'end after so many pictures; 1 prints it like text',
      integer('--frames', 1, 1e9),
    )
    .option('--fps <number>', 'pictures a second, at most (30; down a pipe all)', integer('--fps', 1, 240))
    .option('--ffmpeg <path>', 'the ffmpeg to use');

/** What pictures are shown with. */
const withTerminal = (command: Command): Command =>
  command
    .option(
      '--renderer <kind>',
      `how pictures are drawn: auto (the best that is known to work), ${RENDERERS.join(', ')}`,
      autoOr('--renderer', RENDERERS),
    )
    .option(
      '--color <depth>',
      `auto (what the terminal says), ${COLOR_DEPTHS.join(', ')}`,
      autoOr('--color', COLOR_DEPTHS),
    )
    .addOption(
      new Option('--fit <how>', 'contain (the whole picture) or cover (what fills its place)')
        .choices(FITS)
        .default('contain'),
    )
    .option(
      '--max-tty-rate <rate>',
      'never write more bytes a second to the terminal, such as 50k; unless told, as many as it shows',
      rate('--max-tty-rate', '1k', '100M'),
    )
    .option('--no-sync', 'do without synchronized update')
    .option('--size <cells>', 'use so many columns x rows', size);

const withSound = (command: Command): Command =>
  command
    .option('--mic <what>', 'default, an ID or name (vtalk devices), tone, FILE.wav or none')
    .option('--speaker <what>', 'default, an ID or name, FILE.wav or none')
    .option('--no-audio', 'neither send nor hear sound')
    .option('--muted', 'begin with the microphone muted', false)
    .option('--headphones', 'you wear some: take neither echo nor noise out', false);

const withScreen = (command: Command): Command =>
  withTerminal(
    withSound(command)
      .option(
        '--source <what>',
        'camera[:ID] (the default), screen[:ID], test (a test card), or a FILE that ffmpeg reads',
      )
      .option('--loop', 'play a FILE again and again', false)
      .option('--no-video', 'send no picture')
      .option('--no-camera', 'begin with the camera off')
      .option('--ffmpeg <path>', 'the ffmpeg to use')
      .option('--fps <number>', 'frames a second, at most (30)', integer('--fps', 1, 60), 30)
      .option(
        '--max-bitrate <rate>',
        'never send more bits a second, such as 150k or 1M',
        rate('--max-bitrate', '10k', '100M'),
      )
      .addOption(
        new Option('--look <look>', `your own picture: ${LOOKS.join(', ')}; k changes it`)
          .choices(LOOKS)
          .default('none'),
      ),
  )
    .addOption(
      new Option('--layout <mode>', 'where the panels are: auto, full or side')
        .choices(['auto', 'full', 'side'])
        .default('auto'),
    )
    .option('--ascii-only', 'no other characters around the picture', false)
    .option('--name <name>', 'how others see you')
    .option('--headless', 'no screen; events as JSON lines on stdout', false)
    .option('--no-input', 'never ask; refuse what would need an answer')
    .option('--duration <seconds>', 'hang up after so long', seconds('--duration'))
    .option('--stats <file>', 'write a JSON line a second')
    .option('--log <file>', 'write what happens')
    .option('--dump-rtp <address>', 'send a plain copy of what comes in to 127.0.0.1:PORT', loopbackAddress);
