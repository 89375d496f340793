//! What is otherwise with what is posted in channels of its own accord. No partner is promised anything
//! by it.

use super::{Change, Whom, change};
use crate::domain::actor::notify::Quiet;
use crate::domain::posts::Posts;

pub(super) fn changes(was: Posts, is: Posts) -> Vec<Change> {
    let mut said = Vec::new();
    if was.quiet != is.quiet {
        said.push(match (is.quiet, was.quiet) {
            (None, _) => "channels have no quiet hours any more.".to_owned(),
            (Some(now), None) => format!("channels have quiet hours {}.", hours(now)),
            (Some(now), Some(before)) => {
                format!("channels have quiet hours {}; it was {}.", hours(now), hours(before))
            }
        });
    }
    if was.a_day != is.a_day {
        said.push(format!(
            "a channel reads at most {} a day of its own accord; it was {}.",
            posts(is.a_day),
            was.a_day
        ));
    }
    said.into_iter().map(|sentence| change(Whom::Everybody, sentence)).collect()
}

fn hours(quiet: Quiet) -> String {
    format!("from {} to {}", quiet.from.format("%H:%M"), quiet.until.format("%H:%M"))
}

fn posts(count: u32) -> String {
    format!("{count} post{}", if count == 1 { "" } else { "s" })
}
