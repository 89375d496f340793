//! What a partner manager decides about a partner: opening, renaming, suspending, ending.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Partner, PartnerKind, PartnerState};
use crate::domain::actor::Person;
use crate::domain::ids::{PartnerCode, ReferralNumber};
use crate::domain::outcome::{PartnerEvent, Seal};

/// A no about a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "no", rename_all = "snake_case")]
pub enum PartnerNo {
    /// Partners are for the partner manager or an admin.
    NotManager,
    /// Some partner has or had this code.
    CodeTaken,
    /// Numbers with the old code are out.
    CodeInUse,
    /// The chosen manager does not look after partners.
    ManagerHasNoRole,
    /// It stands there already, since then.
    AlreadyThere { state: PartnerState, since: DateTime<Utc> },
    /// Terminated stays terminated.
    Ended { since: DateTime<Utc> },
    /// It is not suspended.
    NotSuspended,
    /// It is to go on as itself.
    Itself,
    /// As which it is to go on is suspended: nobody is to be shut out by that.
    OtherSuspended,
    /// One of the two is a trial partner.
    OneIsTest,
    /// A referral of either is in review, and whose it is counts there.
    InReview { number: ReferralNumber },
    /// Both share one deal: as one partner it would have that twice.
    ShareDeal { number: ReferralNumber },
}

impl PartnerNo {
    /// A word for logs and metrics; no data.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NotManager => "not_manager",
            Self::CodeTaken => "code_taken",
            Self::CodeInUse => "code_in_use",
            Self::ManagerHasNoRole => "manager_has_no_role",
            Self::AlreadyThere { .. } => "already_there",
            Self::Ended { .. } => "ended",
            Self::NotSuspended => "not_suspended",
            Self::Itself => "itself",
            Self::OtherSuspended => "other_suspended",
            Self::OneIsTest => "one_is_test",
            Self::InReview { .. } => "in_review",
            Self::ShareDeal { .. } => "share_deal",
        }
    }
}

/// A partner to be opened; everything in it was checked for shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    pub code: PartnerCode,
    pub name: String,
    /// Its own registrable domains.
    pub domains: Vec<String>,
    pub kind: PartnerKind,
}

/// Opens a partner. `used` is every code there has ever been.
///
/// # Errors
/// [`PartnerNo::NotManager`], [`PartnerNo::CodeTaken`], [`PartnerNo::ManagerHasNoRole`].
pub fn open(
    command: Open,
    manager: &Person,
    by: &Person,
    used: &BTreeSet<PartnerCode>,
) -> Result<PartnerEvent, PartnerNo> {
    if !by.manages_partners() {
        return Err(PartnerNo::NotManager);
    }
    if used.contains(&command.code) {
        return Err(PartnerNo::CodeTaken);
    }
    if !manager.manages_partners() {
        return Err(PartnerNo::ManagerHasNoRole);
    }
    Ok(PartnerEvent::PartnerOpened {
        code: command.code,
        name: command.name,
        domains: command.domains,
        partner_kind: command.kind,
        manager: manager.id,
    })
}

/// What is wanted of a partner that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    Rename(String),
    ChangeCode(PartnerCode),
    Suspend(Option<Seal>),
    Resume,
    Terminate(Option<Seal>),
}

