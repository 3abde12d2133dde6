/**
 * What a frame looks like where the page around it has wishes: theme, accent, fields that are not shown.
 *
 * @module
 */

import { inkOn, LEAST_CONTRAST, leastContrast } from './accent.mjs';

/** @typedef {import('./wishes.mjs').Wishes} Wishes */

/** The rules that follow from the wishes; a style sheet made by a script, for the policy allows no other. */
const sheet = new CSSStyleSheet();

/**
 * Follows the wishes, and the system's colors where nothing else is wished.
 *
 * @param {Wishes} wishes - what the page wishes
 * @returns {boolean} whether the accent can be read now, or none is wished
 */
export function followWishes({ theme, accent, hidden }) {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => {
    const shown = theme === 'auto' ? (dark.matches ? 'dark' : 'light') : theme;
    document.documentElement.dataset['mdColorScheme'] = shown === 'dark' ? 'slate' : 'default';
    const readable = accent === null || leastContrast(accent, shown) >= LEAST_CONTRAST;
    const rules = accent !== null && readable ? [accentRule(accent)] : [];
    sheet.replaceSync([...rules, ...hidden.map(hidingRule)].join('\n'));
    return readable;
  };
  document.adoptedStyleSheets = [sheet];
  dark.addEventListener('change', follow);
  return follow();
}

/**
 * @param {string} pattern - path of a field; `*` stands for every row
 * @returns {string} a selector for the field's box, wherever it is, in rows that are still to come as well
 */
export function selectorOf(pattern) {
  const parts = pattern.split('*');
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  const middle = parts.slice(1, -1).map((part) => `[data-field*="${part}"]`);
  if (parts.length === 1) return `[data-field="${pattern}"]`;
  return [`[data-field^="${first}"]`, ...middle, `[data-field$="${last}"]`].join('');
}

/**
 * @param {string} accent - a color
 * @returns {string} the rule that uses it
 */
function accentRule(accent) {
  return `:root[data-md-color-scheme] .ah-calculator { --ah-action: ${accent}; --ah-on-action: ${inkOn(accent)}; --ah-link: ${accent}; }`;
}

/**
 * A field in which something is wrong is shown all the same, and so is one that is asked for.
 *
 * @param {string} pattern - path of a field; `*` stands for every row
 * @returns {string} the rule that hides it
 */
function hidingRule(pattern) {
  return `.ah-calculator:not([data-asking]) ${selectorOf(pattern)}:not([data-invalid]) { display: none; }`;
}
