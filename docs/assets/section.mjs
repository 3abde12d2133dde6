/**
 * One calculator on the page: its form, its states, its result.
 *
 * @module
 */

import { controlsOf, holds, nest, readChanges, readFields } from './controls.mjs';
import { offerFile } from './downloads.mjs';
import { Errors } from './errors.mjs';
import { addRow, enterRow, fillFields, nameRows, removeRow } from './form.mjs';
import { Interview } from './interview.mjs';
import { addressWith } from './link.mjs';
import { forget, recall, remember } from './memory.mjs';
import { Result } from './result.mjs';
import { namesRow, showReferences } from './rows.mjs';

/** @typedef {import('./controls.mjs').Fields} Fields */
/** @typedef {import('./runtime.mjs').Runtime} Runtime */
/** @typedef {import('./runtime.mjs').Computed} Computed */
/** @typedef {import('./runtime.mjs').Invalid} Invalid */
/** @typedef {'example' | 'loading' | 'computing' | 'ready' | 'invalid' | 'failed' | 'asking'} State */

/** A pause in typing after which a field may be told that it is wrong. */
const TYPING_PAUSE_MS = 1000;

/** A computation shorter than this is not announced, so that nothing flickers. */
const QUIET_MS = 400;

/** The longest a message waits for a pressed pointer. */
const PRESS_MS = 500;

