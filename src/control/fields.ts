import type { Wish } from '../base/frame.ts';
import type { DeviceState } from '../base/devices.ts';
import { sanitiseName, sanitiseText } from './sanitise.ts';

/** An object out of JSON, nothing known of it yet. */
export type Fields = Record<string, unknown>;

/** Reads one field of a message; undefined when its value makes no sense. */
export type Read<T> = (value: unknown) => T | undefined;

const MAX_REMARK_CELLS = 200;
const MIN_PIXELS = 2;
const MAX_PIXELS = 4096;
const BASE64URL = /^[\w-]*$/;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Whole<T> = { [Field in keyof T]: Exclude<T[Field], undefined> };

const isWhole = <T extends object>(message: T): message is T & Whole<T> =>
  !Object.values(message).includes(undefined);

/** The message, if every field of it could be read; those that may be absent are left out beforehand. */
export const whole = <T extends object>(message: T): Whole<T> | undefined =>
  isWhole(message) ? message : undefined;

export const readName: Read<string> = (value) =>
  typeof value === 'string' ? sanitiseName(value) : undefined;

/** A line of explanation. */
export const readRemark: Read<string> = (value) =>
  typeof value === 'string'
    ? sanitiseText(value, { maxCells: MAX_REMARK_CELLS, newlines: false })
    : undefined;

export const readBoolean: Read<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

export const readId: Read<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

export const readUint32: Read<number> = (value) =>
  typeof value === 'number' && value >>> 0 === value ? value : undefined;

/** One of a few words. */
export const oneOf =
  <Word extends string>(...words: Word[]): Read<Word> =>
  (value) =>
    words.find((word) => word === value);

/** Bytes as base64url, so many of them. */
export const bytes =
  (least: number, most = least): Read<Uint8Array> =>
  (value) => {
    if (typeof value !== 'string' || !BASE64URL.test(value)) return undefined;
    const decoded = new Uint8Array(Buffer.from(value, 'base64url'));
    return decoded.length >= least && decoded.length <= most ? decoded : undefined;
  };

/** Numbers out of range are brought into it: a terminal of 5000 columns is no reason to hang up. */
const within =
  (least: number, most: number): Read<number> =>
  (value) =>
    typeof value === 'number' ? Math.min(most, Math.max(least, value)) : undefined;

const readPixels: Read<number> = (value) => {
  const pixels = within(MIN_PIXELS, MAX_PIXELS)(value);
  return pixels === undefined ? undefined : Math.round(pixels);
};

export const readWish: Read<Wish> = (value) =>
  isFields(value)
    ? whole({
        width: readPixels(value['width']),
        height: readPixels(value['height']),
        fps: within(1, 60)(value['fps']),
        pixelAspect: within(0.2, 5)(value['pixelAspect']),
      })
    : undefined;

export const readDevice: Read<DeviceState> = (value) =>
  isFields(value)
    ? whole({
        on: readBoolean(value['on']),
        ...(value['trouble'] !== undefined && { trouble: readRemark(value['trouble']) }),
      })
    : undefined;
