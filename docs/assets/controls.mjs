/**
 * A form's controls as raw texts: reading them, and what each holds when nobody has said anything.
 *
 * Texts are taken exactly as typed. What they mean is Python's affair.
 *
 * @module
 */

/**
 * Control name to what is typed or chosen; a group of checkboxes gives the list of its checked values. What a control
 * holds anyway, when nobody has said anything, is left out.
 *
 * @typedef {Record<string, string | string[]>} Fields
 */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

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
 * @param {Control} control - a control
 * @returns {control is HTMLInputElement} whether it is a radio button or a checkbox
 */
export function isCheckable(control) {
  return control.type === 'radio' || control.type === 'checkbox';
}

/**
 * @param {Control} control - a control
 * @param {string | string[]} text - a text
 * @returns {boolean} whether the control can hold it
 */
export function holds(control, text) {
  if (isCheckable(control)) return control.value === text;
  if (control instanceof HTMLSelectElement) return [...control.options].some(({ value }) => value === text);
  return control.type !== 'hidden';
}

/**
 * What controls hold when nobody has said anything: a text, or of what can be checked whether it is.
 *
 * @type {WeakMap<Control, string | boolean>}
 */
const defaults = new WeakMap();

/**
 * @param {Control} control - a control
 * @returns {string | boolean} what it holds when nobody has said anything
 */
export function defaultOf(control) {
  const known = defaults.get(control);
  if (known !== undefined) return known;
  const found = findDefault(control);
  defaults.set(control, found);
  return found;
}

/**
 * @param {Control} control - a control
 * @returns {string | boolean} its default as the page has it; where something else stands there, the page says so
 */
function findDefault(control) {
  if (!isCheckable(control)) return control.dataset['default'] ?? writtenIn(control);
  const said = control.closest('fieldset')?.dataset['default'];
  return said === undefined ? control.defaultChecked : said.split(' ').includes(control.value);
}

/**
 * @param {Control} control - a control
 * @returns {string | boolean} what the page came with
 */
function writtenIn(control) {
  if (isCheckable(control)) return control.defaultChecked;
  if (!(control instanceof HTMLSelectElement)) return control.defaultValue;
  const options = [...control.options];
  return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? '';
}

/**
 * What a form holds, without what it holds anyway.
 *
 * @param {HTMLElement} form - the form
 * @returns {Fields} texts by control name
 */
export function readFields(form) {
  return read(form, (control) => control.dataset['kept'] !== undefined || stateOf(control) !== defaultOf(control));
}

/**
 * What was typed or chosen since the page was written.
 *
 * @param {HTMLElement} form - the form
 * @returns {Fields} texts by control name
 */
export function readChanges(form) {
  return read(form, (control) => stateOf(control) !== writtenIn(control));
}

/**
 * @param {Control} control - a control
 * @returns {string | boolean} its text, or whether it is checked
 */
function stateOf(control) {
  return isCheckable(control) ? control.checked : control.value;
}

/**
 * @param {HTMLElement} form - the form
 * @param {(control: Control) => boolean} counts - whether a control is to be read; of a group, whether one of it is
 * @returns {Fields} texts by control name
 */
function read(form, counts) {
  /** @type {Fields} */
  const fields = {};
  /** @type {Map<string, {picked: string[], many: boolean, counts: boolean}>} */
  const groups = new Map();
  for (const control of controlsOf(form)) {
    if (!isCheckable(control)) {
      if (counts(control)) fields[control.name] = control.value;
      continue;
    }
    const group = groups.get(control.name) ?? { picked: [], many: control.type === 'checkbox', counts: false };
    groups.set(control.name, group);
    if (control.checked) group.picked.push(control.value);
    group.counts ||= counts(control);
  }
  for (const [name, group] of groups) {
    if (group.counts) fields[name] = group.many ? group.picked.sort() : (group.picked[0] ?? '');
  }
  return fields;
}

/**
 * Nests texts by their paths: `care.0.visits` becomes `{care: [{visits}]}`, and so does each list within a row.
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
    // Groups of options come behind all texts, so a row of options alone is met later than its number says.
    return keys.sort((one, other) => one - other).map((key) => plain(branch.get(key)));
  }
  return Object.fromEntries([...branch].map(([key, value]) => [key, plain(value)]));
}
