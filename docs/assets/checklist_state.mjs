/**
 * What a visitor did with a checklist, and the file it is saved in.
 *
 * @module
 */

/**
 * What the visitor did with one step; `due` is a day as `2026-11-30`, or empty.
 *
 * @typedef {{done: boolean, note: string, due: string}} Step
 */

/**
 * @typedef {object} State
 * @property {string} checklist - the checklist's id
 * @property {number} version - the version of its steps
 * @property {string} title - its title, for a page of another checklist to name it
 * @property {string} started - the day on which the visitor starts, or empty
 * @property {string} lastDay - the last day that someone else has set, or empty
 * @property {Record<string, Step>} steps - by step id
 */

const DAY = /^(\d{4}-\d{2}-\d{2})?$/;

/** The longest note, as the page's own fields allow it. */
const LONGEST_NOTE = 2000;

/**
 * Reads what was saved.
 *
 * @param {string} text - JSON
 * @returns {State | null} what was saved, or null where the text is something else
 */
export function readState(text) {
  try {
    const read = JSON.parse(text);
    // Files from before there were last days have none.
    const state = isRecord(read) ? { lastDay: '', ...read } : read;
    return isState(state) ? state : null;
  } catch {
    return null;
  }
}

/**
 * @param {any} read - whatever JSON can hold
 * @returns {read is State} whether it is what a visitor did with a checklist
 */
function isState(read) {
  return (
    isRecord(read) &&
    typeof read.checklist === 'string' &&
    Number.isInteger(read.version) &&
    typeof read.title === 'string' &&
    isDay(read.started) &&
    isDay(read.lastDay) &&
    isRecord(read.steps) &&
    Object.values(read.steps).every(isStep)
  );
}

/**
 * @param {any} read - whatever JSON can hold
 * @returns {read is Step} whether it is what a visitor did with a step
 */
function isStep(read) {
  return (
    isRecord(read) &&
    typeof read.done === 'boolean' &&
    typeof read.note === 'string' &&
    read.note.length <= LONGEST_NOTE &&
    isDay(read.due)
  );
}

/**
 * @param {any} read - whatever JSON can hold
 * @returns {boolean} whether it is an object with keys
 */
function isRecord(read) {
  return typeof read === 'object' && read !== null && !Array.isArray(read);
}

/**
 * @param {unknown} read - whatever JSON can hold
 * @returns {boolean} whether it is a day or empty
 */
function isDay(read) {
  return typeof read === 'string' && DAY.test(read) && (read === '' || !Number.isNaN(Date.parse(read)));
}

/**
 * @param {string} day - a day, or empty
 * @param {number} count - days to go on
 * @returns {string} the day that many days later; empty where there is none
 */
export function daysAfter(day, count) {
  if (day === '') return '';
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  // Beyond the years that a date field can hold there is no day to show.
  return /^\d{4}-/.test(date.toISOString()) ? date.toISOString().slice(0, 10) : '';
}
