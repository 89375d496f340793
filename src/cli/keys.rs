//! `vouch keys rotate`: the tokens of partners' workspaces are put under the newest key, beside a
//! running bot.

use clap::Subcommand;

use super::data::open_to_write;
use super::{Trouble, say};
use crate::clock::Clock;
use crate::config::{Config, Mode};
use crate::secret::Secret;
use crate::store::{house, queries};
use crate::vault::{self, Vault};

/// The sandbox's tokens are worth nothing outside of it, so the key that locks them needs no hiding.
const SANDBOX: [u8; vault::KEY] = *b"the sandbox's key hides nothing!";

/// The keys that hold for this configuration; in the sandbox there is always one.
pub fn of(config: &Config) -> Vec<Secret<[u8; vault::KEY]>> {
    let mut keys = config.installing.keys.clone();
    if config.mode == Mode::Sandbox {
        keys.push(Secret::new(SANDBOX));
    }
    keys
}

#[derive(Clone, Copy, Subcommand)]
pub enum KeysCommand {
    /// Put every token under the first key of VOUCH_SECRET_KEY.
    Rotate,
}

pub async fn run(config: &Config, command: KeysCommand) -> Result<(), Trouble> {
    match command {
        KeysCommand::Rotate => rotate(config).await,
    }
}

/// Locks every token with the first key that is not locked with it yet.
async fn rotate(config: &Config) -> Result<(), Trouble> {
    let vault = Vault::new(of(config)).ok_or_else(|| {
        Trouble::wrong_use("VOUCH_SECRET_KEY is not set, so there is nothing to lock with.")
    })?;
    let (store, writer) = open_to_write(config, Clock::real()).await?;
    let (mut done, mut lost) = (0, Vec::new());
    for row in queries::locked_installations(&store.db).await? {
        let Some(was) = row.locked().filter(|was| was.key_id != vault.locks_with()) else {
            continue;
        };
        match vault.open(&row.workspace, &was) {
            None => lost.push(format!("{} (key {})", row.workspace, was.key_id)),
            Some(token) => {
                let now = vault.lock(&row.workspace, &token);
                done += usize::from(house::relock(&store.writer, row.workspace, was, now).await?);
            }
        }
    }
    let db = store.db.clone();
    drop(store);
    writer.finish().await;
    db.close().await;
    let key = vault.locks_with();
    let plural = if done == 1 { "token is" } else { "tokens are" };
    say(&format!("{done} {plural} under key {key} now, besides those that were already."));
    if lost.is_empty() {
        say("Every other key can be taken away.");
        return Ok(());
    }
    Err(Trouble::failed(format!(
        "No key that is set opens the token of {}. Set that key beside the new one, or have the partner install the app anew.",
        lost.join(", ")
    )))
}
