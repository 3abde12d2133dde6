/**
 * The form as raw texts: reading it, filling it, and its repeated rows.
 *
 * Texts are taken and put back exactly as typed. What they mean is Python's affair.
 *
 * @module
 */

/**
 * Control name to what is typed or chosen; a group of checkboxes gives the list of its checked values.
 *
 * @typedef {Record<string, string | string[]>} Fields
 */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/** Attributes of a row that carry its list's name and its number. */
const NUMBERED = [
  'name',
  'id',
  'for',
  'data-field',
  'data-list',
  'aria-describedby',
  'aria-labelledby',
  'aria-controls',
];

/**
 * Every named control of a form, in page order.
 *
 * @param {HTMLElement} root - the form, or a part of it
 * @returns {Control[]} the controls
 */
export function controlsOf(root) {
  return /** @type {Control[]} */ ([...root.querySelectorAll('input[name], select[name], textarea[name]')]);
}

/**
 * What a form holds now, or held when the page was written.
 *
 * @param {HTMLElement} form - the form
 * @param {boolean} [asWritten] - give the values the page came with instead of the present ones
 * @returns {Fields} texts by control name
 */
export function readFields(form, asWritten = false) {
  /** @type {Fields} */
  const fields = {};
  for (const control of controlsOf(form)) {
    if (control instanceof HTMLInputElement && control.type === 'checkbox') {
      const checked = /** @type {string[]} */ (fields[control.name] ?? []);
      if (asWritten ? control.defaultChecked : control.checked) checked.push(control.value);
      fields[control.name] = checked;
    } else if (control instanceof HTMLInputElement && control.type === 'radio') {
      fields[control.name] ??= '';
      if (asWritten ? control.defaultChecked : control.checked) fields[control.name] = control.value;
    } else {
      fields[control.name] = asWritten ? writtenValue(control) : control.value;
    }
  }
  return fields;
}

/**
 * @param {Control} control - a control with one text
 * @returns {string} the value it came with
 */
function writtenValue(control) {
  if (!(control instanceof HTMLSelectElement)) return control.defaultValue;
  const options = [...control.options];
  return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? '';
}

/**
 * Nests texts by their paths: `care.0.visits` becomes `{care: [{visits}]}`.
 *
 * @param {Fields} fields - texts by control name
 * @returns {unknown} the same texts, nested
 */
export function nest(fields) {
  /** @type {Map<string, any>} */
  const tree = new Map();
  for (const [name, text] of Object.entries(fields)) {
    const steps = name.split('.');
    const last = /** @type {string} */ (steps.pop());
    let branch = tree;
    for (const step of steps) {
      if (!branch.has(step)) branch.set(step, new Map());
      branch = branch.get(step);
    }
    branch.set(last, text);
  }
  return plain(tree);
}

/**
 * @param {any} branch - a map of the tree, or a leaf
 * @returns {unknown} lists where all keys are row numbers, else objects
 */
function plain(branch) {
  if (!(branch instanceof Map)) return branch;
  const keys = [...branch.keys()];
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) {
    return [...branch.values()].map(plain);
  }
  return Object.fromEntries([...branch].map(([key, value]) => [key, plain(value)]));
}

/**
 * Makes a form show exactly these texts. Controls they do not name are emptied, hidden ones left alone.
 *
 * @param {HTMLElement} form - the form
 * @param {Fields} fields - texts by control name
 */
export function fillFields(form, fields) {
  for (const list of listsOf(form)) setRowCount(form, list, rowCountIn(fields, nameOf(list)));
  for (const control of controlsOf(form)) {
    const wanted = fields[control.name];
    if (control instanceof HTMLInputElement && control.type === 'checkbox') {
      control.checked = Array.isArray(wanted) && wanted.includes(control.value);
    } else if (control instanceof HTMLInputElement && control.type === 'radio') {
      control.checked = control.value === wanted;
    } else if (typeof wanted === 'string') {
      control.value = wanted;
    } else if (control.type !== 'hidden') {
      control.value = '';
    }
  }
  nameRows(form);
}

/**
 * The repeated lists of a form.
 *
 * @param {HTMLElement} form - the form
 * @returns {HTMLElement[]} their containers
 */
function listsOf(form) {
  return /** @type {HTMLElement[]} */ ([...form.querySelectorAll('[data-rows]')]);
}

/**
 * @param {HTMLElement} list - a list's container
 * @returns {string} its path
 */
function nameOf(list) {
  return list.dataset['rows'] ?? '';
}

/**
 * @param {HTMLElement} list - a list's container
 * @returns {HTMLElement[]} its rows
 */
