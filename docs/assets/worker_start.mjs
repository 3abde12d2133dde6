/**
 * The worker that the calculators' Python runs in, from where it has an address of its own.
 *
 * @module
 */

/**
 * @param {URL} folder - address of the runtime's folder
 * @param {boolean} [again] - whether one was started before: then it takes the other way into Python first
 * @returns {Worker} a worker that begins to load Python
 */
export function startWorker(folder, again = false) {
  return new Worker(new URL(again ? 'worker.js#lean' : 'worker.js', folder));
}

/**
 * Takes over the worker that was started while the page was being read, where there is one; none is started after that.
 *
 * @param {URL} folder - address of the runtime's folder; a worker from another version's is no use
 * @returns {{worker: Worker, happened: Event[]} | null} the worker, and the events that nobody heard yet
 */
export function takeEarlyWorker(folder) {
  const early = window.ahEarlyStart;
  window.ahEarlyStart = 'over';
  if (!early || early === 'over') return null;
  if (early.folder === folder.href) return early;
  early.worker.terminate();
  return null;
}
