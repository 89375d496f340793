// The sandbox's page starts here: read the world, become somebody, follow the change feed.
//
// Where things are: api.js (the control API), state.js (what is known and remembered), acts.js
// (doing something as a person), side.js, panes.js and messages.js (the columns), modal.js with
// inputs.js and suggest.js (forms), blocks.js, elements.js and text.js (Slack's blocks as nodes),
// beside.js and markdown.js (Discord's side),
// layers.js and keys.js (keyboard), clock.js, log.js, tour.js, jump.js, notices.js.

import { follow } from './api.js';
import './clock.js';
import { $ } from './dom.js';
import './keys.js';
import './modal.js';
import { connection } from './notices.js';
import { follow as followLink, message } from './panes.js';
import './side.js';
import { become, emit, heard, myChannels, readAll, readWorld, state } from './state.js';
import './tour.js';

let started = false;

async function start() {
  if (!(await readWorld())) return;
  started = true;
  await become(null);
  openAddress();
}

/** A permalink opened in a new tab leads to its message. */
function openAddress() {
  const found = message(new URL(location.href));
  if (found && myChannels().some((one) => one.id === found[0])) followLink(...found);
}

function linked(there) {
  connection(there);
  if (!there) return;
  if (!started) start();
  else if (state.me)
    readWorld().then((read) => {
      if (read) {
        emit('log-again');
        readAll();
      }
    });
}

// The first hello of the feed comes after the first read: one start, then only re-reads.
start().catch((cause) => {
  $('title').textContent = 'The page could not start';
  throw cause;
});
let first = true;
follow(
  (names) => {
    if (started) heard(names);
  },
  (there) => {
    if (there && first) {
      first = false;
      if (!started) start();
      return;
    }
    linked(there);
  },
);
