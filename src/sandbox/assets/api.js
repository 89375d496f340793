// The control API, and nothing else: this page may do what any script may do. Reads are GETs, a
// person's doings are `act`, and the change feed says what to read again.

const BASE = '/sandbox/v1/';

/** The sandbox did not answer at all: stopped, or restarting. */
export class Unreachable extends Error {}

async function call(method, path, body) {
  try {
    const answer = await fetch(BASE + path, {
      method,
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body && JSON.stringify(body),
      cache: 'no-store',
    });
    return await answer.json();
  } catch (cause) {
    throw new Unreachable(path, { cause });
  }
}

const q = encodeURIComponent;
export const world = () => call('GET', 'world');
export const messages = (channel, as) => call('GET', `channels/${q(channel)}/messages?as=${q(as)}`);
export const screen = (user) => call('GET', `users/${q(user)}/screen`);
export const dms = (as) => call('GET', `dms?as=${q(as)}`);
export const log = (after) => call('GET', `log?after=${after}`);
export const clock = () => call('GET', 'clock');
export const act = (as, deed) => call('POST', 'act', { as, do: deed });
export const setClock = (change) => call('POST', 'clock', change);

/**
 * Follows the change feed for as long as the page lives. `heard` gets the names of what changed;
 * `link` gets true when connected and false when the connection is gone.
 */
export function follow(heard, link) {
  let wait = 250;
  const connect = () => {
    const socket = new WebSocket(
      `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${BASE}changes`,
    );
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.hello) {
        wait = 250;
        link(true);
      } else if (frame.changed) heard(frame.changed);
    };
    socket.onclose = () => {
      link(false);
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 3000);
    };
  };
  connect();
}
