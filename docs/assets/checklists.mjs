/**
 * A working checklist: ticks, notes, due days, progress, files.
 *
 * @module
 */

import { calendarFile } from './calendar.mjs';
import { daysAfter, readState } from './checklist_state.mjs';
import { offerFile } from './downloads.mjs';
import { keep, keepNot, kept, nameOf } from './keeping.mjs';
import { forget, recall, remember } from './memory.mjs';

/** @typedef {import('./checklist_state.mjs').State} State */

/** The name under which the tab remembers a page's checklist. */
const REMEMBERED = 'checklist';

/** The largest file that is read. */
const LARGEST_FILE_BYTES = 1_000_000;

/**
 * @param {Element} within - an element
 * @param {string} selector - what must be in it
 * @returns {any} that element
 */
function find(within, selector) {
  const found = within.querySelector(selector);
  if (!found) throw new Error(`the checklist has no ${selector}`);
  return found;
}

/** One step on the page. */
class Step {
  /** @type {string} */
  id;

  /** @type {HTMLInputElement} */
  box;

  /** @type {HTMLTextAreaElement} */
  note;

  /** @type {HTMLInputElement} */
  due;

  /** @type {HTMLElement} */
  #item;

  /** @param {HTMLElement} item - the step's list item */
  constructor(item) {
    this.#item = item;
    this.id = item.dataset['step'] ?? '';
    this.box = find(item, 'input[type="checkbox"]');
    this.note = find(item, 'textarea');
    this.due = find(item, 'input[type="date"]');
  }

