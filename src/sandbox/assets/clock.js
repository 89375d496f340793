// The sandbox's clock: what it says, one step forward, or to a given time. After a jump a notice
// tells how much happened and leads to the log.

import { setClock } from './api.js';
import { $, announce, h, uid } from './dom.js';
import { box, drop, lift } from './layers.js';
import { countFrom, openLog } from './log.js';
import { toast } from './notices.js';
import { now, on, readClock, state } from './state.js';
import { inWords } from './text.js';

function show() {
  if (!state.world) return;
  const words = inWords(now());
  const node = $('now');
  if (node.textContent === words) return;
  node.textContent = words;
  node.dateTime = now().toISOString();
}
on('clock', show);
on('world', show);
setInterval(show, 1000);

/** Turns the clock; answers a sentence when the sandbox would not. */
export async function turn(change, control) {
  if (control.getAttribute('aria-disabled')) return null;
  control.setAttribute('aria-disabled', 'true');
  const waiting = setTimeout(() => control.classList.add('waiting'), 400);
  const answer = await countFrom(() => setClock(change).catch(() => null));
  clearTimeout(waiting);
  control.classList.remove('waiting');
  control.removeAttribute('aria-disabled');
  if (!answer.value || answer.value.ok === false)
    return answer.value?.message ?? 'The clock was not moved: the sandbox does not answer.';
  await readClock();
  const things = answer.happened;
  const sentence = `It is ${inWords(now())}. ${things === 0 ? 'Nothing happened.' : `${things} ${things === 1 ? 'thing' : 'things'} happened.`}`;
  announce(sentence);
  jumped(sentence, things, answer.from);
  return null;
}

function jumped(sentence, things, from) {
  document.querySelectorAll('.toast.clock').forEach((one) => one.remove());
  toast(sentence, things > 0 ? { label: 'Show the log', go: () => openLog(from) } : undefined);
  $('toasts').lastElementChild.classList.add('clock');
}

const step =
  (change) =>
  async ({ currentTarget }) => {
    const no = await turn(change, currentTarget);
    if (no) toast(no);
  };
$('hour').addEventListener('click', step({ advance: '1h' }));
$('day').addEventListener('click', step({ advance: '1d' }));

$('set').addEventListener('click', () => {
  const id = uid('when');
  const error = h('p', { class: 'error', id: `${id}-error` });
  const input = h('input', { type: 'datetime-local', id, required: true, 'aria-describedby': `${id}-hint` });
  const pad = (number) => String(number).padStart(2, '0');
  const at = now();
  input.value = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
  const go = h('button', { type: 'submit', class: 'primary' }, 'Set the clock');
  const back = h('button', { type: 'button', class: 'plain', onclick: () => drop(node) }, 'Cancel');
  const form = h(
    'form',
    {
      novalidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        const wanted = new Date(input.value);
        const no = Number.isNaN(wanted.getTime())
          ? 'Enter a date and a time.'
          : await turn({ set: wanted.toISOString() }, go);
        if (!no) return drop(node);
        error.replaceChildren(h('span', { 'aria-hidden': 'true' }, '! '), no);
        input.setAttribute('aria-invalid', 'true');
        input.setAttribute('aria-describedby', `${id}-hint ${id}-error`);
        input.focus();
      },
    },
    h(
      'div',
      { class: 'body' },
      h(
        'div',
        { class: 'field' },
        h('label', { for: id }, 'Date and time'),
        input,
        h(
          'p',
          { class: 'hint', id: `${id}-hint` },
          'In your time zone. Everything due until then happens in order.',
        ),
        error,
      ),
    ),
    h('div', { class: 'foot' }, back, go),
  );
  const { node } = box({ title: 'Set the clock' }, form);
  lift(node, { modal: true, close: () => drop(node) });
  input.focus();
});
