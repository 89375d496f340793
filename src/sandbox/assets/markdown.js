// Discord's markdown as DOM nodes: bold, italics, underline, strike, code, spoilers, quotes,
// headings, lists, links, mentions and timestamps. A backslash makes the next sign an ordinary one.
// Nothing is ever parsed as HTML.

import { h } from './dom.js';
import { channel, state, user } from './state.js';
import { date, link, mention } from './text.js';

/** Longest first: two stars are not twice one star. */
const MARKS = [
  ['**', 'strong'],
  ['__', 'u'],
  ['~~', 's'],
  ['||', 'mark'],
  ['*', 'em'],
  ['_', 'em'],
];

const FORMATS = {
  t: '{time}',
  T: '{time_secs}',
  d: '{date_slash}',
  D: '{date}',
  f: '{date} {time}',
  F: '{date_long} {time}',
  R: '{ago}',
};

/** What stands between `<` and `>`; null where it is nothing special. */
function angle(inside) {
  const found = /^(?:@!?(\d+)|@&(\d+)|#(\d+)|t:(-?\d+)(?::([tTdDfFR]))?)$/.exec(inside);
  if (!found) return /^https?:\/\//i.test(inside) ? link(inside, inside) : null;
  const [, person, role, room, seconds, format] = found;
  if (person) return mention(`@${user(person)?.name ?? person}`);
  if (role) return mention(`@${state.world.discord?.roles.find((one) => one.id === role)?.name ?? role}`);
  if (room) return mention(channel(room)?.name ?? room);
  return date(seconds, FORMATS[format ?? 'f']);
}

/** Where the mark that opens at `at` closes, or -1. What is escaped closes nothing. */
function closing(text, at, mark) {
  for (let end = at + mark.length; end < text.length; end += 1) {
    if (text[end] === '\\') end += 1;
    else if (text.startsWith(mark, end) && end > at + mark.length) return end;
  }
  return -1;
}

function inline(text, into) {
  let words = '';
  const put = (node) => {
    into.append(words, node);
    words = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const rest = text.slice(at);
    const mark = MARKS.find(([sign]) => rest.startsWith(sign));
    const end = mark ? closing(text, at, mark[0]) : -1;
    let taken;
    if (text[at] === '\\' && /[\p{P}\p{S}]/u.test(text[at + 1] ?? '')) words += text[++at];
    else if ((taken = /^`([^`\n]+)`/.exec(rest))) put(h('code', {}, taken[1]));
    else if ((taken = /^\[((?:\\.|[^\]\n])+)\]\((https?:\/\/[^\s)]+)\)/.exec(rest))) {
      const label = h('span');
      inline(taken[1], label);
      put(link(taken[2], label));
    } else if ((taken = /^<([^<>\n]+)>/.exec(rest)) && angle(taken[1])) put(angle(taken[1]));
    else if ((taken = /^https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]'"]/i.exec(rest))) put(link(taken[0], taken[0]));
    else if (end > 0) {
      const node = h(mark[1]);
      inline(text.slice(at + mark[0].length, end), node);
      put(node);
      taken = [text.slice(at, end + mark[0].length)];
    } else {
      taken = null;
      if (text[at] === '\n') put(h('br'));
      else words += text[at];
    }
    if (taken) at += taken[0].length - 1;
  }
  into.append(words);
}

/** A line that is a quote, a heading, small print or a point of a list; else nothing. */
const LINES = [
  [/^> /, () => h('blockquote')],
  [/^#{1,3} /, () => h('p', { class: 'headline' })],
  [/^-# /, () => h('p', { class: 'context' })],
  [/^[-*] /, () => h('li')],
];

export function markdown(text) {
  const all = document.createDocumentFragment();
  text.split('```').forEach((part, index, parts) => {
    if (index % 2 === 1 && index < parts.length - 1) {
      all.append(h('pre', {}, h('code', {}, part.replace(/^\w*\n/, ''))));
      return;
    }
    let run = [];
    const flush = () => {
      if (run.length) inline(run.join('\n'), all);
      run = [];
    };
    for (const line of part.split('\n')) {
      const special = LINES.find(([begins]) => begins.test(line));
      if (!special) {
        run.push(line);
        continue;
      }
      flush();
      const node = special[1]();
      inline(line.replace(special[0], ''), node);
      all.append(node);
    }
    flush();
  });
  return all;
}
