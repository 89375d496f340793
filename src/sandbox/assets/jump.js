// Ctrl or Cmd+K: a list to jump to a person, a channel, a command or a shortcut by typing a part of its name.

import { perform } from './acts.js';
import { h, uid } from './dom.js';
import { box, drop, lift } from './layers.js';
import { compose } from './panes.js';
import { about, tab } from './side.js';
import { appName, become, goTo, installed, me, myChannels, shortcuts, state } from './state.js';
import { drawOptions, moveMark } from './suggest.js';

function everything() {
  const channels = myChannels().map((one) => ({ kind: 'channel', name: one.name, more: one.platform && 'Discord', go: () => goTo(one.id) }));
  const places = [
    { kind: appName(), name: 'Direct messages', go: () => goTo('dms') },
    {
      kind: appName(),
      name: 'Home',
      go: () => {
        goTo('home');
        tab('home');
      },
    },
  ];
  const people = state.world.users
    .filter((one) => one.id !== state.me && !one.deactivated)
    .map((one) => ({ kind: 'person', name: one.name, more: about(one), go: () => become(one.id) }));
  const commands = (installed(me()) ? (state.world.commands ?? []) : []).map((one) => ({
    kind: 'command',
    name: one.command,
    more: one.description,
    go: () => {
      if (state.place === 'home') goTo(myChannels()[0].id);
      compose(`${one.command} `);
    },
  }));
  const quick = shortcuts('global').map((one) => ({
    kind: 'shortcut',
    name: one.name,
    more: one.description,
    go: () => perform(null, { shortcut: { callback_id: one.callback_id } }),
  }));
  return [...channels, ...places, ...people, ...commands, ...quick];
}

/** Names that start with what was typed come first. */
function matching(typed) {
  const wanted = typed.trim().toLowerCase();
  const hits = everything().filter((one) => `${one.name} ${one.more ?? ''}`.toLowerCase().includes(wanted));
  const rank = (one) =>
    one.name.toLowerCase().startsWith(wanted) ? 0 : one.name.toLowerCase().includes(wanted) ? 1 : 2;
  return hits.sort((a, b) => rank(a) - rank(b));
}

export function openJump() {
  if (document.querySelector('.jump')) return;
  let hits = [];
  let at = 0;
  const list = h('ul', { role: 'listbox', class: 'menu flat', id: uid('jump'), 'aria-label': 'Places and people' });
  const none = h('p', { class: 'meta', role: 'status' });
  const input = h('input', {
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-autocomplete': 'list',
    'aria-controls': list.id,
    autocomplete: 'off',
    'aria-label': 'Person, channel or command',
  });
  const { node, dialog } = box({ title: 'Jump to' }, h('div', { class: 'body' }, input, list, none));
  dialog.classList.add('jump');
  const shut = () => drop(node);
  const draw = () => {
    drawOptions(
      input,
      list,
      hits.map((one) => ({
        show: [
          h('bdi', {}, one.name),
          h('span', { class: 'meta' }, [one.kind, one.more].filter(Boolean).join(' · ')),
        ],
      })),
      at,
      choose,
    );
    none.textContent = hits.length ? '' : 'Nothing has that name.';
  };
  const look = () => {
    hits = matching(input.value);
    at = 0;
    draw();
  };
  function choose(index) {
    const hit = hits[index];
    if (!hit) return;
    shut();
    tab('messages');
    hit.go();
    if (hit.kind !== 'command') document.getElementById('title').focus();
  }
  input.addEventListener('input', look);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      at = moveMark(hits, at, event.key);
      draw();
    } else if (event.key === 'Enter') choose(at);
    else return;
    event.preventDefault();
  });
  node.addEventListener('pointerdown', (event) => {
    if (event.target === node) shut();
  });
  lift(node, { modal: true, close: shut });
  input.focus();
  look();
}
