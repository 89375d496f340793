// One's own message in other words, or taken back, as people do in Slack.

import { perform } from './acts.js';
import { h, uid } from './dom.js';
import { ask, box, drop, lift } from './layers.js';
import { me } from './state.js';
import { decode } from './text.js';

/** What somebody may do to a message besides shortcuts: nothing, unless it is theirs. */
export const own = (message) =>
  message.author === me().id && !message.app && message.platform !== 'discord'
    ? [
        { name: 'Edit message', go: edit },
        { name: 'Delete message', go: remove },
      ]
    : [];

function edit(control, { channel, ts, text }) {
  const id = uid('words');
  const input = h('textarea', { id, rows: 4, dir: 'auto' });
  input.value = decode(text ?? '');
  const back = h('button', { type: 'button', class: 'plain', onclick: () => drop(node) }, 'Cancel');
  const go = h('button', { type: 'submit', class: 'primary' }, 'Save');
  const form = h(
    'form',
    {
      onsubmit: async (event) => {
        event.preventDefault();
        const words = input.value.trim();
        if (!words) return input.focus();
        if (await perform(go, { edit: { channel, ts, text: words } })) drop(node);
      },
    },
    h('div', { class: 'body' }, h('div', { class: 'field' }, h('label', { for: id }, 'Message'), input)),
    h('div', { 'data-trouble-slot': true }),
    h('div', { class: 'foot' }, back, go),
  );
  const { node } = box({ title: 'Edit message' }, form);
  lift(node, { modal: true, close: () => drop(node) });
  input.focus();
}

async function remove(control, { channel, ts }) {
  const sure = await ask({
    title: 'Delete message',
    text: 'Nobody can read it any more.',
    yes: 'Delete',
    no: 'Keep it',
    danger: true,
  });
  if (sure) perform(control, { delete: { channel, ts } });
}
