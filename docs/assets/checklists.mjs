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

/** @typedef {import('./calendar.mjs').Entry} Entry */
/** @typedef {import('./checklist_state.mjs').State} State */

/** The name under which the tab remembers a page's checklist. */
const REMEMBERED = 'checklist';

/** How many days ahead of a last day a calendar is marked, besides the day itself. */
const DAYS_AHEAD = [14, 7];

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

  /** @param {string} day - the sentence on its day, which with the note is seen in print and while both are folded away */
  show(day) {
    const note = this.note.value.trim();
    const said = find(this.#item, '[data-said]');
    said.textContent = [day, note].filter(Boolean).join(' ');
    said.hidden = said.textContent === '';
    // A print has no line for what is filled in.
    this.#item.toggleAttribute('data-has-day', day !== '');
    this.#item.toggleAttribute('data-has-note', note !== '');
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

  /** @type {HTMLInputElement | null} */
  #lastDay;

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
    this.#lastDay = element.querySelector('#checklist-last-day');
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
      lastDay: this.#lastDay?.value ?? '',
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
    if (this.#lastDay) this.#lastDay.value = state.lastDay;
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
    if (this.#keep.checked) {
      this.#save();
      if (this.#keep.checked) this.#say('kept');
    } else {
      keepNot(this.#id);
      this.#say('not_kept');
    }
    this.#show();
  }

  /** @param {StorageEvent} event - what another tab keeps or wiped */
  #keptElsewhere(event) {
    if (event.storageArea !== localStorage || event.key !== nameOf(this.#id)) return;
    const state = readState(event.newValue ?? '');
    this.#keep.checked = event.newValue !== null;
    if (state) this.#fill(state);
    this.#show();
  }

  /** Shows how far the visitor is, what they noted, and how long it lasts. */
  #show() {
    const done = this.#steps.filter(({ box }) => box.checked).length;
    const all = this.#steps.length;
    find(this.element, 'progress').value = done;
    find(this.element, '[data-progress]').textContent = this.#text(done === all ? 'all_done' : 'progress', {
      done,
      all,
    });
    for (const step of this.#steps) {
      step.show(step.due.value === '' ? '' : this.#text('due', { day: dayInWords(step.due.value) }));
    }
    for (const field of [this.#started, this.#lastDay]) {
      if (field) find(this.element, `[data-day="${field.id}"]`).textContent = field.value && dayInWords(field.value);
    }
    find(this.element, '[data-lasts]').textContent = this.#text(
      this.#keep.checked ? 'kept_on_the_device' : 'lost_with_the_tab',
    );
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
      case 'to-switch':
        this.#keep.focus();
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
    const now = new Date();
    const all = [...this.#stepEntries(), ...this.#lastDayEntries()];
    const entries = all.filter(({ day }) => day >= dayOf(now));
    const past = all.length - entries.length;
    if (all.length === 0) this.#say('no_dates');
    else if (entries.length === 0) this.#say('all_past', { past });
    else {
      offerFile(`${this.#id}.ics`, 'text/calendar', calendarFile(entries, now));
      const said = [this.#text('calendar_saved', { count: entries.length })];
      if (past > 0) said.push(this.#text('calendar_past', { past }));
      find(this.element, '[data-message]').textContent = said.join(' ');
    }
  }

  /** @returns {Entry[]} the open steps that have a day */
  #stepEntries() {
    return this.#steps
      .filter(({ box, due }) => !box.checked && due.value !== '')
      .map((step) => this.#entry(step.id, step.due.value, step.words, step.note.value.trim()));
  }

  /** @returns {Entry[]} the last day that someone else has set, and the days that mark it ahead */
  #lastDayEntries() {
    const last = this.#lastDay?.value;
    if (!last) return [];
    const label = find(this.element, 'label[for="checklist-last-day"]').textContent.trim();
    const day = dayInWords(last);
    const marks = DAYS_AHEAD.map((days) =>
      this.#entry(`:${days}-days-left`, daysAfter(last, -days), this.#text('before_last_day', { label, day, days })),
    );
    return [...marks, this.#entry(':last-day', last, label)];
  }

  /**
   * @param {string} name - what it is about; no step's id has a colon
   * @param {string} day - the day
   * @param {string} summary - what is due
   * @param {string} [note] - what the visitor noted
   * @returns {Entry} an entry of the calendar file
   */
  #entry(name, day, summary, note = '') {
    const sooner = this.#lastDay ? this.#text('sooner') : '';
    return {
      id: `${this.#id}-${name}@checklists.allied-health-coverage-guide`,
      day,
      summary,
      description: [this.element.dataset['title'], sooner, note].filter(Boolean).join('\n'),
    };
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
    this.#fill({ ...this.#state(), started: '', lastDay: '', steps: {} });
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

/**
 * @param {Date} moment - a moment
 * @returns {string} the day that it is then where the visitor is
 */
function dayOf(moment) {
  const parts = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
  return parts.map((part, place) => String(part).padStart(place === 0 ? 4 : 2, '0')).join('-');
}
