//! The rules of engagement and the way of a case as tables: read them beside the written rules.
//! [`rules`] has the ladder, [`way`] who decides, appeals and waits, [`merge`] what is about the same.

mod merge;
mod rules;
mod way;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::*;
use crate::domain::Rules;
use crate::domain::actor::{Membership, Person, Role};
use crate::domain::calendar::Calendar;
use crate::domain::case::ladder::Engagement;
use crate::domain::ids::{FormId, ReferralNumber};
use crate::domain::outcome::{ReferralEvent, Submission};
use crate::domain::referral::{Basis, Introduction, Relationship};

const NORTH: PartnerId = PartnerId::new(1);
const SOUTH: PartnerId = PartnerId::new(2);
const WEST: PartnerId = PartnerId::new(3);

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn calendar() -> Calendar {
    Calendar::usual(Tz::UTC)
}

fn rules_of_the_programme() -> Rules {
    Rules {
        calendar: calendar(),
        protection_days: 90,
        promise_days: 2,
        checks_per_day: 20,
        vendor_domains: Vec::new(),
        off_limits_domains: Vec::new(),
        matching: Default::default(),
        reject_reasons: Vec::new(),
        lost_reasons: Vec::new(),
        stages: Vec::new(),
        engagement: Engagement::default(),
        agreement: None,
        tiers: crate::domain::tier::Tiers::default(),
    }
}

fn seal(text: &str) -> Seal {
    Seal(text.to_owned())
}

fn id(number: u128) -> ReferralId {
    ReferralId::new(number)
}

fn person(id: u128, roles: &[Role]) -> Person {
    let mut person = Person::new(PersonId::new(id));
    person.roles = roles.iter().copied().collect::<BTreeSet<_>>();
    person
}

fn member(id: u128, partner: PartnerId, admin: bool) -> Person {
    let mut person = Person::new(PersonId::new(id));
    person.membership = Some(Membership { partner, admin, group: None });
    person
}

/// A referral of a partner on one account, received at `when`.
fn sent(number: u128, partner: PartnerId, when: &str) -> Referral {
    let count = u32::try_from(number).unwrap();
    let submission = Submission {
        partner,
        number: ReferralNumber { code: "NOR".parse().unwrap(), count },
        form: FormId::new(number),
        domain: Domain::stored("acme.example".to_owned()),
        company: seal("company"),
        need: seal("need"),
        relationship: Relationship::Client,
        introduction: Introduction::Expect,
        basis: Basis::Agreed,
        contact_name: None,
        contact_email: None,
        job_title: None,
        source: None,
        by: PersonId::new(100 + number),
        on_behalf: false,
        due: calendar().business_days_later(at(when), 2),
        tier: None,
        half: None,
    };
    let first = ReferralEvent::Submitted(Box::new(submission));
    Referral::from_first(id(number), &first, at(when), "v1", "00").unwrap()
}

/// The same, approved by 20 and owned by 21.
fn approved(number: u128, partner: PartnerId, when: &str) -> Referral {
    let mut referral = sent(number, partner, when);
    let through = crate::domain::protection::protected_through(at(when), 90, &calendar());
    let approved = ReferralEvent::Approved {
        by: PersonId::new(20),
        owner: PersonId::new(21),
        note: None,
        reason: None,
        late_days: 0,
        protected_through: through,
        expires: calendar().end_of_day(through),
    };
    referral.apply(&approved, at(when));
    referral
}

fn in_review(mut referral: Referral, when: &str) -> Referral {
    referral.apply(&ReferralEvent::MatchFound { against: vec![ReferralId::new(99)] }, at(when));
    referral
}

/// A case about these, opened at `when`.
fn case(referrals: &[&Referral], when: &str) -> Case {
    let domain = Domain::stored("acme.example".to_owned());
    let first = decide::open(
        7,
        domain,
        (Cause::Match, None),
        referrals,
        &rules_of_the_programme(),
        at(when),
    );
    Case::from_first(CaseId::new(1), &first, at(when), "v1").unwrap()
}

fn proposal(case: &Case, referrals: &[&Referral]) -> Proposal {
    let account = ladder::Account::default();
    let facts = decide::facts(case, referrals, account, &BTreeSet::new());
    ladder::propose(&facts, &Engagement::default(), &calendar()).unwrap()
}

/// North's is approved on Monday, 2 March 2026; South's comes on the 10th, and a case opens.
fn two() -> (Case, Referral, Referral) {
    let north = in_review(approved(1, NORTH, "2026-03-02T10:00:00Z"), "2026-03-10T10:00:00Z");
    let south = in_review(sent(2, SOUTH, "2026-03-10T10:00:00Z"), "2026-03-10T10:00:00Z");
    let case = case(&[&north, &south], "2026-03-10T10:00:00Z");
    (case, north, south)
}