const asMegabytes = new Intl.NumberFormat(document.documentElement.lang || undefined, {
  style: 'unit',
  unit: 'megabyte',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** The largest scenario file that is read. */
const LARGEST_FILE_BYTES = 1_000_000;

/** What buttons do that put something into the form, so that what stood there can be brought back. */
const FILLING = new Set(['load-example', 'add', 'copy-row', 'reset', 'empty-part']);

/**
 * What stood in a form before it was filled, and the interview that led to it, by page and section. Kept beside the
 * sections, because Material may draw the page anew when a link is opened on it.
 *
 * @type {Map<string, {fields: Fields, interview: import('./interview.mjs').Kept | null}>}
 */
const stoodBefore = new Map();

/**
 * A link that is still being read, by page and section: taken up again where the page is drawn anew meanwhile.
 *
 * @type {Map<string, string>}
 */
const openLinks = new Map();

/**
 * What is different in a frame on someone's page.
 *
 * @typedef {object} Framed
 * @property {string} page - address of the calculator's own page
 * @property {Fields} presets - what stands in the form instead of the example's, by path
 * @property {(path: string) => void} refused - told of a preset that does not fit, and is left out
 */

/**
 * A mounted `[data-calculator]`.
 */
export class Section {
  /** @type {HTMLElement} */
  element;

  /** @type {string} */
  calculator;

  /** @type {Runtime} */
  #runtime;

  /** @type {HTMLFormElement} */
  #form;

  /** @type {HTMLElement} */
  #output;

  /** @type {Errors} */
  #errors;

  /** @type {Result} */
  #result;

  /** @type {Interview} */
  #interview;

  #listening = new AbortController();

  /**
   * Tells whether the answer is in sight, so that the bar need not repeat it, and whether anything of the result is,
   * which the bar would cover in a narrow window.
   */
  #sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      this.element.toggleAttribute(target === this.#output ? 'data-result-seen' : 'data-answer-seen', isIntersecting);
    }
  });

  /** @type {import('./runtime.mjs').Listener} */
  #listener;

  /** The form and the result as the page came. @type {{fields: Fields, html: string}} */
  #example;

  /** What the form holds before anyone types: the example, or in a frame the example with presets. @type {Fields} */
  #opening;

  /** @type {Framed | undefined} */
  #framed;

  /** Presets that have not been found to be wrong. @type {Fields} */
  #presets = {};

  /** What was typed before the page's scripts ran. @type {Fields} */
  #typedEarly;

  /** What the form held when the result was made. @type {string} */
  #resultOf;

  /** Number of the newest computation; older answers are not shown. */
  #newest = 0;

  /** The answer for what stands in the form now. @type {Computed | Invalid | null} */
  #answer = null;

  /** Name of the field being typed into. @type {string | null} */
  #typing = null;

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;

  /** Comes once the result that is shown has all its parts. @type {Promise<void>} */
  #whole = Promise.resolve();

  /** Whether a pointer is pressed: nothing on the page may move until it is released. */
  #pressed = false;

  /** Said together with the next result. */
  #notice = '';

  /** What in the section has the focus, or had it when the section was taken out of the page. @type {Element | null} */
  #focused = null;

  /** Stands beside whatever it undoes. @type {HTMLElement | null} */
  #undoButton;

  /** Under which name this section's former texts are kept. */
  #place;

  /**
   * @param {HTMLElement} element - the section
   * @param {Runtime} runtime - the document's runtime
   * @param {Framed} [framed] - for a frame on someone's page
   */
  constructor(element, runtime, framed) {
    this.element = element;
    this.#framed = framed;
    this.calculator = element.dataset['calculator'] ?? '';
    this.#place = `${location.pathname} ${element.id}`;
    this.#runtime = runtime;
    this.#form = /** @type {HTMLFormElement} */ (element.querySelector('form'));
    this.#output = /** @type {HTMLElement} */ (element.querySelector('[data-result]'));
    this.#undoButton = element.querySelector('[data-action="undo"]');
    this.#errors = new Errors(this.#form, element.id);
    this.#result = new Result(this.#output);
    this.#interview = new Interview(element, this.#form, this.#errors, {
      ask: (fields, at) => this.#ask(fields, at),
      replace: (fields) => this.#replace(fields),
      open: (notice, go) => void this.#open(notice, go),
      close: () => this.#close(),
      say: (sentence) => this.#say(sentence),
      text: (name) => this.#text(name),
      presets: () => this.#presets,
    });
    this.#typedEarly = readChanges(this.#form);
    fillFields(this.#form, this.#exampleFields(0));
    this.#example = { fields: readFields(this.#form), html: this.#result.html };
    this.#resultOf = JSON.stringify(this.#example.fields);
    this.#opening = this.#example.fields;
    this.#takePresets(framed?.presets ?? {});
    this.#listener = {
      progressed: (loaded, total) => this.#showProgress(loaded, total),
      restarting: () => this.#restarting(),
      ready: () => this.#runtimeReady(),
      failed: () => this.#setState('failed'),
    };
  }

  /**
   * Brings the section to life and takes up what was typed before.
   *
   * @param {string | null} link - a scenario from the page's address
   */
  mount(link) {
    this.#listen();
    this.#watchAnswer();
    this.#runtime.listen(this.#listener);
    this.element.dataset['live'] = '';
    const kept = recall(this.element.id);
    if (kept || Object.keys(this.#typedEarly).length > 0) {
      fillFields(this.#form, { ...(kept ?? this.#opening), ...this.#typedEarly });
    }
    this.#offerUndo();
    if (this.#runtime.state === 'failed') this.#setState('failed');
    const opened = link ?? openLinks.get(this.#place);
    this.#interview.mount(this.#listening.signal, kept !== null && opened === undefined);
    if (opened !== undefined) {
      void this.openLink(opened);
    } else if (!this.#interview.asking && JSON.stringify(readFields(this.#form)) !== this.#resultOf) {
      if (kept) this.#notice = this.#text('restored');
      void this.#compute();
    }
  }

  /** Lets go of the page; the worker goes on for the others. */
  unmount() {
    this.#listening.abort();
    this.#sight.disconnect();
    clearTimeout(this.#pause);
    this.#newest += 1;
    this.#runtime.release(this.element.id, this.#listener);
  }

  /**
   * Where the same page was drawn anew: takes the place of the new section, with everything that stands in this one.
   *
   * @returns {boolean} whether there is such a place
   */
  takePlace() {
    const place = document.querySelector(`#${CSS.escape(this.element.id)}:not([data-live])`);
    if (!place || this.#place !== `${location.pathname} ${this.element.id}`) return false;
    place.replaceWith(this.element);
    if (document.activeElement === document.body) {
      /** @type {HTMLElement | null} */ (this.#focused)?.focus({ preventScroll: true });
    }
    return true;
  }

  /**
   * Fills the form from a link.
   *
   * @param {string} link - `<calculator>.<payload>`
   */
  async openLink(link) {
    openLinks.set(this.#place, link);
    await this.#fill({ link });
    const last = openLinks.get(this.#place) === link;
    if (last && !this.#listening.signal.aborted) openLinks.delete(this.#place);
  }

  /** @returns {string | null} what a link to what stands in the form carries, once that is worked out */
  get link() {
    return this.#answer?.state === 'ready' ? this.#answer.link : null;
  }

  /**
   * Puts presets into the form as it opens; those that no field can hold are left out.
   *
   * @param {Fields} presets - texts by control name
   */
  #takePresets(presets) {
    if (Object.keys(presets).length === 0) return;
    fillFields(this.#form, { ...this.#example.fields, ...presets });
    const fitting = Object.entries(presets).filter(([name, text]) => {
      const fits = controlsOf(this.#form).some((control) => control.name === name && holds(control, text));
      if (!fits) this.#framed?.refused(name);
      return fits;
    });
    this.#presets = Object.fromEntries(fitting);
    fillFields(this.#form, { ...this.#example.fields, ...this.#presets });
    this.#opening = readFields(this.#form);
  }

  /**
   * Leaves out presets that Python refuses; where it refuses something that follows from them, all of them.
   *
   * @param {Invalid} answer - what is wrong in the form as it opens
   */
  #dropPresets({ errors }) {
    const paths = errors.map(({ path }) => path);
    const wrong = Object.keys(this.#presets).filter((name) => paths.includes(name));
    const left = Object.entries(this.#presets).filter(([name]) => wrong.length > 0 && !wrong.includes(name));
    for (const name of Object.keys(this.#presets)) {
      if (wrong.length === 0 || wrong.includes(name)) this.#framed?.refused(name);
    }
    this.#presets = Object.fromEntries(left);
    fillFields(this.#form, { ...this.#example.fields, ...this.#presets });
    this.#opening = readFields(this.#form);
  }

  #watchAnswer() {
    this.#sight.disconnect();
    this.#sight.observe(this.#output);
    const answer = this.#output.querySelector('.ah-sentence');
    if (answer) this.#sight.observe(answer);
  }

  #listen() {
    const { signal } = this.#listening;
    this.element.addEventListener('input', (event) => this.#typed(event), { signal });
    this.element.addEventListener('change', (event) => this.#changed(event), { signal });
    this.element.addEventListener('focusout', () => this.#typingEnded(), { signal });
    this.element.addEventListener('click', (event) => this.#clicked(event), { signal });
    // Not the submit event: a sandboxed frame that may not submit forms does not have it. Enter in a field presses the
    // button as well.
    this.#form.addEventListener('click', (event) => this.#maybeSubmitted(event), { signal });
    addEventListener('focusin', ({ target }) => this.#focusMoved(target), { signal });
    addEventListener('beforeprint', () => this.#result.openForPrint(), { signal });
    addEventListener('afterprint', () => this.#result.closeAfterPrint(), { signal });
    addEventListener('pointerdown', ({ target }) => this.#pressedOn(target), { signal, capture: true });
    for (const type of ['pointerdown', 'keydown', 'wheel']) {
      // What was said has been seen, and may have lain on the result.
      addEventListener(type, () => this.element.removeAttribute('data-saying'), {
        signal,
        capture: true,
        passive: true,
      });
    }
    for (const type of ['pointerup', 'pointercancel']) {
      addEventListener(type, () => this.#released(), { signal, capture: true });
    }
  }

  /**
   * @param {Event} event - something was typed or chosen
   */
  #typed({ target }) {
    const control = /** @type {HTMLInputElement} */ (target);
    if (!control.name) return;
    clearTimeout(this.#pause);
    if (namesRow(control)) showReferences(this.#form);
    nameRows(this.#form);
    if (control.matches('[type="radio"], [type="checkbox"], select')) {
      this.#typing = null;
    } else {
      this.#typing = control.name;
      this.#pause = setTimeout(() => this.#typingEnded(), TYPING_PAUSE_MS);
    }
    this.#interview.typed(control.name);
    void this.#compute();
  }

  /**
   * @param {Event} event - a field is done with, or a file was chosen
   */
  #changed({ target }) {
    const control = /** @type {HTMLInputElement} */ (target);
    if (control.dataset['action'] === 'open-file') void this.#openFile(control);
    else this.#typingEnded();
  }

  /**
   * @param {EventTarget | null} target - what got the focus
   */
  #focusMoved(target) {
    this.#focused = target instanceof Element && this.element.contains(target) ? target : null;
  }

  #typingEnded() {
    if (this.#typing === null) return;
    clearTimeout(this.#pause);
    if (this.#pressed) {
      // A summary that appears now would move the very button that is being pressed.
      this.#pause = setTimeout(() => this.#released(), PRESS_MS);
      return;
    }
    this.#typing = null;
    if (this.#answer) this.#showMessages(this.#answer);
  }

  /**
   * @param {EventTarget | null} target - what a pointer was pressed on
   */
  #pressedOn(target) {
    this.#pressed = target instanceof Element && target.closest('a, button, input, label, summary') !== null;
  }

  #released() {
    if (!this.#pressed) return;
    this.#pressed = false;
    const active = document.activeElement;
    if (active instanceof HTMLInputElement && active.name === this.#typing) return;
    // After the click that belongs to this release.
    setTimeout(() => this.#typingEnded());
  }

  /**
   * @param {Event} event - a click somewhere in the section
   */
  #clicked(event) {
    const target = /** @type {Element} */ (event.target);
    // Material writes the page's whole address before the # of links that the page came with.
    const link = /** @type {HTMLAnchorElement | null} */ (
      target.closest(`a[href*="#${CSS.escape(this.element.id)}-"]`)
    );
    if (link?.pathname === location.pathname) {
      event.preventDefault();
      event.stopPropagation();
      if (link.hasAttribute('data-bar')) this.#goToAnswer();
      else this.#errors.goTo(decodeURIComponent(link.hash.slice(1)));
    }
    const button = /** @type {HTMLElement | null} */ (target.closest('button[data-action]'));
    if (button) void this.#act(button);
  }

  /** Goes where what the bar says is told in full. */
  #goToAnswer() {
    if (this.#state === 'invalid' && this.#answer?.state === 'invalid') void this.#current();
    else this.#result.goTo();
  }

  /**
   * @param {HTMLElement} button - a button that was pressed
   */
  async #act(button) {
    const { action, format, kind, list } = button.dataset;
    if (action === 'load-example') this.#loadExample();
    else if (action === 'add') await this.#add(kind ?? '');
    else if (action === 'copy-row') await this.#copyRow(button);
    else if (action === 'add-row') this.#addRow(list ?? '');
    else if (action === 'remove-row') this.#removeRow(button);
    else if (action === 'empty-part') this.#emptyPart(button.dataset['part'] ?? '');
    else if (action === 'undo') this.#undo();
    else if (action === 'reset') this.#reset();
    else if (action === 'copy-link') await this.#copyLink(button);
    else if (action === 'download') await this.#download(format ?? '');
    else if (action === 'print') await this.#print();
    else await this.#interview.act(button);
    if (FILLING.has(action ?? '')) this.#offerUndo(button.closest('[data-row]') ? adderAfter(button) : button);
  }

  /**
   * @param {MouseEvent} event - something in the form was pressed
   */
  #maybeSubmitted(event) {
    const button = /** @type {Element} */ (event.target).closest('button[type="submit"]');
    if (!button) return;
    event.preventDefault();
    void this.#submitted(document.activeElement === button);
  }

  /**
   * @param {boolean} pressed - whether the button itself has the focus, rather than a field in which Enter was typed
   */
  async #submitted(pressed) {
    if (this.#interview.asking) {
      await this.#interview.continue();
      return;
    }
    if (this.#runtime.state === 'failed') this.#runtime.start();
    this.#typing = null;
    const answer = await this.#compute();
    if (answer?.state === 'invalid') this.#errors.focusSummary();
    else if (answer && pressed) this.#result.goTo();
  }

  /**
   * Computes what stands in the form.
   *
   * @returns {Promise<Computed | Invalid | null>} the answer, or null when a newer one is on its way or none comes
   */
  async #compute() {
    const fields = readFields(this.#form);
    remember(this.element.id, fields);
    this.#newest += 1;
    const number = this.#newest;
    this.#answer = null;
    if (this.#interview.asking) return null;
    this.#setWaiting();
    const asked = { calculator: this.calculator, typed: nest(fields) };
    const answer = await this.#runtime.compute(this.element.id, asked);
    if (number !== this.#newest || answer.state === 'superseded') return null;
    if (answer.state === 'failed') {
      this.#setState('failed');
      return null;
    }
    const opens = JSON.stringify(fields) === JSON.stringify(this.#opening);
    if (answer.state === 'invalid' && opens && Object.keys(this.#presets).length > 0) {
      this.#dropPresets(answer);
      return this.#compute();
    }
    this.#answer = answer;
    if (answer.state === 'ready') {
      this.#resultOf = JSON.stringify(fields);
      this.#result.show(answer.html);
      this.#watchAnswer();
      this.#whole = this.#complete(asked, number, answer.later);
    }
    this.#setState(answer.state);
    this.#showMessages(answer);
    if (answer.state === 'ready') void this.#interview.refresh();
    return answer;
  }

  /**
   * Asks for what of an answer comes later, step by step, until something newer is computed.
   *
   * @param {{calculator: string, typed: unknown}} asked - what was computed
   * @param {number} number - its number
   * @param {number} steps - how many steps there are
   */
  async #complete(asked, number, steps) {
    for (let step = 0; step < steps; step += 1) {
      // One after another: between two of them the runtime answers something newer.
      const answer = await this.#runtime.later(this.element.id, { ...asked, step });
      if (number !== this.#newest || answer.state === 'superseded') return;
      if (answer.state !== 'ready') {
        this.#resultOf = '';
        this.#setState('failed');
        return;
      }
      if (step === steps - 1) this.#result.complete(answer.parts);
    }
  }

  /** Prints the result, once all of it is there. */
  async #print() {
    await this.#whole;
    print();
  }

  /**
   * Asks for a question of the interview.
   *
   * @param {Fields} fields - what was said
   * @param {string} [at] - a question that was asked before; without it, the next one
   * @returns {Promise<import('./runtime.mjs').Question | import('./runtime.mjs').Answered | Invalid | null>} null when
   *   none comes
   */
  async #ask(fields, at) {
    const { state } = this.#runtime;
    if (state === 'failed') this.#runtime.start();
    if (state !== 'ready') this.#setState('loading');
    const asked = { calculator: this.calculator, typed: nest(fields), ...(at === undefined ? {} : { at }) };
    const answer = await this.#runtime.question(this.element.id, asked);
    if (this.#listening.signal.aborted || answer.state === 'superseded') return null;
    if (answer.state !== 'failed') {
      if (this.#interview.asking) this.#setState('asking');
      return answer;
    }
    this.#setState('failed');
    return null;
  }

  /**
   * The form stands open after questions were asked one by one: computes what stands in it.
   *
   * @param {string} [notice] - said together with the result
   * @param {boolean} [go] - whether to go to the result, once it is there
   */
  async #open(notice = '', go = false) {
    if (notice) this.#notice = notice;
    this.#errors.clear();
    const answer = await this.#compute();
    if (!go) return;
    if (answer?.state !== 'ready') {
      this.#errors.focusSummary();
      return;
    }
    this.#result.goTo();
    // The answer itself is read now.
    this.element.removeAttribute('data-saying');
  }

  /** Questions are asked one by one: what stands in the form is kept, and not computed. */
  #close() {
    this.#typing = null;
    clearTimeout(this.#pause);
    void this.#compute();
    if (this.#state !== 'loading') this.#setState('asking');
  }

  /**
   * Shows errors and says what came out, without shouting about the field that is being typed into.
   *
   * @param {Computed | Invalid} answer - the newest answer
   */
  #showMessages(answer) {
    if (answer.state === 'ready') this.#errors.clear();
    else if (this.#typing === null) this.#errors.show(answer.errors, answer.html);
    else this.#errors.showAtFields(answer.errors, this.#typing);
    this.#show(answer.announcement);
    if (this.#typing === null) {
      const news = this.#notice !== '' || answer.state === 'invalid';
      this.#say([this.#notice, answer.announcement].filter(Boolean).join(' '), news);
      this.#notice = '';
    }
  }

  /**
   * Fills the form from outside and computes; what stood there can be brought back.
   *
   * @param {{scenario: string, fields: Fields} | {link: string} | {addition: string, fields: Fields} |
   *   {copy: string, fields: Fields}} source - a scenario or rows from a file, or what to add to what stands in the form
   */
  async #fill(source) {
    this.#typing = null;
    clearTimeout(this.#pause);
    this.#newest += 1;
    this.#setWaiting();
    const answer = await this.#runtime.fill(this.element.id, { calculator: this.calculator, ...source });
    if (this.#listening.signal.aborted) return;
    if (answer.state === 'filled') {
      this.#replace(answer.fields);
      await this.#compute();
    } else if (answer.state === 'invalid') {
      // The file or the link is refused, not what stands in the form.
      await this.#compute();
      this.#errors.showSummary(answer.html);
      this.#say(answer.announcement);
    } else if (answer.state === 'failed') {
      this.#setState('failed');
    }
  }

  /**
   * @param {Fields} fields - what the form shall show
   */
  #replace(fields) {
    const before = { fields: readFields(this.#form), interview: this.#interview.kept };
    this.#typing = null;
    this.#interview.end();
    fillFields(this.#form, fields);
    if (JSON.stringify(readFields(this.#form)) !== JSON.stringify(before.fields)) stoodBefore.set(this.#place, before);
    this.#offerUndo();
  }

  /** @returns {HTMLSelectElement | null} the choice of examples */
  get #examples() {
    return this.#form.querySelector('[data-example-choice]');
  }

  /**
   * @param {number} index - which example
   * @returns {Fields} what it puts into the form
   */
  #exampleFields(index) {
    return JSON.parse(this.#examples?.options[index]?.dataset['fields'] ?? '{}');
  }

  /**
   * @param {Element | null} [beside] - the button whose deed can be undone
   */
  #offerUndo(beside = null) {
    const button = this.#undoButton;
    if (!button) return;
    button.hidden = !stoodBefore.has(this.#place);
    if (beside?.isConnected) beside.after(button);
    else if (!button.isConnected) this.#examples?.parentElement?.append(button);
  }

  #undo() {
    const before = stoodBefore.get(this.#place);
    if (!before) return;
    this.#replace(before.fields);
    this.#interview.takeUp(before.interview);
    this.#notice = this.#text('undone');
    void this.#compute();
  }

  #loadExample() {
    this.#replace(this.#exampleFields(this.#examples?.selectedIndex ?? 0));
    this.#notice = this.#text('example-loaded');
    void this.#compute();
  }

  /**
   * @param {string} kind - what to add: an episode of care, a plan
   */
  async #add(kind) {
    const choice = /** @type {HTMLSelectElement | null} */ (
      this.element.querySelector(`[data-addition="${CSS.escape(kind)}"]`)
    );
    this.#notice = this.#text(`${kind}-added`);
    await this.#fill({ addition: choice?.value ?? '', fields: readFields(this.#form) });
  }

  /**
   * @param {HTMLElement} button - the row's own button
   */
  async #copyRow(button) {
    const row = /** @type {HTMLElement | null} */ (button.closest('[data-row]'));
    const list = /** @type {HTMLElement | null} */ (row?.closest('[data-rows]') ?? null);
    if (!row || !list) return;
    this.#notice = this.#text('row-copied');
    await this.#fill({ copy: `${list.dataset['rows']}.${row.dataset['row']}`, fields: readFields(this.#form) });
  }

  #reset() {
    this.#replace(this.#opening);
    forget(this.element.id);
    if (this.#opening !== this.#example.fields) {
      this.#notice = this.#text('reset');
      void this.#compute();
      return;
    }
    this.#newest += 1;
    this.#answer = null;
    this.#resultOf = JSON.stringify(this.#example.fields);
    this.#result.show(this.#example.html);
    this.#watchAnswer();
    this.#errors.clear();
    this.#setState(this.#runtime.state === 'failed' ? 'failed' : 'example');
    this.#say(this.#text('reset'));
  }

  /**
   * An empty row is no mistake yet: it is looked at once something is typed.
   *
   * @param {string} list - name of the list
   */
  #addRow(list) {
    const row = addRow(this.#form, list);
    this.#interview.rowsChanged();
    if (row) enterRow(row);
    remember(this.element.id, readFields(this.#form));
  }

  /**
   * @param {HTMLElement} button - the row's own button
   */
  #removeRow(button) {
    // While questions are asked, what stood before all of them is what can be brought back.
    if (!this.#interview.asking) {
      stoodBefore.set(this.#place, { fields: readFields(this.#form), interview: this.#interview.kept });
    }
    this.#notice = this.#text('row-removed');
    this.#errors.clear();
    const adder = adderAfter(button);
    removeRow(this.#form, button);
    this.#interview.rowsChanged();
    void this.#compute();
    this.#offerUndo(this.#interview.asking ? null : adder);
  }

  /**
   * @param {string} path - a group of questions whose answers are taken away
   */
  #emptyPart(path) {
    const before = { fields: readFields(this.#form), interview: this.#interview.kept };
    stoodBefore.set(this.#place, before);
    const left = Object.entries(before.fields).filter(([name]) => !name.startsWith(`${path}.`));
    fillFields(this.#form, Object.fromEntries(left));
    this.#notice = this.#text('part-emptied');
    this.#errors.clear();
    this.#interview.typed(`${path}.`);
    void this.#compute();
  }

  /**
   * @param {HTMLInputElement} input - a file was chosen in it
   */
  async #openFile(input) {
    const file = input.files?.[0];
    if (!file) return;
    if (file.size > LARGEST_FILE_BYTES) {
      this.#say(this.#text('file-too-large'));
    } else {
      const scenario = await file.text().catch(() => null);
      if (scenario === null) this.#say(this.#text('file-unreadable'));
      else await this.#fill({ scenario, fields: readFields(this.#form) });
    }
    this.#offerUndo(input.closest('label'));
    // So that the same file, mended, can be chosen again.
    input.value = '';
  }

  /**
   * @param {HTMLElement} button - the button, beside which the link is shown where it cannot be copied
   */
  async #copyLink(button) {
    const answer = await this.#current();
    if (answer?.state !== 'ready') return;
    const address = addressWith(answer.link, this.#framed?.page);
    try {
      await navigator.clipboard.writeText(address);
      this.#say(this.#text('copied'));
    } catch {
      showToCopy(button, address);
    }
  }

  /**
   * @param {string} format - csv, json or scenario
   */
  async #download(format) {
    const answer = await this.#runtime.download(this.element.id, {
      calculator: this.calculator,
      typed: nest(readFields(this.#form)),
      format,
    });
    if (answer.state === 'ready') offerFile(answer.filename, answer.media_type, answer.text);
    else if (answer.state === 'invalid') await this.#current();
    else if (answer.state === 'failed') this.#setState('failed');
  }

  /**
   * The answer for what stands in the form; where that is an error, the focus goes to the summary.
   *
   * @returns {Promise<Computed | Invalid | null>} the answer, or null when none comes
   */
  async #current() {
    this.#typing = null;
    const answer = this.#answer ?? (await this.#compute());
    if (answer?.state === 'invalid') {
      this.#errors.show(answer.errors, answer.html);
      this.#errors.focusSummary();
    }
    return answer;
  }

  #setWaiting() {
    const { state } = this.#runtime;
    if (state === 'failed') this.#setState('failed');
    else this.#setState(state === 'ready' ? 'computing' : 'loading');
  }

  /** @returns {State} the state shown now */
  get #state() {
    return /** @type {State} */ (this.#output.dataset['state']);
  }

  /**
   * @param {State} state - the state to show
   */
  #setState(state) {
    const before = this.#state;
    this.#output.dataset['state'] = state;
    this.#part('loading', state === 'loading');
    this.#part('failed', state === 'failed');
    const able = typeof WebAssembly !== 'undefined';
    this.#part('try-again', able);
    this.#part('no-webassembly', !able);
    const outdated =
      state === 'invalid' || (state === 'failed' && JSON.stringify(readFields(this.#form)) !== this.#resultOf);
    this.#part('stale', outdated);
    this.#output.toggleAttribute('data-outdated', outdated);
    if (state === before) return;
    if (state === 'loading' || state === 'failed') this.#say(this.#text(state));
    if (state === 'computing') {
      const number = this.#newest;
      setTimeout(() => {
        if (this.#state === 'computing' && number === this.#newest) this.#say(this.#text('computing'));
      }, QUIET_MS);
    }
  }

  #restarting() {
    if (this.#state === 'computing') this.#setState('loading');
  }

  #runtimeReady() {
    if (this.#interview.asking) this.#setState('asking');
    else if (this.#state === 'loading') this.#setState('computing');
    else if (this.#state === 'failed') this.#setState('example');
  }

  /**
   * @param {number} loaded - bytes here
   * @param {number} total - bytes in all
   */
  #showProgress(loaded, total) {
    const progress = /** @type {HTMLProgressElement | null} */ (this.element.querySelector('[data-progress]'));
    const text = this.element.querySelector('[data-megabytes]');
    if (progress && loaded < total) {
      progress.max = total;
      progress.value = loaded;
    } else {
      // Everything is here and being unpacked: how long that takes nobody knows.
      progress?.removeAttribute('value');
    }
    if (text) text.textContent = `${megabytes(loaded)} / ${megabytes(total)}`;
  }

  /**
   * @param {string} name - a part of the section that is there for some states only
   * @param {boolean} shown - whether it shall be seen
   */
  #part(name, shown) {
    const part = /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-${name}]`));
    if (part) part.hidden = !shown;
  }

  /**
   * @param {string} sentence - what is announced, and seen
   * @param {boolean} [news] - whether it says more than the result does, so that it is seen beside the result too
   */
  #say(sentence, news = true) {
    const status = this.element.querySelector('[data-status]');
    if (status) status.textContent = sentence;
    this.#show(sentence);
    this.element.toggleAttribute('data-saying', news && sentence !== '');
  }

  /**
   * @param {string} sentence - what is seen at once, while a screen reader hears it only after a pause in typing
   */
  #show(sentence) {
    const bar = this.element.querySelector('[data-bar]');
    if (bar) bar.textContent = sentence;
  }

  /**
   * @param {string} name - name of a text
   * @returns {string} the text that stands in the page, or nothing where it has none
   */
  #text(name) {
    const template = /** @type {HTMLTemplateElement | null} */ (
      this.element.querySelector(`template[data-text="${name}"]`)
    );
    return template?.content.textContent?.trim() ?? '';
  }
}

/**
 * @param {HTMLElement} button - a row's own button
 * @returns {Element | null} the button that adds a row to the same list
 */
function adderAfter(button) {
  return button.closest('[data-rows]')?.parentElement?.querySelector(':scope > [data-action="add-row"]') ?? null;
}

/**
 * @param {number} bytes - a size
 * @returns {string} the size as people read it
 */
function megabytes(bytes) {
  return asMegabytes.format(bytes / 1e6);
}

/**
 * Where the clipboard is refused: shows a text selected, ready to be copied by hand.
 *
 * @param {HTMLElement} button - the button it stands after, and is named by
 * @param {string} text - the text
 */
function showToCopy(button, text) {
  const id = `${button.closest('section')?.id}-copy-link`;
  button.id ||= id;
  const found = document.getElementById(`${id}-text`);
  const input = found instanceof HTMLInputElement ? found : document.createElement('input');
  input.id = `${id}-text`;
  input.readOnly = true;
  input.className = 'ah-copy';
  input.setAttribute('aria-labelledby', button.id);
  input.value = text;
  button.after(input);
  input.select();
  input.focus();
}
