// A list of messages: channel, thread or direct messages. Messages are kept by their timestamp and
// only drawn anew when they changed, so that reading, scrolling and the keyboard are not disturbed.
//
// Keyboard: the list is one tab stop (the current message and what can be pressed in it); arrows
// move between messages, Enter goes into one, Esc comes back out.

import { perform } from './acts.js';
import { atMessage } from './beside.js';
import { blocks } from './blocks.js';
import { $, h, keepingFocus, tabbable } from './dom.js';
import { whenSettled } from './elements.js';
import { own } from './rewrite.js';
import { appName, isApp, me, openThread, shortcuts, state, team, user } from './state.js';
import { dayOf, mrkdwn, timeOfDay } from './text.js';

const CONTROLS = 'a[href], button, select, input';

const keyOf = (node) => `${node.dataset.channel} ${node.dataset.ts}`;

/** Whether Tab comes to a message and what can be pressed in it. */
function reach(node, can) {
  if (!node) return;
  for (const one of [node, ...node.querySelectorAll(CONTROLS)]) one.tabIndex = can ? 0 : -1;
}

/** `name` tells lists apart in focus trails; `threads` says whether messages lead to their thread. */
export function messageList(container, newer, { name, threads }) {
  let log = null;
  let drawnKey = null;
  let current = null; // key of the message that Tab visits
  let stop = null; // its node
  let unseen = 0;
  const nodes = new Map(); // key → { node, made }

  const atEnd = () => container.scrollHeight - container.scrollTop - container.clientHeight < 48;
  let stuck = true; // the reader is at the end, and stays there when the window or a card changes its size
  const toEnd = () => {
    container.scrollTop = container.scrollHeight;
    stuck = true;
  };
  const articles = () => [...(log?.querySelectorAll('article') ?? [])];

  function tellNewer() {
    if (atEnd()) unseen = 0;
    newer.hidden = unseen === 0;
    newer.textContent = `${unseen} new ${unseen === 1 ? 'message' : 'messages'} ↓`;
  }
  container.addEventListener(
    'scroll',
    () => {
      stuck = atEnd();
      tellNewer();
    },
    { passive: true },
  );
  const sized = new ResizeObserver(() => {
    if (stuck && log?.isConnected) toEnd();
  });
  sized.observe(container);
  newer.addEventListener('click', () => {
    toEnd();
    focusLast();
  });

  /** Draws `items`; another `key` means another place, which starts at its end. */
  function draw(items, { key, label, empty }) {
    const anew = key !== drawnKey || !log.isConnected;
    if (anew) start(key, label);
    const follow = anew || stuck;
    const before = nodes.size;
    keepingFocus(() => reconcile(items, empty));
    if (!anew && !follow && nodes.size > before) unseen += nodes.size - before;
    if (follow) toEnd();
    const inside = log.contains(document.activeElement);
    if (!nodes.has(current) || (follow && !inside)) current = [...nodes.keys()].at(-1) ?? null;
    rove();
    tellNewer();
  }

  function start(key, label) {
    drawnKey = key;
    nodes.clear();
    unseen = 0;
    current = null;
    stop = null;
    // A new element per place: its first content is not read out, what comes later is.
    log = h('div', { role: 'log', 'aria-label': label, class: 'log' });
    container.replaceChildren(log);
    sized.disconnect();
    sized.observe(container);
    sized.observe(log);
  }

  function reconcile(items, empty) {
    const wanted = [];
    let day = null;
    const live = new Set();
    for (const message of items) {
      const on = dayOf(new Date(message.at ?? Number(message.ts) * 1000));
      if (on !== day) wanted.push(dayLine(on));
      day = on;
      const key = `${message.channel} ${message.ts}`;
      live.add(key);
      const made = JSON.stringify(message);
      const known = nodes.get(key);
      if (!known || known.made !== made) {
        const node = article(message, known === undefined && log.childElementCount > 0);
        reach(node, false);
        nodes.set(key, { node, made });
      }
      wanted.push(nodes.get(key).node);
    }
    for (const key of nodes.keys()) if (!live.has(key)) nodes.delete(key);
    if (!items.length) wanted.push(h('p', { class: 'empty' }, empty));
    wanted.forEach((node, index) => {
      if (log.children[index] !== node) log.insertBefore(node, log.children[index] ?? null);
    });
    while (log.childElementCount > wanted.length) log.lastElementChild.remove();
  }

  /** Day lines are kept by their words, so that they do not move under the reader. */
  const days = new Map();
  function dayLine(on) {
    const known = days.get(on);
    if (known && known.parentElement === log) return known;
    days.set(on, h('p', { class: 'day' }, on));
    return days.get(on);
  }

  function article(message, arrived) {
    const { channel, ts } = message;
    const at = new Date(message.at ?? Number(ts) * 1000);
    const bot = message.app ?? isApp(message.author);
    const head = h(
      'p',
      { class: 'by', id: `${name}-${channel}-${ts}` },
      message.ephemeral && h('span', { class: 'only' }, 'Only visible to you · '),
      h('bdi', { class: 'author' }, message.author_name ?? user(message.author)?.name ?? appName()),
      company(message),
      ' ',
      h('time', { datetime: at.toISOString(), title: at.toLocaleString('en-GB') }, timeOfDay(at)),
      message.edited && h('span', {}, ' · edited'),
      message.pinned && h('span', {}, ' · pinned'),
    );
    const target = { channel, ts, where: name };
    const content = message.deleted
      ? h('p', { class: 'meta' }, 'This message was deleted.')
      : message.blocks?.length
        ? blocks(message.blocks, target)
        : h('div', { class: 'said', dir: 'auto' }, mrkdwn(message.text ?? ''));
    // A refusal reaches one person only and matters now: it is read out at once.
    const urgent = arrived && message.ephemeral;
    const kinds = ['message', bot ? 'card' : 'human', message.ephemeral && 'private'].filter(Boolean).join(' ');
    return h(
      'article',
      {
        class: kinds,
        tabindex: -1,
        'data-fk': `${name} ${channel} ${ts}`,
        'data-ts': ts,
        'data-channel': channel,
        'data-trouble': true,
        'aria-labelledby': head.id,
      },
      head,
      h(
        'div',
        { class: 'content', role: urgent ? 'alert' : undefined },
        content,
        files(message),
        h('div', { 'data-trouble-slot': true }),
      ),
      threads && !message.ephemeral && (message.platform !== 'discord' || message.reply_count > 0) && threadButton(message),
      !message.ephemeral && !message.deleted && shortcutMenu(message),
    );
  }

  function threadButton(message) {
    const count = message.reply_count ?? 0;
    const words = count ? `${count} ${count === 1 ? 'reply' : 'replies'}` : 'Reply';
    return h(
      'button',
      {
        type: 'button',
        class: count ? 'replies' : 'replies quiet-reply',
        'data-fk': `${name} thread ${message.ts}`,
        onclick: () => openThread(message.channel, message.ts),
      },
      words,
      h('span', { class: 'unseen' }, ` in the thread`),
    );
  }

  function shortcutMenu(message) {
    const { channel, ts, platform } = message;
    const known = platform === 'discord' ? atMessage() : shortcuts('message');
    const mine = own(message);
    if (!known.length && !mine.length) return null;
    const label = mine.length ? 'Change your message, or use a shortcut' : 'Use a shortcut';
    const menu = h(
      'select',
      { class: 'quiet-more', 'aria-label': label, 'data-fk': `${name} shortcut ${ts}` },
      h('option', { value: '' }, mine.length ? 'More' : 'Shortcuts'),
      mine.map((one, index) => h('option', { value: `#${index}` }, one.name)),
      known.map((one) => h('option', { value: one.callback_id }, one.name)),
    );
    whenSettled(menu, () => {
      const callback_id = menu.value;
      menu.value = '';
      const deed = mine.find((one, index) => callback_id === `#${index}`);
      if (deed) deed.go(menu, message);
      else if (callback_id) perform(menu, { shortcut: { callback_id, channel, ts } });
    });
    return menu;
  }

  /** Makes `current` the list's tab stop. Only two messages change: a long list stays quick. */
  function rove() {
    const here = nodes.get(current)?.node ?? null;
    if (here !== stop) reach(stop, false);
    reach(here, true);
    stop = here;
  }

  function setCurrent(node) {
    const key = keyOf(node);
    if (nodes.get(key)?.node !== node || key === current) return;
    current = key;
    rove();
  }

  function focusLast() {
    const target = nodes.get(current)?.node ?? articles().at(-1);
    (target ?? $('title')).focus();
  }

  container.addEventListener('focusin', ({ target }) => {
    const node = target.closest('article');
    if (node) setCurrent(node);
    else if (target === container && nodes.get(current)) nodes.get(current).node.focus();
  });

  container.addEventListener('keydown', (event) => {
    const { key, target } = event;
    const node = target.closest('article');
    if (
      !node ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      target.matches('select, input:not([type=radio], [type=checkbox])')
    )
      return;
    const all = articles();
    const at = all.indexOf(node);
    const to = { ArrowDown: all[at + 1], ArrowUp: all[at - 1], Home: all[0], End: all.at(-1) }[key];
    const letters = key === 't' || key === 'T';
    if (to && !target.matches('input')) to.focus();
    else if (key === 'Enter' && target === node) tabbable(node)[0]?.focus();
    else if (key === 'Escape' && target !== node) {
      node.focus();
      event.stopPropagation();
    } else if (letters && lettersOn() && threads && node.querySelector('.replies'))
      openThread(node.dataset.channel, node.dataset.ts);
    else return;
    event.preventDefault();
  });

  /** Goes to one message and lets it stand out for a moment. */
  function show(channel, ts) {
    const node = nodes.get(`${channel} ${ts}`)?.node;
    if (!node) return false;
    node.scrollIntoView({ block: 'center' });
    node.focus();
    node.classList.add('found');
    setTimeout(() => node.classList.remove('found'), 1500);
    return true;
  }

  return { draw, focusLast, show };
}

