/**
 * Filling a form, and its repeated rows.
 *
 * @module
 */

import { controlsOf, defaultOf, isCheckable } from './controls.mjs';
import { listsOf, nameOf, offerRows, ownOf, rowsOf, showReferences, sortOptions, toldName } from './rows.mjs';

/** @typedef {import('./controls.mjs').Control} Control */
/** @typedef {import('./controls.mjs').Fields} Fields */

/** Attributes in a row that begin with its list's name and its number, after the section's id in some. */
const NUMBERED = [
  'name',
  'id',
  'for',
  'data-field',
  'data-list',
  'data-rows',
  'data-row-template',
  'data-reference',
  'data-part',
  'aria-describedby',
  'aria-labelledby',
];

/**
 * Makes a form show exactly these texts. Controls they do not name get what they hold when nobody has said anything.
 *
 * @param {HTMLFormElement} form - the form
 * @param {Fields} fields - texts by control name
 */
export function fillFields(form, fields) {
  for (const list of listsOf(form)) setRowCount(form, list, fields);
  const controls = controlsOf(form);
  for (const control of controls) fill(control, fields[control.name]);
  for (const control of controls) {
    if (control.type === 'hidden' && !(control.name in fields)) control.value = idFor(control, controls);
  }
  for (const others of form.querySelectorAll('.ah-others')) sortOptions(others);
  showReferences(form, fields);
  nameRows(form);
}

/**
 * @param {Control} control - a control
 * @param {string | string[] | undefined} wanted - what it shall hold; where nothing is said, its default
 */
function fill(control, wanted) {
  if (isCheckable(control)) {
    const { value } = control;
    if (wanted === undefined) control.checked = defaultOf(control) === true;
    else control.checked = Array.isArray(wanted) ? wanted.includes(value) : wanted === value;
  } else if (typeof wanted === 'string') {
    if (control.value !== wanted) control.value = wanted;
  } else if (control.type !== 'hidden') {
    control.value = String(defaultOf(control));
  }
}

/**
 * An id for a group that texts leave out. Someone may fill the group in, so it must not be another's id.
 *
 * @param {Control} control - the hidden control that carries the group's id
 * @param {Control[]} controls - all controls of the form
 * @returns {string} the group's path, as Python makes an id of it, or where another has that, one like it
 */
function idFor(control, controls) {
  const taken = new Set(controls.filter((other) => other !== control).map((other) => other.value));
  const plain = control.name.split('.').slice(0, -1).join('-');
  let id = plain;
  for (let number = 1; taken.has(id); number += 1) id = `${plain}-${number}`;
  return id;
}

/**
 * @param {Fields} fields - texts by control name
 * @param {string} list - a list's path
 * @returns {number} how many rows the texts need
 */
function rowCountIn(fields, list) {
  const numbers = Object.keys(fields)
    .filter((name) => name.startsWith(`${list}.`))
    .map((name) => Number.parseInt(name.slice(list.length + 1), 10));
  return Math.max(-1, ...numbers) + 1;
}

/**
 * Gives a list, and those within its new rows, as many rows as texts need.
 *
 * @param {HTMLFormElement} form - the form
 * @param {HTMLElement} list - a list's container
 * @param {Fields} fields - texts by control name
 */
function setRowCount(form, list, fields) {
  const count = rowCountIn(fields, nameOf(list));
  const rows = rowsOf(list);
  for (const row of rows.slice(count)) row.remove();
  const template = rows.length < count ? templateOf(form, list) : null;
  for (let number = rows.length; number < count; number += 1) {
    const row = appendRow(list, template, number);
    if (row instanceof HTMLDetailsElement) row.open = false;
    for (const inner of row ? listsOf(row) : []) setRowCount(form, inner, fields);
  }
  offerRows(list);
}

/**
 * @param {HTMLFormElement} form - the form
 * @param {HTMLElement} list - a list's container
 * @returns {HTMLTemplateElement | null} the template of its rows
 */
function templateOf(form, list) {
  return form.querySelector(`template[data-row-template="${CSS.escape(nameOf(list))}"]`);
}

/**
 * @param {HTMLElement} list - a list's container
 * @param {HTMLTemplateElement | null} template - the template of its rows
 * @param {number} number - the new row's number
 * @returns {HTMLElement | null} the new row, or null where the list has no template
 */
function appendRow(list, template, number) {
  const row = template?.content.firstElementChild?.cloneNode(true);
  if (!template || !(row instanceof HTMLElement)) return null;
  const elements = [row, ...elementsIn(row)];
  for (const { place, attribute, value } of placeholdersOf(template)) {
    // The first placeholder of each name is this row's; one behind it is that of a row within this one.
    elements[place]?.setAttribute(attribute, value.replace(/(^|\s)(\S*?)__row__/g, `$1$2${number}`));
  }
  showNumber(row, number);
  for (const control of controlsOf(row)) giveOwnValue(list, control);
  list.append(row);
  return row;
}

/**
 * Attributes of a template's row that hold a placeholder, by the place of their element in it. A form may need a hundred
 * rows at once, with hundreds of elements each.
 *
 * @type {WeakMap<HTMLTemplateElement, {place: number, attribute: string, value: string}[]>}
 */
const placeholders = new WeakMap();

/**
 * @param {HTMLTemplateElement} template - the template of a list's rows
 * @returns {{place: number, attribute: string, value: string}[]} its row's placeholders
 */
