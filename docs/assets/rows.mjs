/**
 * What the rows of lists are called, how others refer to them, and how many there may be.
 *
 * @module
 */

import { controlsOf, defaultOf } from './controls.mjs';

/** @typedef {import('./controls.mjs').Fields} Fields */

/**
 * The repeated lists of a form, or of a part of it; a list comes before those within its rows.
 *
 * @param {HTMLElement} root - the form, or a part of it
 * @returns {HTMLElement[]} their containers
 */
export function listsOf(root) {
  return /** @type {HTMLElement[]} */ ([...root.querySelectorAll('[data-rows]')]);
}

/**
 * @param {HTMLElement} list - a list's container
 * @returns {string} its path
 */
export function nameOf(list) {
  return list.dataset['rows'] ?? '';
}

/**
 * @param {HTMLElement} list - a list's container
 * @returns {HTMLElement[]} its rows
 */
export function rowsOf(list) {
  return /** @type {HTMLElement[]} */ ([...list.children].filter((row) => row.hasAttribute('data-row')));
}

/**
 * What stands in a row itself, not in a row of a list within it.
 *
 * @param {HTMLElement} row - a row
 * @param {string} selector - what to look for
 * @returns {Element[]} the elements
 */
export function ownOf(row, selector) {
  return [...row.querySelectorAll(selector)].filter((element) => element.closest('[data-row]') === row);
}

/**
 * Shows, for a list, which rows can be added or removed; one that asks nothing yet shows only how to add.
 *
 * @param {HTMLElement} list - a list's container
 */
export function offerRows(list) {
  const { least = '0', most = 'Infinity', quiet } = list.dataset;
  const rows = rowsOf(list);
  const count = rows.length;
  for (const button of rows.flatMap((row) => ownOf(row, '[data-action="remove-row"]'))) {
    /** @type {HTMLElement} */ (button).hidden = count <= Number(least);
  }
  const box = list.closest('fieldset.ah-list');
  const add = /** @type {HTMLElement | null} */ (box?.querySelector(':scope > [data-action="add-row"]') ?? null);
  if (add) add.hidden = count >= Number(most);
  if (quiet !== undefined) box?.toggleAttribute('data-quiet-now', count <= Number(least));
}

/**
 * What a row goes by: its first answer, and whatever else sets it apart.
 *
 * @param {HTMLElement} row - a row
 * @returns {string} its name, or nothing where nothing was said in it yet
 */
export function shownName(row) {
  const parts = [];
  for (const part of ownOf(row, '[data-names-row]')) {
    if (part instanceof HTMLFieldSetElement) {
      const picked = [...part.querySelectorAll('input:checked')].map((input) => input.closest('label')?.textContent);
      parts.push(...picked.map((label) => label?.trim() ?? ''));
    } else if (part instanceof HTMLSelectElement) {
      if (part.value && part.value !== defaultOf(part)) parts.push(part.selectedOptions[0]?.textContent ?? '');
    } else if (part instanceof HTMLInputElement) {
      parts.push(part.value.trim());
    }
  }
  return parts.filter(Boolean).join(', ');
}

/**
 * What a row goes by where its questions are asked by themselves: what the reader calls it, or else what it is and
 * whatever sets it apart.
 *
 * @param {HTMLElement} row - a row
 * @returns {string} its name, or nothing where nothing was said in it yet
 */
export function toldName(row) {
  const list = row.closest('[data-rows]');
  const named = /** @type {HTMLElement | null} */ (row.querySelector('[data-named-by]'))?.dataset['namedBy'] ?? '';
  const [own, ...others] = named.split(' ').map((name) => {
    const path = `${list ? nameOf(/** @type {HTMLElement} */ (list)) : ''}.${row.dataset['row']}.${name}`;
    return shownIn(row.querySelector(`[name="${CSS.escape(path)}"]`));
  });
  return own || [shownName(row), ...others].filter(Boolean).join(' · ');
}

/**
 * @param {Element | null} control - a control that is typed into or chosen from
 * @returns {string} what stands in it as people read it, or nothing
 */
function shownIn(control) {
  if (control instanceof HTMLInputElement) return control.value.trim();
  if (!(control instanceof HTMLSelectElement) || control.value === defaultOf(control)) return '';
  return control.selectedOptions[0]?.textContent ?? '';
}

/**
 * Shows in every control that refers to a row which rows there are, by their names. Where there is only one, the
 * control holds it and is not shown.
 *
 * @param {HTMLFormElement} form - the form
 * @param {Fields} [fields] - what the controls shall hold; without it, what they hold now
 */
export function showReferences(form, fields) {
  for (const control of form.querySelectorAll('select[data-reference]')) {
    const select = /** @type {HTMLSelectElement} */ (control);
    const list = listsOf(form).find((candidate) => nameOf(candidate) === select.dataset['reference']);
    const choices = list ? choicesOf(list) : [];
    const wanted = fields?.[select.name] ?? select.value;
    const [only] = choices;
    const box = /** @type {HTMLElement | null} */ (select.closest('[data-field]'));
    if (box) box.hidden = choices.length === 1;
    const offered = choices.length === 1 ? choices : [{ value: '', text: 'Choose…' }, ...choices];
    offer(select, offered);
    const found = choices.some(({ value }) => value === wanted);
    select.value = choices.length === 1 && only ? only.value : found ? String(wanted) : '';
  }
}

/**
 * @param {HTMLElement} list - a list's container
 * @returns {{value: string, text: string}[]} each row's id, with what it goes by
 */
function choicesOf(list) {
  return rowsOf(list).map((row, index) => {
    const id = controlsOf(row).find((control) => control.type === 'hidden');
    return { value: id?.value ?? '', text: shownName(row) || `${list.dataset['one']} ${index + 1}` };
  });
}

/**
 * @param {HTMLSelectElement} select - a control
 * @param {{value: string, text: string}[]} choices - what can be chosen in it
 */
function offer(select, choices) {
  const same =
    select.options.length === choices.length &&
    choices.every(({ value, text }, index) => {
      const option = select.options[index];
      return option?.value === value && option.text === text;
    });
  if (!same) select.replaceChildren(...choices.map(({ value, text }) => new Option(text, value)));
}

/**
 * The order in which a long list of options came, and how many of them stand open.
 *
 * @type {WeakMap<Element, {labels: Element[], open: number}>}
 */
const orders = new WeakMap();

/**
 * Of many options, shows those that are picked, or the first few; the others stay folded away.
 *
 * @param {Element} others - the folded part of a group of options
 */
export function sortOptions(others) {
  const group = others.closest('fieldset');
  const open = group?.querySelector(':scope > .ah-options');
  const folded = others.querySelector('.ah-options');
  if (!group || !open || !folded) return;
  const order = orders.get(group) ?? { labels: [...group.querySelectorAll('.ah-option')], open: open.children.length };
  orders.set(group, order);
  const picked = order.labels.filter((label) => label.querySelector('input:checked'));
  const shown = new Set(picked.length > 0 ? picked : order.labels.slice(0, order.open));
  for (const label of order.labels) {
    const place = shown.has(label) ? open : folded;
    if (label.parentElement !== place) place.append(label);
  }
}

/**
 * Whether a control names the row it stands in, so that what refers to the row must follow.
 *
 * @param {HTMLElement} control - a control
 * @returns {boolean} whether it does
 */
export function namesRow(control) {
  return control.closest('[data-names-row]') !== null;
}
