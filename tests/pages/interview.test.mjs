/** The interview: one question at a time, in the form's own controls. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, asked, CHILD, PAGE } from './asking.mjs';
import {
  allowClipboard,
  assertAccessible,
  button,
  field,
  reaches,
  testInChromium,
  useBrowser,
  visiting,
} from './support.mjs';

/** @typedef {import('./support.mjs').Page} Page */

useBrowser();

/**
 * Says of everything that is asked now that one does not know it.
 *
 * @param {Page} page - the page
 */
async function sayNotKnown(page) {
  for (const name of await asked(page)) {
    const box = page.locator(`[data-field="${name}"]`);
    if ((await box.locator('option[value="unknown"]').count()) > 0) await field(page, name).selectOption('unknown');
    else if ((await box.locator('[type="radio"]').count()) > 0) await box.locator('[value="unknown"]').check();
    else await box.locator('[data-action="not-known"]').click();
  }
}

/**
 * Waits for a heading that has the focus: a question's, or after the last one the answer's.
 *
 * @param {Page} page - the page
 * @param {string} [other] - a heading that it must not be
 * @returns {Promise<string>} what it says
 */
async function heading(page, other = '') {
  const found = await page.waitForFunction((old) => {
    const { activeElement } = document;
    return (
      activeElement?.matches('.ah-question, [data-result] h2') &&
      activeElement.textContent !== old &&
      activeElement.textContent
    );
  }, other);
  return String(await found.jsonValue());
}

/**
 * Goes on to the next question.
 *
 * @param {Page} page - the page
 * @returns {Promise<string>} its heading
 */
async function onward(page) {
  const before = await page.locator('[data-interview] [data-question] .ah-question').textContent();
  await button(page, 'question-continue').click();
  return heading(page, before ?? '');
}

/**
 * Begins the interview.
 *
 * @param {Page} page - the page
 * @returns {Promise<string>} the first question
 */
async function begin(page) {
  await page.goto(PAGE);
  await button(page, 'start-interview').click();
  const first = await heading(page);
  await page.locator('[data-result][data-state="asking"]').waitFor({ state: 'attached' });
  return first;
}

/**
 * Answers question after question until none is left.
 *
 * @param {Page} page - the page, at a question
 * @param {Record<string, string>} answers - by control name
 * @returns {Promise<string[][]>} the fields of each question
 */
async function answerAll(page, answers) {
  const questions = [];
  while (await page.locator('[data-interview] [data-question]').isVisible()) {
    questions.push(await asked(page));
    await answer(page, answers);
    await onward(page);
  }
  return questions;
}

test('a separated parent is asked what matters, question by question, and gets the order', () =>
  visiting(async (page) => {
    assert.equal(await begin(page), 'What is the patient covered by?');
    const today = await page.evaluate(() => new Date().toLocaleDateString('en-US'));
    assert.equal(await field(page, 'day').inputValue(), today);
    assert.equal(await field(page, 'coverages.0.kind').inputValue(), '');
    assert.ok(await page.locator('[data-result]').isHidden());
    const questions = await answerAll(page, CHILD);
    assert.deepEqual(questions[0], [
      'day',
      'coverages.0.kind',
      'coverages.0.name',
      'coverages.1.kind',
      'coverages.1.name',
    ]);
    const names = questions.slice(1).flat();
    assert.deepEqual(
      [...names].sort(),
      Object.keys(CHILD)
        .filter((name) => !/kind|name/.test(name))
        .sort(),
    );
    await reaches(page, 'ready');
    assert.ok(await page.locator('[data-result] h2').evaluate((element) => element === document.activeElement));
    assert.match(await page.locator('[data-summary]').innerText(), /Mother’s plan: One parent/);
    assert.ok(await field(page, 'bill.charge').evaluate((control) => control.closest('[data-asked]') === null));
    assert.ok(await page.locator('[data-form-actions]').isVisible());
    assert.ok(await page.locator('[data-interview-actions]').isHidden());
  }));

