/** Calculators on other people's pages: what works there, and what neither side can do to the other. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { firefox } from 'playwright-core';
import { copyOfFolders, hostOrigin, hostPage, SCRIPT, STRICT, useHost } from './host_pages.mjs';
import {
  field,
  figuresOfCommandLine,
  figuresOn,
  FOLDER,
  reaches,
  SITE,
  type,
  useBrowser,
  violationsOn,
  visiting,
} from './support.mjs';

/** @typedef {import('playwright-core').Page} Page */

useBrowser();
useHost();

const PRESETS = 'care.0.visits=31; care.0.allowed=120.50; plan.deductible.person=250; plan.deductible.family=750';

/** What a frame says of presets that do not fit, and browsers of what a policy or a test refuses. */
const REFUSED = /Content Security Policy|connect-src/;

/**
 * Visits a page of another origin.
 *
 * @param {string} content - what stands in the page
 * @param {(page: Page, asked: string[]) => Promise<void>} visit - what the visitor does; the addresses that were asked for
 * @param {Parameters<typeof visiting>[1] & {policy?: string}} [options] - as for `visiting`; the page's policy
 */
async function visitingHost(content, visit, { policy, ...options } = {}) {
  await visiting(
    async (page) => {
      /** @type {string[]} */
      const asked = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(hostPage(content, policy));
      await visit(page, asked);
    },
    { host: hostOrigin(), ...options },
  );
}

/**
 * @param {string} name - a calculator
 * @param {string} change - Python that changes its first example's `scenario`
 * @returns {string} the scenario's JSON
 */
function exampleWith(name, change) {
  const python = process.env['PYTHON'] ?? 'python3';
  const example = execFileSync(python, ['-m', 'calculators', 'example', name], { encoding: 'utf8' });
  const script = `import json, sys; scenario = json.load(sys.stdin); ${change}; print(json.dumps(scenario))`;
  return execFileSync(python, ['-c', script], { input: example, encoding: 'utf8' });
}

/** @returns {Record<string, any>} the command line's figures for the example with `PRESETS` */
function figuresWithPresets() {
  return figuresOfCommandLine(
    exampleWith(
      'annual-cost',
      `scenario["care"][0].update(visits=31, allowed="120.50"); scenario["plan"]["deductible"].update(person="250.00", family="750.00")`,
    ),
  );
}

/**
 * @param {import('playwright-core').FrameLocator} frame - a calculator that is ready
 * @param {Record<string, any>} computed - the command line's figures
 */
async function assertShows(frame, computed) {
  await reaches(frame, 'ready');
  const shown = await figuresOn(frame);
  assert.ok('patient_pays' in shown);
  for (const [name, figure] of Object.entries(shown)) assert.deepEqual(figure, computed[name], name);
}

const TWO = `${SCRIPT}
  <ah-calculator name="annual-cost" presets="${PRESETS}"></ah-calculator>
  <ah-calculator name="two-plans" theme="dark" presets="day=3/3/2026"><a href="#">Who pays first?</a></ah-calculator>`;

/**
 * Checks two frames on a page of another origin with a strict policy.
 *
 * @param {Page} page - the page
 * @param {string[]} asked - the addresses that were asked for
 */
