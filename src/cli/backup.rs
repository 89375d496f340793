//! `vouch backup FILE` and `vouch restore FILE`.

use std::path::Path;

use super::{Trouble, bot, data, database_url, say};
use crate::clock::Clock;
use crate::config::Config;
use crate::store::audit::Verdict;
use crate::store::backup::{BackupError, Header, restore, take};
use crate::store::upgrade::Steps;

impl From<BackupError> for Trouble {
    fn from(error: BackupError) -> Self {
        let sentence = error.to_string();
        match error {
            BackupError::Open(error) => error.into(),
            BackupError::Store(error) => error.into(),
            BackupError::InTheWay(_)
            | BackupError::NotRead { .. }
            | BackupError::NotABackup(_)
            | BackupError::Newer { .. } => Self::wrong_use(sentence),
            BackupError::NotWritten { .. }
            | BackupError::Cut(_)
            | BackupError::Changed(_)
            | BackupError::Broken { .. }
            | BackupError::OddRow { .. } => Self::failed(sentence),
        }
    }
}

/// `vouch backup`
pub async fn take(config: &Config, file: &Path) -> Result<(), Trouble> {
    let url = database_url(&config.database);
    let header = take::take(&url, file, Clock::real().now()).await?;
    say(&format!("{} holds {}.", file.display(), in_words(&header)));
    Ok(())
}

/// `vouch restore`
pub async fn restore(config: &Config, file: &Path) -> Result<(), Trouble> {
    let url = database_url(&config.database);
    let restored = restore::restore(&url, file, &Steps::shipped()).await?;
    let taken_at = &restored.header.taken_at;
    let (what, into) = (in_words(&restored.header), bot::in_words(&url));
    say(&format!("Restored {what}, as of {taken_at}, into {into}."));
    match restored.verdict {
        Verdict::Whole { .. } => {
            say("The log is whole, and what is shown is what is logged.");
            Ok(())
        }
        Verdict::Broken(broken) => Err(Trouble::failed(data::in_words(&broken))),
    }
}

/// "1,204 events and 3,310 texts"
fn in_words(header: &Header) -> String {
    let count = |table: &str| header.rows.get(table).copied().unwrap_or(0);
    format!("{} events and {} texts of people", count("event"), count("personal"))
}
