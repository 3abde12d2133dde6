/** Working checklists: ticks, notes and days, kept where the visitor says so; files; paper. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addressOf,
  assertAccessible,
  fileFrom,
  testInChromium,
  testOnWebsite,
  useBrowser,
  visiting,
} from './support.mjs';

/** @typedef {import('./support.mjs').Page} Page */

const CHECKLIST = addressOf('checklists/denial/');

/** Another checklist, and one whose steps are not due on any day or may not be. */
const OTHER = addressOf('checklists/close-to-limit/');

const NOTE = 'Ask for Ms. Öz; <b>not</b> "Tom", \\ either\nsecond line';

useBrowser();

/**
 * @param {Page} page - the page
 * @param {number} number - which step, from 0
 * @returns {{box: import('playwright-core').Locator, note: import('playwright-core').Locator,
 *   due: import('playwright-core').Locator, said: import('playwright-core').Locator}} its controls
 */
function step(page, number) {
  const item = page.locator('[data-step]').nth(number);
  return {
    box: item.locator('input[type="checkbox"]'),
    note: item.locator('textarea'),
    due: item.locator('input[type="date"]'),
    said: item.locator('[data-said]'),
  };
}

/**
 * Folds open where notes are written.
 *
 * @param {Page} page - the page
 */
async function unfold(page) {
  await page.locator('.checklist[data-live]').waitFor();
  await page.locator('.checklist-own').evaluateAll((all) => {
    for (const details of all) /** @type {HTMLDetailsElement} */ (details).open = true;
  });
}

/**
 * @param {Page} page - the page
 * @param {string} action - the action of the button that offers a file
 * @returns {Promise<{name: string, text: string}>} the file
 */
function offered(page, action) {
  return fileFrom(page.locator(`.checklist [data-action="${action}"]`));
}

/**
 * @param {Page} page - the page
 * @param {string} text - what the file that is opened holds
 */
async function open(page, text) {
  const buffer = Buffer.from(text);
  await page.locator('[data-file]').setInputFiles({ name: 'saved.json', mimeType: 'application/json', buffer });
}

/**
 * @param {Page} page - the page
 * @param {RegExp} words - what the checklist must come to say
 */
async function says(page, words) {
  await page.locator('.checklist [data-message]', { hasText: words }).waitFor();
}

/**
 * @param {Page} page - the page
 * @returns {Promise<string[]>} the names under which this browser keeps something beyond the tab
 */
function keptNames(page) {
  return page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('ah ')));
}

test('what is ticked and noted lasts in the tab, and nowhere else', () =>
  visiting(async (page) => {
    await page.goto(CHECKLIST);
    await unfold(page);
    await step(page, 1).box.check();
    await step(page, 2).note.fill(NOTE);
    await step(page, 2).due.fill('2027-03-04');
    assert.match((await page.locator('[data-progress]').textContent()) ?? '', /^1 of \d+ done$/);
    await page.reload();
    assert.ok(await step(page, 1).box.isChecked());
    assert.equal(await step(page, 2).note.inputValue(), NOTE);
    assert.ok((await step(page, 2).said.innerText()).startsWith('Due on Mar 4, 2027.'));
    assert.match((await page.locator('[data-progress]').textContent()) ?? '', /^1 of/);
    assert.deepEqual(await keptNames(page), []);
    const another = await page.context().newPage();
    await another.goto(CHECKLIST);
    assert.equal(await another.locator('[data-step] input:checked').count(), 0);
  }));

testOnWebsite('instant navigation finds it as it was left, and a second checklist beside it', () =>
  visiting(async (page) => {
    await page.goto(CHECKLIST);
    await step(page, 0).box.check();
    await page.locator('.md-sidebar--primary a[href$="close-to-limit/"]').click();
    await page.locator('[data-checklist="close-to-limit"][data-live]').waitFor();
    assert.equal(await page.locator('[data-step] > input:checked').count(), 0);
    await step(page, 1).box.check();
    await page.goBack();
    // Material draws the page anew after the first step back.
    await page.locator('[data-checklist="denial"][data-live] [data-step] > input:checked').waitFor();
    assert.ok(await step(page, 0).box.isChecked());
    assert.ok(!(await step(page, 1).box.isChecked()));
  }),
);

