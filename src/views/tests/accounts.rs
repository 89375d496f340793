//! The question before registering, and which domains are one company.

use std::collections::BTreeSet;

use super::facts::{known_to_the_vendor, number, voice};
use super::keep;
use super::shown::{message, sections};
use crate::domain::account::Domain;
use crate::views::accounts::{Answer, alias_usage, checked, group, spent};
use crate::views::note;
use crate::views::referral::sales::card;

#[test]
fn everything_about_companies() {
    keep!("accounts", {
        let voice = voice();
        let domain = |text: &str| Domain::stored(text.to_owned());
        let acme = domain("acme.example");
        let asked = |answer| message(&checked(&voice, &acme, answer, 3, 20));
        let own = BTreeSet::from([acme.clone()]);
        let both = BTreeSet::from([acme.clone(), domain("north.example")]);
        sections([
            ("clear", asked(Answer::Clear)),
            ("to be reviewed", asked(Answer::Review)),
            ("its own", asked(Answer::Yours(number()))),
            ("no question left", message(&spent(&voice, 20, Some("Partner manager")))),
            ("no question left, and no manager", message(&spent(&voice, 20, None))),
            ("a company of its own", message(&group(&voice, &acme, &own))),
            ("several domains, one company", message(&group(&voice, &acme, &both))),
            ("found, on the sales card", message(&card(&voice, &known_to_the_vendor()))),
            ("how aliases are typed", message(&note(alias_usage(&voice)))),
        ])
    });
}
