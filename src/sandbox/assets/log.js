// The raw log: every call, event, acknowledgement and push between the sandbox and the bot, as it
// went over the wire. Read only while the drawer is open; a long log shows its newest part.

import { log } from './api.js';
import { $, h } from './dom.js';
import { drop, lift } from './layers.js';
import { on } from './state.js';
import { timeOfDay } from './text.js';

const PAGE = 200;
let entries = [];
let next = null; // the last seq read
let depth = 1000; // how far back the first read goes
let reading = null;
let shownFrom = null; // the first seq of a jump that is looked at, or null
let limit = PAGE;
let kind = 'all';
let body = null;

export const logOpen = () => !$('log').hidden;

async function read() {
  if (next === null) {
    // A sandbox may have run for weeks: where the log ends is asked first, then its newest part.
    const end = await log(Number.MAX_SAFE_INTEGER).catch(() => null);
    if (!end) return;
    next = Math.max(0, (end.next ?? 0) - depth);
  }
  const answer = await log(next).catch(() => null);
  if (!answer?.entries) return;
  entries.push(...answer.entries);
  next = answer.next ?? entries.at(-1)?.seq ?? next;
}

/** Goes further back than what was read so far. */
async function older() {
  limit += PAGE;
  body.replaceChildren();
  if (entries.length < limit && entries[0]?.seq > 1) {
    depth = Infinity;
    forgetAll();
    await readNow();
  }
  draw();
}
function forgetAll() {
  entries = [];
  next = null;
}
/** One read at a time; another wish while reading waits for the same end. */
const readNow = () =>
  (reading ??= read().finally(() => {
    reading = null;
  }));

/** On a phone the log lies over the columns: a tab leads away from it. */
on('tab', () => {
  if (logOpen() && matchMedia('(max-width: 639.98px)').matches) closeLog();
});

/** Runs `change` and counts what the log gained meanwhile. */
export async function countFrom(change) {
  await readNow();
  const before = entries.length;
  const from = next;
  const value = await change();
  await readNow();
  await readNow();
  if (logOpen()) draw();
  // A delivery and its acknowledgement are one thing.
  return { value, from, happened: entries.slice(before).filter((one) => one.kind !== 'ack').length };
}

// After a lost connection the sandbox may have started anew, with another log.
on('log-again', () => {
  forgetAll();
  body?.replaceChildren();
});
on('log', () => {
  if (logOpen()) readNow().then(draw);
});

export function toggleLog() {
  if (logOpen()) closeLog();
  else openLog();
}

export async function openLog(from = null) {
  shownFrom = from;
  limit = PAGE;
  if (!logOpen()) build();
  await readNow();
  draw();
  const first = from === null ? body.lastElementChild : body.querySelector('.jumped');
  first?.scrollIntoView({ block: from === null ? 'end' : 'start' });
  (first?.querySelector('button') ?? $('log').querySelector('button')).focus();
}

export function closeLog() {
  $('log').hidden = true;
  $('log-open').setAttribute('aria-expanded', 'false');
  document.body.classList.remove('with-log');
  drop($('log'));
  $('log').replaceChildren();
}

function build() {
  const filter = h(
    'select',
    { 'aria-label': 'Show kinds', 'data-fk': 'log-kind' },
    ['all', 'api', 'event', 'ack', 'push'].map((one) =>
      h('option', { value: one }, one === 'all' ? 'all kinds' : one),
    ),
  );
  filter.value = kind;
  filter.addEventListener('change', () => {
    kind = filter.value;
    body.replaceChildren();
    draw();
  });
  body = h('tbody');
  const heads = ['seq', 'at', 'kind', 'method', 'ms', 'ok'].map((one) => h('th', { scope: 'col' }, one));
  $('log').replaceChildren(
    h(
      'div',
      { class: 'pane-head' },
      h('h2', {}, 'Log'),
      filter,
      h(
        'button',
        {
          type: 'button',
          class: 'quiet',
          'aria-label': 'Close the log',
          'data-fk': 'close-log',
          onclick: closeLog,
        },
        '✕',
      ),
    ),
    h(
      'div',
      { class: 'scroll', id: 'log-scroll' },
      h('button', { type: 'button', class: 'plain', id: 'log-older', hidden: true, onclick: older }, 'Show older'),
      h('p', { class: 'empty', id: 'log-empty', hidden: true }, 'No calls yet.'),
      h(
        'table',
        {},
        h('caption', { class: 'unseen' }, 'Calls and deliveries, oldest first'),
        h('thead', {}, h('tr', {}, heads)),
        body,
      ),
    ),
  );
  $('log').hidden = false;
  $('log-open').setAttribute('aria-expanded', 'true');
  document.body.classList.add('with-log');
  lift($('log'), { close: closeLog });
}

