//! What the targets call: the functions that the property tests call too.

#[path = "../../tests/it/junk/holds/mod.rs"]
pub mod holds;
