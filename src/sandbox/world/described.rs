//! A world that somebody described in a TOML file: `vouch sandbox --world FILE`.
//!
//! Every mistake is told at once, with its line and column.

mod reader;

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::World;
use reader::Reader;

/// Bytes of the file.
pub const BYTES_MAX: u64 = 256 * 1024;

/// Mistakes that are told at once.
const TOLD: usize = 50;

/// A place in the file, from 1, the column in characters, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    line: usize,
    column: usize,
    sentence: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.line, self.column, self.sentence)
    }
}

impl Mistake {
    fn at(text: &str, span: Range<usize>, sentence: String) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { line, column, sentence }
    }
}

type Name = Spanned<String>;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    workspace: Vec<RawWorkspace>,
    person: Vec<RawPerson>,
    channel: Vec<RawChannel>,
    group: Vec<RawGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWorkspace {
    name: Name,
    id: Option<Name>,
    #[serde(default)]
    installed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPerson {
    name: Name,
    workspace: Name,
    id: Option<Name>,
    email: Option<String>,
    #[serde(default)]
    admin: bool,
    #[serde(default)]
    guest: bool,
    locale: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChannel {
    name: Name,
    id: Option<Name>,
    workspaces: Option<Spanned<Vec<Name>>>,
    members: Option<Vec<Name>>,
    apps: Option<Vec<Name>>,
    #[serde(default)]
    private: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGroup {
    name: Name,
    workspace: Name,
    id: Option<Name>,
    #[serde(default)]
    members: Vec<Name>,
}

/// Reads a described world.
///
/// # Errors
/// Every mistake, in the order of the file.
pub fn read(text: &str) -> Result<World, Vec<Mistake>> {
    let file: File = toml::from_str(text).map_err(|trouble| {
        let sentence = format!("{}.", trouble.message().trim_end_matches('.').replace('\n', " "));
        vec![Mistake::at(text, trouble.span().unwrap_or(0..0), sentence)]
    })?;
    let (world, mut mistakes) = Reader::read(text, file);
    mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
    mistakes.truncate(TOLD);
    if mistakes.is_empty() { Ok(world) } else { Err(mistakes) }
}

#[cfg(test)]
mod tests;
