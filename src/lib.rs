//! Vouch: a referral-programme bot for the channel that partners and sales already share.

pub mod chat;
pub mod clock;
pub mod config;
pub mod domain;
pub mod program;
pub mod sandbox;
pub mod secret;
pub mod slack;
pub mod store;
pub mod text;
