// The person's stack of forms: the top view as a dialog, errors at their inputs, Cancel, Submit and
// Back. A view that is drawn anew keeps what was typed and where the keyboard is; after a refusal
// the keyboard goes to the first input that does not fit.

import { perform } from './acts.js';
import { blocks } from './blocks.js';
import { announce, h, keepingFocus } from './dom.js';
import { field, forget, stored } from './inputs.js';
import { box, drop, lift } from './layers.js';
import { appName, emit, on, state } from './state.js';
import { words } from './text.js';

let open = null; // { node, dialog, heading, view, drawn, fields }

on('screen', draw);
on('person', () => {
  if (open) {
    drop(open.node);
    open = null;
  }
});

function draw() {
  const views = state.screen.views ?? [];
  const view = views.at(-1);
  forget(views.map((one) => one.id));
  if (!view) {
    if (open) drop(open.node);
    open = null;
    return;
  }
  const drawn = JSON.stringify([view.id, view.hash, view.title, view.blocks, view.errors, views.length]);
  if (open?.drawn === drawn) return;
  if (!open) {
    open = box({ title: '' });
    lift(open.node, { modal: true, close: () => leave() });
  }
  const same = open.view?.id === view.id && shape(open.view) === shape(view);
  open.drawn = drawn;
  open.view = view;
  if (same) keepingFocus(fill);
  else {
    fill();
    (open.fields[0]?.first ?? open.heading).focus();
  }
}

/** Which inputs a view has: while they stay, the keyboard stays. */
const shape = (view) =>
  JSON.stringify([
    words(view.title),
    view.blocks.filter((one) => one.type === 'input').map((one) => [one.block_id, one.element?.action_id]),
  ]);

function fill() {
  const { view, dialog, heading } = open;
  const errors = view.errors ?? {};
  open.fields = [];
  heading.textContent = words(view.title) || appName();
  const input = (block) => {
    const made = field(view, block, errors[block.block_id]);
    open.fields.push(made);
    return made.node;
  };
  const body = h(
    'div',
    { class: 'body', 'data-fk': `body ${view.id}` },
    blocks(view.blocks, { view: view.id }, input),
  );
  const known = open.fields.map((one) => one.block);
  const homeless = Object.entries(errors).filter(([block]) => !known.includes(block));
  body.prepend(...homeless.map(([, sentence]) => h('p', { class: 'trouble', role: 'alert' }, words(sentence))));
  const deep = state.screen.views.length > 1;
  const submits = open.fields.length > 0 || view.submit;
  const cancel = h(
    'button',
    {
      type: 'button',
      class: 'plain',
      'data-fk': `cancel ${view.id}`,
      onclick: (event) => leave(event.currentTarget),
    },
    words(view.close) || (submits ? 'Cancel' : 'Close'),
  );
  const submit =
    submits &&
    h(
      'button',
      { type: 'submit', class: 'primary', 'data-fk': `submit ${view.id}` },
      words(view.submit) || 'Submit',
    );
  const back =
    deep &&
    h(
      'button',
      {
        type: 'button',
        class: 'quiet back',
        'data-fk': `back ${view.id}`,
        onclick: (event) => leave(event.currentTarget),
      },
      '‹ Back',
    );
  const form = h(
    'form',
    { novalidate: true, onsubmit: send, 'aria-labelledby': heading.id },
    body,
    h('div', { 'data-trouble-slot': true }),
    h('div', { class: 'foot' }, cancel, submit),
  );
  goesOn(form, body);
  const bar = h('div', { class: 'bar' }, back || null, heading);
  dialog.replaceChildren(bar, form);
}

/** Marks a form of which more stands below the edge. */
function goesOn(form, body) {
  const mark = () => {
    const below = body.scrollHeight - body.scrollTop - body.clientHeight;
    form.classList.toggle('more', below > 4);
  };
  body.addEventListener('scroll', mark, { passive: true });
  new ResizeObserver(mark).observe(body);
}

/** Only what a person could have changed is sent; the rest keeps what is on the screen. */
function values() {
  const store = stored(open.view.id);
  const fields = {};
  for (const one of open.fields) {
    const touched = [...store.keys()].some((key) => key.startsWith(`${one.block} `));
    const value = one.read();
    if (!touched || value === undefined) continue;
    fields[one.block] = plain(value);
  }
  return fields;
}
const plain = (value) =>
  Array.isArray(value)
    ? value.map(plain)
    : value === null
      ? ''
      : typeof value === 'object'
        ? words(value.text)
        : value;

async function send(event) {
  event.preventDefault();
  const { view } = open;
  const button = event.target.querySelector('[type=submit]');
  open.drawn = null; // The same errors may come again, and were taken away while typing.
  const answer = await perform(button, { submit: { view: view.id, fields: values() } });
  if (!answer) return;
  const bad = open?.fields.find((one) => one.error);
  const count = open?.fields.filter((one) => one.error).length;
  if (bad && open.view.id === view.id) {
    bad.first.focus();
    announce(`${count} ${count === 1 ? 'input needs' : 'inputs need'} another look.`);
  } else emit('submitted', { view });
}

async function leave(control) {
  return perform(control ?? open.dialog.querySelector('.foot .plain'), { close: { view: open.view.id } });
}

/** Closes the whole stack, as before following a link out of it. */
export async function leaveAll() {
  while (open && (await leave()));
}

/** Ctrl or Cmd+Enter anywhere in the form. */
export function submitTop() {
  open?.dialog.querySelector('form')?.requestSubmit();
  return Boolean(open);
}
