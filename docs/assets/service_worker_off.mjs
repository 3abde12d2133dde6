/**
 * A service worker that ends the service worker: served in its place, it removes what was kept, and then itself.
 */

import { nameOfCache } from './kept_site.mjs';

/**
 * @typedef {{waitUntil: (work: Promise<unknown>) => void}} LifeEvent
 * @typedef {{
 *   registration: {scope: string, unregister: () => Promise<boolean>},
 *   skipWaiting: () => Promise<void>,
 *   oninstall: ((event: LifeEvent) => void) | null,
 *   onactivate: ((event: LifeEvent) => void) | null,
 * }} WorkerScope
 */

const scope = /** @type {WorkerScope} */ (/** @type {unknown} */ (globalThis));

/** @param {LifeEvent} event */
scope.oninstall = (event) => event.waitUntil(scope.skipWaiting());

/** @param {LifeEvent} event */
scope.onactivate = (event) =>
  event.waitUntil(caches.delete(nameOfCache(scope.registration.scope)).then(() => scope.registration.unregister()));
