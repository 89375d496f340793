//! Vouch: a referral-programme bot for the channel that partners and sales already share.
//!
//! ```text
//!               Slack, or the sandbox in its place
//!       deliveries │        ▲ acknowledgements             ▲ calls
//!                  ▼        │                              │
//!    slack      socket, http → decode          send → render → api
//!                  │ Inbound    ▲ Reply           ▲ Outgoing
//!                  ▼            │                 │
//!    runtime    inbox ──────────┘  scheduler    outbox
//!                  │                   │          ▲ messages
//!                  ▼                   ▼          │
//!    flows      refer, review, …     jobs       views
//!                  │ what is wanted    │          ▲
//!                  ▼                   │          │
//!    app        execute, notify        │        facts
//!                  │ a unit            │          ▲ rows
//!                  ▼                   ▼          │
//!    store      writer: inbox row, events, read rows, outbox rows in one commit
//!                  │ the unit asks
//!                  ▼
//!    domain     rules: events, or a refusal
//! ```
//!
//! Left, a delivery is decoded, decided, committed and answered. Right, what has to be said is
//! drawn from the rows as they are now, and sent. The outbox's rows are all that joins the two.
//!
//! # Levels
//!
//! A module uses only lower levels, never its own.
//!
//! - 0: [`domain`] rules, [`chat`] the vocabulary of messages and forms, [`clock`], [`secret`], [`spelling`]
//! - 1: [`text`] sentences by key, [`program`] what the vendor has settled, [`config`],
//!   [`vault`] what is encrypted, [`picture`] charts as pictures
//! - 2: [`store`] all SQL
//! - 3: [`views`] from rows to messages and forms
//! - 4: [`app`] how something is decided, recorded and announced
//! - 5: [`flows`] what people do, [`jobs`] what the clock does
//! - 6: [`slack`] and [`discord`] the platforms, [`sandbox`] a workspace to stand in for it, which uses only `clock`
//! - 7: [`runtime`] the loops
//! - 8: [`web`] health, numbers, and the pages on which partners install
//! - 9: [`cli`] starting, stopping, printing
//!
//! # What always holds
//!
//! 1. Rules are pure: state, command, rules and now give events or a refusal.
//! 2. One decision is one transaction, and nothing leaves before its commit.
//! 3. The log is append-only, and each event's hash covers the one before it.
//! 4. Events hold no words of people, only seals of them.
//! 5. A receipt has a number counted per partner, a time, and a fingerprint of the log.
//! 6. What comes in is verified, keyed and committed, then acknowledged; a copy changes nothing.
//! 7. What goes out keeps its order in each channel, and a card shows the last state.
//! 8. Flows name no platform, adapters take no decision.
//! 9. The app asks for the scopes it uses and reads no talk.
//! 10. Between bot and sandbox there is only HTTP and WebSocket, in one process or two.
//! 11. Every time comes from the [`clock::Clock`] that was handed in.
//! 12. Tokens and what people wrote do not print: their types have no text form.
//!
//! # Start here
//!
//! [`domain::referral`], then [`flows::refer`], [`app::execute`], [`store::desk`],
//! [`runtime::outbox`], and [`slack`]. Walks through the files, and why it is built so, stand
//! in `docs/architecture.md`.

pub mod app;
pub mod chat;
pub mod cli;
pub mod clock;
pub mod config;
pub mod discord;
pub mod domain;
pub mod flows;
pub mod jobs;
pub mod picture;
pub mod program;
pub mod runtime;
pub mod sandbox;
pub mod secret;
pub mod slack;
pub mod spelling;
pub mod store;
pub mod text;
pub mod vault;
pub mod views;
pub mod web;
