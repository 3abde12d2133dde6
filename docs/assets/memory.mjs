/**
 * What is being typed, kept for this tab only, so that reload, back and forward lose nothing.
 *
 * @module
 */

/** Where a browser refuses storage, or none is wanted: kept as long as the page's scripts live. */
const inMemory = /** @type {Map<string, string>} */ (new Map());

let storing = true;

/** From now on nothing is stored: in a frame on someone's page what is typed is gone when the page is left. */
export function keepInMemoryOnly() {
  storing = false;
}

/** @returns {Storage} the tab's storage; throws where there is none to use */
function storage() {
  if (!storing) throw new Error('nothing is stored');
  return sessionStorage;
}

/**
 * @param {string} section - id of the section
 * @returns {string} the name under which its texts are kept
 */
function keyOf(section) {
  return `ah ${location.pathname} ${section}`;
}

/**
 * Keeps something.
 *
 * @param {string} section - id of the section, and what of it where that is not what is typed
 * @param {unknown} value - what is typed, or whatever else JSON can hold
 */
export function remember(section, value) {
  const text = JSON.stringify(value);
  try {
    storage().setItem(keyOf(section), text);
  } catch {
    inMemory.set(keyOf(section), text);
  }
}

/**
 * Gives back what was kept.
 *
 * @param {string} section - as for `remember`
 * @returns {any} the value, or null when nothing is kept
 */
export function recall(section) {
  let text = inMemory.get(keyOf(section)) ?? null;
  try {
    text = storage().getItem(keyOf(section)) ?? text;
  } catch {
    // Storage is refused: what is in memory counts.
  }
  return text === null ? null : JSON.parse(text);
}

/**
 * Keeps nothing any more.
 *
 * @param {string} section - as for `remember`
 */
export function forget(section) {
  inMemory.delete(keyOf(section));
  try {
    storage().removeItem(keyOf(section));
  } catch {
    // Storage is refused: there was nothing in it.
  }
}
