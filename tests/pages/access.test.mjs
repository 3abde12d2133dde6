/** Everyone can use it: axe, keyboard, narrow windows, print. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertAccessible,
  assertFiguresAreTheCommandLines,
  button,
  field,
  PAGE,
  reaches,
  SITE,
  type,
  useBrowser,
  violationsOn,
  visiting,
} from './support.mjs';

/** @typedef {import('./support.mjs').Page} Page */

useBrowser();

/**
 * Opens everything that can be folded open.
 *
 * @param {Page} page - the page
 */
async function unfold(page) {
  await page.locator('.ah-calculator details').evaluateAll((all) => {
    for (const details of all) /** @type {HTMLDetailsElement} */ (details).open = true;
  });
}

test('axe finds nothing in any state, light and dark, wide and narrow', async (t) => {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    for (const width of [1280, 360]) {
      await t.test(`${colorScheme}, ${width} wide`, () =>
        visiting(
          async (page) => {
            await page.goto(PAGE);
            await assertAccessible(page, 'example');
            await type(page, { 'care.0.visits': '30' });
            await unfold(page);
            await assertAccessible(page, 'ready, all folded open');
            await type(page, { 'care.0.visits': 'x', 'plan.deductible.person': 'y' }, 'invalid');
            await page.locator('[data-errors]').waitFor();
            await assertAccessible(page, 'invalid');
          },
          { colorScheme, viewport: { width, height: 900 } },
        ),
      );
    }
  }
});

test('axe finds nothing while loading and after a failure', async (t) => {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await t.test(colorScheme, () =>
      visiting(
        async (page) => {
          /** @type {(value?: unknown) => void} */
          let release = () => {};
          const checked = new Promise((resolve) => (release = resolve));
          await page.route('**/worker.js', async (route) => {
            await checked;
            await route.abort();
          });
          await page.goto(PAGE);
          await field(page, 'care.0.visits').fill('30');
          await reaches(page, 'loading');
          await assertAccessible(page, 'loading');
          release();
          await reaches(page, 'failed');
          await assertAccessible(page, 'failed');
        },
        { colorScheme, errors: /Failed to load resource/ },
      ),
    );
  }
});

test('axe finds nothing on any page, and none is wider than a window of 320', () =>
  visiting(async (page) => {
    await page.goto(SITE);
    const links = await page
      .locator('.md-nav--primary a[href]')
      .evaluateAll((all) => all.map((link) => /** @type {HTMLAnchorElement} */ (link).href.split('#')[0] ?? ''));
    const addresses = [...new Set([SITE, ...links.filter((link) => link.startsWith(SITE))])];
    assert.ok(addresses.length > 60, `${addresses.length} pages`);
    /** @type {unknown[]} */
    const wrong = [];
    // Two tabs at a time: most of it is work for one core.
    const look = async (/** @type {Page} */ tab) => {
      for (let address = addresses.pop(); address !== undefined; address = addresses.pop()) {
        await tab.setViewportSize({ width: 1280, height: 900 });
        await tab.goto(address);
        for (const violation of await violationsOn(tab)) wrong.push([address, ...violation]);
        await tab.setViewportSize({ width: 320, height: 800 });
        const widest = await tab.evaluate(() => document.documentElement.scrollWidth);
        if (widest > 320) wrong.push([address, `${widest} wide`]);
      }
    };
    await Promise.all([look(page), look(await page.context().newPage())]);
    assert.deepEqual(wrong, []);
  }));

test('axe finds nothing in dark colours on each kind of page of the guide, with a definition open', () =>
  visiting(
    async (page) => {
      for (const path of ['', 'guide/coverage/limits/', 'faq/costs-and-limits/', 'glossary/', 'about/method/']) {
        await page.goto(SITE + path);
        const term = page.locator('.term').first();
        if ((await term.count()) > 0) await term.click();
        for (const folded of await page.locator('details.sources > summary').all()) await folded.click();
        await assertAccessible(page, path);
      }
    },
    { colorScheme: 'dark', viewport: { width: 360, height: 800 } },
  ));

test('nothing is wider than the window at 320 and 360', async (t) => {
  for (const width of [320, 360]) {
    await t.test(String(width), () =>
      visiting(
        async (page) => {
          await page.goto(PAGE);
          await type(page, { 'care.0.visits': '30' });
          await unfold(page);
          const widest = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(widest <= width, `${widest} wide`);
        },
        { viewport: { width, height: 800 } },
      ),
    );
  }
});

test('everything that can be pressed is large enough', () =>
  visiting(
    async (page) => {
      await page.goto(PAGE);
      await type(page, { 'care.0.visits': '30' });
      await unfold(page);
      const small = await page
        .locator(
          '.ah-calculator :is(button, select, summary, input:not([type="radio"], [type="checkbox"]), .ah-option)',
        )
        .evaluateAll((all) =>
          all
            .map((element) => ({ html: element.outerHTML.slice(0, 100), ...element.getBoundingClientRect().toJSON() }))
            .filter(({ width, height }) => width > 0 && (height < 43.5 || width < 43.5))
            .map(({ html, width, height }) => `${html} ${width}×${height}`),
        );
      assert.deepEqual(small, []);
    },
    { viewport: { width: 360, height: 800 } },
  ));

