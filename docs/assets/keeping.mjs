/**
 * What this browser keeps beyond the tab, because the visitor switched it on.
 *
 * @module
 */

/**
 * @param {string} checklist - a checklist's id
 * @returns {string} the name under which it is kept
 */
export function nameOf(checklist) {
  return `ah checklist ${checklist}`;
}

/**
 * @param {string} checklist - a checklist's id
 * @returns {string | null} the text that is kept, or null
 */
export function kept(checklist) {
  try {
    return localStorage.getItem(nameOf(checklist));
  } catch {
    // Storage is refused: nothing is kept.
    return null;
  }
}

/**
 * @param {string} checklist - a checklist's id
 * @param {string} text - what to keep
 * @returns {boolean} whether the browser keeps it
 */
export function keep(checklist, text) {
  try {
    localStorage.setItem(nameOf(checklist), text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Keeps nothing any more.
 *
 * @param {string} checklist - a checklist's id
 */
export function keepNot(checklist) {
  try {
    localStorage.removeItem(nameOf(checklist));
  } catch {
    // Storage is refused: there was nothing in it.
  }
}
