// Discord's side of the page. Its messages and forms are turned into the parts that blocks.js,
// elements.js and inputs.js draw anyway, so that both sides are pressed, filled in and read aloud in
// the same way. Its people are Slack's under other ids: the page acts under the right one.

import { state } from './state.js';

const LINK = 5;
const STYLE = { 1: 'primary', 3: 'primary', 4: 'danger' };
const said = (text) => ({ type: 'discord', text });
const plain = (text) => ({ type: 'plain_text', text, emoji: false });
const section = (text, more) => ({ type: 'section', text: said(text), ...more });

/** A message as the page draws it; one of Slack's stays as it is. */
export function drawable(message) {
  if (message.platform !== 'discord') return message;
  const files = message.files.map((file) =>
    file.content_type?.startsWith('image/')
      ? { type: 'image', image_url: file.url, alt_text: file.description ?? file.filename }
      : section(`[${file.filename}](${file.url})`),
  );
  const blocks = [
    message.post && section(heading(message.post)),
    message.waiting && section(`*${state.world.app?.name ?? 'Vouch'} is thinking…*`),
    message.text && section(message.text),
    ...message.embeds.flatMap(embed),
    ...files,
    ...message.components.flatMap(part),
  ];
  return { ...message, files: [], blocks: blocks.filter(Boolean) };
}

/** What a forum calls a post, and what else stands beside its name there. */
function heading({ name, tags, archived, locked }) {
  const beside = [...tags, archived && 'closed', locked && 'locked'].filter(Boolean);
  return [`**${name}**`, ...beside].join(' · ');
}

function embed(one) {
  const fields = (one.fields ?? []).map((field) => said(`**${field.name}**\n${field.value}`));
  const parts = [
    one.author?.name && section(one.author.name),
    one.title && section(`**${one.title}**`),
    one.description && section(one.description),
    fields.length && { type: 'section', fields },
    one.image?.url && { type: 'image', image_url: one.image.url, alt_text: one.image.description ?? one.title },
    one.footer?.text && { type: 'context', elements: [said(one.footer.text)] },
  ];
  return parts.filter(Boolean);
}

function part(one) {
  const inside = one.components ?? [];
  switch (one.type) {
    case 1:
      return [{ type: 'actions', block_id: `row ${one.id}`, elements: inside.map(pressable) }];
    case 9:
      return inside.map((text, index) =>
        section(text.content ?? '', index || one.accessory?.type !== 2 ? {} : { accessory: pressable(one.accessory) }),
      );
    case 10:
      return [section(one.content)];
    case 14:
      return [{ type: 'divider' }];
    case 17:
      return inside.flatMap(part);
    default:
      return [{ type: `component ${one.type}` }];
  }
}

function pressable(one) {
  if (one.type !== 2) return { ...menu(one), placeholder: plain(one.placeholder ?? 'Choose') };
  const button = { type: 'button', action_id: one.custom_id ?? one.url, text: plain(one.label ?? '') };
  return { ...button, style: STYLE[one.style], url: one.style === LINK ? one.url : undefined };
}

/** What a menu that Discord fills offers: people, roles, both, channels. */
const filled = {
  5: () => state.beside.users.filter((one) => !one.deactivated),
  6: () => state.world.discord.roles,
  7: () => [...filled[5](), ...filled[6]()],
  8: () => state.beside.channels,
};

function menu(one) {
  const ids = filled[one.type]?.().map(({ id, name }) => ({ value: id, text: plain(name) }));
  const given = (one.options ?? []).map(({ label, value, description }) => ({
    value,
    text: plain(label),
    description: description && plain(description),
  }));
  const type = { 21: 'radio_buttons', 22: 'checkboxes' }[one.type];
  const many = (one.max_values ?? 1) > 1 ? 'multi_static_select' : 'static_select';
  return { type: type ?? many, action_id: one.custom_id, options: ids ?? given };
}

/** A form as the page draws it; one of Slack's stays as it is. */
export function drawableForm(view) {
  if (view.platform !== 'discord') return view;
  const label = (text) => plain(text ?? '');
  const blocks = view.components.flatMap((one) => {
    if (one.type === 10) return [section(one.content)];
    return [one.component ?? one.components?.[0]].filter(Boolean).map((inner) => ({
      type: 'input',
      block_id: inner.custom_id,
      label: label(one.label ?? inner.label),
      hint: one.description ? plain(one.description) : undefined,
      optional: inner.required === false || inner.type === 23,
      element: input(inner),
    }));
  });
  return { ...view, title: plain(view.title), submit: plain(view.submit), close: plain(view.close), blocks };
}

function input(one) {
  const placeholder = one.placeholder ? plain(one.placeholder) : undefined;
  if (one.type === 23) {
    const options = [{ value: 'yes', text: plain('Yes') }];
    return { type: 'checkboxes', action_id: one.custom_id, options };
  }
  if (one.type !== 4) return { ...menu(one), placeholder };
  const { custom_id, style, min_length, max_length } = one;
  const multiline = style === 2;
  return { type: 'plain_text_input', action_id: custom_id, multiline, min_length, max_length, placeholder };
}

/** The commands that can be typed in a channel of Discord's, as the composer lists Slack's. */
export const commands = () =>
  (state.world.discord?.commands ?? [])
    .filter((one) => one.type === 1)
    .map((one) => ({
      command: `/${one.name}`,
      description: one.description,
      usage_hint: (one.options ?? []).map((option) => option.name).join(' '),
    }));

/** The commands at a message. */
export const atMessage = () =>
  (state.world.discord?.commands ?? [])
    .filter((one) => one.type === 3)
    .map((one) => ({ callback_id: one.name, name: one.name }));
