// Lunch on Bolt for JavaScript: see ../README.md for what it does. Nothing in here knows of the
// sandbox but SLACK_API_URL. With PORT it listens for signed HTTP, else it opens sockets.
import bolt from '@slack/bolt';

const { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, PORT } = process.env;
const clientOptions = { slackApiUrl: SLACK_API_URL };

const app = new bolt.App({
  token: SLACK_BOT_TOKEN,
  clientOptions,
  logLevel: 'warn',
  ...(PORT
    ? { signingSecret: SLACK_SIGNING_SECRET }
    : { socketMode: true, appToken: SLACK_APP_TOKEN, installerOptions: { clientOptions } }),
});

const plain = (text) => ({ type: 'plain_text', text });
const option = (text) => ({ text: plain(text), value: text.toLowerCase() });
const section = (text) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (action_id, text, more = {}) => ({ type: 'button', action_id, text: plain(text), ...more });
const input = (block_id, label, element, more = {}) => ({
  type: 'input',
  block_id,
  label: plain(label),
  element: { action_id: 'value', ...element },
  ...more,
});

const form = (dish = '') => ({
  type: 'modal',
  callback_id: 'order',
  notify_on_close: true,
  private_metadata: 'table 7',
  title: plain('Order lunch'),
  submit: plain('Order'),
  close: plain('Cancel'),
  blocks: [
    input('dish', 'Dish', { type: 'plain_text_input', ...(dish && { initial_value: dish }) }),
    input('size', 'Size', { type: 'static_select', options: ['Small', 'Large'].map(option) }),
    input('place', 'Place', { type: 'external_select', min_query_length: 0 }),
    input('extras', 'Extras', { type: 'checkboxes', options: ['Bread', 'Salad'].map(option) }, { optional: true }),
    input('day', 'Day', { type: 'datepicker' }, { optional: true }),
    { type: 'actions', block_id: 'more', elements: [button('details', 'Allergens')] },
  ],
});

const details = {
  type: 'modal',
  callback_id: 'allergens',
  title: plain('Allergens'),
  close: plain('Back'),
  blocks: [section('Nuts and milk.')],
};

const received = (text) => ({
  type: 'modal',
  title: plain('Order received'),
  close: plain('Close'),
  blocks: [section(text)],
});

const home = (visits) => ({
  type: 'home',
  blocks: [section(`Visits: ${visits}`), { type: 'actions', elements: [button('visit', 'Visit again', { value: String(visits) })] }],
});

const menu = [
  section('What will it be?'),
  {
    type: 'actions',
    block_id: 'menu',
    elements: [
      button('take', 'Take the soup', { value: 'soup', style: 'primary' }),
      button('clear', 'Clear the table', {
        value: 'all',
        style: 'danger',
        confirm: { title: plain('Clear?'), text: plain('Nothing is left.'), confirm: plain('Clear'), deny: plain('Keep') },
      }),
      { type: 'static_select', action_id: 'pick', placeholder: plain('Dessert'), options: ['Cake', 'Fruit'].map(option) },
      { type: 'users_select', action_id: 'guest', placeholder: plain('Guest') },
      { type: 'external_select', action_id: 'table', placeholder: plain('Table'), min_query_length: 0 },
      { type: 'overflow', action_id: 'rest', options: ['Pay', 'Leave'].map(option) },
    ],
  },
];

// Commands.

app.command('/echo', async ({ ack, command }) => ack(`You wrote: ${command.text}`));

app.command('/later', async ({ ack, command, respond }) => {
  await ack();
  await respond(`Only for you: ${command.text}`);
  await respond({ text: `For everybody: ${command.text}`, response_type: 'in_channel' });
});

app.command('/lunch', async ({ ack, body, client }) => {
  await ack();
  await client.views.open({ trigger_id: body.trigger_id, view: form() });
});

app.command('/menu', async ({ ack, command, client }) => {
  await ack();
  await client.filesUploadV2({
    channel_id: command.channel_id,
    initial_comment: 'The menu of the week',
    filename: 'menu.txt',
    title: 'Menu',
    content: command.text,
  });
});

