// What lies on top of the page: forms, questions, the jump list, the key map, and (not modal) the
// thread and the log. Esc closes the top one and the keyboard returns to what opened it; under a
// modal one everything is inert, and Tab stays inside.

import { $, h, returnTo, tabbable, trailOf, uid } from './dom.js';
import { text } from './text.js';

const stack = [];

/** Puts `node` on top. Modal nodes are added to the page here and leave it when dropped. */
export function lift(node, { modal = false, close }) {
  if (stack.some((one) => one.node === node)) return;
  stack.push({ node, modal, close, from: trailOf(document.activeElement) });
  if (modal) $('layers').append(node);
  guard();
}

/** Takes `node` away; the keyboard goes back when it was inside, or nowhere. */
export function drop(node) {
  const at = stack.findIndex((one) => one.node === node);
  if (at < 0) return;
  const [layer] = stack.splice(at, 1);
  const inside = node.contains(document.activeElement) || document.activeElement === document.body;
  if (layer.modal) node.remove();
  guard();
  if (inside) returnTo(layer.from) || returnTo({ trail: ['list:main', 'title'] });
}

function guard() {
  const top = stack.filter((one) => one.modal).at(-1);
  $('app').inert = Boolean(top);
  for (const layer of stack) if (layer.modal) layer.node.inert = layer !== top;
}

export const modalOpen = () => stack.some((one) => one.modal);

/** Esc. Answers whether there was something to close. */
export function closeTop() {
  const top = stack.filter((one) => one.modal).at(-1) ?? stack.at(-1);
  top?.close();
  return Boolean(top);
}

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Tab') return;
  const top = stack.filter((one) => one.modal).at(-1);
  if (!top) return;
  const inside = [...tabbable(top.node), ...tabbable($('toasts'))];
  const at = inside.indexOf(document.activeElement);
  const edge = event.shiftKey ? at <= 0 && !between(top.node) : at === inside.length - 1;
  if (!edge || !inside.length) return;
  event.preventDefault();
  inside.at(event.shiftKey ? -1 : 0).focus();
});

/** The keyboard rests on something Tab does not visit (a title), with controls before it. */
function between(node) {
  const here = document.activeElement;
  return (
    node.contains(here) &&
    here.tabIndex < 0 &&
    tabbable(node).some((one) => one.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING)
  );
}

/** A modal box: backdrop, dialog, title. `close` answers Esc. */
export function box({ title, kind = 'dialog', wide = false }, ...content) {
  const id = uid('title');
  const heading = h('h2', { id, tabindex: -1, dir: 'auto' }, title);
  const dialog = h(
    'div',
    {
      class: wide ? 'box wide-box' : 'box',
      role: kind,
      'aria-modal': 'true',
      'aria-labelledby': id,
      'data-trouble': true,
    },
    heading,
    ...content,
  );
  return { node: h('div', { class: 'backdrop' }, dialog), dialog, heading };
}

/** Asks a yes-or-no question; dangerous ones start on "no". */
export function ask({ title, text: question, yes, no, danger }) {
  return new Promise((resolve) => {
    const settle = (answer) => {
      drop(node);
      resolve(answer);
    };
    const words = text(question, 'p');
    words.id = uid('question');
    const back = h('button', { type: 'button', class: 'plain', onclick: () => settle(false) }, no);
    const go = h(
      'button',
      { type: 'button', class: danger ? 'danger solid' : 'primary', onclick: () => settle(true) },
      yes,
    );
    const { node, dialog } = box({ title, kind: 'alertdialog' }, words, h('div', { class: 'foot' }, back, go));
    dialog.setAttribute('aria-describedby', words.id);
    lift(node, { modal: true, close: () => settle(false) });
    (danger ? back : go).focus();
  });
}