test('Back goes to the question before with what was said there, and from the first to where one was', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const before = await field(page, 'coverages.0.name').inputValue();
    const first = await begin(page);
    await answer(page, CHILD);
    const second = await onward(page);
    const fields = await asked(page);
    await answer(page, CHILD);
    const third = await onward(page);
    await button(page, 'question-back').click();
    assert.equal(await heading(page, third), second);
    assert.deepEqual(await asked(page), fields);
    for (const name of fields) assert.equal(await field(page, name).inputValue(), CHILD[name]);
    assert.equal(await onward(page), third);
    await button(page, 'question-back').click();
    await heading(page, third);
    await button(page, 'question-back').click();
    assert.equal(await heading(page, second), first);
    assert.equal(await field(page, 'coverages.0.name').inputValue(), 'Mother’s plan');
    await button(page, 'question-back').click();
    await page.locator('[data-action="start-interview"]:focus').waitFor();
    assert.equal(await field(page, 'coverages.0.name').inputValue(), before);
    assert.ok(await page.locator('[data-result]').isVisible());
    await button(page, 'undo').click();
    assert.equal(await field(page, 'coverages.0.name').inputValue(), 'Mother’s plan');
  }));

test('the browser’s own Back and Forward go through the questions, also after a scroll and a reload', () =>
  visiting(async (page) => {
    const first = await begin(page);
    await answer(page, CHILD);
    const second = await onward(page);
    await answer(page, CHILD);
    const third = await onward(page);
    await page.mouse.wheel(0, 300);
    // Material writes into the history a moment after a scroll.
    await page.waitForFunction(() => scrollY > 0 && Math.abs(history.state?.y - scrollY) < 1);
    await page.goBack();
    assert.equal(await heading(page, third), second);
    await page.goForward();
    assert.equal(await heading(page, second), third);
    await page.reload();
    await page.locator('[data-interview] [data-question]', { hasText: third }).waitFor();
    await page.goBack();
    assert.equal(await heading(page, third), second);
    await page.goBack();
    assert.equal(await heading(page, second), first);
    await page.evaluate(() => history.back());
    await page.locator('[data-action="start-interview"]:focus').waitFor();
    assert.equal(page.url(), PAGE);
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await page.evaluate(() => history.forward());
    await reaches(page, 'ready');
    assert.ok(await page.evaluate(() => 'sameDocument' in window));
  }));

test('after a visit to another page one is asked the same question', () =>
  visiting(async (page) => {
    await begin(page);
    await answer(page, CHILD);
    const second = await onward(page);
    await page.locator('.md-header a.md-logo').click();
    await page.locator('[data-calculator]').waitFor({ state: 'detached' });
    await page.goBack();
    await page.locator('[data-interview] [data-question]', { hasText: second }).waitFor();
    assert.ok((await asked(page)).includes('coverages.0.holder'));
    assert.equal(await field(page, 'coverages.0.name').inputValue(), 'Mother’s plan');
  }));

test('an answer changed from the summary is asked on from there, and what still stands is not asked again', () =>
  visiting(async (page) => {
    await begin(page);
    await answerAll(page, CHILD);
    const change = page.locator('[data-action="ask"][data-page="responsible"]');
    await change.focus();
    await page.keyboard.press('Enter');
    await heading(page, 'The order of payers');
    assert.deepEqual(await asked(page), ['family.court_order', 'family.custody']);
    assert.equal(await field(page, 'family.court_order').inputValue(), 'parent_b');
    await button(page, 'question-back').click();
    await page.locator('[data-summary] .ah-question:focus').waitFor();
    await change.click();
    await heading(page, 'What you said');
    const questions = await answerAll(page, {
      'family.court_order': 'both',
      'family.birthday_a': 'March 4',
      'family.birthday_b': '10/2',
    });
    assert.deepEqual(questions, [
      ['family.court_order', 'family.custody'],
      ['family.birthday_a', 'family.birthday_b'],
    ]);
    assert.match(await page.locator('[data-summary]').innerText(), /it names neither/);
    await reaches(page, 'ready');
  }));

test('what is changed in the open form stands in the summary too', () =>
  visiting(async (page) => {
    await begin(page);
    await answerAll(page, CHILD);
    await reaches(page, 'ready');
    await page.locator('.ah-calculator form details').evaluateAll((all) => {
      for (const details of all) /** @type {HTMLDetailsElement} */ (details).open = true;
    });
    await field(page, 'family.custody').selectOption('parent_b');
    await page.locator('[data-summary]', { hasText: /more of the time\? Parent B/ }).waitFor();
    await button(page, 'load-example').click();
    await page.locator('[data-summary]').waitFor({ state: 'hidden' });
  }));

