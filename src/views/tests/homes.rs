//! Homes, by who looks at them.

use super::facts::{partner, voice};
use super::setup::linked;
use super::shown::{message, sections};
use super::{items, keep};
use crate::chat::view::Message;
use crate::domain::partner::{Audience, PartnerState};
use crate::domain::referral::Status;
use crate::views::home::{self, Member, Needed, Sales, Vendor};
use crate::views::list::{Item, Page};
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
        manager: Some("Partner manager".to_owned()),
        asked: page(1, with(&[Status::NeedsInfo]).into_iter().take(1)),
        open: page(12, with(&[Status::Submitted, Status::InConflict, Status::Approved])),
        ending: page(1, approved.into_iter().take(1)),
        all: (14, 41),
    }
}

fn vendor() -> Vendor {
    let sales = Sales {
        waiting: page(9, with(&[Status::Submitted])),
        mine: page(2, with(&[Status::Approved, Status::NeedsInfo])),
    };
    let unknown = crate::views::channel::ask(&voice(), &linked(Audience::Internal));
    let needed = Needed {
        open: vec![linked(Audience::Internal)],
        dead: vec![(linked(Audience::Partner), "is_archived".to_owned(), 3)],
        links: vec![unknown],
    };
    Vendor { sales: Some(sales), needed: Some(needed), admin: true, version: "3f9c1a".to_owned() }
}

fn no_sales() -> Sales {
    Sales { waiting: page(0, []), mine: page(0, []) }
}

fn nothing() -> Needed {
    Needed { open: Vec::new(), dead: Vec::new(), links: Vec::new() }
}

#[test]
fn every_home() {
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
        ..member()
    };
    let of_member = |home: &Member| message(&home::member(&voice, home));
    let nobody: Message = home::nobody(&voice);
    let homes = [
        ("a partner's member", of_member(&member())),
        ("of a partner that is paused", of_member(&paused)),
        ("of a partner that has sent nothing", of_member(&fresh)),
        ("sales, partner manager and admin in one", drawn(&vendor())),
        ("sales", drawn(&Vendor { needed: None, admin: false, ..vendor() })),
        (
            "sales with nothing to do",
            drawn(&Vendor { sales: Some(no_sales()), needed: None, admin: false, ..vendor() }),
        ),
        (
            "admin with nothing to see to",
            drawn(&Vendor { sales: None, needed: Some(nothing()), ..vendor() }),
        ),
        ("another role", drawn(&Vendor { sales: None, needed: None, admin: false, ..vendor() })),
        ("somebody we do not know", message(&nobody)),
    ];
    keep!("home", sections(homes));
}
