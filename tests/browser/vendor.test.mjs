// What the vendor's people see and fill in, and what everybody does with words of their own: axe in
// both colours, on a phone and on a desk. Partners' views are in surfaces.test.mjs, another bot's in
// views.test.mjs, setting up in setup.test.mjs.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { be, card, findings, go, missing, refer, say, skipTour, staged } from './stage.mjs';

const skip = missing() ?? (process.env.SANDBOX_URL ? 'needs a program of its own' : false);

describe('the vendor’s views', { skip, timeout: 240_000 }, () => {
  const here = staged();
  let open;
  before(async () => {
    const page = await here.visit();
    await skipTour(page);
    open = await refer(page, { website: 'birch.example', name: 'Birch' });
    await refer(page, { website: 'acme.example', name: 'Acme' });
    await be(page, 'South member');
    await go(page, 'south-partner');
    await refer(page, { website: 'acme.example', name: 'Acme' });
    await here.stage.post('settle', { timeout_ms: 10_000 });
    await here.stage.post('world', { private: 'C0RESOLVERS' });
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark']) {
    for (const width of [360, 1280]) {
      test(`axe has nothing to say: ${colorScheme}, ${width} px`, async () => {
        const phone = width < 640 ? { hasTouch: true, isMobile: true } : {};
        const page = await here.visit({ colorScheme, viewport: { width, height: 800 }, ...phone });
        await skipTour(page);
        const found = [];
        const look = async (what) => {
          found.push(...(await findings(page)).map((one) => `${what}: ${one}`));
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (wide > 0) found.push(`${what}: scrolls sideways by ${wide} px`);
        };
        const to = async (person, place) => {
          if (width < 640) await page.locator('#tabs').getByRole('button', { name: 'Channels' }).click();
          await be(page, person);
          if (width < 640) await page.locator('#tabs').getByRole('button', { name: 'Channels' }).click();
          await page.locator('#side').getByRole('button', { name: new RegExp(`^${place}( private)?( \\d+ unread)?$`) }).click();
        };
        const form = async (what, button) => {
          await button.click();
          const dialog = page.getByRole('dialog');
          await dialog.waitFor();
          await look(what);
          await page.keyboard.press('Escape');
          await dialog.waitFor({ state: 'detached' });
        };
        const home = async (person) => {
          await to(person, 'Home');
          await page.locator('.home').waitFor();
          await look(`Home of ${person}`);
        };

        await to('Sales 1', 'sales-desk');
        const sales = card(page, open);
        await sales.waitFor();
        await look('sales cards');
        for (const name of ['Approve', 'Reject', 'Ask'])
          await form(`${name} form`, sales.getByRole('button', { name: new RegExp(`^${name}`) }).first());
        await home('Sales 1');
        await to('Resolver 1', 'resolvers');
        const decide = page.locator('#list').getByRole('button', { name: 'Decide' });
        await decide.waitFor();
        await look('case');
        await form('Decide form', decide);
        await home('Admin');
        await form('New partner form', page.getByRole('button', { name: 'New partner' }));
        await form('Role form', page.getByRole('button', { name: 'Set a role' }));
        await form('Notifications form', page.getByRole('button', { name: 'Change notifications' }));
        await home('Partner manager');
        await to('Partner manager', 'Direct messages');
        await look('direct messages');

        await to('Sales 1', 'random');
        await say(page, 'My own words');
        const mine = page.locator('#list article').filter({ hasText: 'My own words' }).last();
        const more = mine.getByRole('combobox', { name: /^Change your message/ });
        await mine.hover();
        await look('one’s own message');
        await more.selectOption('Edit message');
        const edit = page.getByRole('dialog', { name: 'Edit message' });
        await look('edit form');
        await edit.getByLabel('Message').fill('Other words <b>');
        await edit.getByRole('button', { name: 'Save' }).click();
        await edit.waitFor({ state: 'detached' });
        const edited = page.locator('#list article').filter({ hasText: 'Other words <b>' }).last();
        await edited.getByText('edited').waitFor();
        await edited.hover();
        await edited.getByRole('combobox').selectOption('Delete message');
        const sure = page.getByRole('alertdialog', { name: 'Delete message' });
        await sure.waitFor();
        await look('delete question');
        await sure.getByRole('button', { name: 'Delete' }).click();
        await edited.waitFor({ state: 'detached' });
        assert.deepEqual(found, []);
        assert.deepEqual(page.problems, []);
        await page.context().close();
      });
    }
  }
});
