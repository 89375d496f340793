// The inputs of a form: label, control, hint, and the sentence when it does not fit, tied together
// for screen readers. What was typed lives in `typed`, outside the DOM, so that drawing a form anew
// (an error, an update by the bot) loses nothing.

import { press } from './acts.js';
import { h, uid } from './dom.js';
import { homeTeam, optionNodes, optionsOf, whenSettled } from './elements.js';
import { state } from './state.js';
import { suggestions } from './suggest.js';
import { text, words } from './text.js';

/** View id → block id + action id → what stands in the input. */
const typed = new Map();
export const forget = (live) => {
  for (const id of typed.keys()) if (!live.includes(id)) typed.delete(id);
};
export const stored = (view) => {
  if (!typed.has(view)) typed.set(view, new Map());
  return typed.get(view);
};

const TEXT = { plain_text_input: 'text', email_text_input: 'email', url_text_input: 'url', number_input: 'text' };
const MULTI = /^(multi_|checkboxes$)/;

/** What the sandbox keeps for this input; its shape is Slack's `view.state.values`. */
function kept(view, block, element) {
  const state_ = (view.values?.state?.values ?? view.values)?.[block.block_id];
  const value = state_?.[element.action_id] ?? state_;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  return (
    value.value ??
    value.selected_date ??
    value.selected_time ??
    value.selected_user ??
    value.selected_users ??
    value.selected_option ??
    value.selected_options
  );
}

const initial = (element) =>
  element.initial_value ??
  element.initial_date ??
  element.initial_time ??
  element.initial_user ??
  element.initial_users ??
  element.initial_option ??
  element.initial_options;

const plainValue = (one) => (one && typeof one === 'object' && 'value' in one ? one.value : one);

/**
 * Draws an input block. Answers the field: its node, its block id, `read()` for what is in it, and
 * `first`, the control that takes the keyboard.
 */
export function field(view, block, error, changed) {
  const element = block.element ?? {};
  const key = `${block.block_id} ${element.action_id}`;
  const store = stored(view.id);
  const start = store.get(key) ?? kept(view, block, element) ?? initial(element);
  const ids = { control: uid('in'), hint: uid('hint'), error: uid('error') };
  const hint = block.hint && h('p', { class: 'hint', id: ids.hint }, text(block.hint));
  const problem =
    error && h('p', { class: 'error', id: ids.error }, h('span', { 'aria-hidden': 'true' }, '! '), text(error));
  const described = [hint && ids.hint, problem && ids.error].filter(Boolean).join(' ') || undefined;
  const about = {
    view,
    block,
    element,
    start,
    label: words(block.label),
    fk: `${view.id} ${key}`,
    id: ids.control,
    required: !block.optional,
    described,
    invalid: error ? 'true' : undefined,
  };
  const made = (MAKERS[element.type] ?? odd)(about);
  const take = () => {
    store.set(key, made.read());
    changed?.();
  };
  made.node.addEventListener('input', take);
  made.node.addEventListener('change', take);
  if (error) made.node.addEventListener('input', () => relieve(node, hint && ids.hint), { once: true });
  if (block.dispatch_action) dispatching(made, about, take);
  const optional = block.optional && h('span', { class: 'optional' }, ' optional');
  const group = made.group ? made.node : null;
  const label = group ? null : h('label', { for: ids.control }, h('span', { dir: 'auto' }, about.label), optional);
  group?.prepend(h('legend', {}, h('span', { dir: 'auto' }, about.label), optional));
  const node = h('div', { class: error ? 'field bad' : 'field' }, label, made.node, hint, problem, made.after);
  return {
    node,
    block: block.block_id,
    read: made.read,
    first: made.first ?? made.node,
    error: Boolean(error),
  };
}

/**
 * Takes the sentence away with the first change, so that it never stands under what it does not
 * mean. Not when the input is left: the button somebody is about to press would move away.
 */
function relieve(node, described) {
  node.classList.remove('bad');
  node.querySelector('.error')?.remove();
  for (const one of node.querySelectorAll('[aria-invalid]')) {
    one.removeAttribute('aria-invalid');
    if (described) one.setAttribute('aria-describedby', described);
    else one.removeAttribute('aria-describedby');
  }
}

const odd = (about) => ({
  node: h('p', { class: 'meta' }, `(“${about.element.type}” is not drawn here)`),
  read: () => undefined,
});

