// A channel with 1,000 messages, half of them cards: what scrolling, the keyboard and a new message
// cost. Frames are told and not asserted, since other programs share the machine; that nothing is
// drawn while one scrolls, and one message only when one comes, is asserted.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { be, focus, go, key, missing, staged, startAlone } from './stage.mjs';

const skip = missing() ?? (process.env.SANDBOX_URL ? 'needs a program of its own' : false);
const MESSAGES = 1000;

describe('a long channel', { skip, timeout: 120_000 }, () => {
  const here = staged(startAlone);
  let page;
  before(async () => {
    await fill(here.stage);
    page = await here.visit({}, '#list .log');
    await be(page, 'Sales 1');
    await go(page, 'sales-desk');
    await page.locator('#list article').nth(MESSAGES - 1).waitFor();
  });

  test('nothing is drawn anew while one scrolls through it', async (t) => {
    const found = await page.evaluate(async () => {
      const list = document.querySelector('#list');
      let drawn = 0;
      const watch = new MutationObserver((all) => (drawn += all.length));
      watch.observe(list, { childList: true, subtree: true, attributes: true });
      const tasks = [];
      const long = new PerformanceObserver((entries) => tasks.push(...entries.getEntries().map((one) => one.duration)));
      long.observe({ entryTypes: ['longtask'] });
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const frames = [];
      const height = list.scrollHeight;
      let last = await frame();
      for (let top = height; top > 0; top -= 400) {
        list.scrollTop = top;
        const now = await frame();
        frames.push(now - last);
        last = now;
      }
      watch.disconnect();
      long.disconnect();
      frames.sort((one, other) => one - other);
      const at = (part) => Math.round(frames[Math.floor((frames.length - 1) * part)]);
      return { drawn, height, frames: frames.length, median: at(0.5), p95: at(0.95), longest: at(1), tasks };
    });
    t.diagnostic(
      `${found.frames} frames over ${found.height} px: median ${found.median} ms, 95 % ${found.p95} ms, longest ${found.longest} ms, long tasks ${found.tasks.length}`,
    );
    assert.ok(found.height > 20_000, `${found.height} px are no long channel`);
    assert.equal(found.drawn, 0);
  });

  test('a new message draws one message, and the others stay what they are', async () => {
    await page.evaluate(() => {
      const list = document.querySelector('#list');
      window.added = 0;
      window.first = list.querySelector('article');
      new MutationObserver((all) => {
        for (const one of all) window.added += [...one.addedNodes].filter((node) => node.matches?.('article')).length;
      }).observe(list, { childList: true, subtree: true });
    });
    await here.stage.act('U0SALES0002', { say: { channel: 'C0SALESDESK', text: 'One more' } });
    await page.locator('#list article').nth(MESSAGES).waitFor();
    assert.equal(await page.evaluate(() => window.added), 1);
    assert.ok(await page.evaluate(() => window.first === document.querySelector('#list article')));
  });

  test('the keyboard goes through it a message at a time, and has one stop in it', async () => {
    await page.locator('#list article').last().focus();
    await key(page, 'ArrowUp');
    assert.match((await focus(page)).text, /Number 999/);
    await key(page, 'Home');
    assert.match((await focus(page)).text, /Number 0\b/);
    const stops = await page.locator('#list article[tabindex="0"]').count();
    assert.equal(stops, 1);
    const buttons = await page.locator('#list article button[tabindex="0"]').count();
    assert.ok(buttons <= 2, `${buttons} buttons of other messages are tab stops`);
    assert.deepEqual(page.problems, []);
  });
});

/** Cards and messages by turns; the clock moves on, so that no card meets a limit. */
async function fill({ api, act, post }) {
  const blocks = (number) => [
    { type: 'header', text: { type: 'plain_text', text: `Number ${number}` } },
    { type: 'section', text: { type: 'mrkdwn', text: `*Owner* Sales 1 · through <!date^1800000000^{date}|soon>\nA card like any other.` } },
    { type: 'actions', elements: ['Approve', 'Reject'].map((text) => ({ type: 'button', action_id: text, text: { type: 'plain_text', text } })) },
  ];
  for (let number = 0; number < MESSAGES; number += 2) {
    await act('U0SALES0002', { say: { channel: 'C0SALESDESK', text: `Number ${number}, said by a person` } });
    if (number % 10 === 0) await post('clock', { advance: '10s' });
    await api('chat.postMessage', { channel: 'C0SALESDESK', text: `Number ${number + 1}`, blocks: blocks(number + 1) });
  }
}
