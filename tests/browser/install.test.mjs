// A partner's workspace installs the app in a real browser, by keyboard alone: the link that the
// partner manager gets, the page on which the app is let in, and back to the bot's own. axe looks at
// both pages, in light and dark, on a phone and on a desk.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { be, card, findings, go, install, key, link, missing, register, say, skipTour, staged, tabTo } from './stage.mjs';

const skip = missing() ?? false;

describe('installing', { skip, timeout: 120_000 }, () => {
  const here = staged();

  test('by keyboard: link, page, back, the command, and a referral with its receipt', async () => {
    const page = await here.visit();
    await skipTour(page);
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
    await say(page, '/refer acme.example');
    const form = page.getByRole('dialog', { name: 'Refer a customer' });
    await form.waitFor();
    assert.equal(await form.getByLabel('Company website').inputValue(), 'acme.example');
    const number = await register(page, 'Acme');
    await card(page, number).getByText('Submitted').first().waitFor();
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  test('who says no reads that nothing was stored', async () => {
    const page = await here.visit();
    await skipTour(page);
    const allow = await page.context().newPage();
    await allow.goto(await link(page));
    await allow.getByRole('button', { name: 'Cancel' }).click();
    await allow.getByText('Nothing was installed or stored.').waitFor();
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark']) {
    for (const width of [320, 1280]) {
      test(`axe has nothing to say: ${colorScheme}, ${width} px`, async () => {
        const page = await here.visit({ colorScheme });
        await skipTour(page);
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
        await allow.close();
        const done = await install(page);
        await done.getByText('Vouch is in North Partner.').waitFor();
        assert.equal(await done.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
        const copy = await page.context().newPage();
        await copy.setContent(await done.content());
        assert.deepEqual(await findings(copy), []);
        await page.context().close();
      });
    }
  }
});