  /** @returns {string} what is to be done */
  get words() {
    return find(this.#item, 'label').textContent.trim();
  }

  /**
   * @param {string} started - the day on which the visitor starts, or empty
   * @returns {string} the day on which the step is due by itself, or empty
   */
  dueBy(started) {
    const days = this.#item.dataset['dueDays'];
    return days === undefined ? '' : daysAfter(started, Number(days));
  }

  /** @param {string} sentence - what is seen of the step's note and day while they are folded away, and in print */
  show(sentence) {
    const said = find(this.#item, '[data-said]');
    said.textContent = sentence;
    said.hidden = sentence === '';
  }
}

/** A mounted `[data-checklist]`. */
export class Checklist {
  /** @type {HTMLElement} */
  element;

  /** @type {string} */
  #id;

  /** @type {Step[]} */
  #steps;

  /** @type {HTMLInputElement | null} */
  #started;

  /** The day that the days of the steps were filled in from. */
  #filledFrom = '';

  /** @type {HTMLInputElement} */
  #keep;

  /** Steps that were saved and are not on the page any more. @type {State['steps']} */
  #gone = {};

  /** What stood here before a file was opened. @type {State | null} */
  #before = null;

  #listening = new AbortController();

  /** @param {HTMLElement} element - the section */
  constructor(element) {
    this.element = element;
    this.#id = element.dataset['checklist'] ?? '';
    this.#steps = [.../** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll('[data-step]'))].map(
      (item) => new Step(item),
    );
    this.#started = element.querySelector('#checklist-started');
    this.#keep = find(element, '#checklist-keep');
  }

  /** Brings the checklist to life. */
  mount() {
    const { signal } = this.#listening;
    this.element.dataset['live'] = '';
    for (const part of this.element.querySelectorAll('[data-needs-script]')) {
      /** @type {HTMLElement} */ (part).hidden = false;
    }
    const keptText = kept(this.#id);
    this.#keep.checked = keptText !== null;
    const state = readState(keptText ?? '') ?? readState(recall(REMEMBERED) ?? '');
    if (state) this.#fill(state);
    this.#show();
    if (state && state.version !== this.#version) this.#say('changed');

    this.element.addEventListener('input', (event) => this.#changed(event.target), { signal });
    this.element.addEventListener('click', (event) => this.#clicked(event), { signal });
    const file = find(this.element, '[data-file]');
    file.addEventListener('change', () => void this.#open(file), { signal });
    // Another tab with the same checklist, kept by the same browser.
    addEventListener('storage', (event) => this.#keptElsewhere(event), { signal });
  }

  /** Stops listening. */
  unmount() {
    this.#listening.abort();
  }

  /** @returns {number} the version of the steps on this page */
  get #version() {
    return Number(this.element.dataset['version']);
  }

  /** @returns {State} what stands here */
  #state() {
    /** @type {State['steps']} */
    const steps = { ...this.#gone };
    for (const { id, box, note, due } of this.#steps) {
      steps[id] = { done: box.checked, note: note.value, due: due.value };
    }
    return {
      checklist: this.#id,
      version: this.#version,
      title: this.element.dataset['title'] ?? '',
      started: this.#started?.value ?? '',
      steps,
    };
  }

  /** @param {State} state - what shall stand here */
  #fill(state) {
    this.#gone = { ...state.steps };
    for (const step of this.#steps) {
      const { done, note, due } = state.steps[step.id] ?? { done: false, note: '', due: '' };
      step.box.checked = done;
      step.note.value = note;
      step.due.value = due;
      delete this.#gone[step.id];
    }
    if (this.#started) this.#started.value = state.started;
    this.#filledFrom = state.started;
  }

  /** @param {EventTarget | null} target - the control that the visitor changed */
  #changed(target) {
    if (target === this.#keep) {
      this.#switchKeeping();
      return;
    }
    if (target === this.#started) this.#fillDays();
    this.#part('undo').hidden = true;
    this.#save();
    this.#show();
  }

  /** Fills in the days on which steps are due, but for those that the visitor changed. */
  #fillDays() {
    const started = this.#started?.value ?? '';
    for (const step of this.#steps) {
      if (step.due.value === '' || step.due.value === step.dueBy(this.#filledFrom)) {
        step.due.value = step.dueBy(started) || step.due.value;
      }
    }
    this.#filledFrom = started;
  }

  #save() {
    const text = JSON.stringify(this.#state());
    remember(REMEMBERED, text);
    if (this.#keep.checked && !keep(this.#id, text)) {
      this.#keep.checked = false;
      this.#say('refused');
    }
  }

  #switchKeeping() {
    if (!this.#keep.checked) {
      keepNot(this.#id);
      this.#say('not_kept');
      return;
    }
    this.#save();
    if (this.#keep.checked) this.#say('kept');
  }

  /** @param {StorageEvent} event - what another tab keeps or wiped */
  #keptElsewhere(event) {
    if (event.storageArea !== localStorage || event.key !== nameOf(this.#id)) return;
    const state = readState(event.newValue ?? '');
    this.#keep.checked = event.newValue !== null;
    if (!state) return;
    this.#fill(state);
    this.#show();
  }

  /** Shows how far the visitor is, and what they noted. */
  #show() {
    const done = this.#steps.filter(({ box }) => box.checked).length;
    const all = this.#steps.length;
    find(this.element, 'progress').value = done;
    find(this.element, '[data-progress]').textContent = this.#text(done === all ? 'all_done' : 'progress', {
      done,
      all,
    });
    for (const step of this.#steps) {
      const day = step.due.value === '' ? '' : this.#text('due', { day: dayInWords(step.due.value) });
      step.show([day, step.note.value.trim()].filter(Boolean).join(' '));
    }
  }

  /** @param {Event} event - a click anywhere in the checklist */
  #clicked(event) {
    const button = /** @type {Element} */ (event.target).closest('[data-action]');
    switch (button?.getAttribute('data-action')) {
      case 'calendar':
        this.#offerCalendar();
        break;
      case 'export':
        offerFile(`${this.#id}.checklist.json`, 'application/json', `${JSON.stringify(this.#state(), null, 2)}\n`);
        this.#say('exported');
        break;
      case 'import':
        find(this.element, '[data-file]').click();
        break;
      case 'print':
        print();
        break;
      case 'undo':
        this.#undo();
        break;
      case 'wipe':
        this.#wipe();
        break;
    }
  }

  #offerCalendar() {
    const title = this.element.dataset['title'] ?? '';
    const entries = this.#steps
      .filter(({ box, due }) => !box.checked && due.value !== '')
      .map((step) => ({
        id: `${this.#id}-${step.id}@checklists.allied-health-coverage-guide`,
        day: step.due.value,
        summary: step.words,
        description: [title, step.note.value.trim()].filter(Boolean).join('\n'),
      }));
    if (entries.length === 0) {
      this.#say('no_dates');
      return;
    }
    offerFile(`${this.#id}.ics`, 'text/calendar', calendarFile(entries, new Date()));
    this.#say('calendar_saved', { count: entries.length });
  }

  /** @param {HTMLInputElement} input - holds the file that the visitor chose */
  async #open(input) {
    const file = input.files?.[0];
    if (!file) return;
    const tooLarge = file.size > LARGEST_FILE_BYTES;
    const state = tooLarge ? null : readState(await file.text());
    // So that the same file can be chosen again.
    input.value = '';
    if (tooLarge) this.#say('too_large');
    else if (!state) this.#say('broken');
    else if (state.checklist !== this.#id) this.#say('other_checklist', { title: state.title });
    else if (state.version !== this.#version) {
      this.#say('other_version', { found: state.version, expected: this.#version });
    } else this.#replaceBy(state, 'imported');
  }

  /**
   * @param {State} state - what shall stand here from now on
   * @param {string} said - name of the sentence that says so
   */
  #replaceBy(state, said) {
    this.#before = this.#state();
    this.#fill(state);
    this.#say(said);
    this.#save();
    this.#show();
    this.#part('undo').hidden = false;
  }

  #undo() {
    const before = this.#before;
    if (!before) return;
    this.#replaceBy(before, 'undone');
    this.#part('undo').hidden = true;
    this.#part('import').focus();
  }

  #wipe() {
    if (!confirm(this.#text('wipe'))) return;
    this.#fill({ ...this.#state(), started: '', steps: {} });
    this.#before = null;
    this.#part('undo').hidden = true;
    this.#keep.checked = false;
    keepNot(this.#id);
    forget(REMEMBERED);
    this.#show();
    this.#say('wiped');
  }

  /**
   * @param {string} action - a button's action
   * @returns {HTMLElement} the button
   */
  #part(action) {
    return find(this.element, `[data-action="${action}"]`);
  }

  /**
   * @param {string} name - name of a sentence
   * @param {Record<string, string | number>} [values] - what to fill in
   */
  #say(name, values) {
    find(this.element, '[data-message]').textContent = this.#text(name, values);
  }

  /**
   * @param {string} name - name of a sentence
   * @param {Record<string, string | number>} [values] - what to fill in
   * @returns {string} the sentence
   */
  #text(name, values = {}) {
    const text = find(this.element, `template[data-text="${name}"]`).content.textContent;
    return text.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ key) => String(values[key]));
  }
}

/**
 * @param {string} day - a day
 * @returns {string} the day as people here write it
 */
function dayInWords(day) {
  const options = /** @type {const} */ ({ dateStyle: 'medium', timeZone: 'UTC' });
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(document.documentElement.lang || undefined, options);
}
