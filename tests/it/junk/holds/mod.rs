//! What holds whatever comes in. Each function here takes bytes, makes of them what could come in at
//! one place, and ends in a panic where a promise is broken.
//!
//! The property tests call these functions (`junk.rs` above), and so do the targets in `fuzz/`, which
//! include this folder: it uses nothing of the stories. [`bytes`] turns bytes into choices and words,
//! [`drawn`] looks at what was drawn.

pub mod bytes;
pub mod cases;
pub mod control;
pub mod decode;
mod discord;
mod drawn;
pub mod facts;
pub mod packs;
pub mod program;
pub mod render;
pub mod setup;
pub mod signature;
pub mod views;
