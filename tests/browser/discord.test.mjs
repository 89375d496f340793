// Discord's side of the page: shown once a bot is connected to it, with its channels in a group of
// their own, its cards, forms and commands. The bot is a few lines, in a page of its own.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { be, findings, missing, staged, start, startAlone } from './stage.mjs';

const skip = missing() ?? false;

/** Runs inside a page of the sandbox: connects to the Gateway and answers what people do. */
async function bot() {
  const world = await (await fetch('/sandbox/v1/world')).json();
  const { base_url, application_id, bot_token, guild_id } = world.discord;
  const headers = { 'content-type': 'application/json', authorization: `Bot ${bot_token}` };
  const call = (method, path, body) =>
    fetch(`${base_url}/api/v10/${path}`, { method, headers, body: JSON.stringify(body) });
  const refer = { name: 'refer', description: 'Refer a customer', options: [{ type: 3, name: 'website', description: 'x' }] };
  await call('PUT', `applications/${application_id}/guilds/${guild_id}/commands`, [refer]);
  const text = (label, custom_id, style) => ({ type: 18, label, component: { type: 4, custom_id, style } });
  const options = [
    { label: 'A client of mine', value: 'client' },
    { label: 'Other', value: 'other' },
  ];
  const relation = { type: 18, label: 'Relationship', component: { type: 3, custom_id: 'relation', options } };
  const form = { custom_id: 'f', title: 'Refer a customer', components: [text('Company name', 'name', 1), relation] };
  const said = (content) => ({ type: 4, data: { content, flags: 64 } });
  const answer = ({ type, data }) => {
    if (type === 2) return { type: 9, data: form };
    if (type === 3) return said('Approved by you.');
    const [name, how] = data.components.map((one) => one.component);
    return said(`Received: **${name.value}**, ${how.values[0]}`);
  };
  const { url } = await (await call('GET', 'gateway/bot')).json();
  const socket = new WebSocket(`${url}?v=10&encoding=json`);
  await new Promise((ready) => {
    socket.onmessage = ({ data }) => {
      const { op, t, d } = JSON.parse(data);
      if (op === 10) socket.send(JSON.stringify({ op: 2, d: { token: bot_token, intents: 1, properties: {} } }));
      if (t === 'READY') ready();
      if (t === 'INTERACTION_CREATE') call('POST', `interactions/${d.id}/${d.token}/callback`, answer(d));
    };
  });
  const north = world.channels.find((one) => one.platform === 'discord' && one.name === 'north-partner').id;
  const approve = { type: 2, style: 3, label: 'Approve', custom_id: 'approve' };
  await call('POST', `channels/${north}/messages`, {
    embeds: [{ title: 'NOR-1 · Acme', description: 'A \\*star\\* and **bold**', fields: [{ name: 'Owner', value: 'Sales 1' }] }],
    components: [{ type: 1, components: [approve] }],
  });
}

describe('Discord on the page', { skip, timeout: 120_000 }, () => {
  const here = staged(startAlone);

  test('a command, a form and a card, beside Slack’s channels', async () => {
    const page = await here.visit({}, '#side button');
    assert.deepEqual(await headings(page), ['Channels', 'With Vouch'], 'without a bot there is no second group');
    const behind = await here.visit({}, '#side button');
    await behind.evaluate(bot);
    await page.locator('#side h2', { hasText: 'Discord' }).waitFor();
    assert.deepEqual(await headings(page), ['Slack', 'Discord', 'With Vouch']);
    await page.getByRole('button', { name: /^north-partner on Discord/ }).click();
    const card = page.locator('#list article').first();
    await card.getByText('A *star* and bold').waitFor();
    assert.equal(await card.locator('strong', { hasText: 'bold' }).count(), 1);

    const box = page.locator('#composer textarea');
    await box.fill('/refer acme.example');
    await box.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Refer a customer' });
    await dialog.getByLabel('Company name').waitFor();
    assert.deepEqual(await findings(page), []);
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await dialog.getByText('This field is required.').first().waitFor();
    await dialog.getByLabel('Company name').fill('Acme');
    await dialog.getByLabel('Relationship').selectOption('client');
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await page.locator('#list article', { hasText: 'Received: Acme, client' }).waitFor();
    assert.equal(await dialog.count(), 0);
    assert.deepEqual(await findings(page), []);

    await be(page, 'Sales 1');
    await page.getByRole('button', { name: /^north-partner on Discord/ }).click();
    await page.locator('#list article').first().getByRole('button', { name: 'Approve' }).click();
    await page.locator('#list article', { hasText: 'Only visible to you' }).getByText('Approved by you.').waitFor();
    assert.equal(await page.getByText('Received: Acme').count(), 0, 'that was for the member alone');
    assert.deepEqual([...page.problems, ...behind.problems], []);
    await page.context().close();
  });

  for (const [colorScheme, width] of [['dark', 1280], ['light', 360], ['dark', 360]]) {
    test(`axe has nothing to say: ${colorScheme}, ${width} px`, async () => {
      const phone = width < 640 ? { hasTouch: true, isMobile: true } : {};
      const page = await here.visit({ colorScheme, viewport: { width, height: 800 }, ...phone }, '#list .log');
      const behind = await here.visit({}, '#list .log');
      if (!(await page.locator('#side h2', { hasText: 'Discord' }).count())) await behind.evaluate(bot);
      if (width < 640) await page.locator('#tabs').getByRole('button', { name: 'Channels' }).click();
      await page.getByRole('button', { name: /^north-partner on Discord/ }).click();
      await page.locator('#list article').first().waitFor();
      const found = await findings(page);
      await page.locator('#composer textarea').fill('/refer acme.example');
      await page.locator('#composer textarea').press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Refer a customer' });
      await dialog.getByLabel('Company name').waitFor();
      found.push(...(await findings(page)));
      assert.deepEqual(found, []);
      await page.keyboard.press('Escape');
      await page.context().close();
      await behind.context().close();
    });
  }
});

describe('A programme on Discord', { skip, timeout: 120_000 }, () => {
  const here = staged(() => start({ args: ['--world', 'discord'] }));

  test('the page opens where the programme lives', async () => {
    const page = await here.visit({}, '#list article');
    assert.equal(await page.locator('#title').innerText(), 'north-partner');
    assert.match(await page.locator('#about').innerText(), /^on Discord/);
    assert.deepEqual(await headings(page), ['Discord', 'Slack', 'With Vouch']);
    await page.locator('#pins').getByText('Know a company that needs us?').waitFor();
    await page.locator('#list article').first().getByRole('button', { name: 'Refer a customer' }).click();
    await page.getByRole('dialog', { name: 'Refer a customer' }).getByLabel('Company website').waitFor();
    await page.keyboard.press('Escape');
    await be(page, 'Sales 1');
    await page.locator('#title', { hasText: 'sales-desk' }).waitFor();
    assert.match(await page.locator('#about').innerText(), /^on Discord/);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
});

const headings = (page) => page.locator('#side h2').allInnerTexts().then((all) => all.map(plain));
/** Headings may be drawn in capitals. */
const plain = (text) => text.toLowerCase().replace(/^./, (first) => first.toUpperCase()).replace('vouch', 'Vouch');
