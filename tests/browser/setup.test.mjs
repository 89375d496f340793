// Setting up by chat in a real browser: from a code in the terminal to the first referral in a
// partner's channel, as docs/slack-setup.md tells it. The bot is a process of its own beside a
// workspace in which nothing is set up.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { be, card, findings, go, missing, picture, refer, say, staged, startApart } from './stage.mjs';

const skip = missing() || (process.env.SANDBOX_URL ? 'needs programs of its own' : false);

/** Small enough for a picture in a document. */
const SMALL = { width: 1000, height: 620 };

for (const colorScheme of ['light', 'dark']) {
  describe(`setting up by chat, ${colorScheme}`, { skip, timeout: 240_000 }, () => {
    const here = staged(startApart);

    test('from the code in the terminal to the first referral and its approval', async () => {
      const page = await here.visit({ colorScheme, viewport: SMALL }, '#list .empty');
      const found = [];
      const look = async (what) => {
        found.push(...(await findings(page)).map((one) => `${what}: ${one}`));
      };
      const show = async (name) => {
        if (colorScheme === 'light') await picture(page, `setup-${name}`);
      };

      await be(page, 'Admin');
      await go(page, 'random');
      await say(page, `/vouch admin ${codeOf(here.stage)}`);
      await told(page, 'You are admin; the code is used up.').waitFor();
      await look('admin');
      await show('admin');

      await here.stage.change({ add_bot: { channel: 'C0SALESDESK', by: 'U0ADMIN0001' } });
      await go(page, 'sales-desk');
      await told(page, 'What is #sales-desk for?').waitFor();
      await look('question');
      await show('channel');
      await told(page, 'What is #sales-desk for?')
        .getByRole('button', { name: 'Use for internal sales' })
        .click();
      await told(page, 'it is for internal sales now').waitFor();
      await look('sales channel');

      await gives(page, 'Sales 1', 'sales', () => look('role form'));
      await gives(page, 'Partner manager', 'partner manager');

      await be(page, 'Partner manager');
      await go(page, 'north-partner');
      await say(page, '/vouch partner');
      await told(page, 'Create a new partner here.').getByRole('button', { name: 'New partner' }).click();
      const partner = page.getByRole('dialog', { name: 'New partner' });
      await partner.getByRole('button', { name: 'Create' }).click();
      await partner.locator('.error').first().waitFor();
      await look('partner form with errors');
      await fills(partner, { Name: 'North Partner', Code: 'NOR', Website: 'north.example' });
      await partner.getByRole('radio', { name: 'Reseller' }).check();
      await partner.getByLabel('Manager', { exact: true }).selectOption({ label: 'Partner manager' });
      assert.equal(await partner.locator('.error').count(), 0, 'what was filled in is not called missing');
      await partner.locator('.more').waitFor({ state: 'attached' });
      await look('partner form');
      await show('partner');
      await partner.getByRole('button', { name: 'Create' }).click();
      await leaves(page.getByRole('dialog').filter({ hasText: 'North Partner is created, with the code NOR.' }));

      await here.stage.change({ add_bot: { channel: 'C0NORTH0001', by: 'U0MANAGER01' } });
      const question = told(page, 'What is #north-partner for?');
      await question.getByRole('button', { name: 'Link to one partner' }).click();
      const link = page.getByRole('dialog', { name: 'Link a channel' });
      await link.waitFor();
      await link.getByLabel(/^Partner/).selectOption({ label: 'NOR · North Partner' });
      await look('link form');
      await link.getByRole('button', { name: 'Link' }).click();
      const linked = page.getByRole('dialog').filter({ hasText: '#north-partner is linked to North Partner' });
      await linked.waitFor();
      await look('linked channel');
      await show('linked');
      await linked.getByRole('button', { name: 'Confirm the company' }).click();
      const confirm = page.getByRole('dialog', { name: 'Confirm company' });
      await confirm.waitFor();
      await look('company form');
      await show('confirm');
      await confirm.getByLabel('Company', { exact: true }).selectOption({ label: 'North Partner' });
      await confirm.getByRole('button', { name: 'Confirm' }).click();
      await leaves(page.getByRole('dialog').filter({ hasText: 'Its full members join' }));

      await be(page, 'Partner member');
      await look('intro');
      const number = await refer(page, { website: 'acme.example', name: 'Acme' });
      assert.equal(number, 'NOR-1');
      await card(page, number).filter({ hasText: 'Submitted' }).waitFor();
      await look('first referral');
      await show('first-referral');

      await be(page, 'Sales 1');
      await go(page, 'sales-desk');
      await card(page, number)
        .getByRole('button', { name: /^Approve/ })
        .click();
      const approve = page.getByRole('dialog', { name: `Approve ${number}` });
      await approve.getByRole('button', { name: 'Approve' }).click();
      await approve.waitFor({ state: 'detached' });

      await be(page, 'Partner member');
      await card(page, number).filter({ hasText: /protected through/i }).waitFor();
      await page.getByRole('button', { name: 'My referrals' }).first().click();
      const list = told(page, 'North Partner: 1 open, 1 in all.');
      await list.waitFor();
      await look('list');
      await show('list');
      await list.getByRole('combobox', { name: 'Choose what to show' }).selectOption('Closed');
      await told(page, 'No referral stands here now.').waitFor();
      await look('list behind a filter');

      await be(page, 'Partner manager');
      await page.locator('#side').getByRole('button', { name: /^Direct messages/ }).click();
      const pressed = page.locator('#list article').filter({ hasText: /pressed first in .* and is now linked/ });
      await pressed.getByRole('button', { name: 'Undo the link' }).waitFor();
      await look('newcomer');
      await show('newcomer');
      assert.deepEqual(found, []);
      assert.deepEqual(page.problems, []);
      await page.context().close();
    });
  });
}

// ---- helpers of this story --------------------------------------------------------------------

/** The code that the bot printed when it started. */
function codeOf({ lines }) {
  const found = lines.map((line) => /\/vouch admin (\S+)/.exec(line)).find(Boolean);
  assert.ok(found, `no code in: ${lines.join('\n')}`);
  return found[1];
}

/** Gives a role through the form; `open` is called while it is filled in. */
async function gives(page, name, role, open = async () => {}) {
  await say(page, '/vouch role');
  const form = page.getByRole('dialog', { name: 'Set a role' });
  await form.getByLabel('Person', { exact: true }).selectOption({ label: name });
  await form.getByLabel('Role', { exact: true }).selectOption({ label: role });
  await open();
  await form.getByRole('button', { name: 'Save' }).click();
  const given = page.getByRole('dialog').filter({ hasText: `${name} is now ${role}.` });
  await leaves(given);
}

async function fills(form, values) {
  for (const [label, value] of Object.entries(values)) await form.getByLabel(label, { exact: true }).fill(value);
}

/** Closes a form that has only words left. */
async function leaves(form) {
  await form.locator('.foot button').first().click();
  await form.waitFor({ state: 'detached' });
}

/** The newest message with these words that only the reader sees. */
const told = (page, words) => page.locator('#list article.private').filter({ hasText: words }).last();
