//! What partners are given to know, as much of it as a programme may say, and what is said where it
//! says nothing.

use super::facts::voice;
use super::keep;
use super::shown::{form, message, panel, sections};
use crate::chat::limits::{self, units};
use crate::chat::view::{Message, Part};
use crate::domain::ids::FormId;
use crate::domain::knowledge::quiz::{NotNow, Question, Quiz, Sheet, Sheets};
use crate::domain::knowledge::{Asset, AssetKind, Finder, IdealCustomer, Knowledge, Reader, Taken};
use crate::views::knowledge::{self, Knows, Offers, quiz};
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

fn asset(kind: AssetKind) -> Asset {
    let (title, audience) = match kind {
        AssetKind::Deck | AssetKind::Story => ("Introduction", Finder::Partners),
        AssetKind::OnePager => ("Prices", Finder::Internal),
    };
    Asset {
        id: format!("{kind}-1"),
        title: title.to_owned(),
        kind,
        version: 3,
        url: "https://files.example/intro.pdf".to_owned(),
        words: Vec::new(),
        audience,
    }
}

fn taken() -> Taken {
    let one = |id: &str, version, times| ((id.to_owned(), version), times);
    [one("deck-1", 2, 1), one("deck-1", 3, 4), one("story-1", 2, 1), one("old-deck", 1, 2)].into()
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
        let all = Offers { assets: true, quizzes: true };
        fits_a_message(knowledge::ideal(&voice, &long(), Reader::Partner, all));
        let bare = IdealCustomer { not_for: Vec::new(), first_words: None, ..ideal() };
        let manager = Knows::Manager(Some("Partner manager".to_owned()));
        let none = |knows: &Knows| note(knowledge::no_ideal(&voice, knows));
        let shown = [
            ("to a partner", knowledge::ideal(&voice, &ideal(), Reader::Partner, all)),
            ("to the vendor", knowledge::ideal(&voice, &bare, Reader::Vendor, Offers::default())),
            ("not written down", none(&manager)),
            ("where nobody is the manager", none(&Knows::Manager(None))),
            ("to the vendor, not written down", none(&Knows::File)),
        ];
        sections(shown.iter().map(|(name, one)| (*name, message(one))))
    });
}

#[test]
fn everything_that_is_handed_on() {
    keep!("material", {
        let voice = voice();
        let all: Vec<Asset> = AssetKind::ALL.iter().map(|kind| asset(*kind)).collect();
        let many: Vec<&Asset> = all.iter().cycle().take(7).collect();
        let few: Vec<&Asset> = all.iter().collect();
        let found = |found: &[&Asset]| {
            let page = knowledge::found(&voice, " logistics ", found, &taken());
            fits_a_message(Message { parts: page.parts.clone() });
            panel(&page)
        };
        let manager = || Knows::Manager(Some("Partner manager".to_owned()));
        let none = |knows: &Knows| panel(&knowledge::none_found(&voice, "logistics", knows));
        let empty = |knows: &Knows| message(&note(knowledge::no_assets(&voice, knows)));
        let given = |had| panel(&knowledge::given(&voice, &all[0], had));
        let counted = Knowledge { assets: all.clone(), ..Knowledge::default() };
        let counted = knowledge::taken(&voice, &counted, &taken()).into_iter().collect();
        sections([
            ("form", form(&knowledge::form(&voice, &FormId::new(7)))),
            ("some", found(&few)),
            ("more than a page", found(&many)),
            ("none", none(&manager())),
            ("none, where nobody is the manager", none(&Knows::Manager(None))),
            ("none, to the vendor", none(&Knows::File)),
            ("nothing there", empty(&manager())),
            ("nothing there, where nobody is the manager", empty(&Knows::Manager(None))),
            ("nothing there, to the vendor", empty(&Knows::File)),
            ("given", given(None)),
            ("given again", given(Some(3))),
            ("given in a newer version", given(Some(2))),
            ("counted", message(&Message { parts: counted })),
        ])
    });
}

fn asked(id: &str, questions: usize) -> Quiz {
    let question = Question {
        text: "Who is it not for?".to_owned(),
        answers: vec!["Shops of one person".to_owned(), "Everybody else".to_owned()],
        right: 0,
    };
    Quiz {
        id: id.to_owned(),
        title: "Basics".to_owned(),
        questions: vec![question; questions],
        pass: 2,
        valid_months: 12,
    }
}

#[test]
fn everything_that_is_asked_in_a_quiz() {
    keep!("quiz", {
        let voice = voice();
        let day = |text: &str| text.parse().unwrap();
        let today = day("2026-03-06");
        let quizzes: Vec<Quiz> = ["a", "b", "c", "d"].map(|id| asked(id, 3)).into();
        let sheet = |tried: &str, through: Option<&str>| Sheet {
            tried: day(tried),
            through: through.map(day),
            told: false,
        };
        let sheets: Sheets = [
            ("a".to_owned(), sheet("2026-03-06", None)),
            ("b".to_owned(), sheet("2026-01-06", Some("2027-01-06"))),
            ("c".to_owned(), sheet("2025-03-20", Some("2026-03-20"))),
        ]
        .into();
        let again = NotNow::TriedToday { again: day("2026-03-07") };
        let held = quiz::certificates(&voice, &quizzes, &sheets, today).into_iter().collect();
        assert_eq!(quiz::certificates(&voice, &quizzes, &Sheets::new(), today), None);
        let passed = Some(day("2027-03-06"));
        sections([
            ("list", message(&quiz::list(&voice, &quizzes, &sheets, today))),
            ("form", form(&quiz::form(&voice, &FormId::new(7), &asked("a", 3)))),
            ("two pages", form(&quiz::form(&voice, &FormId::new(7), &asked("a", 7)))),
            ("passed", panel(&quiz::marked(&voice, &quizzes[0], 3, passed, today))),
            ("missed", panel(&quiz::marked(&voice, &quizzes[0], 1, None, today))),
            ("missed while it holds", panel(&quiz::marked(&voice, &quizzes[0], 1, passed, today))),
            ("tried today", panel(&quiz::closed(&voice, &quizzes[0], again))),
            ("held", message(&Message { parts: held })),
            ("ended", message(&quiz::ended(&voice, "Basics", today))),
        ])
    });
}