test('“I don’t know” everywhere ends in a summary', () =>
  visiting(async (page) => {
    await begin(page);
    await answer(page, {
      'coverages.0.kind': 'employer',
      'coverages.1.kind': 'medicare',
    });
    await onward(page);
    for (let questions = 0; await page.locator('[data-interview] [data-question]').isVisible(); questions += 1) {
      assert.ok(questions < 20);
      await sayNotKnown(page);
      await onward(page);
    }
    assert.match(await page.locator('[data-summary]').innerText(), /I don’t know/);
    await reaches(page, 'ready');
  }));

test('a reload in the middle comes back to the same question and to what was typed', () =>
  visiting(async (page) => {
    await begin(page);
    await answer(page, CHILD);
    const second = await onward(page);
    await field(page, 'coverages.0.holder').selectOption('parent_a');
    await page.reload();
    await page.locator('[data-interview] [data-question]', { hasText: second }).waitFor();
    assert.deepEqual(await asked(page), ['coverages.0.holder', 'coverages.1.holder']);
    assert.equal(await field(page, 'coverages.0.holder').inputValue(), 'parent_a');
    await answerAll(page, CHILD);
    await page.reload();
    await page.locator('[data-summary] .ah-question').waitFor();
    await reaches(page, 'ready');
  }));

test('an empty answer is refused with a sentence, and nothing is lost', () =>
  visiting(async (page) => {
    await begin(page);
    await button(page, 'question-continue').click();
    await page.locator('[data-errors]:focus').waitFor();
    assert.equal(await page.locator('[data-errors] li').count(), 2);
    await answer(page, CHILD);
    await onward(page);
    await field(page, 'coverages.1.holder').selectOption('parent_b');
    await button(page, 'question-continue').click();
    await page.locator('[data-errors]:focus').waitFor();
    const links = page.locator('[data-errors] a');
    assert.deepEqual(await links.allTextContents(), [
      'Mother’s plan – Through whom does it cover the patient? – Please answer, or choose “I don’t know”.',
    ]);
    const holder = field(page, 'coverages.0.holder');
    assert.equal(await holder.getAttribute('aria-invalid'), 'true');
    assert.equal(await field(page, 'coverages.1.holder').inputValue(), 'parent_b');
    await links.click();
    assert.ok(await holder.evaluate((element) => element === document.activeElement));
    await holder.selectOption('parent_a');
    assert.ok(await page.locator('[data-errors]').isHidden());
    assert.equal(await holder.getAttribute('aria-invalid'), null);
    await onward(page);
  }));

test('a wrong answer is told at its question, also when it was left by Back', () =>
  visiting(async (page) => {
    await begin(page);
    await answer(page, { 'coverages.0.kind': 'employer', 'coverages.1.kind': 'employer' });
    let found = '';
    for (await onward(page); ; await onward(page)) {
      if ((await asked(page)).includes('coverages.0.since')) break;
      await answer(page, { ...CHILD, 'coverages.0.holder': 'patient', 'coverages.1.holder': 'patient' });
    }
    found = (await page.locator('[data-interview] [data-question] .ah-question').textContent()) ?? '';
    await field(page, 'coverages.0.since').fill('long ago');
    await field(page, 'coverages.1.since').fill('1/1/2020');
    await button(page, 'question-continue').click();
    await page.locator('[data-errors]:focus').waitFor();
    await button(page, 'question-back').click();
    const before = await heading(page, found);
    assert.ok(await page.locator('[data-errors]').isHidden());
    await button(page, 'question-continue').click();
    await page.locator('[data-errors]:focus').waitFor();
    assert.notEqual(before, found);
    assert.deepEqual(await asked(page), ['coverages.0.since', 'coverages.1.since']);
    assert.equal(await field(page, 'coverages.0.since').getAttribute('aria-invalid'), 'true');
    await field(page, 'coverages.0.since').fill('1/1/2019');
    await onward(page);
  }));

test('coverages are added and removed on the first question only', () =>
  visiting(async (page) => {
    await begin(page);
    await page.locator('[data-action="add-row"][data-list="coverages"]').click();
    assert.ok(await field(page, 'coverages.2.kind').evaluate((element) => element === document.activeElement));
    assert.ok((await asked(page)).includes('coverages.2.name'));
    await page.locator('[data-rows="coverages"] > [data-row="1"] > [data-action="remove-row"]').click();
    await page.locator('[data-rows="coverages"] > [data-row="1"] > [data-action="remove-row"]').click();
    await answer(page, { 'coverages.0.kind': 'no_fault' });
    await onward(page);
    assert.equal(await page.locator('[data-action="remove-row"]:visible, [data-action="add-row"]:visible').count(), 0);
    await button(page, 'leave-interview').click();
    await reaches(page, 'ready');
    await button(page, 'undo').click();
    assert.equal(await field(page, 'coverages.1.kind').inputValue(), 'employer');
  }));

