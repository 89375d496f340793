// Keys that work everywhere, and the map that lists all of them. Keys of one part of the page live
// with that part: messages.js, composer.js, suggest.js, layers.js.

import { $, h, tabbable, typing } from './dom.js';
import { openJump } from './jump.js';
import { box, closeTop, drop, lift, modalOpen } from './layers.js';
import { toggleLog } from './log.js';
import { lettersOn, setLetters } from './messages.js';
import { submitTop } from './modal.js';
import { focusMessages, focusThread } from './panes.js';
import { step } from './side.js';
import { recall, remember } from './state.js';
import { restartTour } from './tour.js';

setLetters(recall('letters') !== false);

/** F6 goes through these; after the last one the key is the browser's own. */
const REGIONS = [
  {
    node: 'top',
    enter: () =>
      tabbable($('top'))
        .find((one) => one.id !== 'skip')
        ?.focus(),
  },
  { node: 'who', enter: () => $('person').focus() },
  {
    node: 'side',
    enter: () => ($('side').querySelector('[aria-current]') ?? $('side').querySelector('button'))?.focus(),
  },
  { node: 'main', enter: focusMessages },
  { node: 'thread', enter: focusThread },
  { node: 'log', enter: () => $('log').querySelector('button, select')?.focus() },
  { node: 'tabs', enter: () => $('tabs').querySelector('button')?.focus() },
];

function region(by) {
  const shown = REGIONS.filter((one) => $(one.node).getClientRects().length > 0);
  const at = shown.findIndex((one) => $(one.node).contains(document.activeElement));
  const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by];
  next?.enter();
  return Boolean(next);
}

document.addEventListener('keydown', (event) => {
  const { key, shiftKey, altKey } = event;
  const command = event.ctrlKey || event.metaKey;
  let taken = true;
  if (key === 'Escape') taken = closeTop();
  else if (command && key === 'Enter') taken = submitTop() || sendComposer();
  else if (command && !shiftKey && key.toLowerCase() === 'k') {
    if (!modalOpen()) openJump();
  } else if (command && key === '.') {
    if (!modalOpen()) toggleLog();
  } else if (key === 'F6' && !modalOpen()) taken = region(shiftKey ? -1 : 1);
  else if (altKey && (key === 'ArrowUp' || key === 'ArrowDown') && !typing(document.activeElement) && !modalOpen())
    step(key === 'ArrowUp' ? -1 : 1);
  else if (key === '?' && lettersOn() && !typing(document.activeElement) && !modalOpen()) openMap();
  else taken = false;
  if (taken) event.preventDefault();
});

/** The composer around the keyboard, where there is one. */
function sendComposer() {
  const form = document.activeElement.closest?.('form.composer');
  form?.requestSubmit();
  return Boolean(form);
}

const MAP = [
  ['Tab', 'through the controls'],
  ['F6 · Shift+F6', 'next or previous part of the page'],
  ['Ctrl or ⌘ + K', 'jump to a person, channel or command'],
  ['Alt + ↑ · Alt + ↓', 'previous or next channel, outside text fields'],
  ['↑ · ↓', 'in the list: previous or next message'],
  ['Enter', 'in the list: into the buttons of a message, Esc comes back'],
  ['T', 'in the list: open the thread of a message'],
  ['Esc', 'close what lies on top'],
  ['Ctrl or ⌘ + Enter', 'send or submit'],
  ['Ctrl or ⌘ + .', 'open or close the log'],
  ['?', 'this map'],
];

export function openMap() {
  const switcher = h('input', { type: 'checkbox', id: 'letters' });
  switcher.checked = lettersOn();
  switcher.addEventListener('change', () => {
    setLetters(switcher.checked);
    remember('letters', switcher.checked);
  });
  const shut = () => drop(node);
  const close = h('button', { type: 'button', class: 'primary', onclick: shut }, 'Close');
  const tour = h(
    'button',
    {
      type: 'button',
      class: 'plain',
      onclick: () => {
        shut();
        restartTour();
      },
    },
    'Show the tour again',
  );
  const { node } = box(
    { title: 'Keys' },
    h(
      'div',
      { class: 'body' },
      h(
        'dl',
        { class: 'keymap' },
        MAP.map(([keys, words]) => h('div', {}, h('dt', {}, h('kbd', {}, keys)), h('dd', {}, words))),
      ),
      h('label', { class: 'switch' }, switcher, h('span', {}, 'Single keys (T and ?) work')),
    ),
    h('div', { class: 'foot' }, tour, close),
  );
  lift(node, { modal: true, close: shut });
  close.focus();
}

$('help').addEventListener('click', openMap);
$('skip').addEventListener('click', (event) => {
  event.preventDefault();
  focusMessages();
});
