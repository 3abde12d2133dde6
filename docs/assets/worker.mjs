/**
 * The worker that runs the calculators' Python.
 *
 * Where it has an address of its own it begins by itself, with `#lean` the lean way first; else the page posts `boot`
 * once, with the files. Then the page posts any number of `request`s. The worker posts `progress` while it loads, `ready`
 * (with `because` when the first way failed), an `answer` for each request in order, and `failed` when it cannot go on.
 * To `requests` it answers with the `addresses` that it asked the network for.
 *
 * There are two kinds of start. The fast one restores a memory snapshot in which the
 * engine is loaded already; it needs a part of Pyodide that is not public. When anything
 * about it fails, the lean one starts Python from its library with public options only. So
 * it does when a request asks for a module or a function that the snapshot does not hold.
 *
 * Files come from the runtime's folder, or, where a page may not fetch, from the page
 * itself. Each is compared with its SHA-256 before it is used. Pyodide's own scripts follow
 * behind this one in the same file.
 */

import { unpack } from './packed_memory.mjs';

/**
 * @typedef {{ sha256: string, bytes: number, download_bytes: number }} FileEntry
 * @typedef {"snapshot" | "lean"} Profile
 * @typedef {{ type: "boot", assets: Record<string, ArrayBuffer>, profiles: Profile[] }} BootMessage
 *   `assets`: the files themselves, by name
 * @typedef {{ type: "requests" }} RequestsMessage
 * @typedef {{ type: "request", sequence: number, section: string, body: unknown }} RequestMessage
 * @typedef {(name: string) => Promise<Uint8Array<ArrayBuffer>>} Read
 * @typedef {(request: string) => string | Promise<string>} Answer
 * @typedef {import("pyodide").PyodideAPI} Pyodide
 * @typedef {NonNullable<Parameters<typeof import("pyodide").loadPyodide>[0]>} Options
 * @typedef {{
 *   loadPyodide?: (options: Options) => Promise<Pyodide>,
 *   postMessage: (message: unknown) => void,
 *   onmessage: ((event: MessageEvent<BootMessage | RequestMessage | RequestsMessage>) => void) | null,
 *   fetch: (address: string) => Promise<Response>,
 * }} WorkerScope
 */

/* global RUNTIME_FILES -- every file of the runtime by name; the bundler puts it in */

const scope = /** @type {WorkerScope} */ (/** @type {unknown} */ (globalThis));
const entries = /** @type {Record<string, FileEntry>} */ (RUNTIME_FILES);

const wasm = 'pyodide.asm.wasm';

/** Where Pyodide believes its files to be; whatever it asks for there comes from `Read`. */
const nowhere = 'runtime://files/';

/** @type {Promise<Answer> | undefined} */
let booted;

if (location.protocol !== 'blob:') {
  const folder = new URL('.', location.href).href;
  begin(location.hash === '#lean' ? ['lean', 'snapshot'] : ['snapshot', 'lean'], (names) => downloaded(folder, names));
}

/** @param {MessageEvent<BootMessage | RequestMessage | RequestsMessage>} event */
scope.onmessage = ({ data }) => {
  if (data.type === 'boot') {
    begin(data.profiles, () => handedOver(data.assets));
  } else if (data.type === 'requests') {
    const addresses = performance.getEntriesByType('resource').map(({ name }) => name);
    scope.postMessage({ type: 'requests', addresses });
  } else {
    void answerRequest(data);
  }
};

/**
 * @param {Profile[]} profiles the kinds of start, in the order in which they are tried
 * @param {(names: string[]) => Read} reader reads these files
 */
function begin(profiles, reader) {
  booted ??= boot(profiles, reader);
  booted.catch(reportFailure);
}

/** @param {unknown} problem */
function reportFailure(problem) {
  scope.postMessage({ type: 'failed', message: String(problem) });
}

/** @param {RequestMessage} request */
async function answerRequest({ sequence, section, body }) {
  const answer = await booted?.catch(() => undefined);
  if (!answer) {
    return;
  }
  try {
    const answered = JSON.parse(await answer(JSON.stringify(body)));
    scope.postMessage({ type: 'answer', sequence, section, body: answered });
  } catch (problem) {
    reportFailure(problem);
  }
}

/**
 * Starts Python in the first way that works.
 *
 * @param {Profile[]} profiles
 * @param {(names: string[]) => Read} reader
 * @returns {Promise<Answer>}
 */
async function boot(profiles, reader) {
  /** @type {unknown} */
  let problem;
  for (const profile of profiles) {
    try {
      const answer = await startedAs(profile, reader);
      scope.postMessage({ type: 'ready', profile, ...(problem ? { because: String(problem) } : {}) });
      return profile === 'snapshot' ? orElse(answer, () => startedAs('lean', reader)) : answer;
    } catch (reason) {
      problem = reason;
    }
  }
  throw problem;
}

/**
 * @param {Profile} profile
 * @param {(names: string[]) => Read} reader
 * @returns {Promise<Answer>}
 */
async function startedAs(profile, reader) {
  const names = Object.keys(entries).filter((name) => name.startsWith(`${profile}/`));
  const pyodide = await start(profile, names, reader(names));
  return pyodide.pyimport('calculators.page').answer;
}

