//! The review of a partner's quarter: in its channel, page by page in chat, and as a file.

use super::facts::voice;
use super::shown::{message, panel, sections};
use super::{cases, items, reports, shouts};
use crate::chat::limits::{self, units};
use crate::chat::view::{Message, Part};
use crate::domain::board::period::Period;
use crate::domain::ids::ReferralId;
use crate::domain::measure::report::{Counts, Report};
use crate::domain::rhythm::Away;
use crate::domain::rhythm::month::Month;
use crate::domain::rhythm::nudge::Reason;
use crate::domain::tier::Measure;
use crate::views::list::Item;
use crate::views::pack::page::page;
use crate::views::pack::print::{html, markdown};
use crate::views::pack::{Answered, Ask, Pack, Review, post};

fn answered(nth: usize, item: Item) -> Answered {
    let minutes = [None, Some(75), Some(1_500), Some(40)][nth % 4];
    Answered { item, counts: Counts::Valid, minutes, in_time: minutes.map(|one| one < 1_000) }
}

fn reviews() -> Vec<Review> {
    let review = |case| {
        let (number, into) = ("NOR-12".to_owned(), Some("NOR-13".to_owned()));
        Review { number, referral: ReferralId::new(1), case, into }
    };
    cases::in_a_quarter().into_iter().map(review).collect()
}

fn full() -> Pack {
    let before = Report { period: "2026-q4".parse().unwrap(), ..reports::nothing() };
    let sent = items().into_iter().enumerate().map(|(nth, item)| answered(nth, item));
    let tier = Reason::Tier { more: 2, measure: Measure::Approved, tier: "Gold".to_owned() };
    Pack {
        partner: "North Partner".to_owned(),
        this: reports::checked(),
        before,
        within: Month { sent: 40, approved: 26, won: 7, ..Month::default() },
        sent: sent.collect(),
        reviews: reviews(),
        thanks: shouts::in_a_quarter(),
        ask: Ask {
            waits: (1, vec!["NOR-12".to_owned()]),
            ends: (7, vec!["NOR-13".to_owned(), "NOR-14".to_owned()]),
            tier: Some(tier),
        },
    }
}

/// A quarter in which nothing came, after one in which something did.
fn empty() -> Pack {
    let this = Report { period: "2027-q2".parse().unwrap(), ..reports::nothing() };
    Pack {
        this,
        before: reports::checked(),
        within: Month::default(),
        sent: Vec::new(),
        reviews: Vec::new(),
        thanks: Vec::new(),
        ask: Ask::default(),
        ..full()
    }
}

fn running() -> Pack {
    let mut pack = full();
    pack.this.is_running = true;
    pack
}

/// What the channel reads.
pub fn posts() -> Vec<Message> {
    let voice = voice();
    let (first, from) = ("2026-10-01".parse().unwrap(), "2026-10-01T13:00:00Z".parse().unwrap());
    let away = Away { first, from, notes: 2, to: None };
    let counted = |n: u64| Month { sent: 3 * n, approved: 2 * n, won: n, ..Month::default() };
    let quarters = ["2026-q3", "2026-q4"].map(|one| one.parse().unwrap());
    let quarters: Vec<(Period, Month)> = quarters.into_iter().zip((1..).map(counted)).collect();
    vec![post(&voice, &full(), None, &quarters), post(&voice, &empty(), Some(away), &[])]
}

fn fits(pack: &Pack) {
    for nth in 0..4 {
        let mut parts = page(&voice(), pack, nth).parts;
        parts.retain(|part| !matches!(part, Part::Buttons(_)));
        let words = units(&Message { parts }.fallback());
        assert!(words <= limits::MESSAGE, "page {nth}: {words} of {}", limits::MESSAGE);
    }
}

pub fn every_pack() -> String {
    let voice = voice();
    fits(&full());
    let shown = |pack: &Pack| (0..4).map(|nth| panel(&page(&voice, pack, nth))).collect::<String>();
    let all = [
        ("in the channel", posts().iter().map(message).collect()),
        ("in chat", shown(&full())),
        ("a quarter without anything", shown(&empty())),
        ("a quarter that runs", panel(&page(&voice, &running(), 0))),
        ("as Markdown", markdown(&voice, &full())),
    ];
    sections(all)
}

#[test]
fn a_printed_page_needs_nothing_and_runs_nothing() {
    let mut pack = full();
    let nasty = "<script>alert(1)</script><img src=https://evil.example/x onerror=\"x\">";
    pack.sent[0].item.company = nasty.to_owned();
    nasty.clone_into(&mut pack.partner);
    let page = html(&voice(), &pack);
    for never in ["<script", "<img", "<link", "<iframe", "src=\"", "href=", "url(", "@import"] {
        assert!(!page.contains(never), "{never}");
    }
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"), "{page}");
    assert!(page.contains("@page{size:A4"), "{page}");
    assert_eq!(page.matches("<h2>").count(), 9);
    assert!(page.contains("&lt;script&gt;"), "{page}");
    assert!(!markdown(&voice(), &pack).contains('<'), "no tag");
}

#[test]
fn late_answers_stand_first_and_the_slowest_of_them_on_top() {
    let all = markdown(&voice(), &full()).replace('\u{a0}', " ");
    let (_, answers) = all.split_once("## How quickly we answered").unwrap();
    let (answers, _) = answers.split_once("\n## ").unwrap();
    let rows: Vec<&str> = answers.lines().filter(|line| line.starts_with("| NOR")).collect();
    let first_in_time = rows.iter().position(|row| row.contains("| in time |")).unwrap();
    assert!(first_in_time > 0, "{rows:?}");
    assert!(rows[..first_in_time].iter().all(|row| row.ends_with("| late |")), "{rows:?}");
    assert!(rows[first_in_time..].iter().all(|row| row.ends_with("| in time |")), "{rows:?}");
}
