// The tour of the first visit: three steps, each moving on by itself when its thing was done, from a
// referral to the reminder that its protection ends.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { be, card, findings, go, missing, picture, refer, staged } from './stage.mjs';

const skip = missing() ?? false;

describe('the tour', { skip, timeout: 120_000 }, () => {
  const here = staged();

  test('leads from a referral to its approval and to the reminder that it ends', async () => {
    const page = await here.visit();
    const step = (n) => page.getByRole('region', { name: `Tour, step ${n} of 3` });
    await step(1).getByText('Press Refer a customer').waitFor();
    const number = await refer(page, { website: 'acme.example', name: 'Acme' });
    await step(2).getByText('Now be Sales 1').waitFor();

    await be(page, 'Sales 1');
    await go(page, 'sales-desk');
    await step(2).getByText('Press Approve on the card').waitFor();
    await card(page, number)
      .getByRole('button', { name: /^Approve/ })
      .click();
    await page.getByRole('dialog', { name: `Approve ${number}` }).getByRole('button', { name: 'Approve' }).click();

    const on = step(3).getByRole('button', { name: 'Move on by 77 days' });
    await on.waitFor();
    assert.deepEqual(await findings(page), []);
    await picture(page, 'tour-3');
    await on.click();
    await step(3).waitFor({ state: 'detached', timeout: 60_000 });

    await be(page, 'Partner member');
    await go(page, 'north-partner');
    const root = card(page, number).filter({ hasText: /protected through/i });
    await root.getByRole('button', { name: 'Ask for extension' }).waitFor();
    await root.getByRole('button', { name: /repl(y|ies)/ }).click();
    const thread = page.getByRole('region', { name: 'Thread', exact: true });
    await thread
      .getByText(/protection ends in 14 days/)
      .first()
      .waitFor();
    await picture(page, 'reminder');
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
});
