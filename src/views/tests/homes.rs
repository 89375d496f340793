//! Homes, by who looks at them.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::cases::{drawn_alone, open};
use super::facts::{in_every_status, partner, voice};
use super::setup::linked;
use super::shown::{message, sections};
use super::{items, keep};
use crate::chat::view::Message;
use crate::domain::ids::PersonId;
use crate::domain::measure::{Numbers, Share};
use crate::domain::partner::{Audience, PartnerState};
use crate::domain::referral::Status;
use crate::views::case::list as cases;
use crate::views::home::{self, Member, Needed, Sales, Vendor};
use crate::views::list::{self, Item, Page};
use crate::views::referral::why::{self, Reader};
use crate::views::{help, note};

fn page(of: u64, items: impl IntoIterator<Item = Item>) -> Page {
    Page { items: items.into_iter().collect(), skip: 0, of, open: 0, all: 0 }
}

fn with(statuses: &[Status]) -> Vec<Item> {
    items().into_iter().filter(|item| statuses.contains(&item.referral.status)).collect()
}

fn member() -> Member {
    let approved = with(&[Status::Approved]);
    Member {
        partner: partner(),
        climb: None,
        start: None,
        manager: Some("Partner manager".to_owned()),
        asked: page(1, with(&[Status::NeedsInfo]).into_iter().take(1)),
        open: page(12, with(&[Status::Submitted, Status::InConflict, Status::Approved])),
        ending: page(1, approved.into_iter().take(1)),
        all: (14, 41),
        ideal: true,
    }
}

fn vendor() -> Vendor {
    let sales = Sales {
        waiting: page(9, with(&[Status::Submitted])),
        mine: page(2, with(&[Status::Approved, Status::NeedsInfo])),
        still: page(11, with(&[Status::Approved]).into_iter().take(1)),
        owners: owners(),
        in_time: Share { part: 23, of: 25 },
    };
    let unknown = crate::views::channel::ask(&voice(), &linked(Audience::Internal));
    let needed = Needed {
        open: vec![linked(Audience::Internal)],
        dead: vec![(linked(Audience::Partner), "is_archived".to_owned(), 3)],
        links: vec![unknown],
    };
    let numbers = Numbers {
        seconds_to_register: Some((48, 41)),
        answered_in_time: Share { part: 23, of: 25 },
        why_answered: Share { part: 30, of: 34 },
        fresh: Share { part: 17, of: 21 },
        cases_late: 1,
    };
    Vendor {
        sales: Some(sales),
        needed: Some(needed),
        cases: open(11),
        numbers: Some(numbers),
        admin: true,
        joining: true,
        version: "3f9c1a".to_owned(),
    }
}

/// Everybody who owns something here has the same name.
fn owners() -> BTreeMap<PersonId, String> {
    let owners = items().into_iter().filter_map(|item| item.referral.owner);
    owners.map(|owner| (owner, "Sales 2".to_owned())).collect()
}

fn no_sales() -> Sales {
    Sales {
        waiting: page(0, []),
        mine: page(0, []),
        still: page(0, []),
        owners: BTreeMap::new(),
        in_time: Share::default(),
    }
}

fn only_admin() -> Vendor {
    let numbers = Some(Numbers::default());
    Vendor {
        sales: None,
        needed: Some(nothing()),
        cases: cases::Page::default(),
        numbers,
        ..vendor()
    }
}

fn nothing() -> Needed {
    Needed { open: Vec::new(), dead: Vec::new(), links: Vec::new() }
}

#[test]
fn every_home() {
    keep!("home", {
        let voice = voice();
        let help = || note(help::no_referral(&voice, "…"));
        let drawn = |home: &Vendor| message(&home::vendor(&voice, home, help()));
        let mut paused = member();
        paused.partner.state = PartnerState::Suspended;
        paused.partner.paused_at = Some(super::at("2026-03-05T15:00:00Z"));
        let fresh = Member {
            asked: page(0, []),
            open: page(0, []),
            ending: page(0, []),
            all: (0, 0),
            ideal: false,
            ..member()
        };
        let climbing = Member { climb: Some(super::tiers::climb()), ..member() };
        let starting = Member { start: Some(super::starts::list(2)), ..member() };
        let of_member = |home: &Member| message(&home::member(&voice, home));
        let nobody: Message = home::nobody(&voice);
        let homes = [
            ("a partner's member", of_member(&member())),
            ("of a partner on its way up", of_member(&climbing)),
            ("of a partner at its first steps", of_member(&starting)),
            ("of a partner that is paused", of_member(&paused)),
            ("of a partner that has sent nothing", of_member(&fresh)),
            ("sales, partner manager and admin in one", drawn(&vendor())),
            (
                "sales",
                drawn(&Vendor {
                    needed: None,
                    cases: cases::Page::default(),
                    numbers: None,
                    admin: false,
                    ..vendor()
                }),
            ),
            (
                "sales with nothing to do",
                drawn(&Vendor {
                    sales: Some(no_sales()),
                    needed: None,
                    cases: cases::Page::default(),
                    numbers: None,
                    admin: false,
                    ..vendor()
                }),
            ),
            ("admin with nothing to see to", drawn(&only_admin())),
            (
                "resolver",
                drawn(&Vendor {
                    sales: None,
                    needed: None,
                    numbers: None,
                    admin: false,
                    ..vendor()
                }),
            ),
            (
                "another role",
                drawn(&Vendor {
                    sales: None,
                    needed: None,
                    cases: cases::Page::default(),
                    numbers: None,
                    admin: false,
                    ..vendor()
                }),
            ),
            ("somebody we do not know", message(&nobody)),
        ];
        sections(homes)
    });
}

#[test]
fn what_is_due() {
    keep!("due", {
        let voice = voice();
        let asked = page(1, with(&[Status::NeedsInfo]).into_iter().take(1));
        let ending = page(3, with(&[Status::Approved]).into_iter().take(1));
        let mut releasing = page(1, with(&[Status::Approved]).into_iter().take(1));
        for item in &mut releasing.items {
            item.referral.release = Some(super::facts::release());
        }
        let waiting = page(9, with(&[Status::Submitted]));
        let none = || page(0, []);
        sections([
            (
                "everything",
                message(&list::due(&voice, &waiting, &asked, &releasing, &ending, &open(4))),
            ),
            ("a case, alone", message(&drawn_alone())),
            (
                "nothing",
                message(&list::due(
                    &voice,
                    &none(),
                    &none(),
                    &none(),
                    &none(),
                    &cases::Page::default(),
                )),
            ),
        ])
    });
}

#[test]
fn why_it_stands_where_it_stands() {
    keep!("why", {
        let voice = voice();
        let rules = crate::program::Program::built_in().rules;
        sections(in_every_status().iter().enumerate().map(|(at, (name, facts))| {
            // The vendor's own are offered nobody to ask.
            let reader = if at > 0 { Reader::Member } else { Reader::Vendor };
            // One of them was sent by a partner that goes on as another.
            let transfers = [why::Transfer {
                at: facts.referral.submitted_at + TimeDelta::days(1),
                gone: "Süd Pärtner".to_owned(),
                stays: "Nörd Pärtner".to_owned(),
            }];
            let transfers = if at == 1 { &transfers[..] } else { &[] };
            (*name, super::shown::panel(&why::panel(&voice, facts, &rules, reader, transfers)))
        }))
    });
}
