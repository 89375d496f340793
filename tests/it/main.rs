//! The product from outside: stories told through the sandbox's control API, on every database, and
//! a few rules about the source itself.
//!
//! One file per flow; [`world`] is the language they are written in. Start with [`refer`].

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a story that cannot go on ends here, and says where"
)]

mod accounts;
mod admin;
mod architecture;
mod backup;
mod behalf;
mod board;
mod burst;
mod cases;
mod channels;
mod cli;
mod clocks;
mod commands;
mod community;
mod conflict;
mod crash;
mod crowd;
mod deal;
mod decide;
mod discord;
#[path = "discord/alone.rs"]
mod discord_alone;
#[path = "discord/cases.rs"]
mod discord_cases;
#[path = "discord/forums.rs"]
mod discord_forums;
#[path = "discord/places.rs"]
mod discord_places;
#[path = "discord/roles.rs"]
mod discord_roles;
mod doctor;
mod double;
mod edited;
mod errors;
mod feedback;
mod fifty;
mod flood;
mod generated;
mod home;
mod install;
mod joining;
mod junk;
mod kill;
mod knowledge;
mod language;
mod links;
mod lists;
mod literal;
mod members;
mod mention;
mod merging;
mod methods;
mod naming;
mod notify;
mod open;
mod outage;
mod outsiders;
mod pack;
mod pair;
mod pairing;
mod partners;
mod past;
mod people;
mod posts;
mod presence;
mod program;
mod programme;
mod protection;
mod ready;
mod redraw;
mod refer;
mod report;
mod review;
mod rhythm;
mod sender;
mod shortcuts;
mod shout;
mod silent;
mod sockets;
mod stage;
mod start;
mod starve;
mod store;
mod tiers;
mod time;
mod trouble;
mod twice;
mod twice_set_up;
mod two_process;
mod vanish;
mod visible;
mod why;
mod world;
