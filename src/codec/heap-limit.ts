const PAGE_BYTES = 65536;

/**
 * Refuses memory beyond `maxBytes` to each WebAssembly module on this thread; its allocator then fails as if the machine
 * had no more, and `reached` is called. Decoders reserve memory for the size that a frame announces before they see that
 * the frame is a lie.
 */
export function limitHeap(maxBytes: number, reached: () => void): void {
  const { prototype } = WebAssembly.Memory;
  const grow = Reflect.get(prototype, 'grow');
  prototype.grow = function limited(this: WebAssembly.Memory, pages) {
    if (this.buffer.byteLength + pages * PAGE_BYTES <= maxBytes) return grow.call(this, pages);
    reached();
    throw new RangeError('the heap has reached its limit');
  };
}
