//! The workspaces that installed the app by themselves: whether their tokens open, and who is gone.

use super::Check;
use crate::chat::commands::{CommandNames, UMBRELLA};
use crate::cli::keys;
use crate::config::Config;
use crate::store::StoreError;
use crate::store::dialect::Db;
use crate::store::queries;
use crate::store::rows::InstallationRow;
use crate::vault::Vault;

const NAME: &str = "workspaces";

/// Nothing where nobody has installed it.
pub async fn look(config: &Config, db: &Db) -> Result<Vec<Check>, StoreError> {
    let rows = queries::locked_installations(db).await?;
    let vault = Vault::new(keys::of(config));
    let ailing: Vec<Check> =
        rows.iter().filter_map(|row| ails(row, vault.as_ref(), &config.commands)).collect();
    if rows.is_empty() || !ailing.is_empty() {
        return Ok(ailing);
    }
    let plural = if rows.len() == 1 { "has" } else { "have" };
    Ok(vec![Check::ok(NAME, format!("{} {plural} installed the app", rows.len()))])
}

fn ails(row: &InstallationRow, vault: Option<&Vault>, names: &CommandNames) -> Option<Check> {
    let workspace = &row.workspace;
    let locked = row.locked()?;
    if vault.and_then(|vault| vault.open(workspace, &locked)).is_none() {
        let what = format!(
            "No key that is set opens the token of {workspace}; it is under key {}.",
            locked.key_id
        );
        let repair = "Set that key beside the new one in VOUCH_SECRET_KEY, then vouch keys rotate.";
        return Some(Check::fail(NAME, what, repair));
    }
    let code = row.dead_code.as_ref()?;
    let what = format!("{workspace} has no working installation any more ({code}).");
    let umbrella = names.of(UMBRELLA);
    let repair = format!(
        "Messages wait there; /{umbrella} install in the partner's channel gives a new link."
    );
    Some(Check::warn(NAME, what, repair))
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;
    use crate::clock::Clock;
    use crate::secret::Secret;

    #[test]
    fn a_token_that_does_not_open_is_worse_than_one_that_is_gone() {
        let vault = |byte| Vault::new(vec![Secret::new([byte; 32])]).unwrap();
        let locked = vault(1).lock("slack:T1", &Secret::new("xoxb-1".to_owned()));
        let now = Clock::real().now();
        let row = InstallationRow::by_variable("slack:T1".to_owned(), String::new(), now);
        let alive = row.with(locked);
        let dead = InstallationRow { dead_code: Some("account_inactive".into()), ..alive.clone() };
        let names = CommandNames::default();
        let level = |row, vault: Option<&Vault>| ails(row, vault, &names).map(|check| check.level);
        assert_eq!(level(&alive, Some(&vault(1))), None);
        assert_eq!(level(&dead, Some(&vault(1))), Some(Level::Warn));
        assert_eq!(level(&alive, Some(&vault(2))), Some(Level::Fail));
        assert_eq!(level(&dead, None), Some(Level::Fail));
    }
}
