import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/**
 * Where identity.pem and known_peers live: XDG_CONFIG_HOME/vtalk when that is set (to an absolute path, as the XDG
 * Base Directory Specification asks), else the place that is native to the system. Nothing is made.
 */
export function configDirectory(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string {
  const path = platform === 'win32' ? win32 : posix;
  const xdg = env['XDG_CONFIG_HOME'];
  if (xdg && path.isAbsolute(xdg)) return path.join(xdg, 'vtalk');
  return path.join(nativeDirectory(env, platform), 'vtalk');
}

function nativeDirectory(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') {
    return env['APPDATA'] || win32.join(env['USERPROFILE'] || homedir(), 'AppData', 'Roaming');
  }
  const home = env['HOME'] || homedir();
  return platform === 'darwin' ? `${home}/Library/Application Support` : `${home}/.config`;
}
