/**
 * The copy of the site that a browser keeps: files by what is in them, versions by their lists of files, and which page
 * came from which version.
 *
 * A file stands under its address and its SHA-256, so that versions share what did not change between them, and no
 * version can get a file of another. All of it lies in one cache of the site's own folder: other sites of the same
 * origin have theirs.
 *
 * @module
 */

/**
 * @typedef {object} Version
 * @property {string} id - hash of the lists
 * @property {Record<string, string>} files - SHA-256 of each file that is kept from the start, by path
 * @property {Record<string, string>} at_first_use - the same for files that are kept once a page has asked for them
 */

/** How long a page may take to come into being after its document was answered. */
const ARRIVING_MS = 60_000;

/** How many files are asked for at a time: the visitor's own requests come first. */
const AT_A_TIME = 4;

/**
 * @param {string} folder - address of the site's folder
 * @returns {string} the name of its cache
 */
export function nameOfCache(folder) {
  return `site ${folder}`;
}

/**
 * @param {ArrayBuffer} content - a file
 * @returns {Promise<string>} its SHA-256
 */
async function sha256Of(content) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The copy of one site, as the service worker of one version sees it.
 */
export class KeptSite {
  #folder;

  #own;

  /** @type {Map<string, string | null>} */
  #versions = new Map();

  /** @type {Map<string, Version | null>} */
  #lists = new Map();

  /**
   * @param {string} folder - address of the site's folder
   * @param {Version} own - the worker's own version
   */
  constructor(folder, own) {
    this.#folder = folder;
    this.#own = own;
    this.#lists.set(own.id, own);
  }

