// What the page itself promises, whatever the bot does: drafts, unread counts, reading in peace,
// plain text, sentences instead of codes, the clock's notice, a lost connection, colours.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { be, focus, go, key, missing, say, staged } from './stage.mjs';

const skip = missing() ?? false;

describe('the page', { skip, timeout: 180_000 }, () => {
  const here = staged();

  test('drafts are kept per person and place', async () => {
    const page = await here.visit();
    await box(page).fill('half a thought');
    await go(page, 'partners');
    assert.equal(await box(page).inputValue(), '');
    await be(page, 'Sales 1');
    await go(page, 'north-partner');
    assert.equal(await box(page).inputValue(), '', 'somebody else has other drafts');
    await be(page, 'Partner member');
    await go(page, 'north-partner');
    assert.equal(await box(page).inputValue(), 'half a thought');
    await page.reload();
    await page.locator('#list article').first().waitFor();
    assert.equal(await box(page).inputValue(), 'half a thought');
    await page.context().close();
  });

  test('what others say is counted, and never moves the reader', async () => {
    const reader = await here.visit({ viewport: { width: 1280, height: 600 } });
    const writer = await here.visit();
    await be(writer, 'Sales 1');
    await go(writer, 'north-partner');
    for (let line = 0; line < 12; line += 1) await say(writer, `Line ${line}\n\nwith some room`);
    await said(reader, 'Line 11');
    await reader.locator('#list').evaluate((list) => {
      list.scrollTop = 0;
    });
    await reader.waitForTimeout(50);
    const before_ = await reader.locator('#list article').first().boundingBox();
    for (const line of ['One more', 'Two more', 'Three more']) await say(writer, line);
    await reader.getByRole('button', { name: '3 new messages ↓' }).waitFor();
    assert.deepEqual(await reader.locator('#list article').first().boundingBox(), before_);
    await reader.getByRole('button', { name: '3 new messages ↓' }).click();
    await reader.getByRole('button', { name: /new message/ }).waitFor({ state: 'hidden' });

    await go(reader, 'partners');
    await say(writer, 'Unread');
    await reader
      .locator('#side')
      .getByRole('button', { name: /north-partner 1 unread/ })
      .waitFor();
    await reader.context().close();
    await writer.context().close();
  });

  test('typed signs stay signs', async () => {
    const page = await here.visit();
    await go(page, 'partners');
    const words = '<b>bold</b> <img src=x onerror=alert(1)> & &amp; <!channel> javascript:alert(1)';
    await say(page, words);
    await said(page, words);
    const last = page.locator('#list article').last();
    assert.equal(await last.locator('.said').innerText(), words);
    assert.equal(await last.locator('.said *').count(), 0);
    await page.context().close();
  });

  test('a command without an install is answered with a sentence; with one there is a menu', async () => {
    const page = await here.visit();
    await box(page).fill('/');
    assert.equal(await page.locator('#composer [role=option]').count(), 0, 'nothing is offered that cannot work');
    await box(page).fill('/refer acme.example');
    await page.keyboard.press('Enter');
    const alert = page
      .getByRole('alert')
      .filter({
        hasText:
          'That is not a command here. Your workspace has not installed the app; use the button Refer a customer.',
      });
    await alert.first().waitFor();
    assert.equal(await alert.count(), 1, 'said once');
    assert.equal(await box(page).inputValue(), '/refer acme.example', 'nothing typed is lost');

    await be(page, 'South member');
    await box(page).fill('/re');
    await page
      .locator('#composer')
      .getByRole('option', { name: /^\/refer \[website/ })
      .waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await box(page).inputValue(), '/refer ');
    await page.keyboard.type('birch.example');
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog', { name: 'Refer a customer' });
    await form.waitFor();
    assert.equal(await form.getByLabel('Company website').inputValue(), 'birch.example');
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('a form keeps what was typed when one leaves the window and comes back to it', async () => {
    const page = await here.visit();
    await page.getByRole('button', { name: 'Refer a customer' }).first().click();
    const form = page.getByRole('dialog', { name: 'Refer a customer' });
    await form.getByLabel('Company name').fill('Kept');
    const other = await here.visit(); // the same person, elsewhere, makes the screen change
    await other.waitForTimeout(50);
    await form.getByRole('button', { name: 'Register' }).click();
    await form.locator('.error').first().waitFor();
    assert.equal(await form.getByLabel('Company name').inputValue(), 'Kept');
    await form.getByRole('button', { name: 'Cancel' }).click();
    await form.waitFor({ state: 'detached' });
    assert.equal((await focus(page)).text, 'Refer a customer');
    await other.context().close();
    await page.context().close();
  });

  test('the clock tells where it is, and its notice stays until dismissed', async () => {
    const page = await here.visit();
    const before_ = await page.locator('#now').getAttribute('datetime');
    await page.getByRole('button', { name: '+1 h' }).click();
    const notice = page.locator('.toast').filter({ hasText: /^It is / });
    await notice.waitFor();
    const after_ = await page.locator('#now').getAttribute('datetime');
    assert.ok(new Date(after_) - new Date(before_) >= 3_500_000, `${before_} to ${after_}`);
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    assert.equal(await page.locator('.toast').count(), 0);

    await page.getByRole('button', { name: 'Set…' }).click();
    const form = page.getByRole('dialog', { name: 'Set the clock' });
    await form.getByLabel('Date and time').fill('');
    await form.getByRole('button', { name: 'Set the clock' }).click();
    await form.locator('.error').waitFor();
    assert.equal(await form.getByLabel('Date and time').getAttribute('aria-invalid'), 'true');
    await page.keyboard.press('Escape');
    assert.equal((await focus(page)).text, 'Set…');
    await page.context().close();
  });

  test('a change of person is told to a screen reader', async () => {
    const page = await here.visit();
    await be(page, 'Sales 1');
    await page.locator('#say').filter({ hasText: 'You are now Sales 1' }).waitFor({ state: 'attached' });
    await page.context().close();
  });

  test('forced colours keep borders and the focus', async () => {
    const page = await here.visit({ forcedColors: 'active' });
    await key(page, 'Tab');
    await key(page, 'Enter');
    await key(page, 'Home');
    await key(page, 'Enter');
    assert.equal((await focus(page)).text, 'Refer a customer');
    const borders = await page
      .locator('.message.card')
      .first()
      .evaluate((node) => getComputedStyle(node).borderTopStyle);
    assert.equal(borders, 'solid');
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`the colours have the contrast that is promised: ${colorScheme}`, async () => {
      const page = await here.visit({ colorScheme });
      const names = [
        'page',
        'surface',
        'side',
        'hover',
        'private',
        'text',
        'muted',
        'accent',
        'on-accent',
        'danger',
        'on-danger',
        'warn',
        'good',
        'info',
        'control',
        'focus',
      ];
      const colours = await page.evaluate(
        (all) =>
          Object.fromEntries(
            all.map((name) => [
              name,
              getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim(),
            ]),
          ),
        names,
      );
      const grounds = names.slice(0, 5);
      const low = [];
      const want = (front, back, least) => {
        const found = contrast(colours[front], colours[back]);
        if (found < least) low.push(`${front} on ${back}: ${found.toFixed(2)}, wanted ${least}`);
      };
      for (const ground of grounds) {
        for (const front of ['text', 'muted', 'accent', 'danger', 'warn', 'good', 'info']) want(front, ground, 4.5);
        for (const front of ['control', 'focus']) want(front, ground, 3);
      }
      want('on-accent', 'accent', 4.5);
      want('on-danger', 'danger', 4.5);
      assert.deepEqual(low, []);
      await page.context().close();
    });
  }

  test(
    'a lost connection is told, and nothing is lost',
    { skip: process.env.SANDBOX_URL ? 'needs a program of its own' : false },
    async () => {
      const page = await here.visit();
      await box(page).fill('still here');
      await here.stage.end();
      await page.getByText('Connection lost, trying again…').waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('alert').filter({ hasText: 'Your text is kept.' }).waitFor();
      here.stage = await here.stage.again();
      await page.getByText('Back. Nothing was lost.').waitFor();
      assert.equal(await box(page).inputValue(), 'still here');
      await page.keyboard.press('Enter');
      await said(page, 'still here');
      await page.context().close();
    },
  );
});

// ---- helpers of these stories -----------------------------------------------------------------

const box = (page) => page.locator('#composer textarea');
const said = (page, words) => page.locator('#list article').filter({ hasText: words }).first().waitFor();

/** WCAG's contrast ratio of two `#RRGGBB` colours. */
function contrast(one, other) {
  const light = (colour) =>
    [1, 3, 5]
      .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}
