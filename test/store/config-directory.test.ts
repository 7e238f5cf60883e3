import { describe, expect, it } from 'vitest';
import { configDirectory } from '../../src/store/config-directory.ts';

describe('configDirectory', () => {
  it.each([
    ['linux', { HOME: '/home/ana' }, '/home/ana/.config/vtalk'],
    ['linux', { HOME: '/home/ana', XDG_CONFIG_HOME: '/etc/ana' }, '/etc/ana/vtalk'],
    ['linux', { HOME: '/home/ana', XDG_CONFIG_HOME: '' }, '/home/ana/.config/vtalk'],
    ['linux', { HOME: '/home/ana', XDG_CONFIG_HOME: 'relative' }, '/home/ana/.config/vtalk'],
    ['freebsd', { HOME: '/home/ana' }, '/home/ana/.config/vtalk'],
    ['darwin', { HOME: '/Users/ana' }, '/Users/ana/Library/Application Support/vtalk'],
    ['darwin', { HOME: '/Users/ana', XDG_CONFIG_HOME: '/Users/ana/.config' }, '/Users/ana/.config/vtalk'],
    ['win32', { APPDATA: 'C:\\Users\\ana\\AppData\\Roaming' }, 'C:\\Users\\ana\\AppData\\Roaming\\vtalk'],
    ['win32', { USERPROFILE: 'C:\\Users\\ana' }, 'C:\\Users\\ana\\AppData\\Roaming\\vtalk'],
    ['win32', { APPDATA: 'C:\\x', XDG_CONFIG_HOME: 'D:\\config' }, 'D:\\config\\vtalk'],
  ] as const)('on %s with %o is %s', (platform, env, directory) => {
    expect(configDirectory(env, platform)).toBe(directory);
  });

  it('finds a home when the environment names none', () => {
    expect(configDirectory({}, 'linux')).toMatch(/^\/.*\.config\/vtalk$/);
  });
});