test('all questions at once are shown on request, with what was said', () =>
  visiting(async (page) => {
    await begin(page);
    await answer(page, CHILD);
    const second = await onward(page);
    await button(page, 'leave-interview').click();
    await reaches(page, 'ready');
    assert.ok(await field(page, 'coverages.0.holder').evaluate((element) => element === document.activeElement));
    assert.ok(await page.locator('[data-form-actions]').isVisible());
    assert.ok(await page.locator('[data-interview]').isHidden());
    assert.equal(await field(page, 'coverages.1.name').inputValue(), 'Father’s plan');
    await page.reload();
    await reaches(page, 'ready');
    await page.goBack();
    assert.equal(await heading(page), second);
  }));

test('the keyboard alone is enough for every question', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    /** @param {import('playwright-core').Locator} target */
    const tabTo = async (target) => {
      for (let presses = 0; presses < 400; presses += 1) {
        if (await target.evaluate((element) => element === document.activeElement)) return;
        await page.keyboard.press('Tab');
      }
      assert.fail('the Tab key does not get there');
    };
    await tabTo(button(page, 'start-interview'));
    await page.keyboard.press('Enter');
    let question = await heading(page);
    await tabTo(field(page, 'coverages.0.kind'));
    await page.keyboard.type('A job');
    await tabTo(field(page, 'coverages.0.name'));
    await page.keyboard.type('Mine');
    await tabTo(field(page, 'coverages.1.kind'));
    await page.keyboard.type('A job');
    await tabTo(field(page, 'coverages.1.name'));
    await page.keyboard.type('Theirs');
    await page.keyboard.press('Enter');
    question = await heading(page, question);
    await tabTo(field(page, 'coverages.0.holder'));
    await page.keyboard.type('The patient');
    await tabTo(field(page, 'coverages.1.holder'));
    await page.keyboard.type('The patient’s sp');
    for (;;) {
      await tabTo(button(page, 'question-continue'));
      await page.keyboard.press('Enter');
      question = await heading(page, question);
      if (!(await page.locator('[data-interview] [data-question]').isVisible())) break;
      for (const name of await asked(page)) {
        const control = field(page, name).first();
        await tabTo(control);
        const type = await control.evaluate((element) => /** @type {HTMLInputElement} */ (element).type);
        if (type === 'text') await page.keyboard.type('?');
        else if (type === 'radio') await page.keyboard.press('Space');
        else await page.keyboard.type('I don');
      }
    }
    assert.match(await page.locator('[data-summary]').innerText(), /Mine: The patient/);
    await reaches(page, 'ready');
  }));

test('axe finds nothing in an interview, and nothing is too wide or too small', async (t) => {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    for (const width of [1280, 360]) {
      await t.test(`${colorScheme}, ${width} wide`, () =>
        visiting(
          async (page) => {
            let question = await begin(page);
            for (; await page.locator('[data-interview] [data-question]').isVisible(); question = await onward(page)) {
              await assertFits(page, width);
              await assertAccessible(page, question);
              await button(page, 'question-continue').click();
              await page.locator('[data-errors]:focus').waitFor();
              await assertFits(page, width);
              await assertAccessible(page, `${question}, refused`);
              await answer(page, CHILD);
            }
            await reaches(page, 'ready');
            await assertFits(page, width);
            await assertAccessible(page, 'summary');
          },
          { colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' },
        ),
      );
    }
  }
});

test('at 320 and with text twice as large nothing is wider than the window', () =>
  visiting(
    async (page) => {
      await page.addInitScript(() => document.documentElement?.style.setProperty('font-size', '200%'));
      await begin(page);
      await assertFits(page, 320);
      await answer(page, CHILD);
      await onward(page);
      await assertFits(page, 320);
    },
    { viewport: { width: 320, height: 640 } },
  ));

/**
 * Checks that nothing must be scrolled sideways, and that everything that can be pressed is large enough.
 *
 * @param {Page} page - the page
 * @param {number} width - the window's width
 */