async function assertBothWork(page, asked) {
  const first = page.frameLocator('ah-calculator:nth-of-type(1) iframe');
  const second = page.frameLocator('ah-calculator:nth-of-type(2) iframe');
  await assertShows(first, figuresWithPresets());
  assert.equal(await field(first, 'care.0.visits').inputValue(), '31');
  await page.locator('ah-calculator').last().scrollIntoViewIfNeeded();
  await assertShows(second, figuresOfCommandLine(exampleWith('two-plans', 'scenario["day"] = "2026-03-03"')));
  // The page fetched each file once; the frames none, in no form.
  const files = asked.map((address) => address.split('/runtime/')[1]?.split('/').slice(1).join('/')).filter(Boolean);
  assert.deepEqual(files.sort(), [...new Set(files)].sort());
  assert.ok(files.includes('snapshot/memory.bin') && !files.some((name) => name?.startsWith('inline/')), String(files));
  for (const frame of await page.locator('ah-calculator iframe').all()) {
    const inner = /** @type {import('playwright-core').Frame} */ (await (await frame.elementHandle())?.contentFrame());
    const tall = await inner.evaluate(() => document.documentElement.scrollHeight);
    assert.ok(
      Math.abs(((await frame.boundingBox())?.height ?? 0) - tall) <= 1,
      'the frame is as tall as what is in it',
    );
    assert.equal(
      await frame.getAttribute('sandbox'),
      'allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox',
    );
  }
}

test('two sandboxed frames on a page with a strict policy answer, and share one download', async () => {
  await visitingHost(TWO, assertBothWork);
});

test('in Firefox two sandboxed frames answer, and share one download', async () => {
  const browser = await firefox.launch({
    channel: 'moz-firefox',
    executablePath: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
  });
  try {
    const page = await browser.newPage();
    /** @type {string[]} */
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(hostPage(TWO));
    await assertBothWork(page, asked);
  } finally {
    await browser.close();
  }
});

test('where the page may not fetch, frames load the runtime themselves', async () => {
  await visitingHost(
    `${SCRIPT}<ah-calculator name="annual-cost" presets="${PRESETS}"></ah-calculator>`,
    async (page, asked) => {
      await assertShows(page.frameLocator('iframe'), figuresWithPresets());
      assert.ok(asked.some((address) => address.includes('/inline/snapshot/memory.bin.js')));
    },
    { policy: STRICT.replace(/; connect-src.*/, ''), errors: REFUSED },
  );
});

test('files that a page hands over and that are not the expected ones are refused', async () => {
  const [hash = ''] = await readdir(`${FOLDER}/runtime`);
  const content = `<iframe sandbox="allow-scripts" width="800" height="900"
      src="${SITE}embed/annual-cost/#host=script&presets=${encodeURIComponent(PRESETS)}"></iframe>
    <script>
      const wrong = ['worker.js', 'snapshot/memory.bin', 'snapshot/pyodide.asm.wasm', 'snapshot/python_stdlib.zip',
        'snapshot/pyodide-lock.json'];
      addEventListener('message', async ({ data, source }) => {
        if (data.ah !== 'want-files') return;
        const blobs = await Promise.all(wrong.map(async (name) =>
          (await fetch('${SITE}runtime/${hash}/' + name)).blob()));
        wrong.forEach(async (name, index) => {
          const bytes = new Uint8Array(await blobs[index].arrayBuffer());
          if (name === 'worker.js') bytes.set(new TextEncoder().encode('postMessage("taken");'));
          source.postMessage({ ah: 'file', name, blob: new Blob([bytes]) }, '*');
        });
        document.title = 'handed over';
      });
    </script>`;
  await visitingHost(
    content,
    async (page, asked) => {
      await page.waitForFunction(() => document.title === 'handed over');
      await assertShows(page.frameLocator('iframe'), figuresWithPresets());
      // The frame helped itself at once; had it used what it got, only the other way into Python would have been left.
      assert.ok(asked.some((address) => address.includes('/inline/snapshot/memory.bin.js')));
      assert.ok(!asked.some((address) => address.includes('/inline/lean/')));
    },
    { policy: `default-src 'none'; script-src 'unsafe-inline'; frame-src ${SITE}; connect-src ${SITE}` },
  );
});

