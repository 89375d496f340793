//! What a form of the page carries, so that nobody sends one that was never opened: signed by us, good
//! for some hours. Nothing is stored for it, so that opening the page fills nothing; that it counts
//! once is known from the application that was sent under its id.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::ApplicationId;
use crate::vault::Vault;

/// How long a form can stand open. What is sent later is asked for once more, with its text kept.
pub(super) const LIVES: TimeDelta = TimeDelta::hours(4);

const PURPOSE: &str = "application form";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket {
    /// What is sent with it becomes the application with this id.
    pub id: ApplicationId,
    until: i64,
}

impl Ticket {
    pub(super) fn new(id: ApplicationId, now: DateTime<Utc>) -> Self {
        Self { id, until: (now + LIVES).timestamp() }
    }

    pub(super) fn write(self, vault: &Vault) -> String {
        let said = format!("{}.{}", self.id, self.until);
        let signature = vault.sign(PURPOSE, &said);
        format!("{said}.{signature}")
    }

    /// Reads it back, also when its time is over; none when it is not ours.
    pub(super) fn read(vault: &Vault, text: &str) -> Option<Self> {
        let (said, signature) = text.rsplit_once('.')?;
        if !vault.signed(PURPOSE, said, signature) {
            return None;
        }
        let (id, until) = said.split_once('.')?;
        Some(Self { id: id.parse().ok()?, until: until.parse().ok()? })
    }

    pub(super) const fn is_over(self, now: DateTime<Utc>) -> bool {
        now.timestamp() > self.until
    }
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
    fn a_form_is_good_for_four_hours() {
        let ticket = Ticket::new(ApplicationId::new(7), at("2026-03-06T16:00:00Z"));
        for (now, over) in [
            ("2026-03-06T16:00:00Z", false),
            ("2026-03-06T20:00:00Z", false),
            ("2026-03-06T20:00:01Z", true),
        ] {
            assert_eq!(ticket.is_over(at(now)), over, "{now}");
        }
    }

    #[test]
    fn a_form_that_is_not_ours_or_was_changed_is_none() {
        let made = at("2026-03-06T16:00:00Z");
        let ticket = Ticket::new(ApplicationId::new(7), made);
        let text = ticket.write(&vault(1));
        assert_eq!(Ticket::read(&vault(1), &text), Some(ticket));
        assert_eq!(Ticket::read(&vault(2), &text), None);
        let later = text.replace(&(made + LIVES).timestamp().to_string(), "9999999999");
        let other = text.replacen(
            &ApplicationId::new(7).to_string(),
            &ApplicationId::new(8).to_string(),
            1,
        );
        let unsigned = text.rsplit_once('.').unwrap().0.to_owned();
        for changed in [later, other, unsigned, String::new(), ".".into(), "...".into()] {
            assert_ne!(changed, text);
            assert_eq!(Ticket::read(&vault(1), &changed), None, "{changed}");
        }
    }
}
