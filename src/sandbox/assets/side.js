// The left column: who one is, the channels of that person with what is unread, direct messages and
// Home; and the three tabs that stand for the columns on a phone.

import { $, h, keepingFocus } from './dom.js';
import { whenSettled } from './elements.js';
import {
  appName,
  become,
  discordChannels,
  emit,
  goTo,
  installed,
  isDiscord,
  me,
  myChannels,
  on,
  sides,
  slackChannels,
  state,
  team,
  unread,
} from './state.js';

const ROLE = (role) => role.replace('_', ' ');

/** "Vendor · sales" or "North Partner · app not installed". */
export function about(person) {
  const roles = person.roles.filter((role) => role !== 'none' && ROLE(role) !== person.name.toLowerCase());
  return [
    person.team_name ?? team(person.team_id)?.name,
    ...roles.filter((role) => role !== 'partner_member').map(ROLE),
    ...worn(person).map((name) => `${name} on Discord`),
    !installed(person) && 'app not installed',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Roles of the server that say more than whose somebody is and what they do. */
function worn(person) {
  const there = state.world.users.find((one) => one.same_person === person.id);
  const known = (name) => name.startsWith('Partner: ') || person.roles.map(ROLE).includes(name.toLowerCase());
  const named = (id) => state.world.discord.roles.find((role) => role.id === id)?.name;
  return (there?.role_ids ?? []).map(named).filter((name) => name && !known(name));
}

on('world', drawPeople);
on('world', () => {
  if (state.me) $('person-about').textContent = about(me());
});
on('person', () => {
  $('person').value = state.me;
  shorten();
  $('person-about').textContent = about(me());
  drawChannels();
});
for (const name of ['place', 'channel', 'dms', 'unread', 'world']) on(name, drawChannels);

function drawPeople() {
  const select = $('person');
  select.replaceChildren(
    ...state.world.teams.map((one) =>
      h(
        'optgroup',
        { label: one.name },
        state.world.users
          .filter((person) => person.team_id === one.id && !person.deactivated)
          .map((person) => h('option', { value: person.id, 'data-name': person.name }, full(person))),
      ),
    ),
  );
  if (state.me) select.value = state.me;
  shorten();
}

const full = (person) => `${person.name} · ${about(person)}`;

/** Closed, the select shows the name alone, the line below says the rest; open, lines are whole. */
function shorten() {
  lengthen();
  const chosen = $('person').selectedOptions[0];
  if (chosen) chosen.textContent = chosen.dataset.name;
}
function lengthen() {
  for (const option of $('person').options) {
    const person = state.world.users.find((one) => one.id === option.value);
    if (option.textContent !== full(person)) option.textContent = full(person);
  }
}
$('person').addEventListener('pointerdown', lengthen);
$('person').addEventListener('keydown', ({ key }) => {
  if (['Enter', ' ', 'F4', 'ArrowDown', 'ArrowUp'].includes(key)) lengthen();
});
$('person').addEventListener('blur', shorten);
$('person').addEventListener('change', shorten);

function drawChannels() {
  if (!state.me) return;
  const line = (place, name, hidden) => {
    const count = place === 'home' || place === state.place ? 0 : unread(place);
    return h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          class: 'place',
          'data-fk': `place ${place}`,
          'aria-current': place === state.place ? 'page' : undefined,
          onclick: () => {
            goTo(place);
            tab(place === 'home' ? 'home' : 'messages');
          },
        },
        h('bdi', { class: 'name' }, name),
        hidden ? h('span', { class: 'meta' }, ' private') : null,
        isDiscord(place) ? h('span', { class: 'unseen' }, ' on Discord') : null,
        count ? h('span', { class: 'unread' }, String(count), h('span', { class: 'unseen' }, ' unread')) : null,
      ),
    );
  };
  const made = JSON.stringify([
    state.me,
    state.place,
    myChannels().map((one) => [one.id, one.name, one.is_private, unread(one.id)]),
    unread('dms'),
  ]);
  if ($('side').dataset.made === made) return;
  $('side').dataset.made = made;
  const group = (name, channels) => [
    h('h2', {}, name),
    h(
      'ul',
      {},
      channels.map((one) => line(one.id, one.name, one.is_private)),
    ),
  ];
  const beside = discordChannels().length > 0;
  keepingFocus(() =>
    $('side').replaceChildren(
      ...(beside ? sides().flatMap(([name, channels]) => group(name, channels)) : group('Channels', slackChannels())),
      h('h2', {}, `With ${appName()}`),
      h('ul', {}, line('dms', 'Direct messages'), line('home', 'Home')),
    ),
  );
  drawTabs();
}

/** The place before or after, for Alt+↑ and Alt+↓. */
export function step(by) {
  const places = [...myChannels().map((one) => one.id), 'dms', 'home'];
  const next = places[places.indexOf(state.place) + by];
  if (next) goTo(next);
}

// ---- phone: one column at a time --------------------------------------------------------------

let shown = 'messages';
let lastChannel = null;

/** Shows `channels`, `messages` or `home`; on wide windows everything is visible anyway. */
export function tab(name) {
  shown = name;
  document.body.dataset.tab = name;
  drawTabs();
}

function drawTabs() {
  if (state.place !== 'home') lastChannel = state.place;
  const button = (name, label, go) =>
    h(
      'button',
      {
        type: 'button',
        'data-fk': `tab ${name}`,
        'aria-current': shown === name ? 'page' : undefined,
        onclick: () => {
          go?.();
          tab(name);
          emit('tab', name);
        },
      },
      label,
    );
  const back = () => {
    if (state.place === 'home') goTo(lastChannel ?? myChannels()[0]?.id ?? 'dms');
  };
  keepingFocus(() =>
    $('tabs').replaceChildren(
      button('channels', 'Channels'),
      button('messages', 'Messages', back),
      button('home', 'Home', () => goTo('home')),
    ),
  );
}
on('person', () => {
  lastChannel = null;
});

whenSettled($('person'), () => {
  if ($('person').value !== state.me) become($('person').value);
});
$('menu').addEventListener('click', () => tab(shown === 'channels' ? 'messages' : 'channels'));
$('more').addEventListener('click', () => {
  const open = document.body.classList.toggle('with-tools');
  $('more').setAttribute('aria-expanded', String(open));
});
tab('messages');
