//! First steps: the list as it fills, what its buttons open, and what whoever looks after it reads.

use super::facts::{at, partner, voice};
use super::keep;
use super::shown::{form, message, panel, sections};
use crate::chat::view::{Line, Message, Part};
use crate::domain::ids::{FormId, PartnerId};
use crate::domain::start::{BeginNo, List, Step};
use crate::views::note;
use crate::views::start;

const NORTH: PartnerId = PartnerId::new(1);

/// With so many of the steps done.
pub fn list(done: usize) -> List {
    let steps = Step::ALL.iter().enumerate().map(|(place, step)| (*step, place < done));
    List { steps: steps.collect(), moved: at("2026-03-02T10:00:00Z"), ended: None }
}

fn ended() -> List {
    List { ended: Some(at("2026-03-06T10:00:00Z")), ..list(4) }
}

pub fn every_card() -> String {
    let lists = [list(0), list(3), list(5), ended()];
    lists.iter().map(|list| message(&start::card(&voice(), list))).collect()
}

#[test]
fn everything_about_first_steps_is_read() {
    keep!("start", {
        let (voice, id) = (voice(), FormId::new(1));
        let line = |line: Line| message(&note(line));
        let one = |part: Part| message(&Message { parts: vec![part] });
        let on_sheet =
            [list(2), list(5), ended()].map(|list| one(start::on_sheet(&voice, &list))).concat();
        let on_home = [list(2), list(5), ended()]
            .map(|list| start::on_home(&voice, &list).map(one).unwrap_or_default())
            .concat();
        let nos = [BeginNo::Begun, BeginNo::Accepted, BeginNo::NotActive, BeginNo::NoChannel];
        let begun = [None].into_iter().chain(nos.iter().map(Some));
        let begun: String =
            begun.map(|no| line(start::begun(&voice, "North Partner", no))).collect();
        let north = partner();
        let people = |n, asks| message(&start::colleagues(&voice, (&north, n), asks, None));
        let help = |step, words| {
            let of = ("North Partner", NORTH);
            message(&start::help_asked(&voice, of, ("Jo Contact", step), words))
        };
        let since = at("2026-03-02T10:00:00Z");
        let stuck = (Step::Colleagues, since);
        sections(vec![
            ("the list", every_card()),
            ("on a Home", on_home),
            ("on the sheet", on_sheet),
            ("to begin one", one(start::begin_button(&voice, NORTH)) + &begun),
            ("colleagues", people(1, true) + &people(2, false)),
            ("nobody else", message(&start::alone(&voice))),
            ("help", form(&start::help_form(&voice, &id, Some("Sales 1")))),
            ("help of nobody", form(&start::help_form(&voice, &id, None))),
            (
                "asked",
                panel(&start::help_sent(&voice, Some("Sales 1")))
                    + &panel(&start::help_sent(&voice, None)),
            ),
            (
                "to its manager",
                help(Some(Step::Ideal), ("Prices", "#north-partner")) + &help(None, ("", "")),
            ),
            ("stuck", message(&start::stuck(&voice, ("North Partner", NORTH), stuck, &list(1)))),
        ])
    });
}