test('a hostile page gets nothing out of a frame, and cannot break it', async () => {
  const content = `<iframe sandbox="allow-scripts" width="800" height="900"
      src="${SITE}embed/annual-cost/#host=script&presets=${encodeURIComponent('care.0.visits=31')}"></iframe>
    <script>
      window.heard = [];
      addEventListener('message', ({ data, source }) => {
        window.heard.push(data);
        if (data.ah !== 'want-files') return;
        for (const message of [null, 7, 'no-files', [], { ah: 7 }, { ah: 'file' }, { ah: 'file', name: 'worker.js' + 'x', blob: 1 },
          { ah: 'file', name: '__proto__', blob: new Blob(['x']) }, { ah: 'bytes', name: 'worker.js', bytes: NaN },
          { ah: 'bytes', name: 'worker.js', bytes: 1e99 }, { ah: 'compute' }, { type: 'request' },
          { ah: 'file', name: 'worker.js', blob: new Blob(['postMessage(1)']) }]) source.postMessage(message, '*');
      });
    </script>`;
  await visitingHost(
    content,
    async (page) => {
      const frame = page.frameLocator('iframe').first();
      await reaches(frame, 'ready');
      await type(frame, { 'care.0.allowed': '4321' });
      const heard = JSON.stringify(await page.evaluate(() => /** @type {any} */ (window).heard));
      assert.ok(heard.includes('"ready"') && heard.includes('"height"'));
      assert.ok(!heard.includes('4321'), heard);
      const kinds = await page.evaluate(() =>
        /** @type {any[]} */ (/** @type {any} */ (window).heard).map(({ ah }) => ah),
      );
      assert.deepEqual([...new Set(kinds)].sort(), ['height', 'ready', 'want-files']);
    },
    { policy: `default-src 'none'; script-src 'unsafe-inline'; frame-src ${SITE}` },
  );
});

test('what anyone but the page says to a frame counts for nothing', async () => {
  const sibling = `<script>setInterval(() => parent.document.querySelector('ah-calculator').shadowRoot
    ?.querySelector('iframe').contentWindow.postMessage({ ah: 'no-files' }, '*'))</script>`;
  await visitingHost(
    `${SCRIPT}<ah-calculator name="annual-cost" presets="${PRESETS}"></ah-calculator><iframe srcdoc="${sibling}"></iframe>`,
    async (page, asked) => {
      await assertShows(page.frameLocator('ah-calculator iframe'), figuresWithPresets());
      assert.ok(!asked.some((address) => address.includes('/inline/')), 'the files came from the page');
    },
    { policy: `${STRICT}; script-src 'unsafe-inline' ${SITE}`.replace(/script-src \S+; /, '') },
  );
});

test('a hostile frame can make itself tall within limits, and nothing else', async () => {
  await visitingHost(`${SCRIPT}<ah-calculator name="annual-cost"></ah-calculator>`, async (page) => {
    const calculator = page.locator('ah-calculator');
    const events = await page.evaluateHandle(() => {
      /** @type {unknown[]} */
      const told = [];
      for (const name of ['ah-ready', 'ah-height', 'ah-error']) {
        document
          .querySelector('ah-calculator')
          ?.addEventListener(name, (event) => told.push([name, /** @type {CustomEvent} */ (event).detail]));
      }
      return told;
    });
    const inner = /** @type {import('playwright-core').Frame} */ (page.frames()[1]);
    // The frame itself may say at any moment how tall it is.
    const told = async () => {
      const all = /** @type {[string, {height: number, what?: string}][]} */ (await events.jsonValue());
      return {
        heights: all.filter(([name]) => name === 'ah-height').map(([, { height }]) => height),
        errors: all.filter(([name, { what }]) => name === 'ah-error' && !what?.startsWith('last')),
      };
    };
    let sent = 0;
    /** @param {unknown[]} messages */
    const send = async (...messages) => {
      sent += 1;
      // Messages come in order: when the last one has had its effect, so have those before it.
      const last = { ah: 'error', about: 'theme', what: `last ${sent}` };
      await inner.evaluate((all) => all.forEach((message) => parent.postMessage(message, '*')), [...messages, last]);
      await page.waitForFunction(([all, what]) => JSON.stringify(all).includes(String(what)), [events, last.what]);
    };
    await inner.locator('h1').waitFor();
    await send({ ah: 'height', height: 1e9 }, { ah: 'height', height: -5 });
    const { heights } = await told();
    assert.deepEqual([Math.max(...heights), Math.min(...heights)], [20_000, 200]);
    await send(
      { ah: 'height', height: '901' },
      { ah: 'height', height: Infinity },
      { ah: 'height', height: { valueOf: 3 } },
      { ah: 'error', about: 'values', what: 'x' },
      { ah: 'error', about: 'preset', what: ['x'] },
      'ready',
      null,
      { ah: '__proto__' },
    );
    // What the page says to itself is not from the frame.
    await page.evaluate(() => window.postMessage({ ah: 'height', height: 701 }, '*'));
    await send();
    const found = await told();
    assert.deepEqual(found.errors, []);
    assert.ok(found.heights.every((height) => height >= 200 && height <= 20_000 && ![901, 701].includes(height)));
    const inPage = await calculator.locator('iframe').evaluate((frame) => frame.clientHeight);
    assert.ok(inPage >= 200 && inPage <= 20_000);
  });
});

