// Doing something as the chosen person: every press, form, command and word goes through `perform`,
// which keeps a control from being pressed twice, tells after 400 ms that it waits, and turns every
// "no" into a sentence at the place where the person is.

import { act, Unreachable } from './api.js';
import { h } from './dom.js';
import { ask } from './layers.js';
import { newToasts, toast } from './notices.js';
import { appName, doer, readScreen, state, takeScreen } from './state.js';
import { words } from './text.js';

/** What people read for an outcome that is not ok; codes stay in the log. */
const SENTENCES = {
  timeout: () => 'The app did not answer within 3 seconds.',
  not_a_command: () =>
    'That is not a command here. Your workspace has not installed the app; use the button Refer a customer.',
  unknown_command: () => 'That is not a command here.',
  not_visible: () => 'That is not on this person’s screen any more.',
  no_such_button: () => 'That button is not there any more.',
  no_such_field: () => 'That field is not there any more.',
  no_such_option: () => 'That choice is not there any more.',
  unreachable: () => 'That was not sent: the sandbox does not answer. Your text is kept.',
};
const sentence = (answer) =>
  SENTENCES[answer.error]?.() ?? answer.message ?? `${appName()} did not take that (${answer.error}).`;

/** Shows a sentence inside the nearest thing that can hold one, and has it read out at once. */
export function trouble(control, words_) {
  const host = control?.closest?.('[data-trouble]');
  if (!host?.isConnected) return toast(words_);
  clearTrouble(control);
  (host.querySelector('[data-trouble-slot]') ?? host).append(h('p', { class: 'trouble', role: 'alert' }, words_));
}

export function clearTrouble(control) {
  control
    ?.closest?.('[data-trouble]')
    ?.querySelectorAll('.trouble')
    .forEach((one) => one.remove());
}

/** Does `deed` as the chosen person. Answers what the sandbox said, or null when it was a no. */
export async function perform(control, deed) {
  if (control?.getAttribute('aria-disabled') === 'true') return null;
  clearTrouble(control);
  control?.setAttribute('aria-disabled', 'true');
  const waiting = setTimeout(() => control?.classList.add('waiting'), 400);
  const person = state.me;
  const whose = doer(deed);
  state.acting += 1;
  let answer;
  try {
    answer = await act(whose, deed);
  } catch (cause) {
    if (!(cause instanceof Unreachable)) throw cause;
    answer = { ok: false, error: 'unreachable' };
  } finally {
    state.acting -= 1;
    clearTimeout(waiting);
    control?.removeAttribute('aria-disabled');
    control?.classList.remove('waiting');
  }
  if (person !== state.me) return null;
  state.answering = true;
  takeScreen(answer.screen, whose);
  state.answering = false;
  // What this deed brought up: a "no" is told at its place, anything else as a notice.
  const told = [...newToasts(whose)];
  if (!answer.ok) trouble(control, told.pop() ?? sentence(answer));
  told.forEach((one) => toast(one));
  if (!state.acting) readScreen(); // changes that came meanwhile were left for now
  return answer.ok ? answer : null;
}

/** Presses a button or chooses in a select, after its confirm dialog where it has one. */
export async function press(control, target, element, choose) {
  if (element.confirm && !(await confirmed(element.confirm))) return null;
  const { channel, ts, view, home } = target;
  const place = view ? { view } : home ? { home: true } : { channel, ts };
  const deed = { ...place, action_id: element.action_id, block_id: target.block };
  if (choose !== undefined) deed.choose = choose;
  return perform(control, { press: deed });
}

const confirmed = (dialog) =>
  ask({
    title: words(dialog.title),
    text: dialog.text,
    yes: words(dialog.confirm) || 'Yes',
    no: words(dialog.deny) || 'No',
    danger: dialog.style === 'danger',
  });
