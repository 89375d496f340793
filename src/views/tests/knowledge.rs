//! What partners are given to know, as much of it as a programme may say, and what is said where it
//! says nothing.

use super::facts::voice;
use super::keep;
use super::shown::{message, sections};
use crate::chat::limits::{self, units};
use crate::chat::view::{Message, Part};
use crate::domain::knowledge::{IdealCustomer, Reader};
use crate::views::knowledge::{self, Knows};
use crate::views::note;

fn ideal() -> IdealCustomer {
    IdealCustomer {
        text: "Firms that ship goods every day.".to_owned(),
        signs: vec!["A second warehouse.".to_owned(), "Drivers of their own.".to_owned()],
        not_for: vec!["Shops of one person.".to_owned()],
        first_words: Some("How do you plan your deliveries?".to_owned()),
    }
}

/// Everything as long as the file may have it.
fn long() -> IdealCustomer {
    let lines = || (0..5).map(|at| format!("{at}{}", "a".repeat(99))).collect();
    IdealCustomer {
        text: "a".repeat(400),
        signs: lines(),
        not_for: lines(),
        first_words: Some("a".repeat(200)),
    }
}

/// Buttons do not count.
fn fits_a_message(mut message: Message) {
    message.parts.retain(|part| !matches!(part, Part::Buttons(_)));
    let words = units(&message.fallback());
    assert!(words <= limits::MESSAGE, "{words} units, {} fit", limits::MESSAGE);
}

#[test]
fn everything_that_is_given_to_know() {
    keep!("knowledge", {
        let voice = voice();
        fits_a_message(knowledge::ideal(&voice, &long(), Reader::Partner));
        let bare = IdealCustomer { not_for: Vec::new(), first_words: None, ..ideal() };
        let manager = Knows::Manager(Some("Partner manager".to_owned()));
        let none = |knows: &Knows| note(knowledge::no_ideal(&voice, knows));
        let shown = [
            ("to a partner", knowledge::ideal(&voice, &ideal(), Reader::Partner)),
            ("to the vendor", knowledge::ideal(&voice, &bare, Reader::Vendor)),
            ("not written down", none(&manager)),
            ("where nobody is the manager", none(&Knows::Manager(None))),
            ("to the vendor, not written down", none(&Knows::File)),
        ];
        sections(shown.iter().map(|(name, one)| (*name, message(one))))
    });
}