test('presets and fields that do not fit are left out and told; what fits is shown', async () => {
  const presets =
    'care.0.visits=31; care.0.allowed=soon; care.0.service=wizardry; plan.nothing=1; people.0.id=x; nonsense';
  await visitingHost(
    `${SCRIPT}<ah-calculator name="annual-cost" presets="${presets}" hide="care.*.frequency plan.magic" theme="sepia"></ah-calculator>`,
    async (page) => {
      /** @type {string[]} */
      const told = [];
      page.on('console', (message) => told.push(message.text()));
      await page.reload();
      const frame = page.frameLocator('iframe');
      await assertShows(frame, figuresOfCommandLine(exampleWith('annual-cost', 'scenario["care"][0]["visits"] = 31')));
      assert.equal(await field(frame, 'care.0.allowed').inputValue(), '150');
      for (const wrong of ['allowed', 'service', 'plan.nothing', 'people.0.id', 'nonsense', 'plan.magic', 'sepia']) {
        assert.equal(told.filter((text) => text.includes(wrong)).length, 1, `${wrong}: ${told.join(' | ')}`);
      }
      assert.equal(await field(frame, 'care.0.frequency').isVisible(), false);
      await frame.locator('[data-action="add-row"][data-list="care"]').click();
      assert.equal(await field(frame, 'care.1.visits').isVisible(), true);
      assert.equal(await field(frame, 'care.1.frequency').isVisible(), false);
    },
  );
});

test('an accent is used where it can be read, and only there', async () => {
  const page = (/** @type {string} */ accent, /** @type {string} */ theme) =>
    `${SITE}embed/annual-cost/#theme=${theme}&accent=%23${accent}`;
  await visiting(async (visit) => {
    const shown = async (/** @type {string} */ accent, /** @type {'light' | 'dark'} */ theme) => {
      await visit.goto('about:blank');
      await visit.goto(page(accent, theme));
      return visit
        .locator('.ah-main')
        .first()
        .evaluate((button) => getComputedStyle(button).backgroundColor);
    };
    assert.equal(await shown('801650', 'light'), 'rgb(128, 22, 80)');
    assert.deepEqual(await violationsOn(visit), []);
    assert.notEqual(await shown('801650', 'dark'), 'rgb(128, 22, 80)');
    assert.equal(await shown('ffd54a', 'dark'), 'rgb(255, 213, 74)');
    assert.notEqual(await shown('ffd54a', 'light'), 'rgb(255, 213, 74)');
  });
});

