// Where one writes: a message, a reply, or a command after "/". Drafts are kept per person and
// place. Enter and Ctrl/Cmd+Enter send, Shift+Enter starts a line.

import { perform, trouble } from './acts.js';
import { commands as discordCommands } from './beside.js';
import { h, uid } from './dom.js';
import { discordChannels, draft, installed, isDiscord, keepDraft, me, shortcuts, state } from './state.js';
import { drawOptions, moveMark } from './suggest.js';

export function composer(host) {
  let channel = null;
  let thread = null;
  let whose = null;
  let options = [];
  let at = -1;
  const menu = h('ul', { role: 'listbox', class: 'menu', id: uid('menu'), hidden: true, 'aria-label': 'Commands and shortcuts' });
  const box = h('textarea', {
    rows: 1,
    dir: 'auto',
    'data-fk': uid('box'),
    'aria-autocomplete': 'list',
    'aria-controls': menu.id,
  });
  const send = h('button', { type: 'submit', class: 'plain', 'data-fk': uid('send') }, 'Send');
  const form = h(
    'form',
    { class: 'composer', 'data-trouble': true, onsubmit: go },
    h('div', { 'data-trouble-slot': true }),
    h('div', { class: 'combo' }, menu, box),
    send,
  );
  host.replaceChildren(form);

  /** Moves to another place; the draft of the old one is already kept. */
  function atPlace(newChannel, newThread = null, name = '') {
    form.hidden = !newChannel;
    const key = `${state.me} ${newChannel} ${newThread ?? ''}`;
    if (!newChannel || key === whose) {
      if (!newChannel) whose = null;
      return;
    }
    whose = key;
    channel = newChannel;
    thread = newThread;
    box.placeholder = thread ? 'Reply in the thread' : commands().length ? 'Message, or / for commands' : 'Message';
    box.setAttribute('aria-label', thread ? 'Reply in the thread' : `Message to ${name}`);
    form.querySelectorAll('.trouble').forEach((one) => one.remove());
    put(draft(channel, thread));
    shut();
  }

  function put(text) {
    box.value = text;
    grow();
  }

  function grow() {
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight + 2, 160)}px`;
  }

  async function go(event) {
    event?.preventDefault();
    const text = box.value.trim();
    if (!text) return box.focus();
    if (thread && text.startsWith('/') && !isDiscord(channel))
      return trouble(box, 'Commands do not work in threads. Send it in the channel.');
    const sent = { channel, thread, key: whose };
    const deed = text.startsWith('/')
      ? { command: { channel, text, ...(thread ? { thread_ts: thread } : {}) } }
      : { say: { channel, text, ...(thread ? { thread_ts: thread } : {}) } };
    const answer = await perform(box, deed);
    if (!answer) return;
    if (whose !== sent.key) return keepDraft(sent.channel, sent.thread, '');
    if (box.value.trim() === text) {
      put('');
      keepDraft(channel, thread, '');
    }
  }

  // ---- the menu of commands and shortcuts: only what this person's workspace knows -------------

  const commands = () => {
    if (thread && !isDiscord(channel)) return [];
    // The server's commands are there in its channels, not in direct messages.
    if (isDiscord(channel)) return discordChannels().some((one) => one.id === channel) ? discordCommands() : [];
    return installed(me()) ? (state.world.commands ?? []) : [];
  };
  function offer() {
    const text = box.value;
    const begins = (one) => `/${one.name}`.toLowerCase().startsWith(text.toLowerCase());
    options = [
      ...(/^\/\S*$/.test(text) ? commands().filter((one) => one.command.startsWith(text)) : []),
      ...(text.startsWith('/') && !thread && !isDiscord(channel) ? shortcuts('global').filter(begins) : []),
    ];
    at = options.length ? 0 : -1;
    draw();
  }
  function draw() {
    drawOptions(
      box,
      menu,
      options.map((one) => ({
        show: [
          one.command ? h('code', {}, `${one.command} ${one.usage_hint ?? ''}`.trim()) : h('span', {}, one.name),
          h('span', { class: 'meta' }, one.description ?? ''),
        ],
      })),
      at,
      choose,
    );
  }
  function shut() {
    options = [];
    at = -1;
    draw();
  }
  function choose(index) {
    const { command, callback_id } = options[index];
    put(command ? `${command} ` : '');
    keepDraft(channel, thread, box.value);
    shut();
    box.focus();
    if (!command) perform(box, { shortcut: { callback_id } });
  }

  box.addEventListener('input', () => {
    keepDraft(channel, thread, box.value);
    grow();
    offer();
  });
  box.addEventListener('blur', shut);
  box.addEventListener('keydown', (event) => {
    const { key } = event;
    const open = options.length > 0;
    const whole = open && options[at]?.command === box.value;
    if (open && (key === 'ArrowDown' || key === 'ArrowUp')) {
      at = moveMark(options, at, key);
      draw();
    } else if (open && key === 'Escape') {
      shut();
      event.stopPropagation();
    } else if (open && !whole && (key === 'Enter' || key === 'Tab') && !event.shiftKey) choose(at);
    else if (key === 'Enter' && !event.shiftKey && !event.isComposing) {
      shut();
      go();
    } else return;
    event.preventDefault();
  });

  /** Takes a text, as from the jump list, and the keyboard. */
  function take(text) {
    put(text);
    keepDraft(channel, thread, text);
    box.focus();
    offer();
  }
  return { at: atPlace, take };
}
