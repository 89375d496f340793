// A select whose options the bot suggests while one types: a combobox over `act suggest`. Answers
// that were overtaken by a later keystroke are dropped.

import { act } from './api.js';
import { h, uid } from './dom.js';
import { state } from './state.js';
import { words } from './text.js';

/** Moves the marked line of a listbox; shared with the jump list and the command menu. */
export function moveMark(items, at, key) {
  if (!items.length) return -1;
  if (key === 'ArrowDown') return (at + 1) % items.length;
  if (key === 'ArrowUp') return (at <= 0 ? items.length : at) - 1;
  return at;
}

/** Draws options into `list` and marks one of them for `input`. */
export function drawOptions(input, list, options, at, choose) {
  list.replaceChildren(
    ...options.map((one, index) => {
      const node = h(
        'li',
        { role: 'option', id: uid('option'), 'aria-selected': index === at ? 'true' : 'false' },
        ...one.show,
      );
      // Before the input loses the keyboard, so that it keeps it.
      node.addEventListener('pointerdown', (event) => {
        event.preventDefault();
        choose(index);
      });
      return node;
    }),
  );
  list.hidden = options.length === 0;
  const marked = list.children[at];
  if (marked) input.setAttribute('aria-activedescendant', marked.id);
  else input.removeAttribute('aria-activedescendant');
  if (input.getAttribute('role') === 'combobox') input.setAttribute('aria-expanded', String(!list.hidden));
  marked?.scrollIntoView({ block: 'nearest' });
}

const optionsIn = (answer) =>
  answer?.options ?? answer?.suggestions ?? (answer?.option_groups ?? []).flatMap((group) => group.options) ?? [];

export function suggestions(about) {
  const many = about.element.type.startsWith('multi_');
  let chosen = [about.start]
    .flat()
    .filter(Boolean)
    .map((one) => (typeof one === 'string' ? { value: one, text: { text: one } } : one));
  let options = [];
  let at = -1;
  let turn = 0;
  let timer;
  const list = h('ul', {
    role: 'listbox',
    class: 'menu',
    id: uid('menu'),
    hidden: true,
    'aria-label': about.label,
  });
  const input = h('input', {
    id: about.id,
    'data-fk': about.fk,
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-autocomplete': 'list',
    'aria-controls': list.id,
    autocomplete: 'off',
    'aria-describedby': about.described,
    'aria-invalid': about.invalid,
    'aria-required': about.required ? 'true' : undefined,
    placeholder: words(about.element.placeholder) || 'Type to search',
  });
  const picked = h('span', { class: 'picked' });
  const node = h('div', { class: 'combo' }, picked, input, list);
  const changed = () => node.dispatchEvent(new Event('change'));

  function drawPicked() {
    picked.replaceChildren(
      ...(many ? chosen : []).map((one) =>
        h(
          'button',
          {
            type: 'button',
            class: 'chip',
            'aria-label': `Remove ${words(one.text)}`,
            onclick: () => {
              chosen = chosen.filter((other) => other !== one);
              drawPicked();
              changed();
              input.focus();
            },
          },
          `${words(one.text)} ✕`,
        ),
      ),
    );
    if (!many) input.value = chosen[0] ? words(chosen[0].text) : '';
  }
  const draw = () =>
    drawOptions(
      input,
      list,
      options.map((one) => ({ show: [words(one.text)] })),
      at,
      choose,
    );
  const shut = () => {
    options = [];
    at = -1;
    draw();
  };
  function choose(index) {
    const one = options[index];
    chosen = many ? [...chosen.filter((other) => other.value !== one.value), one] : [one];
    input.value = '';
    drawPicked();
    shut();
    changed();
  }
  async function look() {
    const mine = ++turn;
    const answer = await act(state.me, {
      suggest: { ...(about.place ?? { view: about.view.id }), action_id: about.element.action_id, typed: input.value },
    }).catch(() => null);
    if (mine !== turn || document.activeElement !== input) return;
    options = optionsIn(answer);
    at = options.length ? 0 : -1;
    draw();
    list.scrollIntoView({ block: 'nearest' });
  }
  input.addEventListener('input', (event) => {
    event.stopPropagation();
    if (!many) {
      chosen = [];
      changed();
    }
    clearTimeout(timer);
    if (input.value.length >= (about.element.min_query_length ?? 3)) timer = setTimeout(look, 150);
    else shut();
  });
  input.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      at = moveMark(options, at, event.key);
      draw();
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && at >= 0) choose(at);
    else if (event.key === 'Escape') {
      event.stopPropagation();
      shut();
    } else return;
    event.preventDefault();
  });
  input.addEventListener('blur', shut);
  drawPicked();
  return { node, first: input, read: () => (many ? chosen : (chosen[0] ?? null)) };
}
