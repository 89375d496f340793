//! `manifest.yml` in the working folder, against the one this program was built with.

use std::collections::BTreeSet;
use std::path::Path;

use super::Check;
use crate::sandbox::Manifest;

const NAME: &str = "manifest";

/// Says nothing where there is no such file: it is needed only once, when the app is made.
pub fn look(path: &Path) -> Option<Check> {
    let text = std::fs::read_to_string(path).ok()?;
    let file = path.display();
    let (own, shipped) = match (Manifest::read(&text), Manifest::shipped()) {
        (Ok(own), Ok(shipped)) => (own, shipped),
        (Err(error), _) | (_, Err(error)) => {
            return Some(Check::fail(NAME, format!("{file}: {error}"), RENEW));
        }
    };
    let missing: Vec<String> = parts(&shipped).difference(&parts(&own)).cloned().collect();
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