let letters = true;
export const lettersOn = () => letters;
export const setLetters = (value) => {
  letters = value;
};

function company(message) {
  const theirs = user(message.author)?.team_id;
  if (!theirs || theirs === me().team_id) return null;
  const name = message.author_team ?? team(theirs)?.name;
  return h('span', { class: 'from' }, ' · ', h('bdi', {}, name));
}

function files(message) {
  if (!message.files?.length) return null;
  return h(
    'ul',
    { class: 'files' },
    message.files.map((one) => {
      const label = one.title ?? one.name ?? 'File';
      const address = one.url_private ?? one.url;
      return h(
        'li',
        {},
        address?.startsWith('/') || address?.startsWith(`${location.origin}/`)
          ? h('a', { href: `${address}?as=${me().id}`, download: true }, label)
          : label,
      );
    }),
  );
}

/** Everything of a channel that belongs into its list, or into one thread. */
export const roots = (channel) =>
  (state.messages.get(channel) ?? [])
    .filter((one) => !one.thread_ts && !(one.deleted && !one.reply_count))
    .map((one) => ({ ...one, channel }));
export const replies = (channel, root) =>
  (state.messages.get(channel) ?? [])
    .filter((one) => (one.ts === root && !one.thread_ts) || (one.thread_ts === root && !one.deleted))
    .map((one) => ({ ...one, channel }));
