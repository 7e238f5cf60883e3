/** What has to be known of a file to tell its format. */
export const HEAD_BYTES = 16;

/**
 * Whether a file is a picture of a kind that is left to sharp, by its first bytes:
 *
 *     JPEG  FF D8 FF                       GIF   "GIF8"
 *     PNG   89 "PNG" 0D 0A                 WebP  "RIFF" length(4) "WEBP"
 *     TIFF  "II" 2A 00 or "MM" 00 2A       AVIF  length(4) "ftyp" "avif" or "avis"
 *
 * Others that sharp reads, such as SVG, can do more than show a picture: they are not let in.
 */
export function isPicture(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1');
  return /^(\xff\xd8\xff|\x89PNG\r\n|II\*\0|MM\0\*|GIF8|RIFF.{4}WEBP|.{4}ftypavi[fs])/s.test(text);
}
