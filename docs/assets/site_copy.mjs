/**
 * Has the browser keep a copy of the site for visits without network, and says when a new version of it is here.
 *
 * @module
 */

/** @typedef {import('./runtime.mjs').Runtime} Runtime */

/** How long the page must have been left alone by its own scripts. */
const QUIET_MS = 2_000;

/**
 * Keeps the copy from the moment that the page and its calculators need nothing more from the network. Where storage is
 * refused or data is to be saved, and in frames, nothing is kept.
 *
 * @param {URL} worker - address of the service worker
 * @param {Runtime} runtime - what goes first
 */
export function keepCopy(worker, runtime) {
  if (top !== self || !location.protocol.startsWith('http') || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('controllerchange', sayNewVersion);
  if (navigator.connection?.saveData) return;
  whenQuiet(runtime, () => {
    navigator.serviceWorker.register(worker).catch(() => undefined);
  });
}

/**
 * @param {Runtime} runtime - what goes first
 * @param {() => void} proceed - what can wait
 */
function whenQuiet(runtime, proceed) {
  if (document.readyState !== 'complete') {
    addEventListener('load', () => whenQuiet(runtime, proceed), { once: true });
    return;
  }
  const rest = () => setTimeout(() => (window.requestIdleCallback ?? setTimeout)(proceed), QUIET_MS);
  if (runtime.state !== 'starting') {
    rest();
    return;
  }
  const listener = { progressed() {}, restarting() {}, ready: ended, failed: ended };
  runtime.listen(listener);
  function ended() {
    runtime.release('site copy', listener);
    rest();
  }
}

/** Shows the bar. The page goes on as it is until the visitor has it loaded anew. */
function sayNewVersion() {
  const bar = /** @type {HTMLElement | null} */ (document.querySelector('[data-new-version]'));
  if (!bar || bar.childElementCount > 0) return;
  // What comes into a status is read out.
  bar.append(/** @type {HTMLTemplateElement} */ (document.getElementById('new-version')).content.cloneNode(true));
  bar.querySelector('[data-action="reload"]')?.addEventListener('click', () => location.reload());
  bar.querySelector('[data-action="later"]')?.addEventListener('click', () => bar.replaceChildren());
}