test('a frame in a narrow column does not move sideways, in light and dark, and is accessible', async () => {
  for (const [name, theme] of [
    ['annual-cost', 'light'],
    ['two-plans', 'dark'],
    ['compare-plans', 'light'],
  ]) {
    await visiting(
      async (page) => {
        await page.goto(`${SITE}embed/${name}/#theme=${theme}`);
        await page.locator('[data-live]').waitFor();
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= 280, `${name} is ${width} wide`);
        // The other two are checked in wide windows and with an accent.
        if (name === 'two-plans') assert.deepEqual(await violationsOn(page), []);
      },
      { viewport: { width: 280, height: 800 } },
    );
  }
});

test('a frame says when its figures are out of date, and not before', async () => {
  for (const [day, old] of /** @type {[string, boolean][]} */ ([
    ['2027-12-31T12:00:00', false],
    ['2028-01-01T12:00:00', true],
  ])) {
    await visiting(async (page) => {
      await page.clock.setFixedTime(new Date(day));
      await page.goto(`${SITE}embed/two-plans/`);
      await page.locator('[data-live]').waitFor();
      assert.equal(await page.locator('[data-old]').isVisible(), old, day);
      assert.match((await page.locator('footer').textContent()) ?? '', /figures up to 2027, last checked/);
    });
  }
});

test('a frame stores nothing, even where it may, and leads to the full tool with what was typed', async () => {
  await visiting(async (page) => {
    // On a page of the same origin nobody refuses storage.
    await page.route(`${SITE}host.html`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><title>Host</title><iframe width="800" height="900" src="${SITE}embed/annual-cost/"></iframe>`,
      }),
    );
    await page.goto(`${SITE}host.html`);
    const frame = page.frameLocator('iframe');
    await type(frame, { 'care.0.visits': '31' });
    const stored = await page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      document.cookie,
      (await caches.keys()).length,
      (await navigator.serviceWorker.getRegistrations()).length,
    ]);
    assert.deepEqual(stored, [0, 0, '', 0, 0]);
    await page.frames()[1]?.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    const [full] = await Promise.all([
      page.context().waitForEvent('page'),
      frame.locator('footer [data-full-tool]').last().click(),
    ]);
    await reaches(full, 'ready');
    assert.equal(full.url(), `${SITE}calculators/annual-cost/`);
    assert.equal(await field(full, 'care.0.visits').inputValue(), '31');
    await full.close();
    await frame.locator('[data-action="copy-link"]').click();
    const copied = await frame.locator('input.ah-copy').inputValue();
    assert.ok(copied.startsWith(`${SITE}calculators/annual-cost/#scenario=annual-cost.`), copied);
  });
});

test('a file can be saved from a sandboxed frame', async () => {
  await visitingHost(
    `${SCRIPT}<ah-calculator name="annual-cost" presets="care.0.visits=31"></ah-calculator>`,
    async (page) => {
      const frame = page.frameLocator('iframe');
      await reaches(frame, 'ready');
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        frame.locator('[data-format="scenario"]').click(),
      ]);
      assert.equal(file.suggestedFilename(), 'annual-cost.scenario.json');
    },
  );
});

