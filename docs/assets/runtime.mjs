/**
 * The page's half of the runtime: one worker for all calculators of a document, started again once when it crashes.
 *
 * @module
 */

import { startWorker, takeEarlyWorker } from './worker_start.mjs';

/** @typedef {import('./errors.mjs').FieldError} FieldError */
/** @typedef {import('./controls.mjs').Fields} Fields */

/**
 * @typedef {{state: 'ready', later: number, html: string, announcement: string, link: string}} Computed
 * @typedef {{state: 'ready', parts: Record<string, string>}} Later
 * @typedef {{state: 'ready', filename: string, media_type: string, text: string}} Download
 * @typedef {{state: 'filled', fields: Fields}} Filled
 * @typedef {{state: 'asking', page: string, fields: string[], html: string, announcement: string}} Question
 * @typedef {{state: 'asked', html: string, announcement: string}} Answered
 * @typedef {{state: 'invalid', errors: FieldError[], html: string, announcement: string}} Invalid
 * @typedef {{state: 'failed'}} Failed
 * @typedef {{state: 'superseded'}} Superseded
 */

/**
 * @typedef {object} Request
 * @property {string} section - who asks
 * @property {{op: string, [key: string]: unknown}} body - what is asked
 * @property {(answer: any) => void} resolve - who waits
 */

/**
 * @typedef {object} Listener
 * @property {(loaded: number, total: number) => void} progressed - bytes of the runtime that are here, and all
 * @property {() => void} restarting - the worker crashed and comes again; what waits goes on waiting
 * @property {() => void} ready - requests are answered from now on
 * @property {() => void} failed - nothing is answered any more
 */

/**
 * Gives files of the runtime, each the expected one, or null when it has none; tells of bytes that are here, and all.
 *
 * @typedef {(files: typeof RUNTIME_FILES, names: string[], progressed: (loaded: number, total: number) => void) =>
 *   Promise<Record<string, ArrayBuffer> | null>} Provider
 */

/** The text of a worker without an address of its own. */
const WORKER = 'worker.js';

/**
 * One worker with its waiting requests.
 */
export class Runtime {
  /** @type {URL} */
  #folder;

  /** @type {typeof RUNTIME_FILES} */
  #files;

  /** @type {Provider | undefined} */
  #provider;

  /** @type {Set<Listener>} */
  #listeners = new Set();

  /** @type {'idle' | 'starting' | 'ready' | 'failed'} */
  #state = 'idle';

  /** @type {Worker | null} */
  #worker = null;

  /** Whether the worker came again after a crash and has not answered since. */
  #restarted = false;

  #sequence = 0;

  /** @type {Request | null} */
  #asked = null;

  /** @type {Request[]} */
  #waiting = [];

  /**
   * @param {URL} folder - address of the runtime's folder
   * @param {typeof RUNTIME_FILES} files - its files
   * @param {Provider} [provider] - where a page without an origin looks for the files first
   */
  constructor(folder, files, provider) {
    this.#folder = folder;
    this.#files = files;
    this.#provider = provider;
  }

  get state() {
    return this.#state;
  }

  /**
   * @param {Listener} listener - told about the worker's life
   */
  listen(listener) {
    this.#listeners.add(listener);
  }

  /**
   * Lets go of a section that is no longer on the page.
   *
   * @param {string} section - whose requests need no answer any more
   * @param {Listener} listener - the section's listener
   */
  release(section, listener) {
    this.#listeners.delete(listener);
    this.#drop((request) => request.section === section);
  }