function rowsOf(list) {
  return /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[data-row]')]);
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
 * @param {HTMLElement} form - the form
 * @param {HTMLElement} list - a list's container
 * @param {number} count - how many rows it shall have
 */
function setRowCount(form, list, count) {
  for (const row of rowsOf(list).slice(count)) row.remove();
  while (rowsOf(list).length < count) {
    const row = appendRow(form, list);
    if (!row) break;
    if (row instanceof HTMLDetailsElement) row.open = false;
  }
  renumber(list);
}

/**
 * @param {HTMLElement} form - the form
 * @param {HTMLElement} list - a list's container
 * @returns {HTMLElement | null} the new row, or null where the list has no template
 */
function appendRow(form, list) {
  const template = /** @type {HTMLTemplateElement | null} */ (
    form.querySelector(`template[data-row-template="${CSS.escape(nameOf(list))}"]`)
  );
  const row = template?.content.firstElementChild?.cloneNode(true);
  if (!(row instanceof HTMLElement)) return null;
  const number = String(rowsOf(list).length);
  for (const element of [row, ...row.querySelectorAll('*')]) {
    for (const attribute of element.attributes) {
      if (attribute.name === 'value') continue;
      attribute.value = attribute.value.replaceAll('__row__', number);
    }
  }
  for (const control of controlsOf(row)) giveOwnValue(list, control);
  list.append(row);
  return row;
}

/**
 * Rows are referred to by ids, so a new row's id must be one that no other row has, whatever was removed before.
 *
 * @param {HTMLElement} list - the list the row goes into
 * @param {Control} control - a control of the new row
 */
function giveOwnValue(list, control) {
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
  const checked = controlsOf(list).filter((control) => control instanceof HTMLInputElement && control.checked);
  for (const [index, row] of rows.entries()) {
    for (const element of [row, ...row.querySelectorAll('*')]) {
      for (const attribute of NUMBERED) {
        const value = element.getAttribute(attribute);
        if (value !== null) element.setAttribute(attribute, value.replace(numbered, `$1${name}.${index}`));
      }
      if (element.hasAttribute('data-row-number')) element.textContent = String(index + 1);
    }
  }
  for (const control of checked) /** @type {HTMLInputElement} */ (control).checked = true;
  limitButtons(list, rows.length);
}

/**
 * @param {HTMLElement} list - a list's container
 * @param {number} count - how many rows it has
 */
function limitButtons(list, count) {
  const { least = '0', most = 'Infinity' } = list.dataset;
  for (const button of list.querySelectorAll('[data-action="remove-row"]')) {
    /** @type {HTMLElement} */ (button).hidden = count <= Number(least);
  }
  const add = adderOf(list);
  if (add) add.hidden = count >= Number(most);
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
 * Shows, for every list, which rows can be added or removed.
 *
 * @param {HTMLElement} form - the form
 */
export function prepareRows(form) {
  for (const list of listsOf(form)) renumber(list);
}

/**
 * Adds a row at the end of a list and puts the focus into it.
 *
 * @param {HTMLElement} form - the form
 * @param {string} name - the list's path
 */
export function addRow(form, name) {
  const list = listsOf(form).find((candidate) => nameOf(candidate) === name);
  const row = list && appendRow(form, list);
  if (!row) return;
  renumber(list);
  controlsOf(row)
    .find((control) => control.type !== 'hidden')
    ?.focus();
}

/**
 * Removes the row a button stands in; the focus goes to the row that takes its place, or to the button that adds one.
 *
 * @param {HTMLElement} button - the row's own button
 */
export function removeRow(button) {
  const row = /** @type {HTMLElement | null} */ (button.closest('[data-row]'));
  const list = /** @type {HTMLElement | null} */ (row?.closest('[data-rows]') ?? null);
  if (!row || !list) return;
  const index = rowsOf(list).indexOf(row);
  row.remove();
  renumber(list);
  const rows = rowsOf(list);
  const successor = rows[index] ?? rows.at(-1);
  const marks = '[data-action="remove-row"]:not([hidden]), summary, input:not([type="hidden"]), select';
  const targets = /** @type {HTMLElement[]} */ ([...(successor?.querySelectorAll(marks) ?? [])]);
  const remove = targets.find((target) => target.dataset['action'] === 'remove-row' && target.checkVisibility());
  (remove ?? targets[0] ?? adderOf(list))?.focus();
}

/**
 * Names each folded row after what is chosen in its first list of options.
 *
 * @param {HTMLElement} form - the form
 */
export function nameRows(form) {
  for (const title of form.querySelectorAll('[data-row-title]')) {
    const choice = title.closest('[data-row]')?.querySelector('select');
    const chosen = choice?.value ? choice.selectedOptions[0]?.textContent : '';
    if (title.textContent !== chosen) title.textContent = chosen ?? '';
  }
}
