// What the page knows, who it is at the moment, and what it remembers between visits. Views listen
// with `on` and draw from `state`; only the functions here change it.

import * as api from './api.js';
import { drawable, drawableForm } from './beside.js';

export const state = {
  world: null,
  /** Whose eyes we look through: a user id. */
  me: null,
  /** A channel id, `dms` or `home`. */
  place: null,
  /** Channel id → messages as `me` sees them. */
  messages: new Map(),
  dms: [],
  dmsRead: false,
  screen: { views: [], home: null },
  /** By id: a person's screen on each side. */
  screens: {},
  /** Discord's people and channels. */
  beside: { users: [], channels: [] },
  /** The open thread: `{channel, ts}` of its root. */
  thread: null,
  /** Deeds under way: until they are answered, their screen is not read from elsewhere. */
  acting: 0,
  /** The screen of an answer is being taken: what it brings up is told by acts.js. */
  answering: false,
  /** What the sandbox's clock is ahead of ours, milliseconds. */
  offset: 0,
};

const bus = new EventTarget();
export const on = (name, listener) => bus.addEventListener(name, (event) => listener(event.detail));
export const emit = (name, detail) => bus.dispatchEvent(new CustomEvent(name, { detail }));

// Memory: small things in local storage; drafts last as long as the tab.
const MEMORY = 'vouch-sandbox';
const read = (store, key) => {
  try {
    return JSON.parse(store.getItem(key)) ?? {};
  } catch {
    return {};
  }
};
const write = (store, key, value) => {
  try {
    store.setItem(key, JSON.stringify(value));
  } catch {
    /* private window: memory lasts as long as the page */
  }
};
const memory = { places: {}, seen: {}, ...read(localStorage, MEMORY) };
const drafts = read(sessionStorage, MEMORY);

export const recall = (key) => memory[key];
export function remember(key, value) {
  memory[key] = value;
  write(localStorage, MEMORY, memory);
}

const draftKey = (channel, thread) => [state.me, channel, thread ?? ''].join(' ');
export const draft = (channel, thread) => drafts[draftKey(channel, thread)] ?? '';
export function keepDraft(channel, thread, text) {
  if (text) drafts[draftKey(channel, thread)] = text;
  else delete drafts[draftKey(channel, thread)];
  write(sessionStorage, MEMORY, drafts);
}

// Looking things up.
const among = (list, id) => list.find((one) => one.id === id);
export const user = (id) => among(state.world.users, id) ?? among(state.beside.users, id);
export const team = (id) => state.world.teams.find((one) => one.id === id);
export const channel = (id) => among(state.world.channels, id) ?? among(state.beside.channels, id);
/** Whether a bot is connected to Discord's side: only then it is shown. */
export const onDiscord = () => Boolean(state.world.discord?.connected);
export const isDiscord = (channelId) =>
  among(state.beside.channels, channelId) !== undefined ||
  state.dms.some((one) => one.channel === channelId && one.platform === 'discord');
/** Who one is on Discord's side. */
const twin = () => (onDiscord() ? state.beside.users.find((one) => one.same_person === state.me)?.id : undefined);
/** Under which id one reads a channel, and does what concerns it. */
const eyes = (channelId) => (isDiscord(channelId) ? twin() : state.me);
/** Under which id a deed is done: by its channel, or by the form it is about. */
export function doer(deed) {
  const { channel: place, view } = Object.values(deed)[0];
  const form = state.screen.views.find((one) => one.id === view);
  return (place ? eyes(place) : form?.platform === 'discord' && twin()) || state.me;
}
export const me = () => user(state.me);
const ORDER = ['internal', 'partner', 'resolvers', 'community', 'none'];
const within = (channels, id) =>
  channels
    .filter((one) => one.members.includes(id) && !one.is_archived)
    .sort((a, b) => ORDER.indexOf(a.audience) - ORDER.indexOf(b.audience));
export const slackChannels = () => within(state.world.channels, state.me);
export const discordChannels = () => (twin() ? within(state.beside.channels, twin()) : []);
/** Whether the set-up says what a channel is for: the programme lives there. */
const isSetUp = (one) => (state.world.setup ?? '').includes(`"${one.platform ?? 'slack'}:${one.id}"`);
/** The sides that somebody sees, by name; the one on which the programme lives comes first. */
export function sides() {
  const both = [
    ['Slack', slackChannels()],
    ['Discord', discordChannels()],
  ];
  return both[1][1].some(isSetUp) && !both[0][1].some(isSetUp) ? both.reverse() : both;
}
export const myChannels = () => sides().flatMap(([, channels]) => channels);
export const installed = (person) => person.app_installed ?? team(person.team_id)?.installed ?? false;
/** The app's shortcuts of a kind, for people whose workspace has installed it. */
export const shortcuts = (kind) =>
  installed(me()) ? (state.world.shortcuts ?? []).filter((one) => one.type === kind) : [];
export const appName = () => state.world.app?.name ?? 'Vouch';
export const isApp = (id) => state.world.teams.some((one) => one.bot_user_id && one.bot_user_id === id);
export const now = () => new Date(Date.now() + state.offset);
/** Where one writes to the app of one's own workspace before anything was said; ids are made of ids. */
export function firstDm() {
  if (!installed(me())) return null;
  const own = team(me().team_id);
  return `D${me().id.slice(1)}${own.role === 'vendor' ? '' : own.id.slice(1)}`;
}

export const newestDm = () => state.dms.at(-1)?.channel;

/** Message timestamps are strings of one length; a longer one is later. */
export const later = (a, b) => (a.length === b.length ? a > b : a.length > b.length);

