/**
 * The runtime's files as the page around a frame hands them over, so that several frames need one download.
 *
 * The page may be anyone's: what it hands over is used only if it is the expected file, byte for byte.
 *
 * @module
 */

import { messageFrom, say } from './messages.mjs';

/** How long the page may be silent before the frame helps itself. */
const PATIENCE_MS = 15_000;

/**
 * Asks the page for files.
 *
 * @param {typeof RUNTIME_FILES} files - every file of the runtime
 * @param {string[]} names - those that are wanted
 * @param {(loaded: number, total: number) => void} progressed - bytes that are here, and all
 * @returns {Promise<Record<string, ArrayBuffer> | null>} the files, each the expected one; null when they do not come
 */
export function filesFromPage(files, names, progressed) {
  // Over an insecure connection nothing can be compared, so nothing is taken.
  if (!globalThis.crypto?.subtle) return Promise.resolve(null);
  const total = names.reduce((sum, name) => sum + (files[name]?.download_bytes ?? 0), 0);
  /** @type {Record<string, ArrayBuffer>} */
  const taken = {};
  /** Bytes that have arrived, by file. @type {Map<string, number>} */
  const arrived = new Map();
  const listening = new AbortController();
  return new Promise((resolve) => {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let patience;
    /** @param {Record<string, ArrayBuffer> | null} result */
    const end = (result) => {
      clearTimeout(patience);
      listening.abort();
      resolve(result);
    };
    const wait = () => {
      clearTimeout(patience);
      patience = setTimeout(() => end(null), PATIENCE_MS);
    };
    /**
     * @param {string} name - a file
     * @param {number} bytes - how much of it is here
     */
    const advance = (name, bytes) => {
      wait();
      arrived.set(name, bytes);
      let loaded = 0;
      for (const [file, here] of arrived) loaded += shareOf(files[file], here);
      progressed(loaded, total);
    };
    /** @param {MessageEvent} event */
    const received = async (event) => {
      const message = messageFrom(event, parent);
      if (message?.['ah'] === 'no-files') end(null);
      const { name, bytes, blob } = message ?? {};
      const file = typeof name === 'string' && names.includes(name) ? files[name] : undefined;
      if (!message || typeof name !== 'string' || !file || name in taken) return;
      if (message['ah'] === 'bytes' && typeof bytes === 'number') {
        // Only more than before counts, so that a page cannot keep the frame waiting with words.
        if (bytes > (arrived.get(name) ?? 0) && bytes <= file.bytes) advance(name, bytes);
      } else if (message['ah'] === 'file') {
        const content = blob instanceof Blob && blob.size === file.bytes ? await blob.arrayBuffer() : null;
        if (content === null || (await digestOf(content)) !== file.sha256) {
          end(null);
        } else if (!listening.signal.aborted) {
          taken[name] = content;
          advance(name, file.bytes);
          if (names.every((wanted) => wanted in taken)) end(taken);
        }
      }
    };
    addEventListener('message', (event) => void received(event), { signal: listening.signal });
    wait();
    say(parent, { ah: 'want-files' });
  });
}

/**
 * @param {typeof RUNTIME_FILES[string] | undefined} file - a file
 * @param {number} bytes - how much of it is here, unpacked
 * @returns {number} how much of its download that is
 */
function shareOf(file, bytes) {
  return file ? Math.floor((bytes * file.download_bytes) / file.bytes) : 0;
}

/**
 * @param {ArrayBuffer} content - a file
 * @returns {Promise<string>} its SHA-256
 */
async function digestOf(content) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
