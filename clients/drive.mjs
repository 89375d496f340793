// Drives one client program through everything it does with Slack, by Socket Mode and by signed HTTP:
// acts as people through the sandbox's control API and looks at what they see.
//
//   node drive.mjs VOUCH PROGRAM [ARGUMENT…]
//
// VOUCH is the program whose sandbox is the stage, the rest starts the client.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MANIFEST = join(dirname(fileURLToPath(import.meta.url)), 'manifest.yml');
const [VOUCH, ...CLIENT] = process.argv.slice(2);

const SALES = 'U0SALES0001'; // of the workspace whose token the client has
const MEMBER = 'U0NORTHMEM1'; // of a partner's workspace that has not installed the app
const CHANNEL = 'C0NORTH0001'; // shared by both

/** Starts a program and answers the line that begins with `word`; fails when it ends before. */
async function start(command, env, word) {
  const child = spawn(command[0], command.slice(1), { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => (said += text));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await ended;
  };
  const line = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command[0]} ended with ${code}: ${said}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      said += `${line}\n`;
      if (line.startsWith(word)) resolve(line);
    });
  });
  return { line, stop, said: () => said };
}

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A sandbox with the client connected, and what a person does and sees there. */
async function stage(mode) {
  const data = mkdtempSync(join(tmpdir(), 'vouch-client-'));
  const port = mode === 'HTTP' ? await freePort() : undefined;
  const push = port ? ['--push', `http://127.0.0.1:${port}/slack/events`] : [];
  const args = ['sandbox', '--addr', '127.0.0.1:0', '--manifest', MANIFEST, '--data', data, ...push];
  const sandbox = await start([VOUCH, ...args], {}, 'sandbox ready ');
  const base = new URL('sandbox/v1/', JSON.parse(sandbox.line.slice('sandbox ready '.length)).url);

  const call = async (path, body) => {
    const options = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return (await fetch(new URL(path, base), options)).json();
  };
  const world = await call('world');
  const client = await start(
    CLIENT,
    {
      SLACK_API_URL: `${world.api_url}/`,
      SLACK_BOT_TOKEN: world.teams[0].bot_token,
      SLACK_APP_TOKEN: world.app.app_token,
      SLACK_SIGNING_SECRET: world.app.signing_secret,
      ...(port && { PORT: String(port) }),
    },
    'client ready',
  );

  /** Does something as a person; it has to work out. */
  const act = async (as, deed) => {
    const answer = await call('act', { as, do: deed });
    assert.equal(answer.ok, true, `${JSON.stringify(deed)}: ${JSON.stringify(answer)}\n${client.said()}`);
    return answer;
  };
  /** Looks until there is something to see. */
  const see = async (what, look) => {
    for (const end = Date.now() + 5000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
      const seen = await look();
      if (seen) return seen;
      if (Date.now() > end) assert.fail(`${what} is not there\n${client.said()}`);
    }
  };
  const messages = async (as = SALES, channel = CHANNEL) => (await call(`channels/${channel}/messages?as=${as}`)).messages;
  const message = (text, as, channel) =>
    see(text, async () => (await messages(as, channel)).find((one) => one.text === text && !one.deleted));
  const direct = (text) =>
    see(text, async () => {
      const { dms } = await call(`dms?as=${SALES}`);
      return dms.flatMap((dm) => dm.messages).find((one) => one.text === text);
    });
  const screen = (as = SALES) => call(`users/${as}/screen`);
  const top = (title) => see(title, async () => (await screen()).views.find((view) => view.title === title));

  const end = async () => {
    await client.stop();
    await sandbox.stop();
    rmSync(data, { recursive: true });
  };
  return { call, act, see, messages, message, direct, screen, top, end };
}

