//! Companies that want to join: what they fill in and hear, and what is read of it inside.

use super::facts::{SALES, at, voice};
use super::keep;
use super::shown::{form, message, panel, sections};
use crate::chat::PersonRef;
use crate::chat::view::{Message, Part};
use crate::domain::ids::{ApplicationId, FormId, PartnerId, PersonId};
use crate::domain::joining::application::{Applicant, Application, Applied, NotNow};
use crate::domain::joining::{Criterion, Earns, Joining, Scored};
use crate::domain::outcome::{ApplicationEvent, Seal};
use crate::domain::partner::PartnerKind;
use crate::views::joining::question::{self, Asked};
use crate::views::joining::{self, Card, Elsewhere};
use crate::views::note;

const ID: ApplicationId = ApplicationId::new(1);

fn seal() -> Seal {
    Seal("a".repeat(64))
}

fn card() -> Card {
    let scored = |name: &str, points, of| Scored { criterion: name.to_owned(), points, of };
    let received = ApplicationEvent::ApplicationReceived(Applied {
        by: Applicant::InChat { person: PersonId::new(7) },
        company: seal(),
        site: "fresh.example".to_owned(),
        own_site: true,
        partner_kind: PartnerKind::Reseller,
        serves: seal(),
        why: seal(),
        scored: vec![
            scored("Serves industry", 6, 6),
            scored("Own website", 3, 3),
            scored("Our region", 0, 5),
        ],
        due: at("2026-03-10T15:00:00Z"),
    });
    let received_at = at("2026-03-05T15:00:00Z");
    Card {
        application: Application::from_first(ID, &received, received_at).unwrap(),
        company: "Fresh Partner".to_owned(),
        serves: "Makers of pumps.".to_owned(),
        why: "They ask us for you.".to_owned(),
        who: "Fresh founder".to_owned(),
        email: String::new(),
        by: "Partner manager".to_owned(),
        reason: "Too far away.".to_owned(),
        known_as: None,
        elsewhere: None,
        became: None,
        asked: Vec::new(),
        gone: false,
    }
}

/// The same, asked so often, each but the last answered; the last too where `answered`.
fn asked(times: usize, answered: bool) -> Card {
    let mut card = card();
    for nth in 1..=times {
        let silent_at = at("2026-03-16T15:00:00Z");
        let question =
            ApplicationEvent::ApplicationAsked { by: SALES, question: seal(), silent_at };
        card.application.apply(&question, at("2026-03-05T16:00:00Z"));
        let mut words = Asked {
            who: "Partner manager".to_owned(),
            question: "Who sells for you?".to_owned(),
            answer: String::new(),
        };
        if nth < times || answered {
            let due = at("2026-03-11T10:00:00Z");
            let answer = ApplicationEvent::ApplicationAnswered { answer: seal(), due };
            card.application.apply(&answer, at("2026-03-06T10:00:00Z"));
            words.answer = "Two people in the north.".to_owned();
        }
        card.asked.push(words);
    }
    card
}

fn decided(mut card: Card, accepted: bool) -> Card {
    let event = match accepted {
        true => ApplicationEvent::ApplicationAccepted { by: SALES, partner: PartnerId::new(5) },
        false => {
            let again_from = "2026-06-04".parse().unwrap();
            ApplicationEvent::ApplicationDeclined { by: SALES, reason: seal(), again_from }
        }
    };
    card.application.apply(&event, at("2026-03-06T14:04:00Z"));
    Card { became: accepted.then(|| "FRE".parse().unwrap()), ..card }
}

/// The same from somebody whom no chat reaches.
fn from_website(mut card: Card) -> Card {
    if let Some(applied) = &mut card.application.applied {
        applied.by = Applicant::OnWebsite { name: seal(), email: seal() };
    }
    Card { email: "jo@fresh.example".to_owned(), ..card }
}

fn accepted() -> Card {
    decided(card(), true)
}

fn declined() -> Card {
    decided(card(), false)
}

fn rubric() -> Joining {
    let criterion =
        Criterion { name: "Own website".to_owned(), points: 3, earns: Earns::OwnWebsite };
    Joining { criteria: vec![criterion], answer_days: 5, again_days: 90, public: false }
}

pub fn every_intro() -> String {
    let voice = voice();
    let one = Joining { answer_days: 1, ..rubric() };
    [Some(&rubric()), Some(&one), None]
        .map(|rubric| message(&joining::intro(&voice, rubric)))
        .concat()
}

pub fn every_card() -> String {
    let voice = voice();
    let known_as = Some(("NOR".parse().unwrap(), "North Partner".to_owned()));
    let erased = Card { who: String::new(), email: String::new(), ..from_website(declined()) };
    let cards = [
        card(),
        Card { known_as, ..card() },
        accepted(),
        declined(),
        from_website(card()),
        from_website(accepted()),
        erased,
        asked(1, false),
        asked(1, true),
        asked(4, false),
        decided(asked(1, false), false),
    ];
    cards.iter().map(|card| message(&joining::card(&voice, card))).collect()
}

