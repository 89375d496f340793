// The stage of the browser tests: a Chromium, a sandbox with the bot in it or beside it, and small
// helpers to press, to walk with the keyboard and to ask axe. The control API is used for one thing
// only, `change`: what the page does not offer, like adding the app to a channel.
//
// Environment: VOUCH_BIN, the program to start; or SANDBOX_URL, a page that already runs.
// CHROMIUM, the browser; SCREENSHOTS, a folder for pictures (scripts/test leaves it out).

import { spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

function onPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

export const browserPath = () =>
  process.env.CHROMIUM || ['chromium', 'chromium-browser', 'google-chrome'].map(onPath).find(Boolean);

/** Why these tests cannot run here, or null. With CI set that is a failure, not a shrug. */
export function missing() {
  const why = !browserPath()
    ? 'no Chromium: set CHROMIUM or install one'
    : !process.env.VOUCH_BIN && !process.env.SANDBOX_URL
      ? 'no program to test: set VOUCH_BIN'
      : null;
  if (why) {
    console.log(`browser tests left out: ${why}`);
    if (process.env.CI) process.exitCode = 1;
  }
  return why;
}

function launch() {
  return chromium.launch({
    executablePath: browserPath(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Starts the program; answers what it said until it printed `word`, once it did. */
async function run(folder, args, env, word) {
  const child = spawn(process.env.VOUCH_BIN, args, {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      VOUCH_SANDBOX_ADDR: '127.0.0.1:0',
      VOUCH_HTTP_ADDR: '127.0.0.1:0',
      VOUCH_ADMIN_ADDR: '127.0.0.1:0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let trouble = '';
  child.stderr.on('data', (data) => {
    trouble = (trouble + data).slice(-4000);
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const end = async () => {
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(patience);
  };
  const lines = [];
  const ready = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (line.startsWith(`${word} {`)) resolve(JSON.parse(line.slice(word.length)));
    });
    ended.then((code) => reject(new Error(`the program ended with ${code} before it was ready:\n${trouble}`)));
    setTimeout(() => reject(new Error(`not ready after 30 s:\n${trouble}`)), 30_000).unref();
  });
  try {
    return { ready: await ready, lines, end };
  } catch (cause) {
    await end();
    throw cause;
  }
}

const room = () => mkdtempSync(join(tmpdir(), 'vouch-browser-'));
const clear = (folder) => rmSync(folder, { recursive: true, force: true });

/**
 * Starts the program with a world of its own, `args` behind its name. Answers `{url, post, stop, again}`
 * once the page is ready: `post` is the control API, `again()` ends the program and starts it anew at the
 * same address with the same world.
 */
export async function start(at = {}) {
  if (process.env.SANDBOX_URL) return { url: process.env.SANDBOX_URL, stop: async () => {} };
  const folder = at.folder ?? room();
  try {
    const env = at.addr ? { VOUCH_SANDBOX_ADDR: at.addr } : {};
    const words = ['--no-past', '--data', join(folder, 'data'), ...(at.args ?? [])];
    const { ready, end } = await run(folder, words, env, 'sandbox ready');
    const stop = async () => {
      await end();
      clear(folder);
    };
    const post = (path, body) => send(`${ready.url}sandbox/v1/${path}`, body);
    return { url: ready.url, post, stop, end, again: () => start({ ...at, folder, addr: new URL(ready.url).host }) };
  } catch (cause) {
    clear(folder);
    throw cause;
  }
}

/**
 * Starts a workspace in which nothing is set up, and the bot beside it as somebody starts it for a
 * real one. Answers `{url, lines, change, stop}`: what the bot printed, and the control API's world.
 */
export async function startApart() {
  const folder = room();
  const running = [];
  const stop = async () => {
    for (const one of running.reverse()) await one.end();
    clear(folder);
  };
  try {
    const workspace = await run(folder, ['sandbox', '--world', 'empty'], {}, 'sandbox ready');
    running.push(workspace);
    const { url } = workspace.ready;
    const { api_url, app, teams } = await (await fetch(`${url}sandbox/v1/world`)).json();
    const tokens = {
      SLACK_API_BASE_URL: api_url,
      SLACK_BOT_TOKEN: teams.find((one) => one.role === 'vendor').bot_token,
      SLACK_APP_TOKEN: app.app_token,
    };
    const bot = await run(folder, [], tokens, 'vouch ready');
    running.push(bot);
    return { url, lines: bot.lines, change: (what) => change(url, what), stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** Starts a workspace without a bot. Answers `{url, post, act, api, stop}`: the control API, acting as
 * a person, and calling as the bot. */
export async function startAlone(...args) {
  const folder = room();
  const { ready, end } = await run(folder, ['sandbox', ...args], {}, 'sandbox ready').catch((cause) => {
    clear(folder);
    throw cause;
  });
  const { url } = ready;
  const { api_url, teams } = await (await fetch(`${url}sandbox/v1/world`)).json();
  const post = (path, body) => send(`${url}sandbox/v1/${path}`, body);
  return {
    url,
    post,
    act: (as, deed) => post('act', { as, do: deed }),
    api: (method, body) => send(`${api_url}/${method}`, body, { Authorization: `Bearer ${teams[0].bot_token}` }),
    stop: async () => {
      await end();
      clear(folder);
    },
  };
}

/** Sends JSON; whatever is refused fails the test. */
async function send(address, body, headers = {}) {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok || JSON.parse(text).ok === false) throw new Error(`${address}: ${text}`);
  return JSON.parse(text);
}

const change = (url, what) => send(`${url}sandbox/v1/world`, what);

/**
 * Opens the page in a browser of its own: nothing remembered, every problem of the page fails the
 * test. It is open when `sign` is there.
 */
async function visit(browser, url, options = {}, sign = '#list article') {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') page.problems.push(message.text());
  });
  await page.goto(url);
  await page.locator(sign).first().waitFor();
  return page;
}

/**
 * The browser and the program of a `describe`: there before its first test, gone after its last.
 * `visit` opens the program's page.
 */
export function staged(open = start) {
  const here = { visit: (...how) => visit(here.browser, here.stage.url, ...how) };
  before(async () => {
    here.browser = await launch();
    here.stage = await open();
  });
  after(async () => {
    await here.browser?.close();
    await here.stage?.stop();
  });
  return here;
}

/** Counts presses of the mouse, as a person would. */
export function counting() {
  const press = async (locator) => {
    press.count += 1;
    await locator.click();
  };
  press.count = 0;
  return press;
}

/** Chooses a person by name in the switcher. */
export async function be(page, name) {
  const id = await page
    .locator('#person')
    .evaluate(
      (select, wanted) => [...select.options].find((option) => option.dataset.name === wanted)?.value,
      name,
    );
  if (!id) throw new Error(`nobody is called ${name}`);
  await page.locator('#person').selectOption(id);
  await page.locator('#person').evaluate((select) => select.blur());
}

/** Goes to a channel by its name. */
export const go = (page, name) =>
  page
    .locator('#side')
    .getByRole('button', { name: new RegExp(`^${name}( \\d+ unread)?$`) })
    .click();

/** Says something in the place that is shown. */
export async function say(page, words) {
  await page.locator('#composer textarea').fill(words);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#composer textarea').value === '');
}

/** Puts the tour away, as whoever knows the page does. */
export const skipTour = (page) => page.getByRole('button', { name: 'Skip the tour' }).click();

export async function picture(page, name) {
  if (!process.env.SCREENSHOTS) return;
  mkdirSync(process.env.SCREENSHOTS, { recursive: true });
  await page.waitForTimeout(150);
  await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });
}

/** What axe finds on the page as it stands, one line per finding. */
export async function findings(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (rules) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: rules } }),
    RULES,
  );
  return violations.flatMap((one) =>
    one.nodes.map((node) => `${one.id}: ${node.target.join(' ')} – ${node.failureSummary.replace(/\s+/g, ' ')}`),
  );
}

