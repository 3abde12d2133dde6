/**
 * Errors beside their fields and in the summary.
 *
 * Sentences and summary come from Python; this only puts them where people and screen readers find them.
 *
 * @module
 */

import { controlsOf, isCheckable } from './controls.mjs';

/**
 * @typedef {object} FieldError
 * @property {string} path - where in the scenario
 * @property {string} id - which error
 * @property {string} sentence - what is wrong and how to mend it
 */

/**
 * The errors of one mounted form.
 */
export class Errors {
  /** @type {HTMLFormElement} */
  #form;

  /** @type {string} */
  #section;

  /** @type {HTMLElement | null} */
  #summary;

  /** What the summary stands behind where nothing is said. @type {Element | null} */
  #before;

  /**
   * @param {HTMLFormElement} form - the form
   * @param {string} section - id of the section, the prefix of every control's id
   */
  constructor(form, section) {
    this.#form = form;
    this.#section = section;
    this.#summary = form.ownerDocument.querySelector(`#${CSS.escape(section)} [data-errors]`);
    this.#before = this.#summary?.previousElementSibling ?? null;
  }

  /**
   * Puts the summary at the beginning of a part of the page, so that it stands above what it is about.
   *
   * @param {Element | null} part - the part; null for where the summary came
   */
  standIn(part) {
    if (!this.#summary || this.#summary.parentElement === part) return;
    if (part) part.prepend(this.#summary);
    else if (this.#summary.previousElementSibling !== this.#before) this.#before?.after(this.#summary);
  }

  /**
   * Shows errors at their fields and in the summary.
   *
   * @param {FieldError[]} errors - all errors
   * @param {string} summary - HTML of the summary
   */
  show(errors, summary) {
    this.showAtFields(errors);
    if (!this.#summary) return;
    if (this.#summary.innerHTML !== summary) this.#summary.innerHTML = summary;
    this.#summary.hidden = false;
  }

  /**
   * Shows a summary alone: what is wrong has no field in the form.
   *
   * @param {string} summary - HTML of the summary
   */
  showSummary(summary) {
    if (!this.#summary) return;
    this.#summary.innerHTML = summary;
    this.#summary.hidden = false;
    this.#summary.focus();
  }

  /**
   * Shows errors at their fields only, leaving out the field that is being typed into.
   *
   * @param {FieldError[]} errors - all errors
   * @param {string} [typing] - path of the field being typed into
   */
  showAtFields(errors, typing) {
    /** @type {Map<HTMLElement, string>} */
    const sentences = new Map();
    for (const error of errors) {
      const field = this.#fieldOf(error.path);
      if (field && !sentences.has(field)) sentences.set(field, error.sentence);
    }
    for (const field of new Set([...this.#marked(), ...sentences.keys()])) {
      const sentence = sentences.get(field);
      const shown = field.hasAttribute('data-invalid');
      if (sentence !== undefined && !shown && field.dataset['field'] === typing) continue;
      mark(field, `${this.#section}-${field.dataset['field']}-error`, sentence);
    }
  }

  /**
   * @param {FieldError[]} errors - errors
   * @param {string} heading - what stands above them
   * @returns {string} HTML of a summary, as Python writes it
   */
  summaryOf(errors, heading) {
    const title = document.createElement('h2');
    title.textContent = heading;
    const list = document.createElement('ul');
    for (const { path, sentence } of errors) {
      const link = document.createElement('a');
      link.textContent = sentence;
      if (path) link.href = `#${this.#section}-${path}`;
      const item = document.createElement('li');
      item.append(link);
      list.append(item);
    }
    return title.outerHTML + list.outerHTML;
  }

  /** Takes all errors away. */
  clear() {
    this.showAtFields([]);
    if (!this.#summary) return;
    this.#summary.hidden = true;
    this.#summary.replaceChildren();
  }

  /** Puts the focus on the summary, so that it is read out. */
  focusSummary() {
    if (this.#summary?.hidden === false) this.#summary.focus();
  }

  /**
   * Goes to the field that a link names, its label in view.
   *
   * @param {string} id - id of the field
   */
  goTo(id) {
    const field = this.#fieldOf(id.slice(this.#section.length + 1));
    const target = document.getElementById(id) ?? field;
    if (!target) return;
    for (let element = target.parentElement; element; element = element.parentElement) {
      if (element instanceof HTMLDetailsElement) element.open = true;
    }
    const controls = controlsOf(target).filter((candidate) => candidate.type !== 'hidden');
    // Of options the one that is picked is where the Tab key would go.
    const control = controls.find((candidate) => isCheckable(candidate) && candidate.checked) ?? controls[0];
    if (field?.matches('.ah-field')) pointTo(field);
    const heading =
      target.querySelector('legend') ?? this.#form.querySelector(`label[for="${CSS.escape(id)}"]`) ?? target;
    heading.scrollIntoView();
    (control ?? target).focus({ preventScroll: true });
  }

  /** @returns {HTMLElement[]} the box of every field that shows an error */
  #marked() {
    return /** @type {HTMLElement[]} */ ([...this.#form.querySelectorAll('[data-field][data-invalid]')]);
  }

  /**
   * @param {string} path - where in the scenario
   * @returns {HTMLElement | null} the field at the path, or the nearest one above it
   */
  #fieldOf(path) {
    for (let steps = path.split('.'); steps.length > 0; steps = steps.slice(0, -1)) {
      const field = this.#form.querySelector(`[data-field="${CSS.escape(steps.join('.'))}"]`);
      if (field instanceof HTMLElement) return field;
    }
    return null;
  }
}

/**
 * Shows which field is meant, until the focus leaves it.
 *
 * @param {HTMLElement} field - a field's box
 */
function pointTo(field) {
  field.dataset['pointed'] = '';
  field.addEventListener('focusout', function left({ relatedTarget }) {
    if (relatedTarget instanceof Node && field.contains(relatedTarget)) return;
    delete field.dataset['pointed'];
    field.removeEventListener('focusout', left);
  });
}

/**
 * @param {HTMLElement} field - a field's box
 * @param {string} id - id of the element that holds its error
 * @param {string | undefined} sentence - the error, or undefined when there is none
 */
function mark(field, id, sentence) {
  const message = document.getElementById(id) ?? newMessage(field, id);
  if (message.textContent !== (sentence ?? '')) message.textContent = sentence ?? '';
  message.hidden = sentence === undefined;
  field.toggleAttribute('data-invalid', sentence !== undefined);
  const controls = controlsOf(field).filter((control) => control.name === field.dataset['field']);
  const group = field instanceof HTMLFieldSetElement;
  for (const element of group ? [field] : controls) describe(element, id, sentence !== undefined);
  for (const control of controls) {
    // A radio button has no aria-invalid; its group is described by the message instead.
    if (control.type === 'radio') continue;
    if (sentence === undefined) control.removeAttribute('aria-invalid');
    else control.setAttribute('aria-invalid', 'true');
  }
}

/**
 * @param {HTMLElement} field - a field's box
 * @param {string} id - id of the element that holds its error
 * @returns {HTMLElement} the element, between what is asked and where it is answered
 */
function newMessage(field, id) {
  const message = document.createElement('p');
  message.className = 'ah-error';
  message.id = id;
  const answer = field.querySelector(':scope > :is(input, select, .ah-options, [data-rows])');
  if (answer) answer.before(message);
  else field.append(message);
  return message;
}

/**
 * Ties a message to what it describes, before the hint that may be there already.
 *
 * @param {Element} element - the control, or the group
 * @param {string} id - id of the message
 * @param {boolean} wanted - whether it shall be tied
 */
function describe(element, id, wanted) {
  const others = (element.getAttribute('aria-describedby') ?? '').split(/\s+/).filter((other) => other && other !== id);
  const ids = wanted ? [id, ...others] : others;
  if (ids.length > 0) element.setAttribute('aria-describedby', ids.join(' '));
  else element.removeAttribute('aria-describedby');
}