/** Attributes every single control has. */
const common = (about) => ({
  id: about.id,
  'data-fk': about.fk,
  'aria-describedby': about.described,
  'aria-invalid': about.invalid,
  'aria-required': about.required ? 'true' : undefined,
});

function line(about) {
  const { element } = about;
  const long = element.multiline;
  const node = h(long ? 'textarea' : 'input', {
    ...common(about),
    type: long ? undefined : 'text',
    inputmode: { email_text_input: 'email', url_text_input: 'url', number_input: 'decimal' }[element.type],
    rows: long ? 3 : undefined,
    dir: 'auto',
    autocomplete: 'off',
    spellcheck: long ? 'true' : 'false',
    placeholder: words(element.placeholder) || undefined,
  });
  node.value = start(about) ?? '';
  if (!element.max_length) return { node, read: () => node.value };
  // Pasted text is never cut without a word: the count says how much is too long.
  const after = h('p', { class: 'count', role: 'status' });
  const count = () => {
    const over = [...node.value].length - element.max_length;
    after.textContent = over > 0 ? `${over} ${over === 1 ? 'character' : 'characters'} too long` : '';
  };
  node.addEventListener('input', count);
  count();
  return { node, read: () => node.value, after };
}
const start = (about) => plainValue(about.start);

function pick(about) {
  const placeholder = words(about.element.placeholder) || 'Choose';
  const node = h(
    'select',
    common(about),
    h('option', { value: '' }, placeholder),
    optionNodes(about.element, homeTeam()),
  );
  node.value = start(about) ?? '';
  if (node.selectedIndex < 0) node.value = '';
  return { node, read: () => node.value || null };
}

const when = (type) => (about) => {
  const node = h('input', { ...common(about), type });
  node.value = start(about) ?? '';
  return { node, read: () => node.value || null };
};

/** Radio buttons, check boxes and small multi-selects: one fieldset, options under each other. */
function group(about) {
  const { element } = about;
  const many = MULTI.test(element.type);
  const name = uid('group');
  const marked = new Set([about.start].flat().filter(Boolean).map(plainValue));
  const options = /users_select$/.test(element.type)
    ? state.world.users.map((one) => ({ value: one.id, text: { text: one.name } }))
    : optionsOf(element);
  const boxes = options.map((one, index) => {
    const box = h('input', {
      type: many ? 'checkbox' : 'radio',
      name,
      value: one.value,
      id: index ? undefined : about.id,
      'data-fk': `${about.fk} ${index}`,
      'aria-invalid': many ? about.invalid : undefined,
    });
    box.checked = marked.has(one.value);
    return {
      box,
      node: h(
        'label',
        {},
        box,
        h('span', {}, text(one.text), one.description && h('span', { class: 'hint' }, text(one.description))),
      ),
    };
  });
  const node = h(
    'fieldset',
    {
      class: options.length > 10 ? 'choices long' : 'choices',
      role: many ? 'group' : 'radiogroup',
      'aria-describedby': about.described,
      'aria-invalid': many ? undefined : about.invalid,
      'aria-required': many || !about.required ? undefined : 'true',
      tabindex: options.length > 10 ? -1 : undefined,
    },
    boxes.map((one) => one.node),
  );
  const chosen = () => boxes.filter((one) => one.box.checked).map((one) => one.box.value);
  return {
    group: true,
    node,
    read: () => (many ? chosen() : (chosen()[0] ?? null)),
    get first() {
      return (boxes.find((one) => one.box.checked) ?? boxes[0])?.box;
    },
  };
}

const MAKERS = {
  ...Object.fromEntries(Object.keys(TEXT).map((type) => [type, line])),
  static_select: pick,
  users_select: pick,
  datepicker: when('date'),
  timepicker: when('time'),
  radio_buttons: group,
  checkboxes: group,
  multi_static_select: group,
  multi_users_select: group,
  external_select: suggestions,
  multi_external_select: suggestions,
};

/** An input the bot wants to hear of at once: delivered as a press with its choice. */
function dispatching(made, about, take) {
  const send = () => {
    take();
    const value = made.read();
    const label = (one) => words(optionsOf(about.element).find((option) => option.value === one)?.text) || one;
    if (value)
      press(
        made.node,
        { view: about.view.id, block: about.block.block_id },
        about.element,
        [value].flat().length && Array.isArray(value) ? value.map(label) : label(plainValue(value)),
      );
  };
  if (about.element.type in TEXT) made.node.addEventListener('keydown', ({ key }) => key === 'Enter' && send());
  else whenSettled(made.node, send);
}
