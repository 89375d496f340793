// Small tools around the DOM: make a node, speak to a screen reader, and keep the keyboard's place
// when something is drawn anew. Text from people and bots only ever becomes a text node.

let serial = 0;

/** An id nobody else on the page has. */
export const uid = (stem) => `${stem}-${++serial}`;

/** Makes an element. `on…` are listeners, `true` is an empty attribute, nothing is left out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name === 'class' ? 'class' : name, value === true ? '' : value);
  }
  node.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

export const $ = (id) => document.getElementById(id);

/** Says a sentence to screen readers. Saying the same twice in a row is heard twice. */
export function announce(sentence) {
  const region = $('say');
  region.textContent = '';
  setTimeout(() => {
    region.textContent = sentence;
  }, 30);
}

const shown = (node) => node.isConnected && node.getClientRects().length > 0 && !node.closest('[inert]');

/**
 * Where the keyboard is, from the control outwards: `data-fk` names survive drawing anew, so the
 * trail finds the same button again, else its message, else the list.
 */
export function trailOf(node) {
  const trail = [];
  for (let at = node; at && at !== document.body; at = at.parentElement) {
    if (at.dataset?.fk) trail.push(at.dataset.fk);
  }
  return { node, trail };
}

/** Puts the keyboard back to a trail. Answers whether there was anything to go to. */
export function returnTo({ node, trail }) {
  if (node && node !== document.body && shown(node)) {
    node.focus();
    if (document.activeElement === node) return true;
  }
  for (const key of trail) {
    const found = [...document.querySelectorAll(`[data-fk="${CSS.escape(key)}"]`)].find(shown);
    if (!found) continue;
    const target = found.matches('header') ? found.querySelector('button, select, [tabindex]') : found;
    target?.focus();
    if (target && document.activeElement === target) return true;
  }
  return false;
}

/** Runs a change to the page; when it took away the focused control, the trail is followed. */
export function keepingFocus(change) {
  const before = trailOf(document.activeElement);
  change();
  if (before.node !== document.body && !before.node.isConnected && document.activeElement === document.body) {
    returnTo(before);
  }
}

/** The controls inside `root` that Tab would visit, in order. */
export function tabbable(root) {
  return [...root.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(
    (node) => node.tabIndex >= 0 && !node.disabled && shown(node),
  );
}

/** Is the person typing here? Single keys must not act then. */
export const typing = (node) =>
  node?.matches?.('textarea, select, input:not([type=radio]):not([type=checkbox]):not([type=button])') ?? false;
