/**
 * The packed form of a memory snapshot, which leaves out long stretches of zeros.
 *
 * @param {Uint8Array<ArrayBuffer>} packed
 * @returns {Uint8Array<ArrayBuffer>} the whole memory
 */
export function unpack(packed) {
  const numbers = new DataView(packed.buffer, packed.byteOffset);
  /** @param {number} index */
  const number = (index) => numbers.getUint32(4 * index, true);
  const memory = new Uint8Array(number(0));
  const end = 2 + 2 * number(1);
  let position = 4 * end;
  for (let index = 2; index < end; index += 2) {
    const length = number(index + 1) - number(index);
    memory.set(packed.subarray(position, position + length), number(index));
    position += length;
  }
  return memory;
}
