/**
 * A calculation under the reader's eyes: what the page and its worker asked the network for, before it and during it.
 *
 * @module
 */

import { nest } from './controls.mjs';

/** @typedef {import('./runtime.mjs').Runtime} Runtime */

/** Who asks the runtime. */
const ASKING = 'privacy-check';

/** So long a request that was begun has time to end: only then a browser lists it. */
const LATECOMERS_MS = 1000;

/** Whether the page is read from a file: browsers list no reading of files, or list it under names that are none. */
const fromFolder = location.protocol === 'file:';

/** What the browser refused since the visit began; each policy that refuses something tells of it. @type {Set<string>} */
const refused = new Set();

document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  refused.add(`${effectiveDirective}: ${blockedURI}`);
});

/**
 * @param {HTMLElement} element - the check, not yet alive
 * @param {Runtime} runtime - what calculates
 */
export function mountPrivacyCheck(element, runtime) {
  element.dataset['live'] = '';
  for (const told of element.querySelectorAll('[data-from-site]')) told.toggleAttribute('hidden', fromFolder);
  for (const told of element.querySelectorAll('[data-from-folder]')) told.toggleAttribute('hidden', !fromFolder);
  const button = part(element, '[data-action="check-privacy"]');
  button.hidden = false;
  button.addEventListener('click', () => void check(element, runtime));
}

/**
 * @param {HTMLElement} element - the check
 * @param {Runtime} runtime - what calculates
 */
async function check(element, runtime) {
  const calculator = element.dataset['privacyCheck'] ?? '';
  const scenario = part(element, '[data-scenario]').textContent ?? '';
  say(element, 'loading');
  const filled = await runtime.fill(ASKING, { calculator, scenario, fields: {} });
  if (filled.state !== 'filled') {
    say(element, 'failed');
    return;
  }
  say(element, 'computing');
  const before = await requests(runtime);
  const computed = await runtime.compute(ASKING, { calculator, typed: nest(filled.fields) });
  await new Promise((resolve) => setTimeout(resolve, LATECOMERS_MS));
  const after = await requests(runtime);
  if (computed.state !== 'ready') {
    say(element, 'failed');
    return;
  }
  const during = [...after.page.slice(before.page.length), ...after.worker.slice(before.worker.length)];
  const earlier = [...before.page, ...before.worker];
  const elsewhere = [...earlier, ...during].some((address) => new URL(address).origin !== location.origin);
  part(element, '[data-result]').textContent = computed.announcement;
  tell(element, 'during', during, text(element, during.length === 0 ? 'none' : 'some'));
  const here = fromFolder ? 'from-folder' : 'one-site';
  tell(element, 'before', earlier, text(element, elsewhere ? 'other-sites' : here));
  tell(element, 'refused', [...refused], refused.size === 0 ? text(element, 'none') : '');
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content');
  part(element, '[data-policy]').textContent = policy?.replaceAll('; ', ';\n') ?? text(element, 'no-policy');
  part(element, '[data-found]').hidden = false;
  say(element, 'done');
}

/**
 * @param {Runtime} runtime - what calculates
 * @returns {Promise<{page: string[], worker: string[]}>} the addresses that each asked for, in the order of asking
 */
async function requests(runtime) {
  const entries = ['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind));
  return { page: listed(entries.map(({ name }) => name)), worker: listed(await runtime.requests()) };
}

/**
 * @param {string[]} names - what a browser lists
 * @returns {string[]} what was asked of a network
 */
function listed(names) {
  return fromFolder ? names.filter((name) => /^(?:https?|wss?):/.test(name)) : names;
}

/**
 * @param {HTMLElement} element - the check
 * @param {string} name - a list
 * @param {string[]} lines - what stands in it
 * @param {string} sentence - what stands above it
 */
function tell(element, name, lines, sentence) {
  part(element, `[data-${name}]`).textContent = sentence;
  part(element, `[data-${name}-list]`).replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement('li');
      item.textContent = line.startsWith(`${location.origin}/`) ? line.slice(location.origin.length) : line;
      return item;
    }),
  );
}

/**
 * @param {HTMLElement} element - the check
 * @param {string} name - a text that stands in the page
 */
function say(element, name) {
  part(element, '[data-status]').textContent = text(element, name);
}

/**
 * @param {HTMLElement} element - the check
 * @param {string} name - name of a text
 * @returns {string} the text
 */
function text(element, name) {
  const template = /** @type {HTMLTemplateElement} */ (part(element, `template[data-text="${name}"]`));
  return template.content.textContent ?? '';
}

/**
 * @param {HTMLElement} element - the check
 * @param {string} selector - which part
 * @returns {HTMLElement} the part
 */
function part(element, selector) {
  return /** @type {HTMLElement} */ (element.querySelector(selector));
}