// ---- the programme, as far as these tests touch it ---------------------------------------------

/** A referral's number. */
export const NUMBER = /\b[A-Z]{3}-\d+\b/;

/** The message that is about a referral, in the place that is shown. */
export const card = (page, number) =>
  page
    .locator('#list article')
    .filter({ hasText: new RegExp(`${number}\\b`) })
    .last();

/** A fresh link by which North installs the app, asked for as the partner manager. */
export async function link(page) {
  await be(page, 'Partner manager');
  await go(page, 'north-partner');
  const shown = page.locator('#list a[href*="/slack/install"]');
  const before = await shown.count();
  await say(page, '/vouch install');
  await shown.nth(before).waitFor();
  return shown.nth(before).getAttribute('href');
}

/** Asks for a fresh link for North, as its partner manager, and installs the app by it; answers where
 * the browser ends up. */
export async function install(page, workspace = 'North Partner') {
  const allow = await page.context().newPage();
  await allow.goto(await link(page));
  await allow.getByRole('combobox').selectOption({ label: workspace });
  await allow.getByRole('button', { name: 'Allow' }).click();
  return allow;
}

/** Registers a company through the button; answers the referral's number. */
export async function refer(page, { website, name }) {
  await page.getByRole('button', { name: 'Refer a customer' }).first().click();
  await page.getByLabel('Company website').fill(website);
  return register(page, name);
}