const outcome = (one) => {
  if (one.platform === 'discord' && one.status >= 400) return String(one.response?.code || one.status);
  if (one.kind === 'api') return one.response?.ok === false ? (one.response.error ?? 'no') : 'ok';
  if (one.kind === 'ack') return 'ok';
  return answerTo(one.seq) ? 'ok' : '–';
};

function draw() {
  if (!logOpen()) return;
  const scroller = $('log-scroll');
  const follow = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
  const all = entries.filter((one) => kind === 'all' || one.kind === kind);
  const visible = all.slice(-limit);
  $('log-older').hidden = visible.length === all.length && (entries[0]?.seq ?? 1) <= 1;
  $('log-empty').hidden = all.length > 0;
  const known = new Map([...body.children].filter((row) => row.dataset.seq).map((row) => [row.dataset.seq, row]));
  for (const one of visible) {
    const row = known.get(String(one.seq));
    if (!row) body.append(line(one));
    else row.querySelector('.outcome').textContent = outcome(one);
  }
  while (body.querySelectorAll('tr[data-seq]').length > limit) body.firstElementChild.remove();
  if (follow && shownFrom === null) scroller.scrollTop = scroller.scrollHeight;
}

function line(one) {
  const open = h(
    'button',
    {
      type: 'button',
      class: 'row-open',
      'aria-expanded': 'false',
      'data-fk': `log ${one.seq}`,
      'aria-label': `${one.seq}, ${one.kind} ${one.method ?? ''}: show request and response`,
      onclick: () => toggle(row, one),
    },
    String(one.seq),
  );
  const seconds = one.at ? new Date(one.at) : null;
  const result = outcome(one);
  const row = h(
    'tr',
    {
      'data-seq': one.seq,
      class:
        [shownFrom !== null && one.seq > shownFrom && 'jumped', result !== 'ok' && result !== '–' && 'refused']
          .filter(Boolean)
          .join(' ') || undefined,
    },
    h('td', {}, open),
    h('td', {}, seconds && timeOfDay(seconds)),
    h('td', {}, one.kind),
    h('td', { class: 'method' }, one.method ?? ''),
    h('td', { class: 'number' }, one.ms === undefined || one.ms === null ? '' : String(one.ms)),
    h('td', { class: 'outcome' }, result),
  );
  row.addEventListener('click', (event) => {
    if (!event.target.closest('button')) toggle(row, one);
  });
  return row;
}

const answerTo = (seq) => entries.find((other) => other.of === seq);
const delivered = (seq) => entries.find((other) => other.seq === seq);

/** What was asked and what was answered: a delivery and its acknowledgement are one pair. */
function pairOf(one) {
  if (one.kind === 'api') return [one.request, one.response];
  if (one.kind === 'ack') return [delivered(one.of)?.request, one.request];
  return [one.request, answerTo(one.seq)?.request];
}

/** How it went over the wire, behind a pair's headings. */
const sent = (one) => (one.form ? ` · ${one.form}` : '');
const status = (one) => (one.status ? ` · HTTP ${one.status}` : '');

function toggle(row, one) {
  const button = row.querySelector('button');
  const shut = button.getAttribute('aria-expanded') === 'true';
  button.setAttribute('aria-expanded', String(!shut));
  if (shut) return row.nextElementSibling.remove();
  const part = (name, more, value) =>
    h(
      'div',
      {},
      h('h3', {}, name, more),
      h(
        'pre',
        { tabindex: 0, role: 'group', 'aria-label': `${name} of ${one.seq}` },
        h('code', {}, value === undefined ? 'Not in the log.' : JSON.stringify(value, null, 2)),
      ),
    );
  const [request, response] = pairOf(one);
  row.after(
    h(
      'tr',
      { class: 'detail' },
      h(
        'td',
        { colspan: 6 },
        h('div', { class: 'pair' }, part('Request', sent(one), request), part('Response', status(one), response)),
      ),
    ),
  );
  row.nextElementSibling.scrollIntoView({ block: 'nearest' });
  row.scrollIntoView({ block: 'nearest' });
}

$('log-open').addEventListener('click', toggleLog);
