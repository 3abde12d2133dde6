/**
 * The packed form of a memory snapshot, which leaves out long stretches of zeros, and the links by which Python's
 * garbage collector strings its objects together (`build_scripts/runtime/memory.py`).
 *
 * @param {Uint8Array<ArrayBuffer>} packed
 * @returns {Uint8Array<ArrayBuffer>} the whole memory
 */
export function unpack(packed) {
  const numbers = new DataView(packed.buffer, packed.byteOffset);
  /** @param {number} index */
  const number = (index) => numbers.getUint32(4 * index, true);
  const memory = new Uint8Array(number(0));
  const begins = number(1);
  const end = 3 + 2 * number(2);
  let position = 4 * end;
  for (let index = 3; index < end; index += 2) {
    const length = number(index + 1) - number(index);
    memory.set(packed.subarray(position, position + length), number(index));
    position += length;
  }
  link(new Uint32Array(memory.buffer), placesFrom(packed.subarray(position)), begins);
  return memory;
}

/**
 * @param {Uint8Array} steps - from each place to the next, seven bits a byte
 * @returns {number[]} the places
 */
function placesFrom(steps) {
  const places = [];
  let place = 0;
  let step = 0;
  let shift = 0;
  for (const byte of steps) {
    step |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte < 0x80) {
      place += step;
      places.push(place);
      step = shift = 0;
    }
  }
  return places;
}

/**
 * Writes a ring of links: each two words, the address of the next one and of the one before.
 *
 * @param {Uint32Array} words
 * @param {number[]} places - of the links, in words
 * @param {number} begins - how many bytes before address 0
 */
function link(words, places, begins) {
  let before = places.at(-1) ?? 0;
  for (const place of places) {
    words[before] = 4 * place - begins;
    words[place + 1] = 4 * before - begins;
    before = place;
  }
}
