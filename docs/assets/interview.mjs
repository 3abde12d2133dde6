/**
 * The interview: one question after another, each in the form's own controls.
 *
 * Which question comes next, and its words, are Python's affair. This shows the fields that are asked now, goes forward
 * and back, and keeps for this tab where one is.
 *
 * @module
 */

import { controlsOf, isCheckable, readFields } from './controls.mjs';
import { nameRows } from './form.mjs';
import { forget, recall, remember } from './memory.mjs';
import { listsOf, nameOf, toldName } from './rows.mjs';
import { Trail } from './trail.mjs';

/** @typedef {import('./controls.mjs').Fields} Fields */
/** @typedef {import('./errors.mjs').FieldError} FieldError */
/** @typedef {import('./errors.mjs').Errors} Errors */
/** @typedef {import('./runtime.mjs').Question} Question */
/** @typedef {import('./runtime.mjs').Answered} Answered */
/** @typedef {import('./runtime.mjs').Invalid} Invalid */

/**
 * What an interview needs of the section it stands in.
 *
 * @typedef {object} Host
 * @property {(fields: Fields, at?: string) => Promise<Question | Answered | Invalid | null>} ask - the question to ask
 *   after what was said, or the one that `at` names; null when none comes
 * @property {(fields: Fields) => void} replace - fills the form; what stood there can be brought back
 * @property {(notice?: string, go?: boolean) => void} open - the form stands open: computes what stands in it, says
 *   something too, and may go to the result
 * @property {() => void} close - nothing is computed from now on
 * @property {(sentence: string) => void} say - announces something
 * @property {(name: string) => string} text - a text that stands in the page
 * @property {() => Fields} presets - what whoever put the calculator into a page has said already
 */

/**
 * What is kept for this tab: where one is, which fields each question had, and what stood in the form before.
 *
 * @typedef {{trail: import('./trail.mjs').Kept, asked: Record<string, string[]>, before: Fields}} Kept
 */

/** Stands for the end of all questions in the trail. */
const SUMMARY = '/summary';

/** Stands for the whole form in the trail. */
const WHOLE_FORM = '/form';

/**
 * The interview of one mounted form; of a form that has none, one that never asks.
 */
export class Interview {
  /** @type {HTMLElement} */
  #section;

  /** @type {HTMLFormElement} */
  #form;

  /** @type {Errors} */
  #errors;

  /** @type {Host} */
  #host;

  #trail = new Trail();

  /** Fields of each question that was asked. @type {Record<string, string[]>} */
  #asked = {};

  /** What stood in the form before the interview; null outside of one. @type {Fields | null} */
  #before = null;

  /** What is wrong with the answers to this question. @type {FieldError[]} */
  #refused = [];

  /** What was folded open for a question. @type {HTMLDetailsElement[]} */
  #unfolded = [];

  /** Whether the summary may no longer say what stands in the form. */
  #outdated = false;

  /** What was said when one went back. */
  #left = '';

  /** Number of the newest request; what older ones bring is not shown. */
  #newest = 0;

  /**
   * @param {HTMLElement} section - the section
   * @param {HTMLFormElement} form - its form
   * @param {Errors} errors - the form's errors
   * @param {Host} host - what the section does for the interview
   */
  constructor(section, form, errors, host) {
    this.#section = section;
    this.#form = form;
    this.#errors = errors;
    this.#host = host;
  }

  /** Whether a question is being asked, so that only its fields are seen. */
  get asking() {
    return this.#section.dataset['asking'] !== undefined;
  }

