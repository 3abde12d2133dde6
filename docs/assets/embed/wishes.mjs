/**
 * What a page wishes of the frame in it, as it stands behind the `#` of the frame's address.
 *
 * @module
 */

/** @typedef {import('./messages.mjs').About} About */

/**
 * @typedef {object} Wishes
 * @property {Record<string, string>} presets - texts by their fields' paths
 * @property {string[]} hidden - paths of fields; `*` stands for every row
 * @property {'light' | 'dark' | 'auto'} theme - the colors
 * @property {string | null} accent - a color, as in `#12436d`
 * @property {boolean} hosted - whether our own script made the frame and can hand it the runtime's files
 * @property {{about: About, what: string}[]} wrong - what nobody can make sense of
 */

/** What a frame may do: run, hand over files, and open the full tool, which then is a page like any other. */
export const SANDBOX = 'allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox';

/** The most presets that are read, so that no address can make a frame busy for long. */
const MOST_PRESETS = 100;

/** Names of fields one within the other; a row's number has two digits at most. */
const PATH = /^[a-z_]+(\.([a-z_]+|\d{1,2}))*$/;
const PATTERN = /^[a-z_]+(\.([a-z_]+|\d{1,2}|\*))*$/;

const COLOR = /^#[0-9a-f]{6}$/i;

/**
 * @param {string} hash - the part of an address behind its `#`
 * @returns {Wishes} what it says
 */
export function readWishes(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const theme = given.get('theme') ?? 'auto';
  const accent = given.get('accent');
  /** @type {Wishes} */
  const wishes = {
    presets: {},
    hidden: [],
    theme: 'auto',
    accent: null,
    hosted: given.get('host') === 'script',
    wrong: [],
  };
  if (theme === 'light' || theme === 'dark' || theme === 'auto') wishes.theme = theme;
  else wishes.wrong.push({ about: 'theme', what: theme });
  if (accent !== null && COLOR.test(accent)) wishes.accent = accent.toLowerCase();
  else if (accent) wishes.wrong.push({ about: 'accent', what: accent });
  for (const preset of listed(given.get('presets'), ';')) {
    const [path = '', ...text] = preset.split('=');
    const fits = PATH.test(path.trim()) && text.length > 0 && Object.keys(wishes.presets).length < MOST_PRESETS;
    if (fits) wishes.presets[path.trim()] = text.join('=').trim();
    else wishes.wrong.push({ about: 'preset', what: path.trim() });
  }
  for (const path of listed(given.get('hide'), /[\s;,]+/)) {
    if (PATTERN.test(path)) wishes.hidden.push(path);
    else wishes.wrong.push({ about: 'hide', what: path });
  }
  return wishes;
}

/**
 * @param {Record<string, string | null>} given - `presets`, `hide`, `theme` and `accent` as a page writes them
 * @param {Record<string, string>} [more] - what else is said
 * @returns {string} what stands behind the `#`
 */
export function writeWishes(given, more = {}) {
  const wishes = new URLSearchParams(more);
  for (const [wish, wished] of Object.entries(given)) if (wished) wishes.set(wish, wished);
  return wishes.toString();
}

/**
 * @param {string | null} text - a list
 * @param {string | RegExp} separator - what stands between its items
 * @returns {string[]} its items
 */
function listed(text, separator) {
  return (text ?? '').split(separator).filter((item) => item.trim() !== '');
}