test('the builder shows a calculator and makes lines that work on another page, by keyboard too', async () => {
  /** @type {string} */
  let snippet = '';
  /** @type {string} */
  let plain = '';
  await visiting(
    async (page) => {
      await page.goto(`${SITE}guide/professionals/widgets/`);
      const builder = page.locator('[data-widget-builder][data-live]');
      await builder.getByLabel('Calculator', { exact: true }).selectOption('annual-cost');
      await builder.getByLabel(/^Its title/).fill('What “40 visits” cost');
      await builder.getByLabel(/accent color:/).check();
      await builder.getByLabel('Accent color', { exact: true }).fill('#ffd54a');
      assert.match(
        (await builder.locator('[data-contrast]').textContent()) ?? '',
        /light background: its contrast there is 1\.\d/,
      );
      await builder.getByLabel('Accent color', { exact: true }).fill('#12436d');
      await builder.getByLabel('Light', { exact: true }).check();
      assert.match((await builder.locator('[data-contrast]').textContent()) ?? '', /can be read everywhere/);
      await builder.getByLabel(/^Most pixels/).fill('500');
      await page.keyboard.press('Tab');
      await builder.getByLabel('Field', { exact: true }).first().selectOption('care.0.visits');
      await builder.getByLabel('What shall stand in it').focus();
      await page.keyboard.type('31');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await builder.getByLabel('Field', { exact: true }).first().selectOption('care.0.allowed');
      await builder.getByLabel('What shall stand in it').fill('soon');
      await builder.getByRole('button', { name: 'Fill it in' }).click();
      await builder.locator('[data-wrong]').getByText('cannot be “soon”').waitFor();
      await builder.locator('[data-wrong]').getByRole('button').click();
      await builder.getByLabel('Field', { exact: true }).first().selectOption('care.0.frequency');
      await builder.getByRole('button', { name: 'Do not show it' }).click();
      const preview = builder.frameLocator('ah-calculator iframe');
      await reaches(preview, 'ready');
      assert.equal(await field(preview, 'care.0.visits').inputValue(), '31');
      assert.deepEqual(await violationsOn(page), []);
      snippet = await builder.locator('[data-snippet]').inputValue();
      await builder.getByRole('radio', { name: /^No scripts/ }).check();
      plain = await builder.locator('[data-snippet]').inputValue();
    },
    { permissions: ['clipboard-read', 'clipboard-write'] },
  );
  const scenario = exampleWith('annual-cost', 'scenario["care"][0]["visits"] = 31');
  await visitingHost(`${snippet}\n${plain}`, async (page) => {
    const calculator = page.locator('ah-calculator');
    for (const frame of [calculator.frameLocator('iframe'), page.frameLocator('body > iframe')]) {
      await assertShows(frame, figuresOfCommandLine(scenario));
      assert.equal(await field(frame, 'care.0.frequency').isVisible(), false);
    }
    assert.equal(await calculator.locator('iframe').getAttribute('title'), 'What “40 visits” cost');
    assert.equal((await calculator.boundingBox())?.width, 500);
  });
});

test('a copy of two folders on a server that sends no headers works', async () => {
  const copy = copyOfFolders();
  await visitingHost(
    `<script src="${copy}embed/ah-calculator.js"></script><ah-calculator name="annual-cost" presets="${PRESETS}"></ah-calculator>`,
    (page) => assertShows(page.frameLocator('iframe'), figuresWithPresets()),
    {
      host: 'http://',
      policy: `default-src 'none'; script-src ${copy}; frame-src ${copy}; connect-src ${copy}`,
      errors: /Access-Control-Allow-Origin|Failed to load resource/,
    },
  );
});

test('the questions of an interview begin with the presets', async () => {
  await visitingHost(
    `${SCRIPT}<ah-calculator name="two-plans" presets="coverages.0.kind=medicare; coverages.0.name=Red card"></ah-calculator>`,
    async (page) => {
      const frame = page.frameLocator('iframe');
      await frame.locator('[data-action="start-interview"]').click();
      await frame.locator('.ah-question').waitFor();
      assert.equal(await field(frame, 'coverages.0.kind').inputValue(), 'medicare');
      assert.equal(await field(frame, 'coverages.1.kind').inputValue(), '');
    },
  );
});

test('without JavaScript, and where the frame does not come to life, the link is there', async () => {
  const content = `${SCRIPT}<ah-calculator name="two-plans"><a href="${SITE}calculators/two-plans/">Who pays first?</a></ah-calculator>`;
  await visitingHost(content, (page) => page.getByRole('link', { name: 'Who pays first?' }).waitFor(), {
    javaScriptEnabled: false,
  });
  await visitingHost(
    content,
    async (page) => {
      const link = page.getByRole('link', { name: 'Who pays first?' });
      assert.equal(await link.isVisible(), false);
      await link.waitFor();
    },
    { policy: STRICT.replace(/frame-src \S+;/, ''), errors: /Content Security Policy|frame/ },
  );
});