// Reading. An answer that was overtaken (another person, a newer read) is dropped; whoever waits for it
// waits for the newer one, so that what they say next is not what was before.
const newest = new Map();
function fresh(key, ask, take) {
  const person = state.me;
  const reading = (async () => {
    const answer = await ask().catch(() => null);
    if (newest.get(key) !== reading) return newest.get(key);
    if (answer && person === state.me) take(answer);
  })();
  newest.set(key, reading);
  return reading;
}

/** The same question for the person and for who they are on Discord's side. */
const bothSides = (ask) => Promise.all([state.me, twin()].filter(Boolean).map((id) => ask(id)));

export const readChannel = (id) =>
  fresh(
    id,
    () => api.messages(id, eyes(id)),
    (answer) => {
      state.messages.set(id, (answer.messages ?? []).map(drawable));
      emit('channel', id);
    },
  );
export const readDms = () =>
  fresh(
    'dms',
    () => bothSides(api.dms),
    (answers) => {
      state.dms = answers.flatMap((answer) => answer.dms ?? []);
      for (const one of state.dms) one.messages = one.messages.map(drawable);
      state.dmsRead = true;
      emit('dms');
    },
  );
export const readScreen = () =>
  fresh(
    'screen',
    () => bothSides(api.screen),
    ([own, beside]) => {
      if (beside?.views) state.screens[twin()] = beside;
      takeScreen(own);
    },
  );
export function takeScreen(screen, whose = state.me) {
  if (!screen?.views) return;
  newest.delete('screen'); // a read under way is older than this
  state.screens[whose] = screen;
  const both = [state.me, twin()].map((id) => state.screens[id]).filter(Boolean);
  const views = both.flatMap((one) => one.views).map(drawableForm);
  state.screen = { views, home: state.screens[state.me]?.home ?? null };
  emit('screen');
}
export const readClock = () =>
  fresh('clock', api.clock, (answer) => {
    state.offset = answer.offset_ms ?? new Date(answer.now) - Date.now();
    emit('clock');
  });
export async function readWorld() {
  const world = await api.world().catch(() => null);
  if (!world?.users) return false;
  // Discord's people are the same as Slack's: the page shows their channels, never them.
  const beside = (one) => one.platform === 'discord';
  state.beside = { users: world.users.filter(beside), channels: world.channels.filter(beside) };
  world.users = world.users.filter((one) => !beside(one));
  world.channels = world.channels.filter((one) => !beside(one));
  state.world = world;
  if (!memory.baseline) remember('baseline', (new Date(world.now) / 1000).toFixed(6));
  emit('world');
  return true;
}

/** Everything of the present person, as after a start or a lost connection. */
export async function readAll() {
  await Promise.all([readClock(), readScreen(), readDms(), ...myChannels().map((one) => readChannel(one.id))]);
  emit('log');
}

/** Answers the change feed: reads again what is affected and this person can see. */
export function heard(names) {
  const mine = new Set(myChannels().map((one) => one.id));
  for (const name of names) {
    const [kind, id] = name.split(':');
    if (kind === 'channel' && mine.has(id)) readChannel(id);
    else if (kind === 'channel' && state.dms.some((one) => one.channel === id)) readDms();
    else if (kind === 'screen' && [state.me, twin()].includes(id) && !state.acting) readScreen();
    else if (kind === 'dms' && [state.me, twin()].includes(id)) readDms();
    else if (kind === 'clock') readClock();
    else if (kind === 'log') emit('log');
    else if (kind === 'world') readWorld().then((there) => there && readAll());
  }
}

// Choosing.

/** First visit: the first person of the first partner, so that the first press is one click. */
function firstPerson() {
  const partner = state.world.teams.find((one) => one.role === 'partner');
  return state.world.users.find((one) => one.team_id === partner?.id) ?? state.world.users[0];
}

/** Vendor people start where work waits for them, partners in the channel shared with them. */
function firstPlace() {
  return myChannels()[0]?.id ?? 'home';
}

export async function become(id) {
  state.me = user(id) ? id : (user(memory.me) ?? firstPerson()).id;
  remember('me', state.me);
  state.thread = null;
  state.messages = new Map();
  state.dms = [];
  state.dmsRead = false;
  state.screen = { views: [], home: null };
  state.screens = {};
  const place = memory.places[state.me];
  const known = ['dms', 'home'].includes(place) || myChannels().some((one) => one.id === place);
  state.place = known ? place : firstPlace();
  emit('person');
  emit('place');
  await readAll();
}

export function goTo(place) {
  state.place = place;
  state.thread = null;
  memory.places[state.me] = place;
  remember('places', memory.places);
  emit('place');
}

export function openThread(channelId, ts) {
  state.thread = { channel: channelId, ts };
  emit('thread');
}

export function closeThread() {
  state.thread = null;
  emit('thread');
}

// Unread counts: kept by this page alone, per person and channel, from the first visit on.
const seenBy = () => (memory.seen[state.me] ??= {});

export function unread(id) {
  const list = id === 'dms' ? state.dms.flatMap((one) => one.messages) : (state.messages.get(id) ?? []);
  const since = seenBy()[id] ?? memory.baseline;
  return list.filter((one) => !one.deleted && ![state.me, twin()].includes(one.author) && later(one.ts, since)).length;
}

export function markRead(id) {
  const list = id === 'dms' ? state.dms.flatMap((one) => one.messages) : (state.messages.get(id) ?? []);
  const newest = list.reduce((top, one) => (later(one.ts, top) ? one.ts : top), seenBy()[id] ?? memory.baseline);
  if (newest === seenBy()[id]) return;
  seenBy()[id] = newest;
  remember('seen', memory.seen);
  emit('unread');
}
