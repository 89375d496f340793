//! The `state` that goes to Slack with a browser and comes back with it: signed by us, good for ten
//! minutes, and only in the browser it was made for. Nothing is stored for it, so that nobody can
//! fill our database by opening a page; that it works once is known from the installation it led to.

use chrono::{DateTime, TimeDelta, Utc};
use rand::RngCore as _;

use crate::vault::Vault;

/// The cookie by which a browser is known again.
pub(super) const BROWSER: &str = "vouch_install";
/// How long a `state` is good. Slack's code lives as long.
pub(super) const LIVES: TimeDelta = TimeDelta::minutes(10);

const PURPOSE: &str = "install state";
/// Hex digits of a mark.
const MARK: usize = 32;

/// What a `state` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    id: String,
    until: i64,
    /// The hash of the link's code, where it was for a partner.
    pub invitation: Option<String>,
}

/// Something nobody guesses: 128 bits.
pub(super) fn fresh() -> String {
    let mut bytes = [0; MARK / 2];
    rand::rng().fill_bytes(&mut bytes);
    hex::encode(bytes)
}

/// Whether it looks like what [`fresh`] gives.
pub(super) fn is_mark(text: &str) -> bool {
    text.len() == MARK && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl Claim {
    pub(super) fn new(invitation: Option<String>, now: DateTime<Utc>) -> Self {
        Self { id: fresh(), until: (now + LIVES).timestamp(), invitation }
    }

    /// Equal for every use of this `state`, and for nothing else.
    pub(super) fn key(&self) -> String {
        format!("install:{}", self.id)
    }

    pub(super) fn write(&self, vault: &Vault, browser: &str) -> String {
        let said = self.said();
        let signature = vault.sign(PURPOSE, &bound(&said, browser));
        format!("{said}.{signature}")
    }

    /// Reads it back; none when it is not ours, its time is over, or another browser brought it.
    pub(super) fn read(
        vault: &Vault,
        browser: &str,
        text: &str,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let (said, signature) = text.rsplit_once('.')?;
        if !is_mark(browser) || !vault.signed(PURPOSE, &bound(said, browser), signature) {
            return None;
        }
        let mut parts = said.split('.');
        let (id, until, invitation) = (parts.next()?, parts.next()?, parts.next()?);
        let claim = Self {
            id: id.to_owned(),
            until: until.parse().ok()?,
            invitation: Some(invitation.to_owned()).filter(|hash| !hash.is_empty()),
        };
        (now.timestamp() <= claim.until).then_some(claim)
    }

    fn said(&self) -> String {
        format!("{}.{}.{}", self.id, self.until, self.invitation.as_deref().unwrap_or_default())
    }
}

/// The signature covers the browser, whose mark does not go to Slack.
fn bound(said: &str, browser: &str) -> String {
    format!("{said}.{browser}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn vault(byte: u8) -> Vault {
        Vault::new(vec![Secret::new([byte; 32])]).unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_state_is_good_for_its_browser_for_ten_minutes_and_under_our_key() {
        let (mine, other) = (fresh(), fresh());
        let made = at("2026-03-06T16:00:00Z");
        for invitation in [None, Some("ab12".to_owned())] {
            let claim = Claim::new(invitation, made);
            let state = claim.write(&vault(1), &mine);
            #[rustfmt::skip]
            let table = [
                // key  browser        when                    good
                (1,     mine.as_str(), "2026-03-06T16:00:00Z", true),
                (1,     &mine,         "2026-03-06T16:10:00Z", true),
                (1,     &mine,         "2026-03-06T16:10:01Z", false),
                (1,     &other,        "2026-03-06T16:00:00Z", false),
                (1,     "",            "2026-03-06T16:00:00Z", false),
                (2,     &mine,         "2026-03-06T16:00:00Z", false),
            ];
            for (key, browser, when, good) in table {
                let read = Claim::read(&vault(key), browser, &state, at(when));
                assert_eq!(read, good.then(|| claim.clone()), "{key} {browser} {when}");
            }
        }
    }

    #[test]
    fn a_state_that_was_changed_is_none() {
        let (browser, now) = (fresh(), at("2026-03-06T16:00:00Z"));
        let state = Claim::new(Some("ab12".to_owned()), now).write(&vault(1), &browser);
        let later = state.replace(&(now + LIVES).timestamp().to_string(), "9999999999");
        let other = state.replace("ab12", "cd34");
        let unsigned = state.rsplit_once('.').unwrap().0.to_owned();
        for changed in [later, other, unsigned, String::new(), ".".into(), "...".into()] {
            assert_eq!(Claim::read(&vault(1), &browser, &changed, now), None, "{changed}");
        }
    }

    #[test]
    fn no_two_states_have_a_key() {
        let now = at("2026-03-06T16:00:00Z");
        assert_ne!(Claim::new(None, now).key(), Claim::new(None, now).key());
    }
}
