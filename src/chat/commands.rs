//! What slash commands are called where the bot runs.
//!
//! Names of commands are not kept apart by app: another one may own `/refer`. So a command has a
//! word of ours, by which flows know it, and a name, by which people type it. Only the operator can
//! say the name: Slack does not tell which are taken.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// The word that starts a referral.
pub const REFER: &str = "refer";

/// The word behind which every other can stand.
pub const UMBRELLA: &str = "vouch";

/// Characters of a name: Slack counts 32, the slash among them. Source: Slack, "App manifest
/// reference", `slash_commands`.
const NAME_MOST: usize = 31;

/// The names of the commands that are called otherwise than by our word; all without their slash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandNames {
    by_word: BTreeMap<String, String>,
}

impl CommandNames {
    /// What the command with this word of ours is called.
    #[must_use]
    pub fn of<'a>(&'a self, word: &'a str) -> &'a str {
        self.by_word.get(word).map_or(word, String::as_str)
    }

    /// Our word for what was typed. What is no name of a command is taken as our word: before the
    /// app's manifest has been renewed it is still delivered.
    #[must_use]
    pub fn word_behind<'a>(&'a self, name: &'a str) -> &'a str {
        let found = self.by_word.iter().find(|(_, own)| *own == name);
        found.map_or(name, |(word, _)| word)
    }

    /// The words that have a name of their own.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.by_word.keys().map(String::as_str)
    }
}

/// `refer=partner-refer, vouch=alliance`
impl FromStr for CommandNames {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut by_word = BTreeMap::new();
        for entry in text.split(',') {
            let (word, name) = entry.split_once('=').ok_or(())?;
            let [word, name] = [word, name].map(|typed| typed.trim().trim_start_matches('/'));
            if !is_name(word) || !is_name(name) {
                return Err(());
            }
            if by_word.insert(word.to_owned(), name.to_owned()).is_some() {
                return Err(());
            }
        }
        let names: BTreeSet<&String> = by_word.values().collect();
        if names.len() == by_word.len() { Ok(Self { by_word }) } else { Err(()) }
    }
}

fn is_name(text: &str) -> bool {
    let fits = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
    (1..=NAME_MOST).contains(&text.len()) && text.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_to_its_word_and_back() {
        let names: CommandNames = "refer=partner-refer, /vouch = /alliance".parse().unwrap();
        #[rustfmt::skip]
        let table = [
            // word       called            typed            behind it
            ("refer",     "partner-refer",  "partner-refer", "refer"),
            ("vouch",     "alliance",       "alliance",      "vouch"),
            ("referrals", "referrals",      "referrals",     "referrals"),
            ("refer",     "partner-refer",  "refer",         "refer"),
        ];
        for (word, name, typed, behind) in table {
            assert_eq!(names.of(word), name);
            assert_eq!(names.word_behind(typed), behind);
        }
        let swapped: CommandNames = "refer=referrals,referrals=refer".parse().unwrap();
        assert_eq!(swapped.word_behind("refer"), "referrals");
    }

    #[test]
    fn a_name_is_one_that_a_platform_takes() {
        let long = format!("refer={}", "x".repeat(NAME_MOST + 1));
        #[rustfmt::skip]
        let table = [
            "", "refer", "refer=", "=x", "refer=Partner", "refer=a b", "refer=a=b", "refer=ü",
            "refer=a,refer=b", "refer=a,vouch=a", "refer=a;vouch=b", &long,
        ];
        for typed in table {
            assert_eq!(typed.parse::<CommandNames>(), Err(()), "{typed}");
        }
    }
}
