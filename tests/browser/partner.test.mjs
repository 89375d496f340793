// A partner's workspace from the first link to the second: it lets the app in, a member refers by
// command in the shared channel, the app is taken away while the answers still wait, sales approves,
// and the app is let in again. Everything is pressed in the page; only what no page of Slack's offers
// to people of the programme (a slow Slack, an admin who removes the app) comes by the control API.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { be, card, go, install, missing, register, say, skipTour, staged } from './stage.mjs';

const skip = missing() ?? (process.env.SANDBOX_URL ? 'needs a program of its own' : false);
const NORTH = { team: 'T0NORTH0001', channel: 'C0NORTH0001', member: 'U0NORTHMEM1' };
const HELP = 'What you can do here.';

describe('a partner’s workspace', { skip, timeout: 180_000 }, () => {
  const here = staged();
  const get = async (path) => (await fetch(`${here.stage.url}sandbox/v1/${path}`)).json();
  const settle = (timeout_ms) => here.stage.post('settle', { timeout_ms });
  const inChannel = async (id) => (await get(`channels/${id}/messages`)).messages.filter((one) => one.app);
  const direct = async (who) => {
    const { dms } = await get(`dms?as=${who}`);
    return dms.flatMap((one) => one.messages).filter((one) => one.app);
  };

  test('installs, refers, loses the app with answers on their way, installs again: all is said once', async () => {
    const page = await here.visit();
    await skipTour(page);
    const first = await install(page);
    await first.getByText('Vouch is in North Partner.').waitFor();
    await first.close();

    // From here on Slack lets no message through: what the bot has to say waits.
    await here.stage.post('faults', { method: 'chat.postMessage', times: 100_000, error: 'ratelimited', retry_after: 2 });
    await be(page, 'Partner member');
    await go(page, 'north-partner');
    await say(page, '/refer acme.example');
    const form = page.getByRole('dialog', { name: 'Refer a customer' });
    assert.equal(await form.getByLabel('Company website').inputValue(), 'acme.example');
    const number = await register(page, 'Acme');
    await page.locator('#side').getByRole('button', { name: 'Direct messages' }).click();
    await say(page, 'hello');
    await until(async () => (await get('log')).entries.some((one) => one.method === 'chat.postMessage'));
    assert.equal(await card(page, number).count(), 0, 'no card yet');

    await here.stage.post('world', { uninstall: NORTH.team });
    await fetch(`${here.stage.url}sandbox/v1/faults`, { method: 'DELETE' });
    await settle(4000);
    assert.equal((await direct(NORTH.member)).filter((one) => one.text.includes(HELP)).length, 0, 'its own app is silent');
    await go(page, 'north-partner');
    await card(page, number).getByText('Submitted').first().waitFor();
    await page.locator('#composer textarea').fill('/refer birch.example');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'That is not a command here.' }).first().waitFor();
    await page.locator('#composer textarea').fill('');

    await be(page, 'Sales 1');
    await go(page, 'sales-desk');
    await card(page, number).getByRole('button', { name: /^Approve/ }).click();
    const approve = page.getByRole('dialog', { name: `Approve ${number}` });
    await approve.getByRole('button', { name: 'Approve' }).click();
    await approve.waitFor({ state: 'detached' });
    await card(page, number).filter({ hasText: 'Approved' }).waitFor();
    await settle(4000);

    const second = await install(page);
    await second.getByText('Vouch is in North Partner.').waitFor();
    await second.close();
    assert.equal((await settle(20_000)).settled, true, 'nothing waits any more');

    await be(page, 'Partner member');
    await go(page, 'north-partner');
    const root = card(page, number).filter({ hasText: /protected through/i });
    await root.waitFor();
    await root.getByRole('button', { name: /repl(y|ies)/ }).click();
    const thread = page.getByRole('region', { name: 'Thread', exact: true });
    await thread.getByText(/Approved by Sales 1/).first().waitFor();
    await page.getByRole('button', { name: 'Close the thread' }).click();
    await say(page, '/refer birch.example');
    await form.waitFor();
    assert.equal(await form.getByLabel('Company website').inputValue(), 'birch.example');
    await form.getByRole('button', { name: 'Cancel' }).click();
    await form.waitFor({ state: 'detached' });

    const about = (all) => all.filter((one) => one.text.includes(number));
    const roots = (all) => about(all).filter((one) => !one.thread_ts && !one.ephemeral);
    const shared = await inChannel(NORTH.channel);
    const desk = await inChannel('C0SALESDESK');
    const said = await direct(NORTH.member);
    const managers = await direct('U0MANAGER01');
    assert.equal(roots(shared).length, 1, 'one card for the partner');
    assert.equal(roots(desk).length, 1, 'one card for sales');
    assert.equal(managers.filter((one) => one.text.includes('Vouch cannot speak in workspace')).length, 1);
    assert.equal(said.filter((one) => one.text.includes(HELP)).length, 1, 'what waited is said');
    const approvals = shared.filter((one) => one.thread_ts && /Approved by Sales 1/.test(one.text));
    assert.equal(approvals.length, 1);
    assert.equal(about(said).filter((one) => /approved/i.test(one.text)).length, 1, 'and the member is told directly');
    for (const all of [shared.filter((one) => one.thread_ts), said]) {
      const texts = all.map((one) => one.text);
      assert.deepEqual(texts, [...new Set(texts)], 'nothing is said twice');
    }
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
});

/** Waits for what no page shows. */
async function until(true_) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await true_()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it never came');
}
