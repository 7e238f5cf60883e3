import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the commands that mend something depend on. */
export interface System {
  platform: NodeJS.Platform;
  /** sudo is neither needed nor, in containers, there. */
  isRoot: boolean;
  /** Whether there is a file of this path. */
  has: (path: string) => boolean;
}

export const thisSystem: System = {
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  has: existsSync,
};

/** The same program, as each package manager calls it. */
interface Package {
  apt: string;
  dnf: string;
  pacman: string;
  brew: string;
  winget: string;
  /** Where none of them is. */
  site: string;
}

export const PACKAGES = {
  ffmpeg: {
    // On a machine that is new it knows of no packages yet.
    apt: 'apt update && apt install ffmpeg',
    dnf: 'dnf install ffmpeg-free',
    pacman: 'pacman -S ffmpeg',
    brew: 'brew install ffmpeg',
    winget: 'winget install Gyan.FFmpeg',
    site: 'https://ffmpeg.org/download.html',
  },
  node: {
    // Stable releases of Debian keep a Node that is too old.
    apt: 'npx --yes n lts',
    dnf: 'dnf install nodejs',
    pacman: 'pacman -S nodejs npm',
    brew: 'brew install node',
    winget: 'winget install OpenJS.NodeJS.LTS',
    site: 'https://nodejs.org/en/download',
  },
  /** Whatever records and plays here. */
  sound: {
    apt: 'apt install pulseaudio-utils',
    dnf: 'dnf install pulseaudio-utils',
    pacman: 'pacman -S libpulse',
    brew: 'brew install sox',
    winget: 'winget install Gyan.FFmpeg',
    site: 'https://www.pipewire.org',
  },
} as const satisfies Readonly<Record<string, Package>>;

const LINUX = ['apt', 'dnf', 'pacman'] as const;

/** The command that installs a program here. */
export function installCommand(name: keyof typeof PACKAGES, system: System): string {
  const commands: Package = PACKAGES[name];
  if (system.platform === 'darwin') return commands.brew;
  if (system.platform === 'win32') return commands.winget;
  const manager = LINUX.find((each) => system.has(`/usr/bin/${each}`));
  return manager ? asRoot(commands[manager], system) : `get it from ${commands.site}`;
}

/** Each of the commands that stand behind one another. */
export const asRoot = (commands: string, { isRoot }: System): string =>
  isRoot ? commands : commands.replace(/^|(?<=&& )/g, 'sudo ');

/** Sets a variable in the user's shell, which on Windows is PowerShell; undefined takes it away. */
export function setVariable(name: string, value: string | undefined, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `$env:${name} = '${value ?? ''}'`;
  return value === undefined ? `unset ${name}` : `export ${name}=${value}`;
}

const HOME = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '');

/** The command that puts npm packages into the folder where vtalk itself lives. */
export const npmInstall = (packages: string): string => `npm install --prefix "${HOME}" ${packages}`;

/** Brings back what is missing of vtalk's own packages. Its scripts build it from sources, which only a clone has. */
export const npmRepair = npmInstall('--include=optional --ignore-scripts');