  /** @returns {Kept | null} what an interview that has led to answers needs to be taken up again; null of any other */
  get kept() {
    const { kept, here } = this.#trail;
    if (!this.#before || this.asking || here === '') return null;
    return structuredClone({ trail: kept, asked: this.#asked, before: this.#before });
  }

  /** @returns {string} under which name the interview is kept */
  get #place() {
    return `${this.#section.id} interview`;
  }

  /**
   * Takes up an interview that this tab remembers.
   *
   * @param {AbortSignal} signal - ends the listening
   * @param {boolean} wanted - whether it shall go on; else it is forgotten
   */
  mount(signal, wanted) {
    const kept = /** @type {Kept | null} */ (recall(this.#place));
    if (kept && wanted) {
      this.takeUp(kept);
    } else if (kept) {
      this.end();
    }
    this.#trail.listen(signal, {
      moved: () => {
        this.#left = this.#said;
        void this.#goTo(this.#trail.here);
      },
      left: () => this.#abandon(),
    });
  }

  /**
   * @param {Kept | null} kept - an interview to go on with, if any
   */
  takeUp(kept) {
    if (!kept) return;
    this.#before = kept.before;
    this.#asked = kept.asked;
    this.#trail.recall(kept.trail);
    const { here } = this.#trail;
    if (this.#isQuestion(here)) this.#mark(here);
    if (here === WHOLE_FORM) this.#keep();
    else void this.#goTo(here, { focus: false });
  }

  /**
   * @param {HTMLElement} button - a button of the interview that was pressed
   */
  async act(button) {
    const { action, page = '' } = button.dataset;
    if (action === 'start-interview') await this.#start(page);
    else if (action === 'question-continue') await this.continue();
    else if (action === 'question-back') await this.#back();
    else if (action === 'leave-interview') this.#showWholeForm();
    else if (action === 'ask') await this.#change(page);
    else if (action === 'not-known') this.#sayNotKnown(/** @type {HTMLButtonElement} */ (button));
  }

  /** Takes the answers to this question and asks the next one. */
  async continue() {
    const { here } = this.#trail;
    const unanswered = this.#unanswered();
    if (unanswered.length > 0) {
      this.#refuse(unanswered);
      return;
    }
    const answer = await this.#ask();
    if (answer?.state !== 'invalid') {
      const { ahead } = this.#trail;
      // Who has gone back and changed nothing comes again to what was asked next, though it was answered.
      const again = ahead !== undefined && this.#isQuestion(ahead) && this.#left === this.#said;
      if (answer && again) await this.#goTo(ahead, { step: 'onward' });
      else if (answer) this.#show(answer, { step: 'onward' });
      return;
    }
    const [wrong] = answer.errors;
    const elsewhere = wrong && this.#questionOf(wrong.path, here);
    if (elsewhere) await this.#goTo(elsewhere, { step: 'onward', errors: answer.errors });
    else this.#refuse(answer.errors);
  }

  /**
   * Something was typed or chosen.
   *
   * @param {string} name - name of the control
   */
  typed(name) {
    if (this.asking) {
      if (!this.#refused.some(({ path }) => path === name)) return;
      this.#refused = this.#refused.filter(({ path }) => path !== name);
      this.#showRefused();
    } else if (this.#questionOf(name)) {
      this.#outdated = true;
    }
  }

  /** Rows were added or removed. */
  rowsChanged() {
    if (this.asking) this.#mark(this.#trail.here);
    else this.#outdated = true;
  }

  /** What stands in the form was computed: the summary of answers follows it. */
  async refresh() {
    if (!this.#outdated || this.#trail.here !== SUMMARY) return;
    this.#outdated = false;
    const answer = await this.#ask();
    if (answer?.state === 'asked') this.#showSummary(answer.html);
    else if (answer) this.#showSummary('');
  }

  /** There is no interview any more; the form stands open. */
  end() {
    this.#newest += 1;
    this.#before = null;
    this.#asked = {};
    this.#refused = [];
    this.#trail.clear();
    forget(this.#place);
    this.#unmark();
    this.#showSummary('');
  }

  /**
   * @param {string} first - the page that comes first
   */
  async #start(first) {
    const question = await this.#ask(first);
    if (question?.state !== 'asking') return;
    const before = readFields(this.#form);
    this.#host.replace(this.#emptyFields(question));
    this.#before = before;
    this.#show(question, { step: 'onward' });
  }

  /**
   * @param {Question} question - the first one
   * @returns {Fields} what the form holds when nothing was said yet: rows as many as must be, and the day
   */
  #emptyFields({ fields }) {
    const { today, firstRows } = /** @type {HTMLElement} */ (this.#part('interview')).dataset;
    const asked = new Set(fields.map((field) => field.split('.*.')[0]));
    /** @type {Fields} */
    const empty = {};
    for (const list of listsOf(this.#form)) {
      if (list.closest('[data-row]')) continue;
      const count = Number(asked.has(nameOf(list)) ? firstRows : list.dataset['least']);
      for (let number = 0; number < count; number += 1) empty[`${nameOf(list)}.${number}`] = '';
    }
    // As people in the United States type it, by the clock of whoever reads.
    if (today) empty[today] = new Date().toLocaleDateString('en-US');
    return { ...empty, ...this.#host.presets() };
  }

  async #back() {
    if (this.#trail.stepBack()) return;
    const { before } = this.#trail;
    if (before === undefined) {
      this.#abandon();
    } else {
      this.#trail.drop();
      this.#left = this.#said;
      await this.#goTo(before);
    }
  }

  /** @returns {string} everything that was said so far */
  get #said() {
    return JSON.stringify(readFields(this.#form));
  }

  /** Back to where one was before the first question. */
  #abandon() {
    if (!this.#before) return;
    this.#host.replace(this.#before);
    this.#host.open(this.#host.text('undone'));
    this.#button('start-interview')?.focus();
  }

  /**
   * @param {string} page - a question whose answers shall be changed
   */
  async #change(page) {
    const answer = await this.#ask(page);
    if (!answer || answer.state === 'invalid') return;
    this.#before ??= readFields(this.#form);
    this.#show(answer, { step: 'onward' });
  }

  #showWholeForm() {
    const fields = this.#fieldsAsked();
    this.#trail.goOn(WHOLE_FORM);
    this.#keep();
    this.#unmark();
    this.#host.open();
    this.#errors.goTo(`${this.#section.id}-${fields[0]?.dataset['field'] ?? ''}`);
  }

  /**
   * Goes to a place in the trail that one has been to.
   *
   * @param {string} place - a page, or where no question is asked
   * @param {{step?: 'onward' | 'here', focus?: boolean, errors?: FieldError[]}} [how] - whether it is a step onward,
   *   whether the focus goes there, and what is wrong there
   */
  async #goTo(place, { step = 'here', focus = true, errors = [] } = {}) {
    if (place === WHOLE_FORM) {
      this.#unmark();
      this.#showSummary('');
      this.#keep();
      this.#host.open();
      if (focus) this.#button('start-interview')?.focus();
      return;
    }
    const wrong = errors.map(({ path }) => path);
    let answer = await this.#ask(place === SUMMARY ? undefined : place, wrong);
    // An answer given meanwhile can make a question idle.
    if (answer?.state === 'asking' && answer.fields.length === 0) answer = await this.#ask();
    if (!answer) return;
    if (answer.state === 'invalid') {
      this.#refuse(answer.errors);
      return;
    }
    if (answer.state === 'asking') answer.fields.push(...wrong.filter((path) => !matches(path, answer.fields)));
    this.#show(answer, { step, focus });
    if (errors.length > 0) this.#refuse(errors);
  }

  /**
   * Asks Python. What is wrong in fields of no question is left out: it is told where it stands.
   *
   * @param {string} [at] - a page to be asked again; without it, the next one
   * @param {string[]} [without] - fields that are left out
   * @returns {Promise<Question | Answered | Invalid | null>} null when no answer comes, or a newer one
   */
  async #ask(at, without = []) {
    this.#newest += 1;
    const number = this.#newest;
    const answer = await this.#host.ask(leftAfter(readFields(this.#form), without), at);
    if (number !== this.#newest) return null;
    if (answer?.state !== 'invalid') return answer;
    const wrong = answer.errors.map(({ path }) => path);
    const idle = at ? wrong : wrong.filter((path) => !this.#questionOf(path));
    const more = idle.filter((path) => path && !without.includes(path));
    return more.length > 0 ? this.#ask(at, [...without, ...more]) : answer;
  }

  /**
   * @param {Question | Answered} answer - what to show
   * @param {{step: 'onward' | 'here', focus?: boolean}} how - whether it is a step onward, and whether the focus goes
   *   there
   */
  #show(answer, { step, focus = true }) {
    const place = answer.state === 'asking' ? answer.page : SUMMARY;
    if (step === 'onward') this.#trail.goOn(place);
    else this.#trail.stay(place);
    this.#refused = [];
    this.#errors.clear();
    if (answer.state === 'asking') {
      this.#asked[answer.page] = answer.fields;
      this.#mark(answer.page);
      this.#showSummary('');
      const box = this.#part('question');
      if (box) box.innerHTML = answer.html;
      this.#showNumber();
      this.#host.say(answer.announcement);
    } else {
      this.#unmark();
      this.#outdated = false;
      this.#showSummary(answer.html);
      // After the last question comes the answer; who goes back, comes back to what was said.
      const onward = step === 'onward';
      this.#host.open(onward ? answer.announcement : '', focus && onward);
    }
    this.#keep();
    if (focus && (this.asking || step === 'here')) this.#goToHeading();
  }

  /** Shows the how manieth question this is, except where one answer alone is changed. */
  #showNumber() {
    const { places } = this.#trail;
    const number = this.#part('question-number');
    if (!number) return;
    number.hidden = !places.every((place) => this.#isQuestion(place));
    const shown = number.querySelector('span');
    if (shown) shown.textContent = String(places.length);
  }

  #goToHeading() {
    const heading = this.#part(this.asking ? 'question' : 'summary')?.querySelector('[tabindex]');
    heading?.scrollIntoView({ block: this.asking ? 'nearest' : 'start' });
    /** @type {HTMLElement | undefined | null} */ (heading)?.focus({ preventScroll: true });
  }

  /**
   * Shows the fields of a question, and nothing else of the form.
   *
   * @param {string} page - the question
   */
  #mark(page) {
    const patterns = this.#asked[page] ?? [];
    this.#unmark();
    /** @type {Set<string>} */
    const explained = new Set();
    for (const field of this.#fields()) {
      const path = field.dataset['field'] ?? '';
      if (!matches(path, patterns)) continue;
      const every = withoutNumbers(path);
      // The same explanation in each row would bury the questions.
      field.dataset['asked'] = explained.has(every) ? 'again' : 'first';
      explained.add(every);
      this.#markAround(field);
    }
    this.#section.dataset['asking'] = patterns.some((pattern) => pattern.includes('*')) ? 'rows' : 'fields';
    this.#partHidden('interview', false);
    this.#partHidden('interview-actions', false);
    this.#errors.standIn(this.#part('interview'));
    nameRows(this.#form);
    this.#host.close();
  }

  #unmark() {
    delete this.#section.dataset['asking'];
    for (const field of this.#fieldsAsked()) delete field.dataset['asked'];
    for (const box of this.#form.querySelectorAll('[data-around-asked]')) box.removeAttribute('data-around-asked');
    for (const details of this.#unfolded.splice(0)) details.open = false;
    for (const summary of this.#form.querySelectorAll('summary[tabindex]')) summary.removeAttribute('tabindex');
    this.#partHidden('interview', true);
    this.#partHidden('interview-actions', true);
    this.#errors.standIn(null);
  }

  /**
   * Marks what stands around a field that is asked, with whether it is the only one in it, and unfolds it. The style
   * sheet goes by the marks: Firefox (153) does not always notice that `:has([data-asked])` begins to hold.
   *
   * @param {HTMLElement} field - a field's box
   */
  #markAround(field) {
    for (let element = field.parentElement; element && element !== this.#form; element = element.parentElement) {
      element.dataset['aroundAsked'] = 'aroundAsked' in element.dataset ? 'several' : 'one';
      if (!(element instanceof HTMLDetailsElement)) continue;
      if (!element.open) this.#unfolded.push(element);
      element.open = true;
      // A name now, nothing to press.
      element.querySelector('summary')?.setAttribute('tabindex', '-1');
    }
  }

  /** @returns {FieldError[]} each question that has no answer yet, though one may say that one does not know */
  #unanswered() {
    return this.#fieldsAsked()
      .filter((field) => !isAnswered(field))
      .flatMap((field) => {
        const kind = unknownIn(field);
        return kind === null
          ? []
          : [{ path: field.dataset['field'] ?? '', id: kind, sentence: this.#told(field, kind) }];
      });
  }

  /**
   * @param {HTMLElement} field - a field without an answer
   * @param {'unanswered' | 'untyped'} kind - how it could be answered
   * @returns {string} what to do, and about what
   */
  #told(field, kind) {
    const row = /** @type {HTMLElement | null} */ (field.closest('[data-row]'));
    const label = field.querySelector('legend, label')?.firstChild?.textContent?.trim() ?? '';
    return [row ? toldName(row) : '', label, this.#host.text(kind)].filter(Boolean).join(' – ');
  }

  /**
   * Stays at this question, and says what is wrong with its answers.
   *
   * @param {FieldError[]} errors - what is wrong
   */
  #refuse(errors) {
    this.#refused = errors;
    this.#showRefused();
    this.#errors.focusSummary();
    this.#host.say(this.#host.text('unanswered-heading'));
  }

  #showRefused() {
    if (this.#refused.length === 0) this.#errors.clear();
    else this.#errors.show(this.#refused, this.#errors.summaryOf(this.#refused, this.#host.text('unanswered-heading')));
  }

  /**
   * @param {HTMLButtonElement} button - says that an answer that would be typed is not known
   */
  #sayNotKnown(button) {
    const control = controlOf(button.closest('[data-field]'));
    if (!control) return;
    control.value = button.value;
    control.dispatchEvent(new Event('input', { bubbles: true }));
    this.#host.say(button.textContent?.trim() ?? '');
  }

  /**
   * @param {string} path - a field
   * @param {string} [besides] - a question that does not count
   * @returns {string | undefined} the question that asks for it
   */
  #questionOf(path, besides) {
    return Object.keys(this.#asked).find((page) => page !== besides && matches(path, this.#asked[page] ?? []));
  }

  /**
   * @param {string} html - every answer, or nothing
   */
  #showSummary(html) {
    this.#partHidden('summary', html === '');
    this.#partHidden('to-summary', html === '');
    const answers = this.#part('said');
    if (answers && answers.innerHTML !== html) answers.innerHTML = html;
  }

  #keep() {
    if (!this.#before) return;
    remember(this.#place, { trail: this.#trail.kept, asked: this.#asked, before: this.#before });
  }

  /**
   * @param {string} place - a place in the trail
   * @returns {boolean} whether a question is asked there
   */
  #isQuestion(place) {
    return place !== SUMMARY && place !== WHOLE_FORM;
  }

  /** @returns {HTMLElement[]} the box of every field */
  #fields() {
    return /** @type {HTMLElement[]} */ ([...this.#form.querySelectorAll('[data-field]')]);
  }

  /** @returns {HTMLElement[]} the boxes of the fields that are asked now */
  #fieldsAsked() {
    return this.#fields().filter((field) => field.dataset['asked'] !== undefined);
  }

  /**
   * @param {string} name - a part of the section
   * @returns {HTMLElement | null} the part
   */
  #part(name) {
    return this.#section.querySelector(`[data-${name}]`);
  }

  /**
   * @param {string} name - a part of the section
   * @param {boolean} hidden - whether it is away
   */
  #partHidden(name, hidden) {
    const part = this.#part(name);
    if (part) part.hidden = hidden;
  }

  /**
   * @param {string} action - what a button does
   * @returns {HTMLElement | null} the button
   */
  #button(action) {
    return this.#section.querySelector(`[data-action="${action}"]`);
  }
}

/**
 * @param {string} path - a field's path
 * @returns {string} the same for every row
 */
function withoutNumbers(path) {
  return path.replaceAll(/\.\d+(?=\.)/g, '.*');
}

/**
 * @param {string} path - a field's path
 * @param {string[]} patterns - paths, in some of which `*` stands for every row
 * @returns {boolean} whether one of them means the field
 */
function matches(path, patterns) {
  return patterns.includes(path) || patterns.includes(withoutNumbers(path));
}

/**
 * @param {Fields} fields - texts by control name
 * @param {string[]} paths - fields or groups of them
 * @returns {Fields} the texts of all others
 */
function leftAfter(fields, paths) {
  const kept = Object.entries(fields).filter(
    ([name]) => !paths.some((path) => name === path || name.startsWith(`${path}.`)),
  );
  return Object.fromEntries(kept);
}

/**
 * @param {Element | null | undefined} field - a field's box
 * @returns {import('./controls.mjs').Control | undefined} its control, the first of several
 */
function controlOf(field) {
  return field instanceof HTMLElement ? controlsOf(field).find((control) => control.type !== 'hidden') : undefined;
}

/**
 * @param {HTMLElement} field - a field's box
 * @returns {boolean} whether something was said there
 */
function isAnswered(field) {
  return controlsOf(field).some((control) => (isCheckable(control) ? control.checked : control.value.trim() !== ''));
}

/**
 * @param {HTMLElement} field - a field's box
 * @returns {'unanswered' | 'untyped' | null} how one says there that one does not know: by choosing, or by typing; null
 *   where one cannot
 */
function unknownIn(field) {
  if (field.querySelector('[data-action="not-known"]')) return 'untyped';
  return field.querySelector('[value="unknown"]') ? 'unanswered' : null;
}