/** Fills in the open form, but for the website; answers the referral's number from the receipt. */
export async function register(page, name) {
  const form = page.getByRole('dialog', { name: 'Refer a customer' });
  await form.getByLabel('Company name').fill(name);
  await form.getByRole('textbox', { name: 'Need' }).fill('A tool for their partners, by March.');
  await form.getByRole('radio', { name: /client of mine/i }).check();
  await form.getByRole('radio', { name: /they agreed/i }).check();
  await form.getByRole('button', { name: 'Register' }).click();
  const receipt = page.getByRole('dialog').filter({ hasText: /Received: [A-Z]{3}-\d+/ });
  const number = NUMBER.exec(await receipt.innerText())[0];
  await receipt.locator('.foot button').first().click();
  await receipt.waitFor({ state: 'detached' });
  return number;
}

// ---- the keyboard -----------------------------------------------------------------------------

/** What has the keyboard, and whether one can see it. */
export function focus(page) {
  return page.evaluate(() => {
    const node = document.activeElement;
    const style = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    const label = node.labels?.[0]?.textContent ?? '';
    const group = node.closest('fieldset')?.querySelector('legend')?.textContent ?? '';
    return {
      lost: node === document.body || node === document.documentElement,
      visible:
        node.matches(':focus-visible') && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      inView: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
      name:
        [group, node.getAttribute('aria-label') ?? label ?? '', node.innerText ?? '']
          .find((text) => text.trim())
          ?.trim() ?? '',
      label: label.trim(),
      group: group.trim(),
      text: (node.innerText ?? '').trim(),
      aria: node.getAttribute('aria-label') ?? '',
      tag: node.tagName.toLowerCase(),
      type: node.type ?? '',
      inside:
        node.closest('[role=dialog], #main, #thread, #log, #who, #side, header')?.id ||
        (node.closest('[role=dialog]') && 'dialog'),
    };
  });
}

/** The keyboard is somewhere, one sees where, and it is not off the screen. */
export async function seen(page) {
  const here = await focus(page);
  if (here.lost) throw new Error('the keyboard is nowhere');
  if (!here.visible) throw new Error(`one cannot see that the keyboard is on ${here.tag} “${here.name}”`);
  if (!here.inView) throw new Error(`the keyboard is off the screen, on ${here.tag} “${here.name}”`);
  return here;
}

export async function key(page, name) {
  await page.keyboard.press(name);
  return seen(page);
}

/** Tabs until `wanted` is reached; every stop on the way must be seen. */
export async function tabTo(page, wanted, name = 'Tab') {
  const passed = [];
  for (let step = 0; step < 60; step += 1) {
    const here = await key(page, name);
    if (wanted(here)) return here;
    passed.push(here.name);
  }
  throw new Error(`never reached by ${name}: ${wanted}; passed ${passed.join(' | ')}`);
}
