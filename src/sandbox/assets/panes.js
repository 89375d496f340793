// The middle and the right column: which place is shown (channel, direct messages, Home), its head
// with what is pinned, and the thread beside it. Links into this sandbox are followed in here.

import { blocks } from './blocks.js';
import { composer } from './composer.js';
import { $, h, keepingFocus } from './dom.js';
import { drop, lift } from './layers.js';
import { leaveAll } from './modal.js';
import { messageList, replies, roots } from './messages.js';
import {
  appName,
  channel,
  closeThread,
  firstDm,
  goTo,
  markRead,
  me,
  myChannels,
  on,
  openThread,
  readScreen,
  state,
  team,
} from './state.js';
import { perform } from './acts.js';
import { decode } from './text.js';

const main = messageList($('list'), $('newer'), { name: 'main', threads: true });
const write = composer($('composer'));
let side = null; // { list, write } of the open thread

export const focusMessages = () => (state.place === 'home' ? $('title').focus() : main.focusLast());
export const focusThread = () => side?.list.focusLast();
export const compose = (text) => write.take(text);

on('place', () => {
  thread();
  place();
});
on('channel', (id) => {
  if (id === state.place) place();
  if (id === state.thread?.channel) thread();
});
on('dms', () => state.place === 'dms' && place());
on('screen', () => state.place === 'home' && place());
on('world', () => state.me && place());
on('thread', thread);
on('tab', (name) => {
  if (name === 'messages' && state.thread && matchMedia('(max-width: 639.98px)').matches) closeThread();
});

let entered = null; // person and place, to open Home once per visit

function place() {
  const here = `${state.me} ${state.place}`;
  const anew = here !== entered;
  entered = here;
  const head = { dms, home }[state.place] ?? inChannel;
  const { title, about } = head(here, anew);
  $('title').textContent = title;
  $('where').textContent = title;
  $('about').textContent = about;
  $('about').hidden = !about;
  document.title = `${title} · Vouch sandbox`;
  if (state.place === 'dms' ? state.dmsRead : state.messages.has(state.place)) markRead(state.place);
}

function inChannel(here) {
  const one = channel(state.place);
  const items = roots(one.id);
  pins(items);
  write.at(one.id, null, one.name);
  if (!state.messages.has(one.id))
    $('list').replaceChildren(); // on its way: "nothing here" would be a lie
  else
    main.draw(items, {
      key: here,
      label: `Messages in ${one.name}`,
      empty: `Nothing here yet. ${appName()} posts when something happens.`,
    });
  return { title: one.name, about: `${shared(one)} · ${one.members.length} people` };
}

function shared(one) {
  if (one.platform === 'discord') return `on Discord, in ${state.world.discord.guild_name}’s server`;
  const others = one.teams
    .filter((id) => id !== me().team_id)
    .map((id) => team(id)?.name)
    .filter(Boolean);
  if (!others.length) return `only ${team(me().team_id)?.name}`;
  return others.length > 2 ? `shared with ${others.length} companies` : `shared with ${others.join(' and ')}`;
}

function pins(items) {
  const pinned = items.filter((one) => one.pinned && !one.deleted);
  $('pins').replaceChildren(
    ...pinned.map((one) =>
      h(
        'button',
        { type: 'button', class: 'pin', 'data-fk': `pin ${one.ts}`, onclick: () => main.show(one.channel, one.ts) },
        'pinned: ',
        h('bdi', {}, firstLine(one)),
      ),
    ),
  );
}