test('the keyboard alone is enough', () =>
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
    const visits = field(page, 'care.0.visits');
    await tabTo(visits);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('many');
    await page.keyboard.press('Enter');
    await page.locator('[data-errors]:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.ok(await visits.evaluate((element) => element === document.activeElement));
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('30');
    await reaches(page, 'ready');

    const addCare = page.locator('[data-action="add-row"][data-list="care"]');
    await tabTo(addCare);
    await page.keyboard.press('Enter');
    const removeSecond = page.locator('[data-rows="care"] [data-row]').nth(1).locator('[data-action="remove-row"]');
    await tabTo(removeSecond);
    await page.keyboard.press('Enter');
    await reaches(page, 'ready');

    await tabTo(page.locator('.ah-calculator button[type="submit"]'));
    await page.keyboard.press('Enter');
    await page.locator('[data-result] h2:focus').waitFor();
    const why = page.locator('[data-result] summary').first();
    await tabTo(why);
    await page.keyboard.press('Enter');
    assert.ok(await why.evaluate((element) => element.parentElement?.hasAttribute('open')));
    await assertFiguresAreTheCommandLines(page);
  }));

test('what has the focus is not hidden under bars that stay in view', () =>
  visiting(
    async (page) => {
      await page.goto(PAGE);
      await type(page, { 'care.0.visits': '30' });
      await unfold(page);
      for (const name of ['care.0.service', 'care.0.visits', 'care.0.allowed', 'plan.starts', 'plan.premium.amount']) {
        const control = field(page, name);
        await control.focus();
        const top = await control.evaluate((element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          return document.elementFromPoint(left + width / 2, top + height / 2) === element;
        });
        assert.ok(top, name);
      }
    },
    { viewport: { width: 360, height: 640 } },
  ));

test('state changes are announced, and once', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const status = page.locator('[data-status][role="status"]');
    await type(page, { 'care.0.visits': '30' });
    assert.match((await status.textContent()) ?? '', /\$/);
    await type(page, { 'care.0.visits': 'x' }, 'invalid');
    const heading = await page.locator('[data-errors] :is(h2, h3)').first().textContent();
    await page.locator('[data-status]', { hasText: heading ?? '' }).waitFor();
  }));

test('a print is a document: result and ledger, without form, buttons and navigation', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'care.0.visits': '30' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.locator('[data-result] [data-figure="patient_pays"]').first().isVisible());
    assert.equal(await page.locator('table.ah-ledger tbody tr:visible').count(), 30);
    assert.equal(
      await page.locator('button:visible, .ah-calculator form:visible, nav:visible, header.md-header:visible').count(),
      0,
    );
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.ok(await page.locator('table.ah-ledger').first().isHidden());
    await button(page, 'print').waitFor();
  }));

test('on a phone each visit shows its date, what the patient pays and how; opened, everything with its name', async (t) => {
  for (const name of ['annual-cost', 'two-plans']) {
    await t.test(name, () =>
      visiting(
        async (page) => {
          await page.goto(`${SITE}calculators/${name}/`);
          const ledger = page.locator('.ah-ledger-box').first();
          await ledger.locator('summary').first().click();
          const row = ledger.locator('tbody tr').first();
          const cells = row.locator('> :is(th, td):visible');
          assert.equal(await cells.count(), 4);
          await row.locator('summary').click();
          assert.ok((await cells.count()) > 5);
          const labels = await row
            .locator('> td:not(.ah-key)')
            .evaluateAll((all) => all.map((cell) => /** @type {HTMLElement} */ (cell).dataset['label'] ?? ''));
          assert.ok(labels.length > 2 && !labels.includes(''));
          const table = ledger.getByRole('table');
          assert.ok((await table.getByRole('columnheader', { name: 'Visit' }).count()) > 0);
          assert.ok((await table.getByRole('rowheader').count()) > 0);
          const wide = await ledger.locator('.ah-scroll').evaluate((box) => box.scrollWidth - box.clientWidth);
          assert.ok(wide <= 0, `${wide} too wide`);
          await assertAccessible(page, 'a visit opened');
        },
        { viewport: { width: 360, height: 800 } },
      ),
    );
  }
});

test('a print about two plans has room for patient and member numbers, its day, and the bill as typed', () =>
  visiting(async (page) => {
    await page.goto(`${SITE}calculators/two-plans/`);
    const lines = page.locator('.ah-by-hand').first();
    assert.ok(await lines.isHidden());
    await button(page, 'print').focus();
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    assert.match(await lines.innerText(), /Patient:[^]*\d+\/\d+\/\d{4}[^]*Member ID, /);
    assert.match(await page.locator('.ah-by-hand').last().innerText(), /Amount on the bill[^]*\$180/);
    assert.ok(await page.locator('details[data-key="basis"] li').first().isVisible());
    assert.ok(await page.locator('[data-bar], [data-to-summary]').first().isHidden());
  }));
