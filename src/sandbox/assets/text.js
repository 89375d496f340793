// Slack's three kinds of text as DOM nodes: `mrkdwn`, `plain_text` and `rich_text`, with dates,
// links, mentions and entities. Nothing is ever parsed as HTML; a link that is not http, https or
// mailto stays words. What the bot failed to escape shows here as it would show in Slack.

import { h } from './dom.js';
import { markdown } from './markdown.js';
import { channel, now, user } from './state.js';

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
export const decode = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** Enough names to notice a `:tada:` that was meant literally; others stay as they are. */
const EMOJI = {
  tada: '🎉',
  white_check_mark: '✅',
  x: '❌',
  warning: '⚠️',
  eyes: '👀',
  wave: '👋',
  trophy: '🏆',
  rocket: '🚀',
  smile: '😄',
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  lock: '🔒',
  mag: '🔍',
  mag_right: '🔎',
  speech_balloon: '💬',
  no_entry: '⛔',
  leftwards_arrow_with_hook: '↩️',
  bell: '🔔',
};

// ---- dates ------------------------------------------------------------------------------------

const DAY = 86_400_000;
const show = (at, options) => new Intl.DateTimeFormat('en-GB', options).format(at);
const midnight = (at) => new Date(at.getFullYear(), at.getMonth(), at.getDate());
const long = { day: 'numeric', month: 'long', year: 'numeric' };
const short = { day: 'numeric', month: 'short', year: 'numeric' };

function pretty(at, otherwise) {
  const days = Math.round((midnight(at) - midnight(now())) / DAY);
  return { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[days] ?? otherwise;
}

function ago(at) {
  const minutes = Math.round((now() - at) / 60_000);
  const format = new Intl.RelativeTimeFormat('en-GB');
  if (Math.abs(minutes) < 60) return format.format(-minutes, 'minute');
  if (Math.abs(minutes) < 2880) return format.format(-Math.round(minutes / 60), 'hour');
  return format.format(-Math.round(minutes / 1440), 'day');
}

const TOKENS = {
  date_num: (at) => at.toISOString().slice(0, 10),
  date_slash: (at) => show(at, { dateStyle: 'short' }),
  date: (at) => show(at, long),
  date_short: (at) => show(at, short),
  date_long: (at) => show(at, { weekday: 'long', ...long }),
  date_pretty: (at) => pretty(at, show(at, long)),
  date_short_pretty: (at) => pretty(at, show(at, short)),
  date_long_pretty: (at) => pretty(at, show(at, { weekday: 'long', ...long })),
  day_divider_pretty: (at) => pretty(at, show(at, { weekday: 'long', ...long })),
  time: (at) => show(at, { hour: '2-digit', minute: '2-digit' }),
  time_secs: (at) => show(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  ago,
};

export const timeOfDay = (at) => TOKENS.time(at);
export const dayOf = (at) => TOKENS.date_long_pretty(at).replace(/^./, (first) => first.toUpperCase());
export const inWords = (at) => `${show(at, { weekday: 'short', ...short }).replace(',', '')}, ${TOKENS.time(at)}`;

/** A date token: in the reader's zone, the exact instant in `datetime`. */
export function date(seconds, format, url, fallback) {
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime())) return document.createTextNode(decode(fallback ?? ''));
  const words = format.replace(/\{(\w+)\}/g, (token, name) => TOKENS[name]?.(at) ?? token);
  const node = h('time', { datetime: at.toISOString(), title: fallback && decode(fallback) }, decode(words));
  return url ? link(url, node) : node;
}

// ---- links and mentions -----------------------------------------------------------------------

/** A safe link; addresses of this sandbox are opened by the page itself (see panes.js). */
export function link(url, ...label) {
  const address = decode(url);
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return h('span', {}, ...label);
  const here = address.startsWith(`${location.origin}/`);
  return h(
    'a',
    { href: address, title: address, ...(here ? {} : { target: '_blank', rel: 'noopener noreferrer' }) },
    ...label,
  );
}

export const mention = (words) => h('span', { class: 'mention' }, h('bdi', {}, words));

/** What stands between `<` and `>` in mrkdwn. */
function angle(inside) {
  const [head, label] = inside.split('|', 2).concat(undefined);
  if (head.startsWith('@')) return mention(`@${user(head.slice(1))?.name ?? label ?? head.slice(1)}`);
  if (head.startsWith('#')) return mention(label || (channel(head.slice(1))?.name ?? head.slice(1)));
  if (head.startsWith('!date^')) {
    const [, seconds, format, url] = head.split('^');
    return date(seconds, format ?? '', url, label);
  }
  if (/^!(here|channel|everyone)$/.test(head)) return mention(`@${head.slice(1)}`);
  if (head.startsWith('!subteam^')) return mention(label ?? '@group');
  if (/^(https?:\/\/|mailto:)/i.test(head)) return link(head, decode(label || head.replace(/^mailto:/i, '')));
  return document.createTextNode(decode(`<${inside}>`));
}

// ---- mrkdwn -----------------------------------------------------------------------------------

const MARKS = { '*': 'strong', _: 'em', '~': 's' };
const edge = (char) => char === undefined || /[\s\p{P}\p{S}]/u.test(char);

/** Where the mark that opens at `at` closes on this line, or -1 when it is an ordinary sign. */
function closing(text, at) {
  if (!edge(text[at - 1]) || text[at + 1] === undefined || /\s/.test(text[at + 1])) return -1;
  for (let end = text.indexOf(text[at], at + 2); end > 0; end = text.indexOf(text[at], end + 1)) {
    if (text.slice(at, end).includes('\n')) return -1;
    if (!/\s/.test(text[end - 1]) && edge(text[end + 1])) return end;
  }
  return -1;
}