for (const mode of ['Socket Mode', 'HTTP']) {
  describe(`${CLIENT.at(-1).split('/').at(-1)} by ${mode}`, () => {
    let at;
    before(async () => {
      at = await stage(mode);
    });
    after(() => at?.end());

    const command = (text) => at.act(SALES, { command: { channel: CHANNEL, text } });
    const press = (ts, what, as = SALES) => at.act(as, { press: { channel: CHANNEL, ts, ...what } });
    const submit = (view, fields) => at.act(SALES, { submit: { view: view.id, fields } });

    test('a command is answered in the acknowledgement', async () => {
      await command('/echo one & two');
      assert.equal((await at.message('You wrote: one &amp; two')).ephemeral, true);
    });

    test('a command is answered later, for one and for all', async () => {
      await command('/later noon');
      assert.equal((await at.message('Only for you: noon')).ephemeral, true);
      assert.equal((await at.message('For everybody: noon', MEMBER)).ephemeral, false);
    });

    test('buttons and menus of a message answer, also to a person of another workspace', async () => {
      await at.act(SALES, { say: { channel: CHANNEL, text: '@Lunch please' } });
      const { ts } = await at.message('What will it be?');
      const mention = (await at.messages()).find((one) => one.text.endsWith('please'));
      assert.deepEqual(mention.reactions, ['eyes']);
      await press(ts, { action_id: 'pick', choose: 'Cake' });
      await at.message('Dessert: Cake');
      await press(ts, { action_id: 'guest', choose: 'Sales 2' });
      await at.message('Guest: U0SALES0002');
      const offered = await at.act(SALES, { suggest: { channel: CHANNEL, ts, action_id: 'table', typed: 'By' } });
      assert.equal(offered.options.length, 2);
      await press(ts, { action_id: 'table', choose: 'By the window' });
      await at.message('Table: by the window');
      await press(ts, { action_id: 'rest', choose: 'Pay' });
      await at.message('Then: pay');
      await press(ts, { label: 'Clear the table', confirm: false });
      await press(ts, { label: 'Take the soup' }, MEMBER);
      await at.message(`soup for <@${MEMBER}>`);
      const { ts: second } = await (async () => {
        await at.act(SALES, { say: { channel: CHANNEL, text: '@Lunch again' } });
        return at.message('What will it be?');
      })();
      await press(second, { label: 'Clear the table' });
      await at.see('nothing left', async () => (await at.messages()).every((one) => one.ts !== second || one.deleted));
    });

    test('a form shows errors, pushes another view, asks for options and is received', async () => {
      await command('/lunch');
      const view = await at.top('Order lunch');
      const found = await at.act(SALES, { suggest: { view: view.id, label: 'Place', typed: 'ro' } });
      assert.deepEqual(found.options.map((one) => one.value), ['roof']);
      await submit(view, { Dish: 'A pizza', Size: 'Large', Place: 'Hall' });
      assert.deepEqual((await at.top('Order lunch')).errors, { dish: 'No pizza today.' });
      await at.act(SALES, { press: { view: view.id, label: 'Allergens' } });
      await at.act(SALES, { close: { view: (await at.top('Allergens')).id } });
      await submit(view, { Dish: 'Soup', Extras: ['Bread', 'Salad'], Day: '2026-12-24' });
      const order = 'Soup, large, hall, bread+salad, 2026-12-24, table 7';
      assert.equal((await at.top('Order received')).blocks[0].text.text, order);
      await at.direct(`Ordered: ${order}`);
    });

    test('a form that is closed is heard of', async () => {
      await command('/lunch');
      await at.act(SALES, { close: { view: (await at.top('Order lunch')).id } });
      await at.direct('No order then.');
    });

    test('shortcuts open the form, one of them with the message in it', async () => {
      await at.act(SALES, { shortcut: { callback_id: 'order_lunch' } });
      await at.top('Order lunch');
      await at.act(SALES, { say: { channel: CHANNEL, text: 'Two soups' } });
      const { ts } = await at.message('Two soups');
      await at.act(SALES, { shortcut: { callback_id: 'order_this', channel: CHANNEL, ts } });
      const view = await at.top('Order lunch');
      assert.equal(view.values.dish.value.value, 'Two soups');
    });

    test('the Home is drawn when it is opened and when something is pressed', async () => {
      const drawn = (text) =>
        at.see(text, async () => (await at.screen()).home?.blocks[0].text.text === text);
      await at.act(SALES, { open_home: {} });
      await drawn('Visits: 1');
      await at.act(SALES, { press: { home: true, label: 'Visit again' } });
      await drawn('Visits: 2');
    });

    test('a direct message is answered', async () => {
      await at.act(SALES, { say: { channel: 'D0SALES0001', text: 'hello' } });
      await at.direct('Hello, Sales 1');
    });

    test('a file is uploaded and can be fetched', async () => {
      await command('/menu Soup and bread');
      const shared = await at.see('the file', async () => (await at.messages()).find((one) => one.files.length));
      assert.equal(shared.text, 'The menu of the week');
      const [file] = shared.files;
      assert.deepEqual([file.name, file.title, file.size], ['menu.txt', 'Menu', 14]);
      const { teams } = await at.call('world');
      const headers = { authorization: `Bearer ${teams[0].bot_token}` };
      assert.equal(await (await fetch(file.url_private, { headers })).text(), 'Soup and bread');
    });

    test('a message is scheduled, and another one taken back', async () => {
      await command('/remind soup');
      await at.message('Scheduled: 1');
      await at.call('clock', { advance: '30m' });
      await at.message('Lunch time: soup', MEMBER);
      assert.ok(!(await at.messages()).some((one) => one.text === 'Never said'));
    });
  });
}
