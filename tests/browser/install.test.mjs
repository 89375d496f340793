// A partner's workspace installs the app in a real browser, by keyboard alone: the link that the
// partner manager gets, the page on which the app is let in, and back to the bot's own. axe looks at
// both pages, in light and dark, on a phone and on a desk.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { be, findings, go, key, launch, missing, start, tabTo, visit } from './stage.mjs';

const skip = missing() ?? false;

describe('installing', { skip, timeout: 120_000 }, () => {
  let browser;
  let stage;
  before(async () => {
    browser = await launch();
    stage = await start();
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });

  /** Types into the channel that is shown. */
  const type = async (page, text) => {
    const box = page.getByRole('textbox', { name: /^Message/ });
    await box.fill(text);
    await box.press('Control+Enter');
  };

  /** A fresh link for North, asked for as the partner manager. */
  const link = async (page) => {
    await be(page, 'Partner manager');
    await go(page, 'north-partner');
    const shown = page.locator('#list a[href*="/slack/install"]');
    const before = await shown.count();
    await type(page, '/vouch install');
    await shown.nth(before).waitFor();
    return shown.nth(before).getAttribute('href');
  };

  test('by keyboard: link, page, back, and the command works', async () => {
    const page = await visit(browser, stage.url);
    const skipTour = page.getByRole('button', { name: 'Skip the tour' });
    if (await skipTour.isVisible()) await skipTour.click();
    const address = await link(page);
    const allow = await page.context().newPage();
    await allow.goto(address);
    await allow.getByRole('heading', { name: 'Let Vouch into a workspace?' }).waitFor();
    const workspace = await key(allow, 'Tab');
    assert.equal(workspace.tag, 'select');
    await allow.keyboard.type('North');
    await tabTo(allow, (here) => here.text === 'Allow');
    await allow.keyboard.press('Enter');
    await allow.getByText('Vouch is in North Partner.').waitFor();
    const onward = await key(allow, 'Tab');
    assert.equal(onward.text, 'Open #north-partner');
    await allow.close();

    await be(page, 'Partner member');
    await go(page, 'north-partner');
    await type(page, '/refer acme.example');
    const form = page.getByRole('dialog', { name: 'Refer a customer' });
    await form.waitFor();
    assert.equal(await form.getByLabel('Company website').inputValue(), 'acme.example');
    // It would still stand in front of the next visit.
    await form.getByRole('button', { name: 'Cancel' }).click();
    await form.waitFor({ state: 'detached' });
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  test('who says no reads that nothing was stored', async () => {
    const page = await visit(browser, stage.url);
    const skipTour = page.getByRole('button', { name: 'Skip the tour' });
    if (await skipTour.isVisible()) await skipTour.click();
    const allow = await page.context().newPage();
    await allow.goto(await link(page));
    await allow.getByRole('button', { name: 'Cancel' }).click();
    await allow.getByText('Nothing was installed or stored.').waitFor();
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark']) {
    for (const width of [320, 1280]) {
      test(`axe has nothing to say: ${colorScheme}, ${width} px`, async () => {
        const page = await visit(browser, stage.url, { colorScheme });
        const skipTour = page.getByRole('button', { name: 'Skip the tour' });
        if (await skipTour.isVisible()) await skipTour.click();
        const address = await link(page);
        const allow = await page.context().newPage();
        await allow.setViewportSize({ width, height: 800 });
        await allow.goto(address);
        // The pages load nothing from anywhere, axe among it: their rule is lifted for this look.
        const look = async () => {
          const html = await allow.content();
          const copy = await page.context().newPage();
          await copy.setViewportSize({ width, height: 800 });
          await copy.setContent(html);
          const found = await findings(copy);
          const wide = await copy.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          await copy.close();
          assert.equal(wide, false, 'it scrolls sideways');
          return found;
        };
        assert.deepEqual(await look(), []);
        await allow.getByRole('button', { name: 'Cancel' }).click();
        await allow.getByText('Nothing was installed or stored.').waitFor();
        assert.deepEqual(await look(), []);
        await page.context().close();
      });
    }
  }
});