/** The first sentence, or as much of the first line as fits. */
function firstLine(message) {
  const line = decode((message.text ?? '').split('\n')[0]).replace(/[*_`]/g, '');
  const sentence = /^.{3,70}?[.?!](?=\s|$)/u.exec(line)?.[0];
  return sentence ?? (line.length > 70 ? `${line.slice(0, 69)}…` : line || 'a message');
}

function dms(here) {
  const items = state.dms
    .flatMap((one) => one.messages.map((message) => ({ ...message, channel: one.channel })))
    .filter((one) => !one.deleted)
    .sort((a, b) => ([a.at, a.ts] < [b.at, b.ts] ? -1 : 1));
  $('pins').replaceChildren();
  const last = items.at(-1)?.channel ?? state.dms[0]?.channel ?? firstDm();
  write.at(last ?? null, null, appName());
  if (!state.dmsRead) $('list').replaceChildren();
  else
    main.draw(items, {
      key: here,
      label: `Direct messages with ${appName()}`,
      empty: `${appName()} has not written to you.`,
    });
  return { title: 'Direct messages', about: `between you and ${appName()}` };
}

function home(here, anew) {
  $('pins').replaceChildren();
  write.at(null);
  const drawn = JSON.stringify(state.screen.home);
  const list = $('list');
  if (anew || list.dataset.home !== drawn) {
    list.dataset.home = drawn;
    const view = state.screen.home;
    const content = view?.blocks?.length
      ? blocks(view.blocks, { home: true })
      : [h('p', { class: 'empty' }, `${appName()} has not drawn this page yet.`)];
    keepingFocus(() =>
      list.replaceChildren(
        h('div', { class: 'home', 'data-trouble': true }, content, h('div', { 'data-trouble-slot': true })),
      ),
    );
  }
  if (anew) perform(null, { open_home: {} }).then(readScreen);
  return { title: 'Home', about: `what ${appName()} shows only to you` };
}

// ---- the thread -------------------------------------------------------------------------------

function thread() {
  const pane = $('thread');
  const open = state.thread;
  document.body.classList.toggle('with-thread', Boolean(open));
  if (!open) {
    side = null;
    pane.hidden = true;
    drop(pane);
    pane.replaceChildren();
    delete pane.dataset.root;
    return;
  }
  const key = `${state.me} ${open.channel} ${open.ts}`;
  const anew = pane.dataset.root !== key;
  if (anew) {
    lift(pane, { close: closeThread });
    build(pane, key);
  }
  const items = replies(open.channel, open.ts);
  const number = /\b[A-Z]{2,5}-\d+\b/.exec(items[0]?.text ?? '')?.[0];
  pane.querySelector('h2').textContent = number ? `Thread · ${number}` : 'Thread';
  side.list.draw(items, { key, label: 'Thread', empty: 'No replies yet.' });
  pane.querySelector('.no-replies').hidden = items.length !== 1;
  side.write.at(open.channel, open.ts, channel(open.channel)?.name ?? '');
  if (anew) side.list.focusLast();
}

function build(pane, key) {
  pane.dataset.root = key;
  pane.hidden = false;
  const close = h(
    'button',
    {
      type: 'button',
      class: 'quiet',
      'aria-label': 'Close the thread',
      'data-fk': 'close-thread',
      onclick: closeThread,
    },
    '✕',
  );
  const list = h('div', { class: 'scroll', tabindex: -1, 'data-fk': 'list:thread' });
  const newer = h('button', { type: 'button', class: 'newer', hidden: true });
  const form = h('div');
  const empty = h('p', { class: 'empty no-replies', hidden: true }, 'No replies yet.');
  pane.replaceChildren(h('div', { class: 'pane-head' }, h('h2', {}, 'Thread'), close), list, empty, newer, form);
  side = { list: messageList(list, newer, { name: 'thread', threads: false }), write: composer(form) };
}

// ---- links into this sandbox --------------------------------------------------------------------

/** Channel, time and root of the message that an address of either side leads to. */
export function message({ pathname, searchParams }) {
  const slack = /\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(pathname);
  if (slack) return [slack[1], `${slack[2]}.${slack[3]}`, searchParams.get('thread_ts')];
  return /\/discord\/channels\/\d+\/(\d+)\/(\d+)$/.exec(pathname)?.slice(1);
}

/** `/archives/C…/p1763715600000100[?thread_ts=…]`, as chat.getPermalink writes them. */
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href]');
  const path = link && new URL(link.href, location.href);
  const found = path?.origin === location.origin && message(path);
  if (!found || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  follow(...found);
});

export async function follow(channelId, ts, root) {
  if (!myChannels().some((one) => one.id === channelId)) return;
  await leaveAll();
  goTo(channelId);
  main.show(channelId, root ?? ts);
  const message = roots(channelId).find((one) => one.ts === ts);
  if (root || message?.reply_count) openThread(channelId, root ?? ts);
}