test('this browser keeps it only where the visitor switched that on, until it is switched off', () =>
  visiting(async (page) => {
    await page.goto(CHECKLIST);
    await step(page, 0).box.check();
    await page.getByRole('button', { name: 'Go to that switch' }).click();
    assert.ok(await page.locator('#checklist-keep').evaluate((element) => element === document.activeElement));
    await page.keyboard.press('Space');
    await says(page, /now keeps/);
    assert.match(await page.locator('.checklist-lasts').innerText(), /this browser keeps/);
    await step(page, 1).box.check();
    assert.deepEqual(await keptNames(page), ['ah checklist denial']);
    const another = await page.context().newPage();
    await another.goto(CHECKLIST);
    assert.equal(await another.locator('[data-step] > input:checked').count(), 2);
    assert.ok(await another.locator('#checklist-keep').isChecked());
    await another.locator('[data-step] > input').nth(2).check();
    await page.locator('[data-step]').nth(2).locator('> input:checked').waitFor();
    await page.locator('#checklist-keep').uncheck();
    await says(page, /keeps nothing/);
    assert.deepEqual(await keptNames(page), []);
    assert.equal(await page.locator('[data-step] > input:checked').count(), 3);
  }));

test('wiping asks first, and then leaves nothing behind', () =>
  visiting(async (page) => {
    await page.goto(CHECKLIST);
    await unfold(page);
    await page.locator('#checklist-keep').check();
    await step(page, 0).note.fill('secret');
    page.once('dialog', (dialog) => void dialog.dismiss());
    await page.locator('[data-action="wipe"]').click();
    assert.equal(await step(page, 0).note.inputValue(), 'secret');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.locator('[data-action="wipe"]').click();
    await says(page, /wiped.*is off now/);
    assert.match(await page.locator('.checklist-lasts').innerText(), /lost when you close this tab/);
    assert.equal(await step(page, 0).note.inputValue(), '');
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    assert.ok(!stored.includes('secret'), stored);
    await page.reload();
    assert.ok(!(await page.locator('#checklist-keep').isChecked()));
  }));

test('the day of the start fills in the days of the steps, but for those that were changed', () =>
  visiting(async (page) => {
    await page.goto(CHECKLIST);
    await unfold(page);
    const late = page.locator('[data-due-days="30"]').first().locator('input[type="date"]');
    const own = page.locator('[data-due-days="3"]').first().locator('input[type="date"]');
    await page.locator('#checklist-started').fill('2026-12-31');
    assert.equal(await late.inputValue(), '2027-01-30');
    assert.equal(await own.inputValue(), '2027-01-03');
    await own.fill('2027-02-14');
    await page.locator('#checklist-started').fill('2028-02-01');
    assert.equal(await late.inputValue(), '2028-03-02');
    assert.equal(await own.inputValue(), '2027-02-14');
  }));

test('a calendar file has the open steps with their days, folded and escaped', () =>
  visiting(async (page) => {
    await page.clock.setFixedTime(new Date('2026-12-30T12:00:00'));
    await page.goto(CHECKLIST);
    await unfold(page);
    await page.locator('[data-action="calendar"]').click();
    await says(page, /No open step has a date/);
    await step(page, 0).box.check();
    await step(page, 0).due.fill('2027-01-01');
    await step(page, 1).due.fill('2027-01-04');
    await step(page, 1).note.fill(NOTE + 'é'.repeat(100));
    const { name, text } = await offered(page, 'calendar');
    await says(page, /in the calendar file: 1\. Open/);
    assert.equal(name, 'denial.ics');
    assert.ok(text.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n'));
    assert.ok(text.endsWith('END:VCALENDAR\r\n'));
    assert.ok(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75 && !line.includes('\n')));
    const unfolded = text.replaceAll('\r\n ', '');
    assert.equal(unfolded.split('BEGIN:VEVENT').length, 2);
    assert.match(unfolded, /\r\nDTSTART;VALUE=DATE:20270104\r\n/);
    assert.match(unfolded, /\r\nDTSTAMP:\d{8}T\d{6}Z\r\n/);
    assert.match(unfolded, /BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:.+\r\nTRIGGER:-PT15H\r\nEND:VALARM/);
    assert.ok(unfolded.includes('Ask for Ms. Öz\\; <b>not</b> "Tom"\\, \\\\ either\\nsecond lineééé'), unfolded);
  }));

