/**
 * `<ah-calculator name="two-plans">`: one of our calculators in a frame on someone's page.
 *
 * Attributes: `name`; `label`, the frame's title; `presets`, `hide`, `theme` and `accent`, which the frame understands;
 * `width`, the most pixels it may be wide. What stands in the element is shown where the frame does not come to life.
 *
 * Events: `ah-ready`; `ah-height`, with `height` in its detail; `ah-error`, with `about` and `what`. What anyone types or
 * what comes out is in none of them.
 *
 * @module
 */

import { ABOUT, LEAST_HEIGHT, messageFrom, MOST_HEIGHT, say } from './messages.mjs';
import { SANDBOX, writeWishes } from './wishes.mjs';

/** How long a frame in sight may take to come to life before the link beside it is shown. */
const PATIENCE_MS = 8000;

/** The most characters of an error that are passed on. */
const LONGEST = 200;

/** Attributes that the frame understands. */
const WISHES = ['presets', 'hide', 'theme', 'accent'];

const home = new URL('.', /** @type {HTMLScriptElement} */ (document.currentScript).src);

/** Every frame of the page. @type {Set<AhCalculator>} */
const all = new Set();

/** Frames that wait for the runtime's files. @type {Set<Window>} */
const waiting = new Set();

/** The files that are here. @type {Map<string, Blob>} */
const files = new Map();

/** @type {'not yet' | 'loading' | 'failed'} */
let loading = 'not yet';

/**
 * Hands a frame the runtime's files, which are loaded once for all frames.
 *
 * @param {Window} frame - a frame that asks for them
 */
function give(frame) {
  if (loading === 'failed') {
    say(frame, { ah: 'no-files' });
    return;
  }
  waiting.add(frame);
  for (const [name, blob] of files) say(frame, { ah: 'file', name, blob });
  if (loading === 'loading') return;
  loading = 'loading';
  Promise.all(HANDED_FILES.map(load)).catch(() => {
    loading = 'failed';
    sayToAll({ ah: 'no-files' });
  });
}

/**
 * @param {Parameters<typeof say>[1]} message - for every frame that waits for files
 */
function sayToAll(message) {
  for (const frame of waiting) {
    // A frame that was taken out of the page.
    if (frame.closed) waiting.delete(frame);
    else say(frame, message);
  }
}

/**
 * @param {string} name - a file of the runtime
 */
async function load(name) {
  const response = await fetch(new URL(`../runtime/${RUNTIME_HASH}/${name}`, home), {
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
  });
  if (!response.ok || !response.body) throw new Error(name);
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let bytes = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    bytes += value.length;
    sayToAll({ ah: 'bytes', name, bytes });
  }
  const blob = new Blob(parts);
  files.set(name, blob);
  sayToAll({ ah: 'file', name, blob });
}

class AhCalculator extends HTMLElement {
  #frame = document.createElement('iframe');

  #fallback = document.createElement('slot');

  #isReady = false;

  /** What the frame must grow to. */
  #height = LEAST_HEIGHT;

  #sight = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    this.#sight.disconnect();
    setTimeout(() => this.#showFallback(), PATIENCE_MS);
  });

  connectedCallback() {
    all.add(this);
    const name = this.getAttribute('name') ?? '';
    if (this.shadowRoot || !/^[a-z-]+$/.test(name)) return;
    const label = this.getAttribute('label') || `Calculator: ${name}`;
    const wishes = writeWishes(
      Object.fromEntries(WISHES.map((wish) => [wish, this.getAttribute(wish)])),
      // So that the frame asks for the runtime's files.
      { host: 'script' },
    );
    const link = document.createElement('a');
    link.href = new URL(`../calculators/${name}/`, home).href;
    link.textContent = label;
    this.#fallback.append(link);
    this.#fallback.hidden = true;
    const frame = this.#frame;
    frame.title = label;
    frame.setAttribute('sandbox', SANDBOX);
    frame.allow = 'clipboard-write *';
    frame.loading = 'lazy';
    frame.referrerPolicy = 'no-referrer';
    // Through the style object, for the page's policy may forbid style attributes.
    const width = Number(this.getAttribute('width'));
    Object.assign(this.style, { display: 'block', maxInlineSize: width > 0 ? `${width}px` : '' });
    Object.assign(frame.style, { border: '0', display: 'block', inlineSize: '100%', blockSize: `${LEAST_HEIGHT}px` });
    frame.src = new URL(`${name}/#${wishes}`, home).href;
    this.attachShadow({ mode: 'open' }).append(frame, this.#fallback);
    this.#sight.observe(this);
  }

  disconnectedCallback() {
    all.delete(this);
  }

  /**
   * @param {MessageEvent} event - a message to the page
   */
  take(event) {
    const message = messageFrom(event, this.#frame.contentWindow);
    if (!message) return;
    const { ah, height, about, what } = message;
    if (ah === 'ready') {
      this.#isReady = true;
      this.#fallback.hidden = true;
      this.#tell('ready');
    } else if (ah === 'height' && typeof height === 'number' && Number.isFinite(height)) {
      this.#grow(Math.min(Math.max(Math.ceil(height), LEAST_HEIGHT), MOST_HEIGHT));
    } else if (ah === 'error' && ABOUT.includes(String(about)) && typeof what === 'string') {
      this.#tell('error', { about, what: what.slice(0, LONGEST) });
    } else if (ah === 'want-files') {
      give(/** @type {Window} */ (event.source));
    }
  }

  /**
   * @param {number} height - what the frame must be tall
   */
  #grow(height) {
    if (height === this.#height) return;
    this.#height = height;
    this.#frame.style.blockSize = `${height}px`;
    this.#tell('height', { height });
  }

  #showFallback() {
    if (!this.isConnected) return;
    this.#fallback.hidden = this.#isReady;
    if (!this.#isReady) this.#tell('error', { about: 'runtime', what: 'not ready' });
  }

  /**
   * @param {string} name - what has happened
   * @param {object} [detail] - what there is to say about it
   */
  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`ah-${name}`, { detail }));
  }
}

addEventListener('message', (event) => {
  for (const calculator of all) calculator.take(event);
});
if (!customElements.get('ah-calculator')) customElements.define('ah-calculator', AhCalculator);