function placeholdersOf(template) {
  const known = placeholders.get(template);
  if (known) return known;
  const found = [...elementsIn(template.content)].flatMap((element, place) =>
    NUMBERED.map((attribute) => ({ place, attribute, value: element.getAttribute(attribute) ?? '' })),
  );
  const held = found.filter(({ value }) => value.includes('__row__'));
  placeholders.set(template, held);
  return held;
}

/**
 * Renames whatever is named in a row, and in the rows that may still be added within it.
 *
 * @param {HTMLElement} row - a row
 * @param {RegExp} pattern - what to replace in names
 * @param {string} replacement - by what, as `replace` takes it
 */
function rename(row, pattern, replacement) {
  for (const element of [row, ...elementsIn(row)]) {
    for (const attribute of NUMBERED) {
      const value = element.getAttribute(attribute);
      if (value !== null) element.setAttribute(attribute, value.replace(pattern, replacement));
    }
    if (element instanceof HTMLTemplateElement) placeholders.delete(element);
  }
}

/**
 * @param {ParentNode} root - where to look
 * @returns {Generator<Element>} every element in it, those within templates among them
 */
function* elementsIn(root) {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element instanceof HTMLTemplateElement) yield* elementsIn(element.content);
  }
}

/**
 * @param {HTMLElement} row - a row
 * @param {number} number - its number, from 0
 */
function showNumber(row, number) {
  row.dataset['row'] = String(number);
  const shown = row.querySelector('[data-row-number]');
  if (shown) shown.textContent = String(number + 1);
}

/**
 * Rows are referred to by ids, so a new row's id must be one that no other row has, whatever was removed before.
 *
 * @param {HTMLElement} list - the list the row goes into
 * @param {Control} control - a control of the new row
 */
function giveOwnValue(list, control) {
  if (control.type !== 'hidden') return;
  const pattern = control.getAttribute('value');
  if (!pattern?.includes('__row__')) return;
  const taken = new Set(controlsOf(list).map((other) => other.value));
  let number = 0;
  while (taken.has(pattern.replaceAll('__row__', String(number)))) number += 1;
  control.setAttribute('value', pattern.replaceAll('__row__', String(number)));
}

/**
 * Numbers the rows of a list from 0 without gaps, and shows which can be added or removed.
 *
 * @param {HTMLElement} list - a list's container
 */
function renumber(list) {
  const name = nameOf(list);
  const numbered = new RegExp(`(^|[\\s-])${name.replaceAll('.', '\\.')}\\.\\d+(?![\\w])`, 'g');
  const rows = rowsOf(list);
  // A radio's name must not meet another row's on the way, or the browser unchecks one of the two.
  const checked = controlsOf(list).filter((control) => isCheckable(control) && control.checked);
  for (const [index, row] of rows.entries()) {
    if (row.dataset['row'] === String(index)) continue;
    rename(row, numbered, `$1${name}.${index}`);
    showNumber(row, index);
  }
  for (const control of checked) /** @type {HTMLInputElement} */ (control).checked = true;
  offerRows(list);
}

/**
 * Adds a row at the end of a list.
 *
 * @param {HTMLFormElement} form - the form
 * @param {string} name - the list's path
 * @returns {HTMLElement | null} the row
 */
export function addRow(form, name) {
  const list = listsOf(form).find((candidate) => nameOf(candidate) === name);
  const row = list && appendRow(list, templateOf(form, list), rowsOf(list).length);
  if (!row) return null;
  offerRows(list);
  showReferences(form);
  nameRows(form);
  return row;
}

/**
 * Puts the focus into a row.
 *
 * @param {HTMLElement} row - the row
 */
export function enterRow(row) {
  controlsOf(row)
    .find((control) => control.type !== 'hidden' && control.checkVisibility())
    ?.focus();
}

/**
 * Removes the row a button stands in; the focus goes to the row that takes its place, or to the button that adds one.
 *
 * @param {HTMLFormElement} form - the form
 * @param {HTMLElement} button - the row's own button
 */
export function removeRow(form, button) {
  const row = /** @type {HTMLElement | null} */ (button.closest('[data-row]'));
  const list = /** @type {HTMLElement | null} */ (row?.closest('[data-rows]') ?? null);
  if (!row || !list) return;
  const index = rowsOf(list).indexOf(row);
  row.remove();
  renumber(list);
  showReferences(form);
  nameRows(form);
  const rows = rowsOf(list);
  const successor = rows[index] ?? rows.at(-1);
  const marks = '[data-action="remove-row"]:not([hidden]), summary, input:not([type="hidden"]), select';
  const all = /** @type {HTMLElement[]} */ (successor ? ownOf(successor, marks) : []);
  const targets = all.filter((target) => target.checkVisibility());
  const remove = targets.find((target) => target.dataset['action'] === 'remove-row');
  (remove ?? targets[0] ?? adderOf(list))?.focus();
}

/**
 * @param {HTMLElement} list - a list's container
 * @returns {HTMLElement | null} the button that adds a row to it
 */
function adderOf(list) {
  return (
    list.closest('form')?.querySelector(`[data-action="add-row"][data-list="${CSS.escape(nameOf(list))}"]`) ?? null
  );
}

/**
 * Names each row after what was said in it.
 *
 * @param {HTMLFormElement} form - the form
 */
export function nameRows(form) {
  for (const title of form.querySelectorAll('[data-row-title]')) {
    const row = /** @type {HTMLElement | null} */ (title.closest('[data-row]'));
    const name = row ? toldName(row) : '';
    if (title.textContent !== name) title.textContent = name;
  }
}
