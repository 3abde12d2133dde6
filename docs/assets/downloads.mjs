/**
 * Files handed to the visitor.
 *
 * @module
 */

/** How long a file's address stays valid: browsers may read it after the click has returned. */
const LIFETIME_MS = 60_000;

/**
 * Offers a text as a file.
 *
 * @param {string} filename - the file's name
 * @param {string} mediaType - its media type
 * @param {string} text - what is in it
 */
export function offerFile(filename, mediaType, text) {
  const address = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement('a');
  link.href = address;
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), LIFETIME_MS);
}
