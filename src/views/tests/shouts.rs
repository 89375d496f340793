//! Shout-outs: what stands in channels, what whoever writes one sees and is told.

use super::facts::{at, partner, voice};
use super::shown::{form, message, panel, sections};
use super::{keep, notes};
use crate::domain::ids::{FormId, PartnerId, PersonId, ReferralId};
use crate::domain::outcome::{Seal, ShoutEvent};
use crate::domain::posts::Absence;
use crate::domain::shout::{About, Draft, Occasion, Reach, Shout, Why};
use crate::views::digest;
use crate::views::shout::{self as view, Misfit, Words};

const BY: PersonId = PersonId::new(1);

fn facts() -> [(Occasion, About); 8] {
    let north = PartnerId::new(1);
    let march = "2027-03".parse().expect("a month");
    [
        (Occasion::First(north), About::First { days: 12 }),
        (Occasion::First(north), About::First { days: 0 }),
        (Occasion::Approved(10, north), About::Approved { n: 10 }),
        (Occasion::Won(ReferralId::new(1)), About::Won),
        (Occasion::Tier(71, north), About::Tier { tier: "Silver".to_owned() }),
        (Occasion::Streak(3, march, north), About::Streak { n: 3 }),
        (Occasion::Answer(march, north), About::Answer { minutes: 1 }),
        (Occasion::Answer(march, north), About::Answer { minutes: 12 }),
    ]
}

fn suggested(fact: usize) -> Words {
    let (occasion, fact) = facts()[fact].clone();
    let first = ShoutEvent::ShoutSuggested { partner: PartnerId::new(1), fact };
    let shout = Shout::from_first(occasion, &first, at("2027-03-02T14:00:00Z")).expect("a first");
    Words { shout, partner: partner(), text: None, this_week: None }
}

fn signed_this_week() -> Words {
    Words { this_week: Some(at("2027-12-31T00:00:00Z")), ..suggested(3) }
}

/// As far as this, with somebody's own words and a time.
fn after(events: usize, own: bool) -> Words {
    let mut words = suggested(3);
    let at_nine = Some(at("2027-03-05T14:00:00Z"));
    words.text = own.then(|| "Call on Tuesday".to_owned());
    let text = own.then(|| Seal("text".to_owned()));
    let draft = Draft { template: 2, text, reach: Reach::Both, at: at_nine };
    let reason = Seal("reason".to_owned());
    let all = [
        ShoutEvent::ShoutDrafted { draft, by: BY },
        ShoutEvent::ShoutScheduled { by: BY },
        ShoutEvent::ShoutPosted { channels: Vec::new(), by: None },
        ShoutEvent::ShoutDeleted { reason, by: BY },
    ];
    for event in all.iter().take(events) {
        words.shout.apply(event, at("2027-03-05T14:00:00Z"));
    }
    words
}

/// What was too much for a day: one, few, and as many as stand in one message.
pub fn in_digests() -> String {
    let held = |nth: usize| view::said(&voice(), &suggested(nth % facts().len()));
    let digest = |most| digest::post(&voice(), (0..most).map(held).collect(), None);
    let away = Absence { from: at("2027-03-01T14:00:00Z"), to: at("2027-03-09T15:00:00Z") };
    let late = digest::post(&voice(), notes::each(), Some(away));
    let all = [1, 3, digest::MOST].into_iter().filter_map(digest).chain(late);
    all.map(|one| message(&one)).collect()
}

/// What stands in a channel: each template, and somebody's own words.
pub fn every_said() -> String {
    let templates = (0..facts().len()).flat_map(|fact| {
        let words = suggested(fact);
        [1, 2].map(|nth| view::template(&voice(), &words.shout.about, &words.partner, nth))
    });
    let templates = templates.map(|line| message(&crate::views::note(line)));
    templates.chain([message(&view::said(&voice(), &after(3, true)))]).collect()
}

/// What one person is told of them.
pub fn every_told() -> String {
    let voice = voice();
    let names = ["North Partner".to_owned()];
    let mut all = vec![
        view::list(&voice, &[], 0),
        view::list(&voice, &[suggested(0), after(2, false)], 0),
        view::list(&voice, &vec![suggested(2); 7], 0),
        view::list(&voice, &vec![suggested(2); 7], 5),
        view::overtaken(&voice, &after(1, true), Some("Sales 2"), true),
        view::overtaken(&voice, &suggested(0), None, false),
        view::stopped(&voice, &after(3, true), Why::Untrue),
        view::done(&voice, &after(3, true), &names),
    ];
    all.extend(Why::ALL.iter().map(|why| view::stopped(&voice, &suggested(3), *why)));
    all.iter().map(message).collect()
}

#[test]
fn everything_about_writing_one_is_read() {
    keep!("shouts", {
        let (voice, id) = (voice(), FormId::new(1));
        let misfits = [
            Misfit::Consent,
            Misfit::Untrue,
            Misfit::Amount,
            Misfit::Customer("North Partner".to_owned()),
            Misfit::Rival("South Partner".to_owned()),
            Misfit::Name("North Partner".to_owned()),
            Misfit::Channel,
        ];
        let mut answers = vec![
            view::posted(&voice, &["North Partner".to_owned()], at("2027-03-05T14:00:00Z")),
            view::scheduled(&voice, at("2027-03-05T14:00:00Z")),
            view::dropped(&voice, true),
            view::dropped(&voice, false),
            view::changed(&voice, true),
            view::changed(&voice, false),
        ];
        answers.extend((0..=4).map(|events| view::settled(&voice, &after(events, false).shout)));
        answers.extend(misfits.iter().map(|misfit| view::not_posted(&voice, misfit)));
        let mut skipped = suggested(0).shout;
        skipped.apply(&ShoutEvent::ShoutSkipped { by: BY }, at("2027-03-05T14:00:00Z"));
        answers.push(view::settled(&voice, &skipped));
        sections(vec![
            ("draft", form(&view::draft_form(&voice, &id, &suggested(0)))),
            ("draft, not signed this week", form(&view::draft_form(&voice, &id, &suggested(3)))),
            ("draft, signed this week", form(&view::draft_form(&voice, &id, &signed_this_week()))),
            ("draft again", form(&view::draft_form(&voice, &id, &after(1, true)))),
            ("preview", panel(&view::preview(&voice, &after(1, true), None, None))),
            (
                "preview, with a customer",
                panel(&view::preview(&voice, &after(1, true), None, Some("Acme"))),
            ),
            (
                "not yet",
                panel(&view::preview(&voice, &after(1, false), Some(&Misfit::Amount), None)),
            ),
            ("correct", form(&view::correct_form(&voice, &id, &after(3, true)))),
            ("delete", form(&view::delete_form(&voice, &id))),
            (
                "answers",
                answers.iter().map(|one| panel(&view::panel(&voice, one.clone()))).collect(),
            ),
        ])
    });
}

/// One that was posted in the partner's quarter: by a template, and in somebody's own words.
pub fn in_a_quarter() -> Vec<Words> {
    vec![after(3, false), after(3, true)]
}
