/**
 * A calculator in a frame on someone else's page.
 *
 * The frame keeps nothing, and tells the page around it that it lives, how tall it is, and what is wrong with what the
 * page wishes: never what anyone typed, nor what came out.
 *
 * @module
 */

import { addressWith } from '../link.mjs';
import { keepInMemoryOnly } from '../memory.mjs';
import { Runtime } from '../runtime.mjs';
import { Section } from '../section.mjs';
import { filesFromPage } from './handed_files.mjs';
import { followWishes, selectorOf } from './look.mjs';
import { say } from './messages.mjs';
import { readWishes } from './wishes.mjs';

/** @typedef {import('./messages.mjs').About} About */

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const element = /** @type {HTMLElement} */ (document.querySelector('[data-calculator]'));
const fullTool = /** @type {HTMLAnchorElement} */ (document.querySelector('[data-full-tool]')).href;
const wishes = readWishes(location.hash);
const framed = parent !== self;

/** Signs that someone means to use the calculator, and not only the page around it. */
const INTENT = ['pointerover', 'pointerdown', 'focusin', 'keydown'];

/**
 * @param {About} about - what kind of wish
 * @param {string} what - which one
 */
function tell(about, what) {
  // For whoever puts the frame into a page.
  // eslint-disable-next-line no-console
  if (about !== 'runtime') console.warn(`ah-calculator: ${about} “${what}” is left out, for it does not fit.`);
  if (framed) say(parent, { ah: 'error', about, what });
}

const runtime = new Runtime(
  new URL(`../runtime/${RUNTIME_HASH}/`, script.src),
  RUNTIME_FILES,
  framed && wishes.hosted ? filesFromPage : undefined,
);
runtime.listen({
  progressed: () => undefined,
  restarting: () => undefined,
  ready: () => undefined,
  failed: () => tell('runtime', 'failed'),
});

keepInMemoryOnly();
if (!followWishes(wishes) && wishes.accent) tell('accent', wishes.accent);
const section = new Section(element, runtime, {
  page: fullTool,
  presets: wishes.presets,
  refused: (path) => tell('preset', path),
});
section.mount(null);
for (const { about, what } of wishes.wrong) tell(about, what);
for (const pattern of wishes.hidden) if (!isAsked(pattern)) tell('hide', pattern);

/**
 * @param {string} pattern - path of a field; `*` stands for every row
 * @returns {boolean} whether the form asks for it, be it in a row that is still to come
 */
function isAsked(pattern) {
  const selector = selectorOf(pattern);
  /** @type {(root: ParentNode) => boolean} */
  const within = (root) =>
    root.querySelector(selector) !== null ||
    [...root.querySelectorAll('template')].some(({ content }) => within(content));
  return within(element);
}

/** The newest figures are those of a year that is over. */
const until = Number(document.body.dataset['figuresUntil']);
const old = /** @type {HTMLElement} */ (document.querySelector('[data-old]'));
old.hidden = new Date().getFullYear() <= until;

// Links lead to the pages of the whole site, wherever this frame lies; to the full tool with what is typed here.
addEventListener(
  'click',
  ({ target }) => {
    const link = /** @type {HTMLAnchorElement | null} */ (
      target instanceof Element ? target.closest('a[href]:not([href^="#"])') : null
    );
    if (!link) return;
    const written = link.getAttribute('href') ?? '';
    if ('fullTool' in link.dataset) link.href = section.link ? addressWith(section.link, fullTool) : fullTool;
    else link.href = new URL(written, fullTool).href;
    link.rel = 'noopener';
  },
  { capture: true },
);

if (!navigator.connection?.saveData) {
  for (const sign of INTENT) addEventListener(sign, () => runtime.start(), { once: true, passive: true });
}

if (framed) {
  new ResizeObserver(() => {
    say(parent, { ah: 'height', height: Math.ceil(document.body.getBoundingClientRect().height) });
  }).observe(document.body);
  say(parent, { ah: 'ready' });
}
