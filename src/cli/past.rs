//! The six months that lie behind the sandbox's default world.

use super::Trouble;
use crate::app::past::Past;

/// Lived through once, by commands, in `tests/it/past.rs`.
const LIST: &str = include_str!("past.jsonl");

/// What is shipped of them.
pub fn shipped() -> Result<Past, Trouble> {
    Past::read(LIST).map_err(|error| Trouble::failed(format!("The sandbox's past: {error}.")))
}
