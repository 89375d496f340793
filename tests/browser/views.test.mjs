// Views of the page that the programme's own stories do not pass: messages with menus, pictures and
// files, shortcuts, the confirm dialog, the clock's dialog and notice, the jump list, the log's pairs.
// Another bot's workspace, without a bot: everything here is drawn by the page alone.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { be, findings, go, key, missing, staged, startAlone } from './stage.mjs';

const skip = missing() ?? (process.env.SANDBOX_URL ? 'needs a program of its own' : false);

describe('views of another bot', { skip, timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-views-'));
  const manifest = join(folder, 'manifest.json');
  before(() => writeFileSync(manifest, JSON.stringify(MANIFEST)));
  const here = staged(() => startAlone('--manifest', manifest));
  before(() => fill(here.stage));
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const colorScheme of ['light', 'dark']) {
    for (const width of [360, 1280]) {
      test(`axe has nothing to say: ${colorScheme}, ${width} px`, async () => {
        const phone = width < 640 ? { hasTouch: true, isMobile: true } : {};
        const page = await here.visit(
          { colorScheme, viewport: { width, height: 800 }, ...phone },
          '#list .log',
        );
        const found = [];
        const look = async (what) => found.push(...(await findings(page)).map((one) => `${what}: ${one}`));
        const tab = async (name) => {
          if (width < 640) await page.locator('#tabs').getByRole('button', { name }).click();
        };
        await tab('Channels');
        await be(page, 'Sales 1');
        await go(page, 'sales-desk');
        const card = page.locator('#list article').filter({ hasText: 'What will it be?' });
        await card.waitFor();
        await card.getByRole('columnheader', { name: 'Dish' }).waitFor();
        await look('menus, pictures, tables and files');
        await card.getByRole('button', { name: 'Clear the table' }).click();
        const sure = page.getByRole('alertdialog', { name: 'Clear?' });
        await sure.waitFor();
        await look('confirm dialog');
        await sure.getByRole('button', { name: 'Keep' }).click();
        await sure.waitFor({ state: 'detached' });
        await page.locator('#composer textarea').fill('/');
        await page.getByRole('option', { name: /Order lunch/ }).waitFor();
        await look('commands and shortcuts');
        await page.locator('#composer textarea').fill('');
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox', { name: 'Person, channel or command' }).fill('o');
        await look('jump list');
        await page.keyboard.press('Escape');
        const tools = async () => {
          if (width < 640) await page.getByRole('button', { name: 'Clock, log and keys' }).click();
        };
        await tools();
        await page.getByRole('button', { name: 'Set…' }).click();
        await page.getByRole('dialog', { name: 'Set the clock' }).waitFor();
        await look('clock');
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: '+1 h' }).click();
        await page.locator('.toast').filter({ hasText: /^It is / }).waitFor();
        await look('notice');
        await tab('Channels');
        await page.locator('#side').getByRole('button', { name: 'Direct messages' }).click();
        await look('direct messages');
        assert.deepEqual(found, []);
        assert.deepEqual(page.problems, []);
        await page.context().close();
      });
    }
  }

  test('the log shows what was asked beside what was answered', async () => {
    const page = await here.visit({}, '#list .log');
    await page.getByRole('button', { name: 'Log', exact: true }).click();
    const open = async (method) => {
      const row = page.locator('#log tbody tr[data-seq]').filter({ hasText: method }).last();
      await row.locator('.row-open').focus();
      await key(page, 'Enter');
      const pair = page.locator('#log tr.detail .pair').last();
      await pair.waitFor();
      const texts = await pair.locator('div').allInnerTexts();
      await key(page, 'Enter');
      return texts;
    };
    const [asked, answered] = await open('chat.postMessage');
    assert.match(asked, /^Request · JSON[\s\S]*"What will it be\?"/);
    assert.match(answered, /^Response · HTTP 200[\s\S]*"ok": true/);
    await page.context().close();
  });

  test('a file is fetched from its message by who may see it', async () => {
    const page = await here.visit({}, '#list .log');
    await be(page, 'Sales 1');
    await go(page, 'sales-desk');
    const loading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'The menu' }).click();
    const stream = await (await loading).createReadStream();
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    assert.equal(Buffer.concat(chunks).toString(), 'Soup');
    await page.context().close();
  });

  test('a shortcut is used by keyboard alone, and a silent bot is told of', async () => {
    const page = await here.visit({}, '#list .log');
    await be(page, 'Sales 1');
    await go(page, 'sales-desk');
    await page.locator('#composer textarea').focus();
    await page.keyboard.type('/order');
    await page.getByRole('option', { name: /Order lunch/ }).waitFor();
    await page.keyboard.press('Enter');
    const told = page.getByText('The app did not answer within 3 seconds.').first();
    await told.waitFor();
    const card = page.locator('#list article').filter({ hasText: 'What will it be?' });
    await card.focus();
    await card.getByRole('combobox', { name: 'Use a shortcut' }).selectOption('Order what this says');
    await card.getByText('The app did not answer within 3 seconds.').waitFor();
    await page.context().close();
  });
});

const MANIFEST = {
  display_information: { name: 'Lunch' },
  features: {
    slash_commands: [{ command: '/lunch', description: 'Open the form' }],
    shortcuts: [
      { name: 'Order lunch', type: 'global', callback_id: 'order_lunch', description: 'Open the form' },
      { name: 'Order what this says', type: 'message', callback_id: 'order_this', description: 'Open the form' },
    ],
  },
  oauth_config: { scopes: { bot: ['commands', 'chat:write', 'files:write'] } },
  settings: { interactivity: { is_enabled: true } },
};

/** One message with everything that can be pressed or chosen, and one with a file. */
async function fill({ api }) {
  const plain = (text) => ({ type: 'plain_text', text });
  const options = ['Cake', 'Fruit'].map((text) => ({ text: plain(text), value: text }));
  const confirm = {
    title: plain('Clear?'),
    text: plain('Nothing is left.'),
    confirm: plain('Clear'),
    deny: plain('Keep'),
  };
  const elements = [
    { type: 'button', action_id: 'take', text: plain('Take the soup'), style: 'primary' },
    { type: 'button', action_id: 'clear', text: plain('Clear the table'), style: 'danger', confirm },
    { type: 'static_select', action_id: 'pick', placeholder: plain('Dessert'), options },
    { type: 'users_select', action_id: 'guest', placeholder: plain('Guest') },
    { type: 'external_select', action_id: 'table', placeholder: plain('Table') },
    { type: 'overflow', action_id: 'rest', options },
    { type: 'datepicker', action_id: 'day', placeholder: plain('Day') },
    { type: 'radio_buttons', action_id: 'one', options },
    { type: 'checkboxes', action_id: 'many', options },
  ];
  const blocks = [
    { type: 'header', text: plain('What will it be?') },
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'From the *kitchen*' }] },
    { type: 'actions', elements },
    { type: 'table', rows: [['Dish', 'Price'], ['Soup', '4']].map((row) => row.map((text) => ({ type: 'raw_text', text }))) },
  ];
  await api('chat.postMessage', { channel: 'C0SALESDESK', text: 'What will it be?', blocks });
  const { upload_url, file_id } = await api('files.getUploadURLExternal', { filename: 'menu.txt', length: 4 });
  await fetch(upload_url, { method: 'POST', body: 'Soup' });
  const files = [{ id: file_id, title: 'The menu' }];
  await api('files.completeUploadExternal', { files, channel_id: 'C0SALESDESK', initial_comment: 'Of the week' });
}
