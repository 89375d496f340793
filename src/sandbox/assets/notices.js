// Short notices: toasts, which stay until dismissed, and the bar that tells when the sandbox is gone.

import { $, announce, h, keepingFocus, returnTo, trailOf } from './dom.js';
import { on, state } from './state.js';

/** Shows a notice; `more` may add one button: `{label, go}`. */
export function toast(sentence, more) {
  const from = trailOf(document.activeElement);
  const leave = () =>
    keepingFocus(() => {
      const here = note.contains(document.activeElement);
      note.remove();
      if (here) returnTo(from);
    });
  const note = h(
    'div',
    { class: 'toast' },
    h('p', { role: 'alert', dir: 'auto' }, sentence),
    more &&
      h(
        'button',
        {
          type: 'button',
          class: 'plain',
          onclick: () => {
            leave();
            more.go();
          },
        },
        more.label,
      ),
    h('button', { type: 'button', class: 'quiet', 'aria-label': 'Dismiss this notice', onclick: leave }, '✕'),
  );
  $('toasts').append(note);
}

// Toasts of the person's screen: those that were there when we first looked are old news. Every deed
// starts an empty list, so what its answer holds is all new; acts.js shows that itself.
const known = new Map();
export function newToasts(doer) {
  return Object.entries(state.screens).flatMap(([id, screen]) => {
    const all = screen.toasts ?? [];
    const before = id === doer ? 0 : (known.get(id) ?? all.length);
    known.set(id, all.length);
    return all.slice(Math.min(before, all.length));
  });
}
on('screen', () => {
  if (!state.acting && !state.answering) newToasts(null).forEach((one) => toast(one));
});

let lost = false;
let timer;

/** Called with every change of the connection; the first one says nothing. */
export function connection(there, first) {
  clearTimeout(timer);
  const bar = $('bar');
  if (!there) {
    lost = true;
    bar.textContent = 'Connection lost, trying again…';
    bar.className = 'lost';
  } else if (lost && !first) {
    lost = false;
    bar.textContent = 'Back. Nothing was lost.';
    bar.className = 'back';
    timer = setTimeout(() => {
      bar.textContent = '';
      bar.className = '';
    }, 6000);
  }
}

on('person', () => {
  const person = state.world.users.find((one) => one.id === state.me);
  announce(`You are now ${person.name}`);
});
