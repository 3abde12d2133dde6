/**
 * What a frame and the page around it say to each other.
 *
 * Neither side trusts the other: whoever listens looks at the source of a message first, then at its shape.
 *
 * @module
 */

/**
 * From the frame: it lives, how tall it is, what is wrong with what the page wishes, and
 * that it would take the runtime's files. From the page: how much of a file is there, a file, and that none will come.
 *
 * @typedef {{ah: 'ready'}} Ready
 * @typedef {{ah: 'height', height: number}} Height
 * @typedef {{ah: 'error', about: About, what: string}} Wrong
 * @typedef {{ah: 'want-files'}} WantFiles
 * @typedef {{ah: 'bytes', name: string, bytes: number}} Bytes
 * @typedef {{ah: 'file', name: string, blob: Blob}} File
 * @typedef {{ah: 'no-files'}} NoFiles
 * @typedef {'preset' | 'hide' | 'theme' | 'accent' | 'runtime'} About
 */

/** What an error can be about. */
export const ABOUT = ['preset', 'hide', 'theme', 'accent', 'runtime'];

/** A frame's least and greatest height in CSS pixels, whatever it says. */
export const LEAST_HEIGHT = 200;
export const MOST_HEIGHT = 20_000;

/**
 * @param {MessageEvent} event - a message
 * @param {unknown} source - the window it must come from
 * @returns {Record<string, unknown> | null} what it holds, or null when it is not for us
 */
export function messageFrom(event, source) {
  const { data } = event;
  if (event.source === null || event.source !== source) return null;
  return typeof data === 'object' && data !== null && typeof data.ah === 'string' ? data : null;
}

/**
 * @param {Window} window - to whom
 * @param {Ready | Height | Wrong | WantFiles | Bytes | File | NoFiles} message - nothing that anyone typed, nor what
 *   came out
 */
export function say(window, message) {
  // A frame without an origin cannot be named, and does not know its page's; nothing here is secret.
  window.postMessage(message, '*');
}
