//! `manifest.yml` in the working folder, against the one that this program prints.

use std::collections::BTreeSet;
use std::path::Path;

use super::Check;
use crate::chat::commands::CommandNames;
use crate::cli::manifest;
use crate::sandbox::Manifest;

const NAME: &str = "manifest";

/// Says nothing where there is no such file: it is needed only once, when the app is made.
pub fn look(path: &Path, names: &CommandNames) -> Option<Check> {
    let text = std::fs::read_to_string(path).ok()?;
    let file = path.display();
    let needed = match manifest::usual(names) {
        Ok(needed) => Manifest::read(&needed),
        Err(trouble) => return Some(Check::broken("configuration", trouble.sentence)),
    };
    let (own, needed) = match (Manifest::read(&text), needed) {
        (Ok(own), Ok(needed)) => (own, needed),
        (Err(error), _) | (_, Err(error)) => {
            return Some(Check::fail(NAME, format!("{file}: {error}"), RENEW));
        }
    };
    let missing: Vec<String> = parts(&needed).difference(&parts(&own)).cloned().collect();
    if missing.is_empty() {
        return Some(Check::ok(NAME, format!("{file} has all that this program needs")));
    }
    let what = format!("{file} is older than this program: it lacks {}.", missing.join(", "));
    Some(Check::fail(NAME, what, RENEW))
}

const RENEW: &str = "Renew it: vouch manifest > manifest.yml";

/// What an app can do by its manifest. More than is needed, or other words for it, is its owner's
/// business.
fn parts(manifest: &Manifest) -> BTreeSet<String> {
    let commands = manifest.commands.iter().map(|command| command.command.clone());
    let events = manifest.events.iter().cloned();
    commands.chain(manifest.scopes.iter().cloned()).chain(events).collect()
}