function inline(text, into) {
  let plain = '';
  const flush = () => {
    if (plain) into.append(decode(plain));
    plain = '';
  };
  const put = (node) => {
    flush();
    into.append(node);
  };
  for (let at = 0; at < text.length; at += 1) {
    const rest = text.slice(at);
    let taken;
    if ((taken = /^<([^<>\n]+)>/.exec(rest))) put(angle(taken[1]));
    else if ((taken = /^`([^`\n]+)`/.exec(rest))) put(h('code', {}, decode(taken[1])));
    else if ((taken = /^https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]'"]/i.exec(rest)) && edge(text[at - 1]))
      put(link(taken[0], decode(taken[0])));
    else if ((taken = /^:([a-z0-9_+-]+):/.exec(rest)) && EMOJI[taken[1]]) put(EMOJI[taken[1]]);
    else if (MARKS[text[at]] && closing(text, at) > 0) {
      const end = closing(text, at);
      const node = h(MARKS[text[at]]);
      inline(text.slice(at + 1, end), node);
      put(node);
      taken = [text.slice(at, end + 1)];
    } else if (text[at] === '\n') put(h('br'));
    else plain += text[at];
    if (taken && plain === '') at += taken[0].length - 1;
  }
  flush();
}

/** Slack's mrkdwn as nodes. */
export function mrkdwn(text) {
  const all = document.createDocumentFragment();
  text.split('```').forEach((part, index, parts) => {
    if (index % 2 === 1 && index < parts.length - 1) {
      all.append(h('pre', {}, h('code', {}, decode(part.replace(/^\n|\n$/g, '')))));
      return;
    }
    // The line ends that fence a code block in are not lines of the text.
    const after = index > 0 && index % 2 === 0 ? part.replace(/^\n/, '') : part;
    const lines = (index % 2 === 1 ? '```' : '') + (index < parts.length - 1 ? after.replace(/\n$/, '') : after);
    for (const piece of lines.split(/((?:^(?:>|&gt;)[^\n]*\n?)+)/m)) {
      if (!piece) continue;
      if (/^(>|&gt;)/.test(piece)) {
        const quote = h('blockquote');
        inline(piece.replace(/^(?:>|&gt;) ?/gm, '').replace(/\n$/, ''), quote);
        all.append(quote);
      } else inline(piece, all);
    }
  });
  return all;
}

const emojis = (text) => text.replace(/:([a-z0-9_+-]+):/g, (all, name) => EMOJI[name] ?? all);

/** The words of a text object, for labels and places where no markup fits. */
export const words = (object) => {
  if (!object) return '';
  if (typeof object === 'string') return decode(object);
  return decode(object.emoji === false ? object.text : emojis(object.text ?? ''));
};

/** A text object (`plain_text` or `mrkdwn`) as a node. */
export function text(object, tag = 'span') {
  const node = h(tag, { dir: 'auto' });
  if (object?.type === 'discord') node.append(markdown(object.text ?? ''));
  else if (object?.type === 'mrkdwn') node.append(mrkdwn(object.text ?? ''));
  else node.append(words(object));
  return node;
}

// ---- rich_text --------------------------------------------------------------------------------

function styled(node, style = {}) {
  let all = node;
  if (style.code) all = h('code', {}, all);
  if (style.strike) all = h('s', {}, all);
  if (style.italic) all = h('em', {}, all);
  if (style.bold) all = h('strong', {}, all);
  return all;
}

function richElement(one) {
  switch (one.type) {
    case 'text':
      return styled(document.createTextNode(one.text ?? ''), one.style);
    case 'link':
      return styled(link(one.url ?? '', one.text ?? one.url ?? ''), one.style);
    case 'user':
      return mention(`@${user(one.user_id)?.name ?? one.user_id}`);
    case 'channel':
      return mention(channel(one.channel_id)?.name ?? one.channel_id);
    case 'usergroup':
      return mention('@group');
    case 'broadcast':
      return mention(`@${one.range}`);
    case 'emoji':
      return document.createTextNode(EMOJI[one.name] ?? `:${one.name}:`);
    case 'date':
      return styled(date(one.timestamp, one.format ?? '', one.url, one.fallback), one.style);
    case 'color':
      return h('code', {}, one.value ?? '');
    default:
      return document.createTextNode(one.text ?? '');
  }
}

/** Keeps the line breaks that bots send inside text elements. */
function richLine(elements = [], tag = 'p') {
  return h(tag, { class: 'rich', dir: 'auto' }, elements.map(richElement));
}

function richList(part) {
  const list = h(part.style === 'ordered' ? 'ol' : 'ul', { class: `indent-${Math.min(part.indent ?? 0, 5)}` });
  if (part.offset) list.setAttribute('start', part.offset + 1);
  list.append(...(part.elements ?? []).map((one) => richLine(one.elements, 'li')));
  return list;
}

/** The parts of a `rich_text` block. */
export function rich(parts = []) {
  return parts.map((part) => {
    switch (part.type) {
      case 'rich_text_list':
        return richList(part);
      case 'rich_text_quote':
        return richLine(part.elements, 'blockquote');
      case 'rich_text_preformatted':
        return h('pre', {}, richLine(part.elements, 'code'));
      default:
        return richLine(part.elements);
    }
  });
}