/**
 * Asks the first; from the first time on that it fails, the other. An answer depends on its request only.
 *
 * @param {Answer} first
 * @param {() => Promise<Answer>} startOther
 * @returns {Answer}
 */
function orElse(first, startOther) {
  /** @type {Promise<Answer> | undefined} */
  let other;
  return async (request) => {
    if (!other) {
      try {
        return await first(request);
      } catch {
        other = startOther();
      }
    }
    return (await other)(request);
  };
}

/**
 * Loads Pyodide with its requests for files answered from the profile's files.
 *
 * @param {Profile} profile
 * @param {string[]} names the profile's files
 * @param {Read} read
 * @returns {Promise<Pyodide>}
 */
async function start(profile, names, read) {
  // Everything is asked for at once, before Pyodide's scripts hold up this thread.
  const contents = new Map(names.map((name) => [name.slice(profile.length + 1), read(name)]));
  /** @type {Read} */
  const content = (name) => contents.get(name) ?? Promise.reject(new Error(`no file ${name}`));
  const compiled = content(wasm).then((bytes) => WebAssembly.compile(bytes));
  const complete = Promise.all([compiled, ...contents.values()]);
  complete.catch(() => undefined);

  // By then they have run.
  await undefined;
  const { loadPyodide, fetch } = scope;
  const { instantiateStreaming } = WebAssembly;
  if (!loadPyodide) {
    throw new Error('no loadPyodide');
  }
  scope.fetch = async (address) => {
    const name = address.toString().slice(nowhere.length);
    return new Response(name === wasm ? null : await content(name));
  };
  try {
    const options = await optionsFor(profile, content);
    const pyodide = await new Promise((resolve, reject) => {
      // Pyodide would wait for ever when its WebAssembly cannot be used, or go on without a file.
      WebAssembly.instantiateStreaming = async (_, imports) => {
        try {
          const module = await compiled;
          return { module, instance: await WebAssembly.instantiate(module, imports) };
        } catch (reason) {
          reject(reason);
          throw reason;
        }
      };
      complete.catch(reject);
      loadPyodide(options).then(resolve, reject);
    });
    scope.fetch = fetch;
    return pyodide;
  } catch (reason) {
    // A start that was given up goes on by itself, and may still ask for files.
    scope.fetch = (address) => (address.toString().startsWith(nowhere) ? new Promise(() => undefined) : fetch(address));
    throw reason;
  } finally {
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}

/**
 * What to tell Pyodide: which packages there are and, for the fast start, the memory to restore.
 *
 * @param {Profile} profile
 * @param {Read} content
 * @returns {Promise<Options>}
 */
async function optionsFor(profile, content) {
  const lockFileContents = new TextDecoder().decode(await content('pyodide-lock.json'));
  const packages = Object.keys(JSON.parse(lockFileContents).packages);
  const options = { indexURL: nowhere, packageBaseUrl: nowhere, lockFileContents, packages };
  return profile === 'snapshot' ? { ...options, _loadSnapshot: content('memory.bin').then(unpack) } : options;
}

/**
 * Files that the page handed over.
 *
 * @param {Record<string, ArrayBuffer>} assets
 * @returns {Read}
 */
function handedOver(assets) {
  return async (name) => {
    const buffer = assets[name];
    if (!buffer) {
      throw new Error(`${name} was not handed over`);
    }
    return verified(name, new Uint8Array(buffer));
  };
}

/**
 * Files from the runtime's folder, with progress posted to the page.
 *
 * @param {string} base the folder's address
 * @param {string[]} names the files that will be read
 * @returns {Read}
 */
function downloaded(base, names) {
  const total = names.reduce((sum, name) => sum + entryOf(name).download_bytes, 0);
  let loaded = 0;
  let percent = 0;
  /** @param {number} bytes */
  const advance = (bytes) => {
    loaded += bytes;
    if (Math.floor((100 * loaded) / total) > percent) {
      percent = Math.floor((100 * loaded) / total);
      scope.postMessage({ type: 'progress', loaded, total });
    }
  };
  return async (name) => {
    const { bytes, download_bytes } = entryOf(name);
    const { ok, status, body } = await fetch(base + name);
    if (!ok || !body) {
      throw new Error(`${name}: status ${status}`);
    }
    const content = new Uint8Array(bytes);
    let filled = 0;
    let counted = 0;
    for (const reader = body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) {
        return verified(name, content);
      }
      content.set(value, filled);
      filled += value.length;
      // Whole bytes: a sum of fractions would end just short of the total.
      const here = Math.floor((filled * download_bytes) / bytes);
      advance(here - counted);
      counted = here;
    }
  };
}

/** @param {string} name */
function entryOf(name) {
  const entry = entries[name];
  if (!entry) {
    throw new Error(`${name} is not part of the runtime`);
  }
  return entry;
}

/**
 * The content, if its SHA-256 is the expected one. Browsers offer the means only to pages
 * that came over a secure connection; elsewhere nothing can be compared.
 *
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer>} content
 */
async function verified(name, content) {
  if (globalThis.crypto?.subtle) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
    const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    if (hex !== entryOf(name).sha256) {
      throw new Error(`${name} is not the expected file`);
    }
  }
  return content;
}