  /**
   * Keeps all files of the own version: what an earlier version or an attempt that was cut short has left is not
   * downloaded again. Raises when a file cannot be had as it should be, or the disk is full; what earlier versions need
   * is untouched then.
   */
  async fill() {
    const { id, files } = this.#own;
    const cache = await this.#cache();
    try {
      await cache.put(this.#keyOf('list', id), new Response(JSON.stringify(this.#own)));
      const there = await this.#keys();
      const missing = Object.entries(files).filter(([path, sha256]) => !there.has(this.#fileKey(path, sha256)));
      const turn = missing.values();
      const queues = Array.from({ length: AT_A_TIME }, async () => {
        try {
          for (const [path, sha256] of turn) {
            await cache.put(this.#fileKey(path, sha256), await this.#download(path, sha256));
          }
        } finally {
          // Where one ends early, the others take up nothing more.
          missing.length = 0;
        }
      });
      await Promise.allSettled(queues);
      await Promise.all(queues);
      await this.#assertWhole();
      await cache.delete(this.#keyOf('replaced', id));
    } catch (problem) {
      // Nobody is served by half a copy that fills the disk.
      if (problem instanceof DOMException && problem.name === 'QuotaExceededError') await this.#letGo(id);
      throw problem;
    }
  }

  /** Notes that the own version has taken the place of all others; each goes when its last page is closed. */
  async replaceOthers() {
    const cache = await this.#cache();
    for (const id of await this.#all('list')) {
      if (id !== this.#own.id) await cache.put(this.#keyOf('replaced', id), new Response());
    }
  }

  /**
   * Lets go of what no page needs any more.
   *
   * @param {(client: string) => Promise<boolean>} isOpen - whether a page is still there
   */
  async tidy(isOpen) {
    const cache = await this.#cache();
    const needed = new Set([this.#own.id]);
    for (const client of await this.#all('client')) {
      const key = this.#keyOf('client', client);
      const { version, since } = (await (await this.#match(key))?.json()) ?? {};
      if (Date.now() - since < ARRIVING_MS || (await isOpen(client))) needed.add(version);
      else await cache.delete(key);
    }
    for (const id of await this.#all('replaced')) if (!needed.has(id)) await this.#letGo(id);
  }

  /**
   * @param {string} path - a path within the site
   * @returns {Promise<Response | undefined>} the file of the own version, if it is kept
   */
  async ownFile(path) {
    const sha256 = this.#own.files[path];
    return sha256 === undefined ? undefined : this.#match(this.#fileKey(path, sha256));
  }

  /**
   * The file of the version that a page came from. Resolves with nothing where that version, or the page, is not known.
   *
   * @param {string} client - the page, or what it has started
   * @param {string} path - a path within the site
   * @returns {Promise<Response | undefined>} the file
   */
  async file(client, path) {
    const { files, at_first_use } = (await this.#listFor(client, path)) ?? {};
    if (files && path === 'sitemap.xml') return this.#sitemap(files);
    const sha256 = files?.[path] ?? at_first_use?.[path];
    if (sha256 === undefined) return undefined;
    const key = this.#fileKey(path, sha256);
    const kept = await this.#match(key);
    if (kept) return kept;
    const file = await this.#download(path, sha256);
    const copy = file.clone();
    void this.#cache()
      .then((cache) => cache.put(key, copy))
      .catch(() => undefined);
    return file;
  }

  /**
   * Notes that a page comes from the own version.
   *
   * @param {string} client - the page
   */
  async noteClient(client) {
    this.#versions.set(client, this.#own.id);
    const record = new Response(JSON.stringify({ version: this.#own.id, since: Date.now() }));
    try {
      await (await this.#cache()).put(this.#keyOf('client', client), record);
    } catch {
      // The disk is full: it is remembered for as long as this worker lives. Afterwards the page asks the network.
    }
  }

  /**
   * The sitemap of a version. Instant navigation goes by it, and the host's own may be of another version, or of the
   * address that the site was built for.
   *
   * @param {Version['files']} files - the version's files
   * @returns {Response} the sitemap
   */
  #sitemap(files) {
    const pages = Object.keys(files).filter((path) => /(^|\/)index\.html$/.test(path));
    const addresses = pages.map((path) => new URL(path.slice(0, -'index.html'.length), this.#folder).href);
    const listed = addresses.map((address) => `<url><loc>${address.replaceAll('&', '&amp;')}</loc></url>`);
    const start = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">';
    return new Response(`${start}${listed.join('')}</urlset>`, { headers: { 'content-type': 'application/xml' } });
  }

  /**
   * @param {string} client - who asks
   * @param {string} path - for what
   * @returns {Promise<Version | undefined>} the lists of the version that answers
   */
  async #listFor(client, path) {
    const id = await this.#versionOf(client);
    if (id) return this.#list(id);
    // A page's own workers are clients of their own. What they load is named after its content: no two versions differ.
    if (!path.startsWith('runtime/')) return undefined;
    for (const other of await this.#all('list')) {
      const list = await this.#list(other);
      if (list && (path in list.files || path in list.at_first_use)) return list;
    }
    return undefined;
  }

  /**
   * @param {string} client - a page
   * @returns {Promise<string | null>} its version
   */
  async #versionOf(client) {
    let version = this.#versions.get(client);
    if (version === undefined) {
      const record = await this.#match(this.#keyOf('client', client));
      version = /** @type {string | null} */ (record ? (await record.json()).version : null);
      this.#versions.set(client, version);
    }
    return version;
  }

  /**
   * @param {string} id - a version
   * @returns {Promise<Version | undefined>} its lists
   */
  async #list(id) {
    let list = this.#lists.get(id);
    if (!list) {
      const kept = await this.#match(this.#keyOf('list', id));
      list = kept ? /** @type {Version} */ (await kept.json()) : null;
      if (list) this.#lists.set(id, list);
    }
    return list ?? undefined;
  }

  /**
   * Downloads a file. Raises unless it is the one that the version means.
   *
   * @param {string} path - its path
   * @param {string} sha256 - what must be in it
   * @returns {Promise<Response>} the file
   */
  async #download(path, sha256) {
    // A page is asked for by its folder: some hosts send elsewhere who asks for its file.
    const address = new URL(path.replace(/(^|\/)index\.html$/, '$1'), this.#folder);
    // What lies in the browser's own cache will do if it is the right file; whether it is fresh does not matter.
    for (const cache of /** @type {RequestCache[]} */ (['default', 'reload'])) {
      const response = await fetch(address, { cache });
      if (!response.ok) throw new Error(`${path}: status ${response.status}`);
      const content = await response.arrayBuffer();
      if ((await sha256Of(content)) === sha256) {
        // Without what was only true of the way that it came.
        const headers = new Headers(response.headers);
        for (const name of ['content-encoding', 'content-length', 'vary']) headers.delete(name);
        return new Response(content, { headers });
      }
    }
    throw new Error(`${path} is not the file of this version`);
  }

  /** Raises unless every file of the own version is there. */
  async #assertWhole() {
    const there = await this.#keys();
    const wanted = [
      this.#keyOf('list', this.#own.id),
      ...Object.entries(this.#own.files).map(([path, sha256]) => this.#fileKey(path, sha256)),
    ];
    const gone = wanted.find((key) => !there.has(key));
    if (gone) throw new Error(`${gone} went while the rest was downloaded`);
  }

  /**
   * Removes a version, but not what other versions need.
   *
   * @param {string} id - the version
   */
  async #letGo(id) {
    const cache = await this.#cache();
    const needed = new Set();
    for (const other of await this.#all('list')) {
      if (other !== id) for (const key of this.#fileKeys(await this.#list(other))) needed.add(key);
    }
    for (const key of this.#fileKeys(await this.#list(id))) if (!needed.has(key)) await cache.delete(key);
    // The list goes last: an attempt that is cut short can be made again.
    await cache.delete(this.#keyOf('list', id));
    await cache.delete(this.#keyOf('replaced', id));
  }

  /**
   * @param {Version | undefined} list - a version's lists
   * @returns {string[]} the keys of all its files
   */
  #fileKeys(list) {
    const entries = Object.entries({ ...list?.files, ...list?.at_first_use });
    return entries.map(([path, sha256]) => this.#fileKey(path, sha256));
  }

  /**
   * @param {'list' | 'replaced' | 'client'} kind - what is noted
   * @returns {Promise<string[]>} of what it is noted
   */
  async #all(kind) {
    const start = this.#keyOf(kind, '');
    return [...(await this.#keys())].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  }

  /**
   * @param {string} key - a key
   * @returns {Promise<Response | undefined>} what is kept under it; nothing where the browser's storage is broken
   */
  async #match(key) {
    try {
      return await (await this.#cache()).match(key);
    } catch {
      return undefined;
    }
  }

  async #keys() {
    return new Set((await (await this.#cache()).keys()).map((request) => request.url));
  }

  /**
   * @param {string} path - a file's path
   * @param {string} sha256 - what is in it
   * @returns {string} under which key it is kept
   */
  #fileKey(path, sha256) {
    return new URL(`${path}?sha256=${sha256}`, this.#folder).href;
  }

  /**
   * @param {'list' | 'replaced' | 'client'} kind - what is noted
   * @param {string} id - of what
   * @returns {string} under which key
   */
  #keyOf(kind, id) {
    return new URL(`?${kind}=${id}`, this.#folder).href;
  }

  #cache() {
    // Opened each time: a browser that lacks room, or a person who clears it, may have thrown it away.
    return caches.open(nameOfCache(this.#folder));
  }
}