/// Decides about a partner; nothing when it is so already. `used` is every code there has ever
/// been.
///
/// # Errors
/// [`PartnerNo::NotManager`] first, then what the state says.
pub fn decide(
    partner: &Partner,
    wish: Wish,
    by: &Person,
    used: &BTreeSet<PartnerCode>,
) -> Result<Option<PartnerEvent>, PartnerNo> {
    if !by.manages_partners() {
        return Err(PartnerNo::NotManager);
    }
    let since = partner.stands_since();
    if partner.state == PartnerState::Terminated {
        return Err(PartnerNo::Ended { since });
    }
    let suspended = partner.state == PartnerState::Suspended;
    match wish {
        Wish::Rename(name) => {
            Ok((name != partner.name).then_some(PartnerEvent::PartnerRenamed { name }))
        }
        Wish::ChangeCode(code) if code == partner.code => Ok(None),
        Wish::ChangeCode(_) if partner.sent > 0 => Err(PartnerNo::CodeInUse),
        Wish::ChangeCode(code) if used.contains(&code) => Err(PartnerNo::CodeTaken),
        Wish::ChangeCode(code) => Ok(Some(PartnerEvent::CodeChanged { code })),
        Wish::Suspend(_) if suspended => {
            Err(PartnerNo::AlreadyThere { state: partner.state, since })
        }
        Wish::Suspend(reason) => Ok(Some(PartnerEvent::PartnerSuspended { reason })),
        Wish::Resume if suspended => Ok(Some(PartnerEvent::PartnerResumed)),
        Wish::Resume => Err(PartnerNo::NotSuspended),
        Wish::Terminate(reason) => Ok(Some(PartnerEvent::PartnerTerminated { reason })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::Role;
    use crate::domain::ids::{PartnerId, PersonId};

    fn code(text: &str) -> PartnerCode {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn person(role: Role) -> Person {
        let mut person = Person::new(PersonId::new(1));
        person.roles.insert(role);
        person
    }

    fn north(state: PartnerState, sent: u32) -> Partner {
        let added = at("2026-03-02T09:00:00Z");
        let paused_at = (state != PartnerState::Approved).then(|| at("2026-03-09T09:00:00Z"));
        let fresh = Partner::fresh(PartnerId::new(1), code("NOR"), "North", added);
        Partner { state, sent, paused_at, former_codes: [code("OLD")].into(), ..fresh }
    }

    /// Codes of North, now and before, and of another partner.
    fn used() -> BTreeSet<PartnerCode> {
        ["NOR", "OLD", "SOU"].into_iter().map(code).collect()
    }

    #[test]
    fn a_partner_is_opened_by_who_looks_after_partners_with_a_code_nobody_ever_had() {
        #[rustfmt::skip]
        let table = [
            // by                 code   its manager           what is wrong
            (Role::PartnerManager, "EAS", Role::PartnerManager, None),
            (Role::Admin,          "EAS", Role::Admin,          None),
            (Role::PartnerManager, "SOU", Role::PartnerManager, Some(PartnerNo::CodeTaken)),
            (Role::PartnerManager, "OLD", Role::PartnerManager, Some(PartnerNo::CodeTaken)),
            (Role::PartnerManager, "EAS", Role::Sales,          Some(PartnerNo::ManagerHasNoRole)),
            (Role::Sales,          "EAS", Role::PartnerManager, Some(PartnerNo::NotManager)),
            (Role::Auditor,        "EAS", Role::PartnerManager, Some(PartnerNo::NotManager)),
        ];
        for (by, wanted, manager, wrong) in table {
            let command = Open {
                code: code(wanted),
                name: "East".to_owned(),
                domains: vec!["east.example".to_owned()],
                kind: PartnerKind::Reseller,
            };
            let opened = open(command, &person(manager), &person(by), &used());
            assert_eq!(opened.err(), wrong, "{by} {wanted} {manager}");
        }
    }

    #[test]
    fn what_may_be_done_with_a_partner_follows_from_where_it_stands() {
        use PartnerState::{Approved, Suspended, Terminated};
        let since = at("2026-03-09T09:00:00Z");
        let ended = || Err(PartnerNo::Ended { since });
        let rename = || Wish::Rename("North Star".to_owned());
        let recode = |text| Wish::ChangeCode(code(text));
        let manager = Role::PartnerManager;
        let there = Err(PartnerNo::AlreadyThere { state: Suspended, since });
        #[rustfmt::skip]
        let table = [
            // state     sent  by           wish                    what follows
            (Approved,   0,    manager,     rename(),               Ok("partner_renamed")),
            (Approved,   3,    Role::Admin, rename(),               Ok("partner_renamed")),
            (Suspended,  3,    manager,     rename(),               Ok("partner_renamed")),
            (Approved,   0,    manager,     Wish::Rename("North".to_owned()), Ok("")),
            (Approved,   0,    manager,     recode("NRT"),          Ok("code_changed")),
            (Approved,   0,    manager,     recode("NOR"),          Ok("")),
            (Approved,   1,    manager,     recode("NRT"),          Err(PartnerNo::CodeInUse)),
            (Approved,   0,    manager,     recode("SOU"),          Err(PartnerNo::CodeTaken)),
            (Approved,   0,    manager,     recode("OLD"),          Err(PartnerNo::CodeTaken)),
            (Approved,   0,    manager,     Wish::Suspend(None),    Ok("partner_suspended")),
            (Suspended,  0,    manager,     Wish::Suspend(None),    there),
            (Suspended,  0,    manager,     Wish::Resume,           Ok("partner_resumed")),
            (Approved,   0,    manager,     Wish::Resume,           Err(PartnerNo::NotSuspended)),
            (Approved,   3,    manager,     Wish::Terminate(None),  Ok("partner_terminated")),
            (Suspended,  3,    manager,     Wish::Terminate(None),  Ok("partner_terminated")),
            (Terminated, 0,    manager,     rename(),               ended()),
            (Terminated, 0,    manager,     recode("NRT"),          ended()),
            (Terminated, 0,    manager,     Wish::Suspend(None),    ended()),
            (Terminated, 0,    manager,     Wish::Resume,           ended()),
            (Terminated, 0,    manager,     Wish::Terminate(None),  ended()),
            (Approved,   0,    Role::Sales, rename(),               Err(PartnerNo::NotManager)),
            (Approved,   0,    Role::Auditor, Wish::Terminate(None), Err(PartnerNo::NotManager)),
        ];
        for (state, sent, by, wish, follows) in table {
            let decided = decide(&north(state, sent), wish.clone(), &person(by), &used());
            let kind = decided.map(|event| {
                let event = event.map(crate::domain::outcome::Event::Partner);
                event.map_or("", |event| event.kind())
            });
            assert_eq!(kind, follows, "{state:?} {sent} {by} {wish:?}");
        }
    }

    #[test]
    fn a_code_that_was_given_up_stays_taken() {
        let mut partner = north(PartnerState::Approved, 0);
        partner.apply(&PartnerEvent::CodeChanged { code: code("NRT") }, partner.added_at);
        let codes: Vec<PartnerCode> = partner.codes().collect();
        assert_eq!(codes, ["NOR", "OLD", "NRT"].map(code));
    }
}
