/**
 * Starts the calculators' worker while the rest of its page is still being read, so that Python comes to life meanwhile.
 * The page's runtime takes it over.
 *
 * @module
 */

import { startWorker } from './worker_start.mjs';

const script = /** @type {HTMLScriptElement} */ (document.currentScript);

// Not where the runtime was faster, nor once more after instant navigation, nor in a frame without an origin, where
// workers by address are refused.
if (!window.ahEarlyStart && !navigator.connection?.saveData && self.origin !== 'null') {
  const folder = new URL(`../runtime/${RUNTIME_HASH}/`, script.src);
  const worker = startWorker(folder);
  /** @type {Event[]} */
  const happened = [];
  for (const event of ['message', 'error', 'messageerror']) {
    worker.addEventListener(event, (what) => {
      if (window.ahEarlyStart !== 'over') happened.push(what);
    });
  }
  window.ahEarlyStart = { folder: folder.href, worker, happened };
}
