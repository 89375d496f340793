// Slack's blocks as DOM nodes, for messages, forms and Home alike. Inputs are drawn by inputs.js,
// buttons and selects by elements.js; both get the block's `target`, which says where a press goes.

import { h } from './dom.js';
import { control } from './elements.js';
import { me } from './state.js';
import { mrkdwn, rich, text, words } from './text.js';

/** Draws all blocks. `input` draws an input block; only forms have it. */
export function blocks(list, target, input) {
  return (list ?? []).map((block, index) =>
    block_(block, { ...target, block: block.block_id ?? `#${index}` }, input),
  );
}

function block_(block, target, input) {
  switch (block.type) {
    case 'section':
      return section(block, target);
    case 'header':
      return h('p', { class: 'headline', dir: 'auto' }, words(block.text));
    case 'divider':
      return h('hr');
    case 'context':
      return h(
        'div',
        { class: 'context' },
        (block.elements ?? []).map((one) => [small(one), ' ']),
      );
    case 'actions':
      return h(
        'div',
        { class: 'actions' },
        (block.elements ?? []).map((one) => control(one, target)),
      );
    case 'image':
      return figure(block);
    case 'rich_text':
      return h('div', { class: 'rich-text' }, rich(block.elements));
    case 'markdown':
      return h('div', { class: 'rich' }, mrkdwn(block.text ?? ''));
    case 'table':
      return table(block);
    case 'input':
      return input ? input(block, target) : unknown('input');
    default:
      return unknown(block.type);
  }
}

const unknown = (type) =>
  h('p', { class: 'meta' }, `The sandbox does not draw “${type}” blocks; the log shows what was sent.`);

/** The first row heads the columns. */
function table({ rows = [] }) {
  const cell = (one, first) =>
    h(first ? 'th' : 'td', { scope: first ? 'col' : undefined }, one.type === 'rich_text' ? rich(one.elements) : one.text);
  return h(
    'div',
    { class: 'table', role: 'region', 'aria-label': 'Table', tabindex: 0 },
    h(
      'table',
      {},
      rows.map((row, at) =>
        h(
          'tr',
          {},
          row.map((one) => cell(one, at === 0)),
        ),
      ),
    ),
  );
}

function section(block, target) {
  const body = h('div', { class: 'section-body' });
  if (block.text) body.append(text(block.text, 'div'));
  if (block.fields?.length)
    body.append(
      h(
        'div',
        { class: 'fields' },
        block.fields.map((field) => text(field, 'div')),
      ),
    );
  const side =
    block.accessory &&
    (block.accessory.type === 'image' ? picture(block.accessory, 'thumb') : control(block.accessory, target));
  return h('div', { class: side ? 'section with-side' : 'section' }, body, side);
}

const small = (one) => (one.type === 'image' ? picture(one, 'icon') : text(one));

/** Only pictures this sandbox serves are loaded: nothing leaves the machine. Others show their words. */
function picture(one, kind) {
  const address = one.image_url ?? uploaded(one.slack_file);
  const ours = address.startsWith('/') || address.startsWith(`${location.origin}/`);
  if (!ours)
    return h(
      'span',
      { class: `picture ${kind}`, role: 'img', 'aria-label': words(one.alt_text) },
      words(one.alt_text) || 'Picture',
    );
  return h('img', { class: kind, src: address, alt: words(one.alt_text), loading: 'lazy' });
}

/** An uploaded file, as the person sees it who looks. */
const uploaded = (file) =>
  file?.id ? `/files/${encodeURIComponent(file.id)}/picture?as=${me().id}` : (file?.url ?? '');

const figure = (block) =>
  h('figure', {}, picture(block, 'full'), block.title && h('figcaption', { dir: 'auto' }, words(block.title)));
