/**
 * Puts together a calculator for someone's page: shows what it looks like there, and the lines to copy.
 *
 * @module
 */

import { LEAST_CONTRAST, leastContrast } from './embed/accent.mjs';
import { SANDBOX, writeWishes } from './embed/wishes.mjs';

/** A plain frame's height, for it cannot grow. */
const FRAME_HEIGHT = '900';

/**
 * What is wished so far: by path what stands in a field, and which fields are not shown.
 *
 * @typedef {{presets: Map<string, string>, hidden: Set<string>}} Wished
 */

/** One builder on a page. */
class Builder {
  /** @type {HTMLElement} */
  #element;

  /** @type {URL} */
  #frames;

  /** @type {HTMLFormElement} */
  #form;

  /** @type {Wished} */
  #wished = { presets: new Map(), hidden: new Set() };

  /** What the frame has refused. @type {Set<string>} */
  #refused = new Set();

  /**
   * @param {HTMLElement} element - the builder
   * @param {URL} frames - where the frames lie
   */
  constructor(element, frames) {
    this.#element = element;
    this.#frames = frames;
    this.#form = this.#find('form');
  }

  start() {
    this.#form.hidden = false;
    this.#find('[data-off]').hidden = true;
    this.#find('[data-preview-box]').hidden = false;
    this.#form.addEventListener('change', ({ target }) => this.#changed(/** @type {HTMLInputElement} */ (target)));
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#form.addEventListener('click', ({ target }) => void this.#clicked(/** @type {Element} */ (target)));
    const script = document.createElement('script');
    script.src = new URL('ah-calculator.js', this.#frames).href;
    if (!customElements.get('ah-calculator')) document.head.append(script);
    this.#takeCalculator();
  }

  /**
   * @param {HTMLInputElement} control - what was changed
   */
  #changed(control) {
    if (control.name === 'name') this.#takeCalculator();
    else if (control.dataset['fields'] !== undefined) this.#takeField();
    else if (control.name) this.#show();
  }

