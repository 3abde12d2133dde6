/**
 * An accent color of one's own, used only where everyone can read it.
 *
 * @module
 */

/** The least contrast of text, by WCAG 2.2, 1.4.3. */
export const LEAST_CONTRAST = 4.5;

/** What text in the accent stands on, by theme: a frame's paper, rows and notes. The style sheets hold the same. */
export const PAPERS = {
  light: ['#ffffff', '#f2f4f7', '#fff6dd'],
  dark: ['#1e2129', '#262a35', '#3a3318'],
};

/** What can stand on the accent. */
const INKS = ['#ffffff', '#10131a'];

/**
 * @param {string} one - a color, as in `#12436d`
 * @param {string} other - another
 * @returns {number} their contrast by WCAG 2.2, from 1 to 21
 */
export function contrast(one, other) {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((first, second) => first - second);
  return (lighter + 0.05) / (darker + 0.05);
}

/**
 * @param {string} accent - a color
 * @param {'light' | 'dark'} theme - the colors around it
 * @returns {number} its least contrast with what it stands on
 */
export function leastContrast(accent, theme) {
  return Math.min(...PAPERS[theme].map((paper) => contrast(accent, paper)));
}

/**
 * @param {string} accent - a color
 * @returns {string} what can best be read on it
 */
export function inkOn(accent) {
  const [light = '', dark = ''] = INKS;
  return contrast(light, accent) >= contrast(dark, accent) ? light : dark;
}

/**
 * @param {string} color - a color
 * @returns {number} its relative luminance, from 0 to 1
 */
function luminance(color) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