  /** Begins loading, unless that has begun; after a failure, tries afresh. */
  start() {
    if (this.#state === 'starting' || this.#state === 'ready') return;
    this.#restarted = false;
    void this.#boot();
  }

  /**
   * Asks for a computation. Of several that wait for the same section, only the newest is asked.
   *
   * @param {string} section - who asks
   * @param {{calculator: string, typed: unknown}} body - which calculator, and what was typed
   * @returns {Promise<Computed | Invalid | Failed | Superseded>} the answer
   */
  compute(section, body) {
    this.#drop((request) => request.section === section && ['compute', 'later'].includes(request.body.op));
    return this.#ask(section, { op: 'compute', ...body });
  }

  /**
   * Asks for a step toward the part of an answer that comes later.
   *
   * @param {string} section - who asks
   * @param {{calculator: string, typed: unknown, step: number}} body - what was computed, and which step
   * @returns {Promise<Later | Invalid | Failed | Superseded>} the answer: with the part after the last step
   */
  later(section, body) {
    return this.#ask(section, { op: 'later', ...body });
  }

  /**
   * Asks for a question of the interview. Of several that wait for the same section, only the newest is asked.
   *
   * @param {string} section - who asks
   * @param {{calculator: string, typed: unknown, at?: string}} body - what was said, and which question to ask again
   * @returns {Promise<Question | Answered | Invalid | Failed | Superseded>} the answer
   */
  question(section, body) {
    this.#drop((request) => request.section === section && request.body.op === 'ask');
    return this.#ask(section, { op: 'ask', ...body });
  }

  /**
   * Asks for a file of the scenario or its result.
   *
   * @param {string} section - who asks
   * @param {{calculator: string, typed: unknown, format: string}} body - what was typed, and the file's format
   * @returns {Promise<Download | Invalid | Failed | Superseded>} the answer
   */
  download(section, body) {
    return this.#ask(section, { op: 'download', ...body });
  }

  /**
   * Asks what a scenario from a file or a link looks like in the form, or the form with an episode of care added.
   *
   * @param {string} section - who asks
   * @param {{calculator: string} & ({scenario: string, fields: Fields} | {link: string} |
   *   {addition: string, fields: Fields} | {copy: string, fields: Fields})} body - the
   *   scenario, or the episode and what stands in the form
   * @returns {Promise<Filled | Invalid | Failed | Superseded>} the answer
   */
  fill(section, body) {
    return this.#ask(section, { op: 'fill', ...body });
  }

  /** @returns {Promise<string[]>} the addresses that the worker asked for since it started, in that order */
  requests() {
    const worker = this.#worker;
    if (!worker) return Promise.resolve([]);
    return new Promise((resolve) => {
      /** @param {MessageEvent} event */
      const hear = ({ data }) => {
        if (data.type !== 'requests') return;
        worker.removeEventListener('message', hear);
        resolve(data.addresses);
      };
      worker.addEventListener('message', hear);
      worker.postMessage({ type: 'requests' });
    });
  }

  /**
   * @param {string} section - who asks
   * @param {Request['body']} body - what is asked
   * @returns {Promise<any>} the answer
   */
  #ask(section, body) {
    if (this.#state === 'failed') return Promise.resolve({ state: 'failed' });
    if (this.#state === 'idle') this.start();
    return new Promise((resolve) => {
      this.#waiting.push({ section, body, resolve });
      this.#askNext();
    });
  }

  /** Sends the next request, one at a time: what waits can still be overtaken by something newer. */
  #askNext() {
    if (this.#state !== 'ready' || this.#asked !== null) return;
    const request = this.#waiting.shift();
    if (!request) return;
    this.#asked = request;
    this.#sequence += 1;
    const { section, body } = request;
    this.#worker?.postMessage({ type: 'request', sequence: this.#sequence, section, body });
  }

  /**
   * @param {(request: Request) => boolean} unwanted - which waiting requests nobody waits for any more
   */
  #drop(unwanted) {
    for (const request of this.#waiting.filter(unwanted)) request.resolve({ state: 'superseded' });
    this.#waiting = this.#waiting.filter((request) => !unwanted(request));
  }

  async #boot() {
    this.#state = 'starting';
    try {
      // From file:// and in a sandboxed frame the origin is opaque, and workers by address are refused.
      if (self.origin === 'null' || location.protocol === 'file:') await this.#bootInlined();
      else this.#bootByAddress();
    } catch {
      this.#crashed();
    }
  }

  #bootByAddress() {
    const early = takeEarlyWorker(this.#folder);
    if (!early) {
      this.#adopt(startWorker(this.#folder, this.#restarted));
      return;
    }
    const { worker, happened } = early;
    this.#adopt(worker);
    for (const { type, data } of /** @type {MessageEvent[]} */ (happened)) {
      worker.dispatchEvent(new MessageEvent(type, { data }));
    }
  }

  async #bootInlined() {
    // The second start takes the other way into Python, in case the fast one is what failed.
    const profile = this.#restarted ? 'lean' : 'snapshot';
    const names = Object.keys(this.#files).filter((name) => !name.includes('/') || name.startsWith(`${profile}/`));
    const given = this.#restarted
      ? null
      : await this.#provider?.(this.#files, names, (loaded, total) => this.#progressed(loaded, total));
    const assets = given ?? (await this.#loadInlined(names));
    const address = URL.createObjectURL(new Blob([assets[WORKER] ?? ''], { type: 'text/javascript' }));
    delete assets[WORKER];
    const worker = new Worker(address);
    worker.addEventListener('message', () => URL.revokeObjectURL(address), { once: true });
    this.#adopt(worker);
    worker.postMessage({ type: 'boot', assets, profiles: [profile] }, Object.values(assets));
  }

  /**
   * @param {string[]} names - which files
   * @returns {Promise<Record<string, ArrayBuffer>>} the files, each from the script that it is wrapped in
   */
  async #loadInlined(names) {
    const total = names.reduce((sum, name) => sum + (this.#files[name]?.download_bytes ?? 0), 0);
    let loaded = 0;
    /** @type {Record<string, ArrayBuffer>} */
    const assets = {};
    await Promise.all(
      names.map(async (name) => {
        assets[name] = await loadInlined(name, this.#folder);
        loaded += this.#files[name]?.download_bytes ?? 0;
        this.#progressed(loaded, total);
      }),
    );
    return assets;
  }

  /**
   * @param {Worker} worker - the worker that answers from now on
   */
  #adopt(worker) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => {
      if (worker === this.#worker) this.#received(data);
    });
    for (const event of ['error', 'messageerror']) {
      worker.addEventListener(event, () => {
        if (worker === this.#worker) this.#crashed();
      });
    }
  }

  /**
   * @param {any} message - what the worker says
   */
  #received(message) {
    if (message.type === 'progress') {
      this.#progressed(message.loaded, message.total);
    } else if (message.type === 'ready') {
      this.#state = 'ready';
      for (const listener of this.#listeners) listener.ready();
      this.#askNext();
    } else if (message.type === 'answer' && message.sequence === this.#sequence) {
      this.#restarted = false;
      this.#asked?.resolve(message.body);
      this.#asked = null;
      this.#askNext();
    } else if (message.type === 'failed') {
      this.#crashed();
    }
  }

  /**
   * @param {number} loaded - bytes here
   * @param {number} total - bytes in all
   */
  #progressed(loaded, total) {
    for (const listener of this.#listeners) listener.progressed(loaded, total);
  }

  /** The worker is gone: one new one takes over what waits; if that one goes too, nothing is answered any more. */
  #crashed() {
    this.#worker?.terminate();
    this.#worker = null;
    if (this.#asked) this.#waiting.unshift(this.#asked);
    this.#asked = null;
    if (this.#restarted) {
      this.#state = 'failed';
      for (const request of this.#waiting.splice(0)) request.resolve({ state: 'failed' });
      for (const listener of this.#listeners) listener.failed();
      return;
    }
    this.#restarted = true;
    for (const listener of this.#listeners) listener.restarting();
    void this.#boot();
  }
}

/**
 * Loads a file that is wrapped in a classic script, the one thing every browser loads without a server.
 *
 * @param {string} name - the file's name
 * @param {URL} folder - address of the runtime's folder
 * @returns {Promise<ArrayBuffer>} the file
 */
async function loadInlined(name, folder) {
  const script = document.createElement('script');
  script.src = new URL(`inline/${name}.js`, folder).href;
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  script.remove();
  const loaded = window.ahRuntime?.[name] ?? '';
  delete window.ahRuntime?.[name];
  if (typeof loaded === 'string') return unpacked(loaded);
  const [between, other] = await Promise.all([unpacked(loaded.text), loadInlined(loaded.of, folder)]);
  const end = other.byteLength - loaded.tail;
  return new Blob([other.slice(0, loaded.head), between, other.slice(end)]).arrayBuffer();
}

/**
 * @param {string} text - base64 of gzip
 * @returns {Promise<ArrayBuffer>} what is packed in it
 */
function unpacked(text) {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < characters.length; index += 1) bytes[index] = characters.charCodeAt(index);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}
