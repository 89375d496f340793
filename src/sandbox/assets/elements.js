// Buttons, selects and the other things to press in messages, forms and Home. A press goes to
// acts.js; a select that was moved with the keyboard waits until the person rests on a choice.

import { press } from './acts.js';
import { h, uid } from './dom.js';
import { state, team } from './state.js';
import { suggestions } from './suggest.js';
import { words } from './text.js';

/** Draws an interactive element; `target` is `{channel, ts}`, `{view}` or `{home}`, `block`, and `where` it is drawn. */
export function control(element, target) {
  const fk = `${target.where ?? ''} ${target.ts ?? target.view ?? 'home'} ${target.block} ${element.action_id ?? ''}`;
  switch (element.type) {
    case 'button':
      return button(element, target, fk);
    case 'overflow':
    case 'static_select':
    case 'users_select':
      return select(element, target, fk);
    case 'external_select':
      return external(element, target, fk);
    case 'datepicker':
      return entry(element, target, fk, 'date', element.initial_date);
    case 'timepicker':
      return entry(element, target, fk, 'time', element.initial_time);
    case 'radio_buttons':
    case 'checkboxes':
    case 'multi_static_select':
      return choices(element, target, fk);
    default:
      return h('span', { class: 'meta' }, `(“${element.type}” is not drawn here)`);
  }
}

function button(element, target, fk) {
  const label = words(element.text);
  const node = h(
    'button',
    {
      type: 'button',
      'data-fk': fk,
      class: element.style ?? 'plain',
      // The visible label stays part of the name, so that speech input finds it.
      'aria-label': element.accessibility_label,
      onclick: async () => {
        await press(node, target, element);
        if (/^https?:\/\//i.test(element.url ?? '')) open(element.url, '_blank', 'noopener');
      },
    },
    h('span', { dir: 'auto' }, label),
    element.url ? h('span', { 'aria-hidden': 'true' }, ' ↗') : null,
  );
  return node;
}

/** All options of a select, flat. */
export const optionsOf = (element) =>
  element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);

/** `<option>`s of a static select or of people, grouped where the bot or the world groups them. */
export function optionNodes(element, nearTeam) {
  const option = (one) => h('option', { value: one.value }, words(one.text));
  if (/users_select$/.test(element.type)) {
    const teams = [...state.world.teams].sort((a, b) => (b.id === nearTeam) - (a.id === nearTeam));
    return teams.map((one) =>
      h(
        'optgroup',
        { label: one.name },
        state.world.users
          .filter((person) => person.team_id === one.id && !person.deactivated)
          .map((person) => h('option', { value: person.id }, person.name)),
      ),
    );
  }
  if (element.option_groups) {
    return element.option_groups.map((group) =>
      h('optgroup', { label: words(group.label) }, group.options.map(option)),
    );
  }
  return (element.options ?? []).map(option);
}

/** Calls `settled` once a person has chosen: at once by pointer, after a rest by keyboard. */
export function whenSettled(node, settled) {
  let byKey = false;
  let timer;
  node.addEventListener('keydown', ({ key }) => {
    byKey = key !== 'Enter' && key !== ' ';
  });
  node.addEventListener('pointerdown', () => {
    byKey = false;
  });
  node.addEventListener('change', () => {
    clearTimeout(timer);
    if (!byKey) return settled();
    timer = setTimeout(settled, 450);
  });
}

function select(element, target, fk) {
  const chosen = element.initial_option?.value ?? element.initial_user ?? '';
  const prompt = words(element.placeholder) || (element.type === 'overflow' ? 'More' : 'Choose');
  const node = h(
    'select',
    { 'data-fk': fk, 'aria-label': prompt },
    h('option', { value: '' }, prompt),
    optionNodes(element),
  );
  node.value = chosen;
  whenSettled(node, () => {
    if (!node.value) return;
    const option = optionsOf(element).find((one) => one.value === node.value);
    press(node, target, element, option ? words(option.text) : node.value);
    if (element.type === 'overflow') node.value = '';
  });
  return node;
}

/** A menu whose options the app suggests while one types. */
function external(element, target, fk) {
  const { channel, ts, view, home } = target;
  const place = view ? { view } : home ? { view: state.screen.home?.id } : { channel, ts };
  const label = words(element.placeholder) || 'Choose';
  const { node, first, read } = suggestions({ id: uid('in'), fk, label, element, start: element.initial_option, place });
  first.setAttribute('aria-label', label);
  node.addEventListener('change', () => {
    const chosen = read();
    if (chosen) press(node, target, element, words(chosen.text));
  });
  return node;
}

function entry(element, target, fk, type, initial) {
  const node = h('input', { type, 'data-fk': fk, 'aria-label': words(element.placeholder) || 'Choose' });
  node.value = initial ?? '';
  node.addEventListener('change', () => node.value && press(node, target, element, node.value));
  return node;
}

function choices(element, target, fk) {
  const single = element.type === 'radio_buttons';
  const name = uid('choice');
  const initial = new Set(
    [element.initial_option, ...(element.initial_options ?? [])].filter(Boolean).map((one) => one.value),
  );
  const group = h(
    'fieldset',
    { class: 'choices' },
    h('legend', { class: 'unseen' }, words(element.placeholder) || 'Choose'),
  );
  optionsOf(element).forEach((one, index) => {
    const box = h('input', {
      type: single ? 'radio' : 'checkbox',
      name,
      value: one.value,
      'data-fk': `${fk} ${index}`,
    });
    box.checked = initial.has(one.value);
    group.append(h('label', {}, box, h('span', {}, words(one.text))));
  });
  whenSettled(group, () => {
    const picked = [...group.querySelectorAll('input:checked')].map((box) =>
      words(optionsOf(element).find((one) => one.value === box.value).text),
    );
    press(group, target, element, single ? picked[0] : picked);
  });
  return group;
}

/** The teammates first: where a new owner usually is. */
export const homeTeam = () => team(state.world.users.find((one) => one.id === state.me)?.team_id)?.id;