test('the last day in the letter goes into the calendar file with two marks ahead of it; what is past stays out', () =>
  visiting(async (page) => {
    await page.clock.setFixedTime(new Date('2027-01-20T12:00:00'));
    await page.goto(CHECKLIST);
    await page.locator('#checklist-started').fill('2027-01-15');
    await page.locator('#checklist-last-day').fill('2027-02-10');
    const { text } = await offered(page, 'calendar');
    const events = text.replaceAll('\r\n ', '').split('BEGIN:VEVENT').slice(1);
    const days = events.map((event) => event.match(/DTSTART;VALUE=DATE:(\d+)/)?.[1] ?? '');
    const marks = events.filter((event) => event.includes('Last day to appeal\\, from your letter'));
    assert.deepEqual(
      marks.map((event) => event.match(/DTSTART;VALUE=DATE:(\d+)\r\nSUMMARY:(.*)/)?.slice(1)),
      [
        ['20270127', '14 days left. Last day to appeal\\, from your letter: Feb 10\\, 2027'],
        ['20270203', '7 days left. Last day to appeal\\, from your letter: Feb 10\\, 2027'],
        ['20270210', 'Last day to appeal\\, from your letter'],
      ],
    );
    assert.ok(events.every((event) => /\r\nDESCRIPTION:When the plan.*Go by the letter if it is sooner\./.test(event)));
    assert.ok(days.every((day) => day >= '20270120'));
    const past = await page.locator(':is([data-due-days="0"], [data-due-days="3"])').count();
    await says(page, new RegExp(`calendar file: ${events.length}\\. .*since they are past: ${past}\\.`));
    await page.reload();
    assert.equal(await page.locator('#checklist-last-day').inputValue(), '2027-02-10');
    await page.clock.setFixedTime(new Date('2028-01-20T12:00:00'));
    await page.locator('[data-action="calendar"]').click();
    await says(page, /Every date here is past/);
  }));

test('a saved file opens again, elsewhere too, and can be undone', () =>
  visiting(async (page) => {
    await page.goto(CHECKLIST);
    await unfold(page);
    await step(page, 0).box.check();
    await step(page, 1).note.fill(NOTE);
    await page.locator('#checklist-started').fill('2026-12-31');
    const { name, text } = await offered(page, 'export');
    assert.equal(name, 'denial.checklist.json');
    await visiting(async (other) => {
      await other.goto(CHECKLIST);
      await unfold(other);
      await step(other, 3).note.fill('mine');
      await open(other, text);
      await says(other, /has been opened/);
      assert.equal(await step(other, 1).note.inputValue(), NOTE);
      assert.equal(await step(other, 3).note.inputValue(), '');
      assert.equal((await offered(other, 'export')).text, text);
      assert.ok((await other.content()).includes('&lt;b&gt;not&lt;/b&gt;'));
      await other.locator('[data-action="undo"]').click();
      assert.equal(await step(other, 3).note.inputValue(), 'mine');
      assert.equal(await step(other, 1).note.inputValue(), '');
    });
  }));

test('a file that is none of this checklist changes nothing and is told so', () =>
  visiting(async (page) => {
    await page.goto(OTHER);
    const other = (await offered(page, 'export')).text;
    await page.goto(CHECKLIST);
    await unfold(page);
    await step(page, 0).note.fill('mine');
    const own = JSON.parse((await offered(page, 'export')).text);
    for (const [text, words] of /** @type {const} */ ([
      ['{"checklist": "den', /could not be read/],
      ['[]', /could not be read/],
      ['null', /could not be read/],
      [JSON.stringify({ ...own, steps: { [Object.keys(own.steps)[0] ?? '']: { done: 'yes' } } }), /could not be read/],
      [JSON.stringify({ ...own, started: '2026-13-45' }), /could not be read/],
      [' '.repeat(1_000_001), /too large/],
      [other, /belongs to another checklist/],
      [JSON.stringify({ ...own, version: own.version + 1 }), /from version \d+/],
    ])) {
      await open(page, text);
      await says(page, words);
      await says(page, /Nothing here has changed/);
      assert.equal(await step(page, 0).note.inputValue(), 'mine');
    }
  }));

test('what was kept for an earlier version of a checklist is not lost', () =>
  visiting(async (page) => {
    await page.goto(CHECKLIST);
    await step(page, 0).box.check();
    await page.locator('#checklist-keep').check();
    await page.evaluate(() => {
      const kept = JSON.parse(localStorage.getItem('ah checklist denial') ?? '');
      kept.version -= 1;
      kept.steps['long-gone'] = { done: true, note: 'of old', due: '' };
      localStorage.setItem('ah checklist denial', JSON.stringify(kept));
    });
    await page.reload();
    await says(page, /has changed since/);
    assert.ok(await step(page, 0).box.isChecked());
    await step(page, 1).box.check();
    assert.match((await offered(page, 'export')).text, /"note": "of old"/);
  }));

