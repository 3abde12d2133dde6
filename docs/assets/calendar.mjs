/**
 * A calendar file (iCalendar, RFC 5545) of days with a reminder each.
 *
 * @module
 */

/**
 * @typedef {object} Entry
 * @property {string} id - what the entry is called for ever, so that opening a file again changes and does not repeat it
 * @property {string} day - `2026-11-30`
 * @property {string} summary - what is due
 * @property {string} description - more about it
 */

/** A line may have 75 octets, without its end. */
const LONGEST_LINE = 75;

/** An entry is for a whole day and begins at midnight: 15 hours before that it is 9 in the morning. */
const REMINDER = '-PT15H';

/**
 * @param {Entry[]} entries - the days
 * @param {Date} now - when the file is made
 * @returns {string} the file
 */
export function calendarFile(entries, now) {
  const stamp = `${now.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Allied Health Coverage Guide//Checklists//EN',
    'CALSCALE:GREGORIAN',
    ...entries.flatMap(({ id, day, summary, description }) => [
      'BEGIN:VEVENT',
      `UID:${id}`,
      `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`,
      `SUMMARY:${escaped(summary)}`,
      `DESCRIPTION:${escaped(description)}`,
      'TRANSP:TRANSPARENT',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      `DESCRIPTION:${escaped(summary)}`,
      `TRIGGER:${REMINDER}`,
      'END:VALARM',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/**
 * @param {string} text - words
 * @returns {string} the words as a calendar file holds them
 */
function escaped(text) {
  return text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')
    .replace(/\p{Cc}/gu, '');
}

/**
 * @param {string} line - a line of any length
 * @returns {string} the line in parts that are short enough, none of which ends within a character
 */
function folded(line) {
  const octets = new TextEncoder();
  let text = '';
  let length = 0;
  for (const character of line) {
    const size = octets.encode(character).length;
    if (length + size > LONGEST_LINE) {
      text += '\r\n ';
      length = 1;
    }
    text += character;
    length += size;
  }
  return text;
}
