/** The PNG file which is in base64 among the bytes of kitty's or iTerm2's protocol. */
export function pngIn(bytes) {
  const text = Buffer.from(bytes).toString('latin1');
  const payload = text.includes('_G')
    ? Array.from(text.matchAll(/_G[^;]*;([\w+/=]*)/g), ([, part]) => part).join('')
    : text.slice(text.lastIndexOf(':') + 1);
  return Buffer.from(payload, 'base64');
}