test('where the browser refuses storage it works all the same, and says that nothing is kept', () =>
  visiting(async (page) => {
    // Refused to our scripts only: Material's do not get by without storage.
    await page.addInitScript(() => {
      const storage = /** @type {any} */ (Storage.prototype);
      for (const name of ['getItem', 'setItem', 'removeItem']) {
        const given = storage[name];
        storage[name] = function (/** @type {string[]} */ ...rest) {
          if (rest[0]?.startsWith('ah ')) throw new DOMException('refused', 'SecurityError');
          return given.apply(this, rest);
        };
      }
    });
    await page.goto(CHECKLIST);
    await step(page, 0).box.check();
    await page.locator('#checklist-keep').click();
    await says(page, /refuses to keep/);
    assert.ok(!(await page.locator('#checklist-keep').isChecked()));
    assert.ok(await step(page, 0).box.isChecked());
    assert.match((await offered(page, 'export')).text, /"done": true/);
  }));

test('the keyboard alone ticks, notes and saves', () =>
  visiting(async (page) => {
    await page.goto(CHECKLIST);
    await step(page, 0).box.focus();
    await page.keyboard.press('Space');
    assert.ok(await step(page, 0).box.isChecked());
    const summary = page.locator('[data-step] summary').first();
    for (let presses = 0; presses < 9; presses += 1) {
      if (await summary.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('typed');
    assert.equal(await step(page, 0).note.inputValue(), 'typed');
  }));

test('axe finds nothing in a checklist that is worked with, light and dark', async (t) => {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await t.test(colorScheme, () =>
      visiting(
        async (page) => {
          await page.goto(CHECKLIST);
          await unfold(page);
          await step(page, 0).box.check();
          await step(page, 1).note.fill('a note');
          await page.locator('#checklist-keep').check();
          await assertAccessible(page, CHECKLIST);
          const small = await page
            .locator('.checklist :is(button, input, textarea, summary, .checklist-links a):visible')
            .evaluateAll((all) =>
              all
                .map((element) => ({
                  html: element.outerHTML.slice(0, 90),
                  ...element.getBoundingClientRect().toJSON(),
                }))
                .filter(({ width, height }) => width < 24 || height < 24)
                .map(({ html, width, height }) => `${html} ${width}×${height}`),
            );
          assert.deepEqual(small, []);
        },
        { colorScheme, viewport: { width: 360, height: 800 } },
      ),
    );
  }
});

// playwright-core cannot show Firefox's pages as they are printed.
testInChromium('a print is a paper checklist with what was ticked and noted', () =>
  visiting(async (page) => {
    await page.goto(CHECKLIST);
    await unfold(page);
    await step(page, 0).box.check();
    await step(page, 0).note.fill('on paper');
    await page.emulateMedia({ media: 'print' });
    assert.ok(await step(page, 0).box.isVisible());
    assert.ok(await page.getByText('on paper').last().isVisible());
    // A day and a note take the place of the lines for a pen.
    const first = page.locator('[data-step]').first();
    assert.ok(await first.locator('.checklist-lines').isHidden());
    assert.equal(await first.locator('.checklist-due').innerText(), 'Due on the day the letter came.');
    assert.ok(await page.locator('.checklist-lines').nth(1).isVisible());
    await page.emulateMedia({ media: null });
    await page.locator('#checklist-started').fill('2027-03-04');
    await page.emulateMedia({ media: 'print' });
    assert.ok(await first.locator('.checklist-due').isHidden());
    assert.match(await first.locator('[data-said]').innerText(), /^Due on Mar 4, 2027\. on paper$/);
    assert.ok(await page.getByText('The day the letter came: Mar 4, 2027').isVisible());
    assert.equal(await page.locator('button:visible, textarea:visible, .checklist a:visible').count(), 0);
  }),
);

// playwright-core cannot switch Firefox's JavaScript off.
testInChromium('without JavaScript it is a paper checklist', () =>
  visiting(
    async (page) => {
      await page.goto(CHECKLIST);
      assert.ok(await step(page, 0).box.isVisible());
      assert.ok(await page.locator('.checklist-lines').first().isVisible());
      assert.ok((await page.locator('.checklist-links a:visible').count()) > 0);
      assert.equal(await page.locator('.checklist :is(button, textarea, progress):visible').count(), 0);
      assert.equal(await page.locator('.page-foot button:visible').count(), 0);
    },
    { javaScriptEnabled: false },
  ),
);
