/**
 * The result as it stands on the page: what Python drew, put into place without losing the reader's place in it.
 *
 * @module
 */

/**
 * One section's result.
 */
export class Result {
  /** @type {HTMLElement} */
  #output;

  /** @type {Map<string, boolean>} */
  #open = new Map();

  /** @type {HTMLDetailsElement[]} */
  #openedForPrint = [];

  /**
   * @param {HTMLElement} output - the element that holds the result
   */
  constructor(output) {
    this.#output = output;
  }

  get html() {
    return this.#output.innerHTML;
  }

  /**
   * Replaces the result; what was folded open stays open, and the focus stays where it was.
   *
   * @param {string} html - HTML from our own autoescaping templates
   */
  show(html) {
    this.#replace(() => {
      const former = this.#places;
      this.#output.innerHTML = html;
      for (const [name, place] of this.#places) {
        // What stood there before keeps the place as large as it was, so that nothing jumps when the new part comes.
        if (place.ariaBusy)
          place.append(...(former.get(name)?.querySelectorAll(':scope > :not([data-waiting])') ?? []));
      }
    });
  }

  /**
   * Puts into place what comes later than the rest.
   *
   * @param {Record<string, string>} parts - HTML from our own autoescaping templates, by the name of its place
   */
  complete(parts) {
    this.#replace(() => {
      for (const [name, place] of this.#places) {
        place.innerHTML = parts[name] ?? '';
        place.ariaBusy = null;
      }
    });
  }

  /**
   * @param {() => void} change - what puts something else into the result
   */
  #replace(change) {
    const focus = this.#focused();
    const headed = document.activeElement === this.#heading;
    for (const details of this.#details()) this.#open.set(details.dataset['key'] ?? '', details.open);
    change();
    for (const details of this.#details()) {
      const open = this.#open.get(details.dataset['key'] ?? '');
      if (open !== undefined) details.open = open;
    }
    if (headed) {
      this.#heading.tabIndex = -1;
      this.#heading.focus({ preventScroll: true });
    }
    /** @type {HTMLElement | null} */ (focus && this.#output.querySelector(focus))?.focus({ preventScroll: true });
  }

  /** Goes to the result, as after a click on "Calculate": its heading comes to the top, however tall it is. */
  goTo() {
    const heading = this.#heading;
    heading.scrollIntoView({ block: 'start' });
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  /** @returns {HTMLElement} what the result begins with */
  get #heading() {
    return this.#output.querySelector('h2') ?? this.#output;
  }

  /** Opens what a print must show. */
  openForPrint() {
    for (const place of this.#output.querySelectorAll('[data-printed]')) {
      place.textContent = new Date().toLocaleDateString('en-US');
    }
    this.#openedForPrint = [...this.#output.querySelectorAll('details')].filter(
      (details) => details.hasAttribute('data-print-open') && !details.open,
    );
    for (const details of this.#openedForPrint) details.open = true;
  }

  /** Closes what was opened for print only. */
  closeAfterPrint() {
    for (const details of this.#openedForPrint.splice(0)) details.open = false;
  }

  /** @returns {Map<string, HTMLElement>} where the parts stand that come later, by their names */
  get #places() {
    const places = /** @type {NodeListOf<HTMLElement>} */ (this.#output.querySelectorAll('[data-later]'));
    return new Map([...places].map((place) => [place.dataset['later'] ?? '', place]));
  }

  /** @returns {HTMLDetailsElement[]} what can be folded and is known by name */
  #details() {
    return [.../** @type {NodeListOf<HTMLDetailsElement>} */ (this.#output.querySelectorAll('details[data-key]'))];
  }

  /** @returns {string | null} a selector for the focused element inside the result */
  #focused() {
    const element = document.activeElement;
    if (!element || element === this.#output || !this.#output.contains(element)) return null;
    if (element.id) return `#${CSS.escape(element.id)}`;
    const key = element.closest('details')?.dataset['key'];
    return key === undefined ? null : `details[data-key="${CSS.escape(key)}"] > summary`;
  }
}
