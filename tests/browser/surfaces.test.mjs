// What machines can tell about every surface of the page: axe in both colours and three widths, small
// windows, wide letters, the size of targets. A referral is registered first, so that cards, a
// thread and the log have something in them.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { card, findings, missing, refer, skipTour, staged } from './stage.mjs';

const skip = missing() ?? false;

describe('every surface', { skip, timeout: 240_000 }, () => {
  const here = staged();
  before(async () => {
    const page = await here.visit();
    const root = card(page, await refer(page, { website: 'acme.example', name: 'Acme' }));
    await root.waitFor();
    await root.hover();
    await root.getByRole('button', { name: /^Reply/ }).click();
    const thread = page.getByRole('region', { name: 'Thread', exact: true });
    await thread.getByRole('textbox').fill('They asked for a demo.');
    await page.keyboard.press('Enter');
    await root.getByRole('button', { name: /1 reply/ }).waitFor();
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark']) {
    for (const width of [360, 768, 1280]) {
      test(`axe has nothing to say: ${colorScheme}, ${width} px`, async () => {
        const phone = width < 640 ? { hasTouch: true, isMobile: true } : {};
        const page = await here.visit({ colorScheme, viewport: { width, height: 800 }, ...phone });
        const found = [];
        const look = async (what) => found.push(...(await findings(page)).map((one) => `${what}: ${one}`));
        const tab = async (name) => {
          if (width < 640) await page.locator('#tabs').getByRole('button', { name }).click();
        };

        await page.getByRole('region', { name: /^Tour/ }).waitFor();
        await look('tour');
        await skipTour(page);
        await look('channel');
        await page.getByRole('button', { name: 'Refer a customer' }).first().click();
        const form = page.getByRole('dialog', { name: 'Refer a customer' });
        await form.getByRole('button', { name: 'Register' }).click();
        await form.locator('.error').first().waitFor();
        await look('form with errors');
        await form.getByRole('button', { name: 'Cancel' }).click();
        await form.waitFor({ state: 'detached' });
        // Lists of earlier visits still stand above: they were for the same person.
        const filters = page.getByRole('combobox', { name: 'Choose what to show' });
        const before = await filters.count();
        await page.getByRole('button', { name: 'My referrals' }).first().click();
        await filters.nth(before).waitFor();
        await look('list');
        await filters.nth(before).selectOption('Closed');
        await page.getByText('No referral stands here now.').nth(before).waitFor();
        assert.equal(await filters.count(), before + 1, 'the list is turned in place');
        assert.equal(await filters.nth(before).evaluate((node) => node.selectedOptions[0].label), 'Closed');
        await look('list behind a filter');
        await page
          .locator('#list')
          .getByRole('button', { name: /\d repl(y|ies)/ })
          .last()
          .click();
        await page.getByRole('region', { name: 'Thread', exact: true }).waitFor();
        await look('thread');
        await page.getByRole('button', { name: 'Close the thread' }).click();
        await tab('Channels');
        await look('channels');
        if (width < 640) await tab('Home');
        else await page.locator('#side').getByRole('button', { name: 'Home' }).click();
        await page
          .getByRole('heading', { level: 2, name: 'Home' })
          .waitFor({ state: width < 640 ? 'attached' : 'visible' });
        await page.locator('.home').waitFor();
        await look('Home');
        if (width < 640) await page.getByRole('button', { name: 'Clock, log and keys' }).click();
        await page.getByRole('button', { name: 'Log', exact: true }).click();
        await page.locator('.row-open').first().click();
        await page.locator('.detail').first().waitFor();
        await look('log');
        await page.getByRole('button', { name: 'Close the log' }).click();
        await page.getByRole('button', { name: 'Keys and tour' }).click();
        await look('keys');
        assert.deepEqual(found, []);
        assert.deepEqual(page.problems, []);
        await page.context().close();
      });
    }
  }

  test('320 px and wide letters: nothing is cut off, nothing scrolls sideways', async () => {
    const page = await here.visit({ viewport: { width: 320, height: 640 } });
    const check = async (what) => assert.deepEqual(await overflow(page), [], what);
    await check('channel');
    await page.getByRole('button', { name: 'Refer a customer' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Register' }).click();
    await page.locator('.error').first().waitFor();
    await check('form with errors');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await wideLetters(page);
    await check('channel with wide letters');
    await page.getByRole('button', { name: 'Refer a customer' }).first().click();
    await page.getByRole('dialog').waitFor();
    await check('form with wide letters');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Clock, log and keys' }).click();
    await page.getByRole('button', { name: 'Log', exact: true }).click();
    await page.locator('#log tbody tr').first().waitFor();
    await check('log with wide letters');
    await page.context().close();
  });

  for (const [what, options, least] of [
    ['mouse', {}, 32],
    ['touch', { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } }, 44],
  ]) {
    test(`targets are large enough for ${what}`, async () => {
      const page = await here.visit(options);
      await page.getByRole('button', { name: 'Refer a customer' }).first().click();
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await small(page, least), []);
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert.deepEqual(await small(page, least), []);
      await page.context().close();
    });
  }
});

// ---- helpers of these checks ------------------------------------------------------------------

/** WCAG 1.4.12: what a reader may set must not cut text off. */
const wideLetters = (page) =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }',
    );
    document.adoptedStyleSheets = [sheet];
  });

const overflow = (page) =>
  page.evaluate(() => {
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth)
      found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    for (const node of document.querySelectorAll(
      '#list, #thread .scroll, #log-scroll, .box .body, #side, .toast, button, .message, .tour',
    )) {
      if (
        node.getClientRects().length &&
        !node.closest('.pair') &&
        node.scrollWidth > node.clientWidth + 1 &&
        !node.matches('.pin, .place')
      ) {
        found.push(
          `${node.tagName} ${node.id || node.className} “${node.textContent.slice(0, 30)}”: ${node.scrollWidth} in ${node.clientWidth}`,
        );
      }
    }
    return found;
  });

const small = (page, least) =>
  page.evaluate(
    (size) =>
      [...document.querySelectorAll('button, select, input, textarea')]
        .filter((node) => node.getClientRects().length && !node.closest('[inert]'))
        .map((node) => ({
          node,
          box: (node.matches('[type=radio], [type=checkbox]')
            ? node.closest('label')
            : node
          ).getBoundingClientRect(),
        }))
        .filter(({ box }) => box.height < size - 0.5 || box.width < size - 0.5)
        .map(
          ({ node, box }) =>
            `${node.textContent || node.id || node.name}: ${Math.round(box.width)} × ${Math.round(box.height)}`,
        ),
    least,
  );