app.command('/remind', async ({ ack, command, client }) => {
  await ack();
  const at = Math.floor(Date.now() / 1000);
  const schedule = (text, minutes) =>
    client.chat.scheduleMessage({ channel: command.channel_id, text, post_at: at + 60 * minutes });
  await schedule(`Lunch time: ${command.text}`, 10);
  const dropped = await schedule('Never said', 20);
  await client.chat.deleteScheduledMessage({
    channel: command.channel_id,
    scheduled_message_id: dropped.scheduled_message_id,
  });
  const { scheduled_messages } = await client.chat.scheduledMessages.list({ channel: command.channel_id });
  await client.chat.postEphemeral({
    channel: command.channel_id,
    user: command.user_id,
    text: `Scheduled: ${scheduled_messages.length}`,
  });
});

// Messages with buttons and menus.

app.event('app_mention', async ({ event, client, say }) => {
  await client.reactions.add({ channel: event.channel, timestamp: event.ts, name: 'eyes' });
  await say({ text: 'What will it be?', blocks: menu, thread_ts: event.ts });
});

app.action('take', async ({ ack, action, body, respond }) => {
  await ack();
  await respond({ replace_original: true, text: `${action.value} for <@${body.user.id}>` });
});

app.action('clear', async ({ ack, respond }) => {
  await ack();
  await respond({ delete_original: true });
});

app.action('pick', async ({ ack, action, respond }) => {
  await ack();
  await respond({ replace_original: false, text: `Dessert: ${action.selected_option.text.text}` });
});

app.action('guest', async ({ ack, action, respond }) => {
  await ack();
  await respond({ replace_original: false, text: `Guest: ${action.selected_user}` });
});

app.options('table', async ({ ack, options }) => {
  const tables = ['By the door', 'By the window'].filter((table) => table.includes(options.value));
  await ack({ options: tables.map(option) });
});

app.action('table', async ({ ack, action, respond }) => {
  await ack();
  await respond({ replace_original: false, text: `Table: ${action.selected_option.value}` });
});

app.action('rest', async ({ ack, action, respond }) => {
  await ack();
  await respond({ replace_original: false, text: `Then: ${action.selected_option.value}` });
});

app.message('hello', async ({ message, client, say }) => {
  const { user } = await client.users.info({ user: message.user });
  await say(`Hello, ${user.real_name}`);
});

// The form.

app.options({ action_id: 'value', block_id: 'place' }, async ({ ack, options }) => {
  const places = ['Garden', 'Hall', 'Roof'].filter((place) => place.toLowerCase().includes(options.value.toLowerCase()));
  await ack({ options: places.map(option) });
});

app.action('details', async ({ ack, body, client }) => {
  await ack();
  await client.views.push({ trigger_id: body.trigger_id, view: details });
});

app.view('order', async ({ ack, body, client, view }) => {
  const { dish, size, place, extras, day } = view.state.values;
  if (dish.value.value.includes('pizza')) {
    return ack({ response_action: 'errors', errors: { dish: 'No pizza today.' } });
  }
  const parts = [
    dish.value.value,
    size.value.selected_option.value,
    place.value.selected_option.value,
    extras.value.selected_options.map((extra) => extra.value).join('+'),
    day.value.selected_date,
    view.private_metadata,
  ];
  await ack({ response_action: 'update', view: received(parts.join(', ')) });
  await client.chat.postMessage({ channel: body.user.id, text: `Ordered: ${parts.join(', ')}` });
});

app.view({ callback_id: 'order', type: 'view_closed' }, async ({ ack, body, client }) => {
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: 'No order then.' });
});

// Shortcuts.

app.shortcut('order_lunch', async ({ ack, shortcut, client }) => {
  await ack();
  await client.views.open({ trigger_id: shortcut.trigger_id, view: form() });
});

app.shortcut({ callback_id: 'order_this', type: 'message_action' }, async ({ ack, shortcut, client }) => {
  await ack();
  await client.views.open({ trigger_id: shortcut.trigger_id, view: form(shortcut.message.text) });
});

// The Home.

app.event('app_home_opened', async ({ event, client }) => {
  if (event.tab === 'home') await client.views.publish({ user_id: event.user, view: home(1) });
});

app.action('visit', async ({ ack, action, body, client }) => {
  await ack();
  const view = home(Number(action.value) + 1);
  await client.views.publish({ user_id: body.user.id, view, hash: body.view.hash });
});

await app.start(PORT ? { port: Number(PORT), host: '127.0.0.1' } : undefined);
console.log('client ready');
