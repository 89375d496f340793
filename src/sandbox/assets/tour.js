// The first visit's steps. Each stands in the page's flow at the place it speaks of, so that it
// covers nothing, moves on by itself when its thing was done, and can be skipped.

import { turn } from './clock.js';
import { $, h, keepingFocus } from './dom.js';
import { toast } from './notices.js';
import { me, on, recall, remember, state, team } from './state.js';

const sales = () =>
  state.world.users.find(
    (one) => team(one.team_id)?.role === 'vendor' && one.roles.includes('sales') && !one.roles.includes('admin'),
  );
const desk = () => state.world.channels.find((one) => one.audience === 'internal');
const isPartner = () => team(me().team_id)?.role === 'partner';

/** A world of one's own has other people and channels: no tour there. */
const possible = () =>
  state.world.setup !== '' && sales() && desk() && state.world.teams.some((one) => one.role === 'partner');

const step = () => recall('tour') ?? 1;

export function restartTour() {
  remember('tour', 1);
  draw();
}

for (const name of ['person', 'place', 'world', 'channel']) on(name, draw);
on('submitted', () => {
  if (step() === 1 && isPartner()) remember('tour', 2);
  else if (step() === 2 && me().roles.includes('sales')) remember('tour', 3);
  draw();
});

/** Where the present step stands, and what it says; null while there is nothing to say here. */
function present() {
  if (!state.me || !possible()) return null;
  const pinned = (state.messages.get(state.place) ?? []).find((one) => one.pinned);
  if (step() === 1 && isPartner() && pinned) {
    return {
      at: 'tour-main',
      n: 1,
      see: pinned.ts,
      words: ['You are a partner member. Press ', h('strong', {}, 'Refer a customer'), ' in the pinned message.'],
    };
  }
  if (step() === 2) {
    const there = me().roles.includes('sales');
    return {
      at: there ? 'tour-main' : 'tour-who',
      n: 2,
      words: there
        ? ['You are ', h('strong', {}, me().name), '. Press ', h('strong', {}, 'Approve'), ' on the card.']
        : [
            'Now be ',
            h('strong', {}, sales().name),
            ' (top left) and press ',
            h('strong', {}, 'Approve'),
            ` in ${desk().name}.`,
          ],
    };
  }
  if (step() === 3) {
    return {
      at: 'tour-main',
      n: 3,
      words: ['Move the clock on by 77 days and see the reminder arrive, in the partner\u2019s thread.'],
      act: h('button', { type: 'button', 'data-fk': 'tour-turn', onclick: moveOn }, 'Move on by 77 days'),
    };
  }
  return null;
}

async function moveOn({ currentTarget }) {
  const no = await turn({ advance: '77d' }, currentTarget);
  if (no) return toast(no);
  remember('tour', 'done');
  draw();
  $('title').focus();
}

function draw() {
  const wanted = present();
  const made = wanted ? `${wanted.at} ${wanted.n}` : '';
  const here = document.querySelector('.tour');
  if ((here?.dataset.made ?? '') === made) return;
  keepingFocus(() => {
    here?.remove();
    if (!wanted) return;
    const skip = h(
      'button',
      {
        type: 'button',
        class: 'plain',
        'data-fk': 'tour-skip',
        onclick: () => {
          remember('tour', 'done');
          draw();
          $('title').focus();
        },
      },
      'Skip the tour',
    );
    $(wanted.at).append(
      h(
        'section',
        { class: 'tour', 'aria-label': `Tour, step ${wanted.n} of 3`, 'data-made': made },
        h('p', {}, h('span', { class: 'meta' }, `${wanted.n} of 3 · `), wanted.words),
        ...(wanted.act ? [wanted.act] : []),
        skip,
      ),
    );
    // What it speaks of is in view, however long the channel has become.
    if (wanted.see)
      requestAnimationFrame(() =>
        document.querySelector(`#list [data-ts="${wanted.see}"]`)?.scrollIntoView({ block: 'start' }),
      );
  });
}