pub fn every_told() -> String {
    let voice = voice();
    let from = "2026-06-04".parse().unwrap();
    let told = [
        joining::late(&voice, &card()),
        joining::welcome(&voice, "Fresh Partner", Some("Partner manager"), true),
        joining::welcome(&voice, "Fresh Partner", None, false),
        joining::refused(&voice, "Fresh Partner", "Too far away.", from),
        joining::invitation(&voice, ID, "Partner manager"),
        question::question(&voice, &asked(1, false), 1).unwrap(),
        question::answer(&voice, &asked(1, true), 1).unwrap(),
        question::silent(&voice, &asked(1, false), 1).unwrap(),
    ];
    told.iter().map(message).collect()
}

#[test]
fn what_companies_that_want_to_join_fill_in_and_read() {
    keep!("joining", {
        let voice = voice();
        let id = FormId::new(7);
        let manager = Some("Partner manager");
        let presser = PersonRef::slack("T1", "U1");
        let (due, from) = (at("2026-03-10T15:00:00Z"), "2026-06-04".parse().unwrap());
        let code = "FRE".parse().ok();
        let outside = from_website(card());
        let erased = Card { email: String::new(), ..outside.clone() };
        let line = |line| message(&note(line));
        let waits = NotNow::Waits { until: due };
        let asking = NotNow::Asked { application: ID, since: due };
        let why = [waits, asking, NotNow::Again { from }, NotNow::Company];
        let no = |manager| why.map(|why| line(joining::not_now(&voice, manager, why))).concat();
        let buttons = vec![joining::become_button(&voice), joining::invite_button(&voice)];
        sections([
            (
                "not invited",
                why.map(|why| line(joining::not_invited(&voice, "Fresh founder", why).1)).concat(),
            ),
            ("the form", form(&joining::form(&voice, &id, "Fresh Partner", "fresh.example"))),
            ("received", panel(&joining::received(&voice, manager, due))),
            ("thanks", line(joining::thanks(&voice, manager, due))),
            ("received by nobody", panel(&joining::received(&voice, None, due))),
            ("off", line(joining::off(&voice, manager)) + &line(joining::off(&voice, None))),
            ("not now", no(manager) + &no(None)),
            ("accepting", form(&joining::accept_form(&voice, &id, &card(), code, &presser))),
            ("declining", form(&joining::decline_form(&voice, &id, &card(), from))),
            ("accepted", panel(&joining::accepted(&voice, &card(), code.unwrap()))),
            (
                "accepting who has come to somebody else",
                [Elsewhere::Partner("South Partner".to_owned()), Elsewhere::Inside]
                    .map(|one| Card { elsewhere: Some(one), ..card() })
                    .map(|card| {
                        form(&joining::accept_form(&voice, &id, &card, code, &presser))
                            + &panel(&joining::accepted(&voice, &card, code.unwrap()))
                    })
                    .concat(),
            ),
            ("declined", panel(&joining::declined(&voice, &card(), "Too far away.", from))),
            (
                "accepting who applied on the website",
                form(&joining::accept_form(&voice, &id, &outside, code, &presser))
                    + &panel(&joining::accepted(&voice, &outside, code.unwrap())),
            ),
            (
                "declining who applied on the website",
                form(&joining::decline_form(&voice, &id, &outside, from))
                    + &panel(&joining::declined(&voice, &outside, "Too far away.", from))
                    + &panel(&joining::declined(&voice, &erased, "Too far away.", from)),
            ),
            (
                "somebody was faster",
                [accepted(), declined(), card()]
                    .map(|card| line(joining::settled(&voice, &card)))
                    .concat(),
            ),
            (
                "asking",
                form(&question::ask_form(&voice, &id, &card()))
                    + &panel(&question::asked(&voice, &card())),
            ),
            (
                "what cannot be asked",
                [asked(1, false), decided(asked(1, true), false), Card { gone: true, ..card() }]
                    .map(|card| line(question::not_asked(&voice, &card).unwrap()))
                    .concat(),
            ),
            (
                "answering",
                form(&question::answer_form(&voice, &id, &asked(1, false)))
                    + &panel(&question::answered(&voice, manager, Some(due)))
                    + &panel(&question::answered(&voice, None, Some(due)))
                    + &panel(&question::answered(&voice, manager, None)),
            ),
            (
                "what cannot be answered",
                [asked(1, true), decided(asked(1, false), true), decided(asked(1, false), false)]
                    .map(|card| line(question::not_answered(&voice, &card)))
                    .concat(),
            ),
            (
                "an answer that came too late",
                panel(&question::too_late(
                    &voice,
                    "apply-answer-title",
                    question::not_answered(&voice, &asked(1, true)),
                    "Two people in the north.",
                )),
            ),
            ("inviting", form(&joining::invite_form(&voice, &id))),
            ("invited", panel(&joining::invited(&voice, "Fresh founder"))),
            ("the buttons", message(&Message { parts: vec![Part::Buttons(buttons)] })),
        ])
    });
}
