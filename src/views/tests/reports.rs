//! How a period went: with nothing in it, with the check data of the written rules, and while it runs.

use super::facts::voice;
use super::shown::{form, message, panel, sections};
use crate::chat::limits::{self, units};
use crate::chat::view::{Message, Part};
use crate::domain::feedback::{Mean, Score, Trend};
use crate::domain::ids::FormId;
use crate::domain::measure::report::{Conflict, Partners, Report, Sums};
use crate::domain::measure::{Numbers, Share, Spread};
use crate::views::{feedback, report};

/// So many people of partners said so in a month: four of five, but for the first.
fn said(answers: &[(&str, usize)]) -> Trend {
    let mut trend = Trend::through("2027-q1".parse().unwrap());
    for (month, people) in answers {
        let month = month.parse().unwrap();
        trend.count([(month, Score::ALL[4])]);
        (1..*people).for_each(|_| trend.count([(month, Score::ALL[3])]));
    }
    trend
}

/// Forty sent, of which thirty-five count.
pub fn checked() -> Report {
    let share = |part, of| Share { part, of };
    Report {
        period: "2027-q1".parse().unwrap(),
        is_running: false,
        sums: Sums {
            sent: 40,
            merged: 4,
            withdrawn: 1,
            void: 0,
            valid: 35,
            approved: 28,
            rejected: 7,
            lapsed: 0,
            won: 9,
            lost: 11,
            expired: 3,
            open: 5,
        },
        response: Some(Spread { n: 35, half: 320, most: 1_560 }),
        partners: Partners {
            joined: 8,
            young: 2,
            active: share(5, 6),
            first: Some(Spread { n: 7, half: 14, most: 120 }),
        },
        conflict: Conflict {
            cases: share(3, 35),
            days: Some(Spread { n: 2, half: 4, most: 9 }),
            upheld: share(1, 2),
        },
        numbers: Numbers {
            seconds_to_register: Some((48, 31)),
            answered_in_time: share(33, 35),
            why_answered: share(30, 34),
            fresh: share(4, 5),
            cases_late: 1,
        },
        feedback: said(&[("2026-09", 1), ("2026-11", 2), ("2027-02", 7)]),
    }
}

pub fn nothing() -> Report {
    Report {
        period: "2027-02".parse().unwrap(),
        is_running: false,
        sums: Sums::default(),
        response: None,
        partners: Partners::default(),
        conflict: Conflict::default(),
        numbers: Numbers::default(),
        feedback: said(&[]),
    }
}

/// Five hundred partners, and all that they may send in a year.
fn large() -> Report {
    let most = 123_456;
    let share = Share { part: most - 1, of: most };
    let spread = |n| Some(Spread { n, half: 123_456, most: 1_234_567 });
    let joined = 500;
    Report {
        period: "2027".parse().unwrap(),
        is_running: true,
        sums: Sums {
            sent: most,
            merged: most,
            withdrawn: most,
            void: most,
            valid: most,
            approved: most,
            rejected: most,
            lapsed: most,
            won: most,
            lost: most,
            expired: most,
            open: most,
        },
        response: spread(most),
        partners: Partners { joined, young: joined, active: share, first: spread(joined) },
        conflict: Conflict { cases: share, days: spread(most), upheld: share },
        numbers: Numbers {
            seconds_to_register: Some((most, most)),
            answered_in_time: share,
            why_answered: share,
            fresh: share,
            cases_late: most,
        },
        feedback: {
            let mean = Mean { sum: 5 * 6_000, n: 6_000, people: 6_000 };
            Trend(Trend::through("2027".parse().unwrap()).0.map(|(quarter, _)| (quarter, mean)))
        },
    }
}

/// Buttons do not count.
fn fits_a_message(report: &Report) {
    let mut parts = report::sheet(&voice(), report).parts;
    parts.retain(|part| !matches!(part, Part::Buttons(_)));
    let words = units(&Message { parts: parts.clone() }.fallback());
    let fits = limits::MESSAGE;
    assert!(words <= fits, "{words} units, {fits} fit: {}", Message { parts }.fallback());
}

pub fn every_report() -> String {
    let voice = voice();
    let reports =
        [("nothing", nothing()), ("a quarter that is over", checked()), ("a year", large())];
    reports.iter().for_each(|(_, one)| fits_a_message(one));
    let drawn = reports.iter().map(|(name, one)| (*name, panel(&report::sheet(&voice, one))));
    let usage = ("no period", message(&report::usage(&voice, "/vouch report", "revenue")));
    sections(drawn.chain([usage]))
}

/// What a partner's people fill in and read, and what stands of it on the partner's sheet.
pub fn every_feedback() -> String {
    let voice = voice();
    let manager = Some("Partner manager");
    let id = FormId::new(7);
    let sheet = |answers: &[(&str, usize)]| {
        let part = feedback::of_partner(&voice, &said(answers));
        message(&Message { parts: part.into_iter().collect() })
    };
    let button = Message { parts: vec![Part::Buttons(vec![feedback::button(&voice)])] };
    sections([
        ("the button", message(&button)),
        ("the form", form(&feedback::form(&voice, &id, manager))),
        ("where nobody is the manager", form(&feedback::form(&voice, &id, None))),
        ("thanks", panel(&feedback::thanks(&voice, manager, false))),
        ("thanks once more", panel(&feedback::thanks(&voice, None, true))),
        ("on the partner's sheet", sheet(&[("2026-09", 1), ("2027-02", 2)])),
        ("nobody has said anything", sheet(&[])),
    ])
}