async function assertFits(page, width) {
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
  const small = await page
    .locator('.ah-calculator :is(button, select, summary:not([tabindex]), input[type="text"], .ah-option):visible')
    .evaluateAll((all) =>
      all
        .map((element) => ({ html: element.outerHTML.slice(0, 100), box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.height < 43.5 || box.width < 43.5)
        .map(({ html }) => html),
    );
  assert.deepEqual(small, []);
}

test('after the last question comes the answer, at the top of the window; what was said comes behind it', async (t) => {
  for (const width of [360, 1280]) {
    await t.test(`${width} wide`, () =>
      visiting(
        async (page) => {
          await begin(page);
          await answerAll(page, CHILD);
          await reaches(page, 'ready');
          await assertAtTop(page, page.locator('[data-result] h2'));
          const order = await page.evaluate(() => {
            const [result, said] = ['[data-result]', '[data-summary]'].map((part) => document.querySelector(part));
            return result && said && Boolean(result.compareDocumentPosition(said) & Node.DOCUMENT_POSITION_FOLLOWING);
          });
          assert.ok(order);
          assert.equal(await page.locator('.ah-calculator[data-saying]').count(), 0);
          await page.locator('[data-to-summary] a').click();
          await page.locator('[data-summary] .ah-question:focus').waitFor();
          await page.locator('[data-action="load-example"]').click();
          await page.locator('[data-to-summary]').waitFor({ state: 'hidden' });
        },
        { viewport: { width, height: 640 }, reducedMotion: 'reduce' },
      ),
    );
  }
});

test('“Work it out” shows the result from its beginning, however tall it is', async (t) => {
  for (const width of [360, 1280]) {
    await t.test(`${width} wide`, () =>
      visiting(
        async (page) => {
          await page.goto(PAGE);
          await page.locator('.ah-calculator button[type="submit"]').click();
          await page.locator('[data-result] h2:focus').waitFor();
          await assertAtTop(page, page.locator('[data-result] h2'));
        },
        { viewport: { width, height: 640 }, reducedMotion: 'reduce' },
      ),
    );
  }
});

/**
 * Checks that something stands right below the bars at the window's upper edge.
 *
 * @param {Page} page - the page
 * @param {import('playwright-core').Locator} place - what shall stand there
 */
async function assertAtTop(page, place) {
  const top = await place.evaluate((element) => element.getBoundingClientRect().top);
  const covered = await place.evaluate((element) => {
    const { left, top: upper } = element.getBoundingClientRect();
    return !element.contains(document.elementFromPoint(left + 5, upper + 5));
  });
  assert.ok(!covered && top < (page.viewportSize()?.height ?? 0) / 3, `${top} from the top`);
}

test('the bar with the answer leads to it, and is away while anything of the result is in sight', () =>
  visiting(
    async (page) => {
      await page.goto(PAGE);
      const bar = page.locator('[data-bar]');
      await bar.waitFor();
      await bar.click();
      await page.locator('[data-result] h2:focus').waitFor();
      await bar.waitFor({ state: 'hidden' });
      await page.locator('[data-result] details').last().scrollIntoViewIfNeeded();
      assert.ok(await bar.isHidden());
      // What the bar alone says is seen there too, until something else is done.
      await allowClipboard(page);
      await button(page, 'copy-link').click();
      await page.locator('[data-bar]', { hasText: 'copied' }).waitFor();
      await page.keyboard.press('Shift');
      await page.locator('.ah-calculator:not([data-saying])').waitFor();
      await page.locator('[data-interview-start] button').focus();
      await bar.waitFor();
      await field(page, 'day').fill('soon');
      await field(page, 'day').blur();
      await reaches(page, 'invalid');
      await bar.focus();
      await page.keyboard.press('Enter');
      await page.locator('[data-errors]:focus').waitFor();
    },
    { viewport: { width: 360, height: 640 }, reducedMotion: 'reduce' },
  ));

test('errors stand above the question', () =>
  visiting(async (page) => {
    await begin(page);
    await button(page, 'question-continue').click();
    const errors = page.locator('[data-errors]:focus');
    await errors.waitFor();
    const below = await errors.evaluate((element) => {
      const question = document.querySelector('[data-question]');
      return question && Boolean(element.compareDocumentPosition(question) & Node.DOCUMENT_POSITION_FOLLOWING);
    });
    assert.ok(below);
    await button(page, 'leave-interview').click();
    await field(page, 'day').fill('soon');
    await field(page, 'day').blur();
    await page.locator('form + .ah-status + [data-errors]').waitFor();
  }));

test('each question has its number, and Continue after Back comes to every question again', () =>
  visiting(async (page) => {
    await begin(page);
    const number = page.locator('[data-question-number]');
    assert.match(await number.innerText(), /\b1$/);
    await answer(page, CHILD);
    const second = await onward(page);
    assert.match(await number.innerText(), /\b2$/);
    await answer(page, CHILD);
    const third = await onward(page);
    await answer(page, CHILD);
    await onward(page);
    await button(page, 'question-back').click();
    await heading(page);
    await page.goBack();
    await page.locator('[data-question]', { hasText: second }).waitFor();
    assert.equal(await onward(page), third);
    assert.match(await number.innerText(), /\b3$/);
    await answerAll(page, CHILD);
    await page.locator('[data-action="ask"][data-page="holder"]').click();
    await page.locator('[data-question]', { hasText: second }).waitFor();
    assert.ok(await number.isHidden());
  }));

test('a bill is asked for after the last question, and can be taken away again', () =>
  visiting(async (page) => {
    await begin(page);
    await answerAll(page, CHILD);
    await reaches(page, 'ready');
    await page.locator('[data-result] [data-action="ask"][data-page="bill"]').click();
    await field(page, 'bill.charge').waitFor();
    const fields = await asked(page);
    assert.ok(fields.includes('bill.service') && fields.includes('coverages.1.bill.allowed'));
    await answer(page, {
      'bill.charge': '150',
      'bill.service': 'speech_therapy',
      'coverages.0.bill.allowed': '110',
      'coverages.0.bill.copay': '25',
      'coverages.1.bill.allowed': '110',
      'coverages.1.bill.coinsurance': '30%',
    });
    await button(page, 'question-continue').click();
    await page.locator('[data-result] [data-figure="patient_pays"]').first().waitFor();
    assert.equal(await page.locator('[data-result] [data-page="bill"]').count(), 0);
    assert.match(await page.locator('[data-summary]').innerText(), /Speech therapy[^]*150|150[^]*Speech therapy/i);
    await page.locator('details:has(> [data-action="empty-part"][data-part="bill"]) > summary').click();
    await page.locator('[data-action="empty-part"][data-part="bill"]').click();
    await page.locator('[data-result] [data-page="bill"]').waitFor();
    assert.equal(await field(page, 'bill.charge').inputValue(), '');
    await button(page, 'undo').click();
    await page.locator('[data-result] [data-figure="patient_pays"]').first().waitFor();
    assert.equal(await field(page, 'bill.charge').inputValue(), '150');
  }));

test('“Start over” says what it does, and Undo beside it brings back the answers and what was said', () =>
  visiting(async (page) => {
    await begin(page);
    await answerAll(page, CHILD);
    await reaches(page, 'ready');
    await button(page, 'reset').click();
    await page.locator('[data-bar]', { hasText: 'The example is back.' }).waitFor();
    assert.ok(await page.locator('[data-summary]').isHidden());
    await page.locator('[data-action="reset"] + [data-action="undo"]').click();
    await page.locator('[data-summary]', { hasText: 'Mother’s plan' }).waitFor();
    await reaches(page, 'ready');
    assert.equal(await field(page, 'coverages.0.name').inputValue(), 'Mother’s plan');
    await page.locator('[data-action="ask"][data-page="responsible"]').click();
    await field(page, 'family.court_order').waitFor();
    await page.reload();
    await field(page, 'family.court_order').waitFor();
  }));

test('a link to an answer shows which field it means, at the option that is picked', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await page.locator('[data-example-choice]').selectOption({ index: 0 });
    await button(page, 'load-example').click();
    await reaches(page, 'ready');
    const link = page.locator('[data-result] a[href*="in_network"], [data-result] a[href*="method"]').first();
    await link.click();
    const pointed = page.locator('[data-pointed]');
    await pointed.waitFor();
    const picked = pointed.locator('input:checked, select');
    assert.ok(await picked.evaluate((element) => element === document.activeElement));
    await page.keyboard.press('Shift+Tab');
    await pointed.waitFor({ state: 'detached' });
  }));

// playwright-core cannot switch Firefox’s JavaScript off.
testInChromium('without JavaScript no interview is offered', () =>
  visiting(
    async (page) => {
      await page.goto(PAGE);
      assert.ok(await page.locator('[data-interview-start]').isHidden());
      assert.ok(await page.locator('[data-interview]').isHidden());
      assert.ok(await field(page, 'day').isVisible());
    },
    { javaScriptEnabled: false },
  ),
);
