/**
 * The way through an interview, place by place, so that the browser's own Back goes to the question before.
 *
 * Each place gets an entry in the browser's history. Which place an entry stands for is looked up by the entry's key:
 * Material writes its own state over that of every entry. Where a browser tells no keys (older ones, pages from a file,
 * frames without an origin), nothing is put into the history, and only the page's own button goes back.
 *
 * @module
 */

/** @typedef {{places: string[], entries: Record<string, string>}} Kept */

/** @returns {NavigationHistoryEntry | null} where the browser's history stands, if it tells */
function current() {
  return globalThis.navigation?.currentEntry ?? null;
}

/**
 * Places one after another; the last is where one is.
 */
export class Trail {
  /** @type {string[]} */
  #places = [];

  /** Places from which one has come back, the nearest first. @type {string[]} */
  #ahead = [];

  /** Places by the keys of their entries in the browser's history. @type {Record<string, string>} */
  #entries = {};

  /** @returns {string} where one is */
  get here() {
    return this.#places.at(-1) ?? '';
  }

  /** @returns {string | undefined} where one was before */
  get before() {
    return this.#places.at(-2);
  }

  /** @returns {string | undefined} where one was after this place, before one came back to it */
  get ahead() {
    return this.#ahead[0];
  }

  /** @returns {readonly string[]} every place up to here */
  get places() {
    return this.#places;
  }

  /** @returns {Kept} what must be kept for the tab */
  get kept() {
    return { places: this.#places, entries: this.#entries };
  }

  /**
   * @param {Kept} kept - a trail that the tab remembers
   */
  recall({ places, entries }) {
    this.#places = places;
    this.#entries = entries;
    if (this.#placeOf(current()) !== undefined) this.#follow();
  }

  /** Forgets the way. */
  clear() {
    this.#places = [];
    this.#ahead = [];
    this.#entries = {};
  }

  /**
   * @param {string} place - where one goes on to
   */
  goOn(place) {
    if (current()) history.pushState(null, '');
    this.#ahead = this.#ahead[0] === place ? this.#ahead.slice(1) : [];
    this.#places.push(place);
    this.#write(place);
  }

  /**
   * @param {string} place - what is shown here from now on
   */
  stay(place) {
    this.#places.splice(-1, 1, place);
    this.#write(place);
  }

  /** Takes away the place where one is. */
  drop() {
    const left = this.#places.pop();
    if (left !== undefined) this.#ahead.unshift(left);
  }

  /**
   * Steps back in the browser's history where that leads to the place before.
   *
   * @returns {boolean} whether it does; the listener is told when it has happened
   */
  stepBack() {
    const now = current();
    const previous = now && navigation.entries()[now.index - 1];
    if (!previous || this.#placeOf(now) === undefined || !previous.sameDocument) return false;
    if (this.#placeOf(previous) !== this.before) return false;
    history.back();
    return true;
  }

  /**
   * Follows the browser's history.
   *
   * @param {AbortSignal} signal - ends it
   * @param {{moved: () => void, left: () => void}} listener - told when one has moved along the trail, or before its
   *   beginning
   */
  listen(signal, { moved, left }) {
    const { pathname } = location;
    const follow = () => {
      const now = current();
      if (!now || this.#places.length === 0 || location.pathname !== pathname) return;
      const place = this.#placeOf(now);
      const first = navigation.entries().findIndex((entry) => this.#placeOf(entry) !== undefined);
      if (place === undefined && first <= now.index) return;
      if (place === undefined) {
        left();
      } else {
        this.#follow();
        moved();
      }
    };
    addEventListener('popstate', follow, { signal });
  }

  /** Takes the way that leads to where the browser's history stands. */
  #follow() {
    const entries = navigation.entries().slice(0, (current()?.index ?? -1) + 1);
    const all = [...this.#places, ...this.#ahead];
    this.#places = entries.map((entry) => this.#placeOf(entry)).filter((place) => place !== undefined);
    const same = this.#places.every((place, index) => place === all[index]);
    this.#ahead = same ? all.slice(this.#places.length) : [];
  }

  /**
   * @param {NavigationHistoryEntry | null} entry - an entry of the browser's history
   * @returns {string | undefined} the place it stands for
   */
  #placeOf(entry) {
    return entry ? this.#entries[entry.key] : undefined;
  }

  /**
   * @param {string} place - the place for which the browser's history stands now
   */
  #write(place) {
    const now = current();
    if (now) this.#entries[now.key] = place;
  }
}