  /** Another calculator has other fields. */
  #takeCalculator() {
    this.#wished = { presets: new Map(), hidden: new Set() };
    const { name, label } = this.#controls;
    label.value =
      /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (name)).selectedOptions[0]?.textContent ?? '';
    for (const select of this.#form.querySelectorAll('[data-fields]')) {
      /** @type {HTMLElement} */ (select.parentElement).hidden = select !== this.#fieldChoice;
    }
    this.#takeField();
    this.#show();
  }

  /** Another field is typed into, or something is chosen in it. */
  #takeField() {
    const choices = this.#fieldChoice.selectedOptions[0]?.dataset['choices'];
    const choice = /** @type {HTMLSelectElement} */ (this.#find('#builder-choice'));
    /** @type {[string, string][]} */
    const options = choices ? JSON.parse(choices) : [];
    choice.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
    this.#find('[data-chosen]').hidden = !choices;
    this.#find('[data-typed]').hidden = Boolean(choices);
  }

  /**
   * @param {Element} target - what was pressed
   */
  async #clicked(target) {
    const button = /** @type {HTMLElement | null} */ (target.closest('button[data-action]'));
    const { action, path = this.#fieldChoice.value } = button?.dataset ?? {};
    if (action === 'preset') this.#preset(path);
    else if (action === 'hide') this.#wished.hidden.add(path);
    else if (action === 'show') this.#wished.hidden.delete(path);
    else if (action === 'empty') this.#wished.presets.delete(path);
    else if (action === 'copy') await this.#copy();
    if (!action || action === 'copy') return;
    this.#show();
    // The button that was pressed may be gone.
    if (action === 'show' || action === 'empty') this.#fieldChoice.focus();
  }

  /**
   * @param {string} path - a field
   */
  #preset(path) {
    const chosen = !this.#find('[data-chosen]').hidden;
    const control = /** @type {HTMLInputElement} */ (this.#find(chosen ? '#builder-choice' : '#builder-text'));
    if (control.value.includes(';')) this.#say('semicolon');
    else this.#wished.presets.set(path, control.value.trim());
  }

  /** Shows everything anew: the lists, the lines to copy, the calculator itself. */
  #show() {
    this.#refused = new Set();
    this.#showWishes();
    this.#showContrast();
    /** @type {HTMLTextAreaElement} */ (/** @type {unknown} */ (this.#find('[data-snippet]'))).value = this.#snippet();
    this.#say(this.#controls.label.value.trim() === '' ? 'no-title' : '');
    const preview = this.#calculator(document);
    preview.addEventListener('ah-error', (event) => {
      const { about, what } = /** @type {CustomEvent} */ (event).detail;
      if (about !== 'preset') return;
      this.#refused.add(what);
      this.#showWishes();
    });
    this.#find('[data-preview]').replaceChildren(preview);
  }

  #showWishes() {
    const items = [...this.#wished.presets].map(([path, text]) => {
      const refused = this.#refused.has(path);
      const sentence = this.#text(refused ? 'refused' : 'preset', {
        field: this.#nameOf(path),
        text: this.#said(path, text),
      });
      return this.#item(sentence, 'empty', path, refused);
    });
    for (const path of this.#wished.hidden) {
      items.push(this.#item(this.#text('hidden', { field: this.#nameOf(path) }), 'show', path, false));
    }
    this.#find('[data-wishes]').replaceChildren(...items);
  }

  /**
   * @param {string} sentence - what is wished
   * @param {string} action - what takes it away
   * @param {string} path - the field
   * @param {boolean} wrong - whether the calculator refuses it
   * @returns {HTMLElement} its place in the list
   */
  #item(sentence, action, path, wrong) {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    Object.assign(button.dataset, { action, path });
    button.textContent = this.#text('remove');
    button.setAttribute('aria-label', `${button.textContent}: ${sentence}`);
    item.append(sentence, ' ', button);
    item.toggleAttribute('data-wrong', wrong);
    return item;
  }

  #showContrast() {
    const { accented, accent, theme } = this.#controls;
    accent.disabled = !accented.checked;
    const shown = theme.value === 'auto' ? ['light', 'dark'] : [theme.value];
    const found = /** @type {('light' | 'dark')[]} */ (shown).map((name) => ({
      name,
      contrast: leastContrast(accent.value, name),
    }));
    const weak = found.filter(({ contrast }) => contrast < LEAST_CONTRAST);
    const told = weak.map(({ name, contrast }) =>
      this.#text('unreadable', { theme: this.#text(name), contrast: rounded(contrast) }),
    );
    const least = Math.min(...found.map(({ contrast }) => contrast));
    if (weak.length === 0) told.push(this.#text('readable', { contrast: rounded(least) }));
    this.#find('[data-contrast]').textContent = accented.checked ? told.join(' ') : '';
  }

  /** @returns {{presets: string | null, hide: string | null, theme: string | null, accent: string | null}} as written */
  get #wishes() {
    const { accented, accent, theme } = this.#controls;
    return {
      presets: [...this.#wished.presets].map(([path, text]) => `${path}=${text}`).join('; ') || null,
      hide: [...this.#wished.hidden].join(' ') || null,
      theme: theme.value === 'auto' ? null : theme.value,
      accent: accented.checked ? accent.value : null,
    };
  }

  /**
   * @param {Document} owner - the document that it is for
   * @returns {HTMLElement} the calculator's element, as it is copied and shown
   */
  #calculator(owner) {
    const { name, label, width } = this.#controls;
    const element = owner.createElement('ah-calculator');
    const attributes = { name: name.value, label: label.value.trim(), ...this.#wishes, width: width.value.trim() };
    for (const [attribute, value] of Object.entries(attributes)) if (value) element.setAttribute(attribute, value);
    return element;
  }

  /** @returns {string} the lines to copy */
  #snippet() {
    const { name, label, width, kind } = this.#controls;
    // A document of its own, in which nothing comes to life.
    const owner = document.implementation.createHTMLDocument();
    const link = owner.createElement('a');
    link.href = new URL(`../calculators/${name.value}/`, this.#frames).href;
    link.textContent = label.value.trim() || this.#text('open');
    if (kind.value === 'element') {
      const script = owner.createElement('script');
      script.src = new URL('ah-calculator.js', this.#frames).href;
      script.defer = true;
      const element = this.#calculator(owner);
      element.append(link);
      return `${script.outerHTML}\n${element.outerHTML}`;
    }
    const frame = owner.createElement('iframe');
    const wishes = writeWishes(this.#wishes);
    frame.src = new URL(`${name.value}/${wishes && `#${wishes}`}`, this.#frames).href;
    frame.title = label.value.trim();
    frame.setAttribute('sandbox', SANDBOX);
    frame.setAttribute('loading', 'lazy');
    frame.setAttribute('referrerpolicy', 'no-referrer');
    frame.width = width.value.trim() || '100%';
    frame.height = FRAME_HEIGHT;
    link.textContent = this.#text('open');
    return `${frame.outerHTML}\n<p>${link.outerHTML}</p>`;
  }

  async #copy() {
    const area = /** @type {HTMLTextAreaElement} */ (/** @type {unknown} */ (this.#find('[data-snippet]')));
    try {
      await navigator.clipboard.writeText(area.value);
      this.#say('copied');
    } catch {
      area.focus();
      area.select();
      this.#say('not-copied');
    }
  }

  /** @returns {HTMLSelectElement} the fields of the calculator that is chosen */
  get #fieldChoice() {
    return /** @type {HTMLSelectElement} */ (this.#find(`[data-fields="${this.#controls.name.value}"]`));
  }

  /**
   * @param {string} path - a field
   * @returns {HTMLOptionElement | undefined} its option
   */
  #optionOf(path) {
    return [...this.#fieldChoice.options].find(({ value }) => value === path);
  }

  /**
   * @param {string} path - a field
   * @returns {string} what it is called
   */
  #nameOf(path) {
    return this.#optionOf(path)?.textContent ?? path;
  }

  /**
   * @param {string} path - a field
   * @param {string} text - what stands in it
   * @returns {string} that as people read it
   */
  #said(path, text) {
    /** @type {[string, string][]} */
    const choices = JSON.parse(this.#optionOf(path)?.dataset['choices'] ?? '[]');
    return choices.find(([value]) => value === text)?.[1] ?? text;
  }

  /** @returns {Record<'name' | 'label' | 'theme' | 'accented' | 'accent' | 'width' | 'kind', HTMLInputElement>} by name */
  get #controls() {
    return /** @type {any} */ (this.#form.elements);
  }

  /**
   * @param {string} name - name of a text, or nothing
   */
  #say(name) {
    this.#find('[data-status]').textContent = name && this.#text(name);
  }

  /**
   * @param {string} name - name of a text that stands in the page
   * @param {Record<string, string>} [values] - what it says in `{…}`
   * @returns {string} the text
   */
  #text(name, values = {}) {
    const text = this.#element.querySelector(`template[data-text="${name}"]`);
    const words = /** @type {HTMLTemplateElement | null} */ (text)?.content.textContent ?? '';
    return words.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? '');
  }

  /**
   * @param {string} selector - what must be in the builder
   * @returns {any} that element
   */
  #find(selector) {
    const found = this.#element.querySelector(selector);
    if (!found) throw new Error(`the builder has no ${selector}`);
    return found;
  }
}

/**
 * @param {HTMLElement} element - the builder
 * @param {URL} frames - where the frames lie
 */
export function mountBuilder(element, frames) {
  // From a folder without a server there is nothing to show on someone's page.
  if (location.protocol === 'file:') return;
  element.dataset['live'] = '';
  new Builder(element, frames).start();
}

/**
 * @param {number} contrast - a contrast
 * @returns {string} it, rounded down, so that nothing is said to be readable that is not
 */
function rounded(contrast) {
  return (Math.floor(contrast * 10) / 10).toFixed(1);
}
