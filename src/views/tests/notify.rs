//! What somebody wants to be told: the form, how it stands, and the line on their Home.

use std::collections::BTreeSet;

use chrono::NaiveTime;

use super::facts::voice;
use super::keep;
use super::shown::{form, message, panel, sections};
use crate::chat::view::Message;
use crate::domain::actor::notify::{Quiet, Topic, Wants};
use crate::domain::ids::FormId;
use crate::views::notify::{self, Shown};

fn shown(off: &[Topic], quiet: bool) -> Shown {
    let hour = |hour| NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
    Shown {
        topics: Topic::ALL.to_vec(),
        wants: Wants {
            off: off.iter().copied().collect::<BTreeSet<_>>(),
            quiet: Quiet::new(hour(19), hour(7)).filter(|_| quiet),
        },
        zone: chrono_tz::Europe::Amsterdam,
        version: 4,
    }
}

#[test]
fn everything_about_what_somebody_wants() {
    keep!("notify", {
        let (voice, id) = (voice(), FormId::new(7));
        let some = shown(&[Topic::Decisions], true);
        let settings =
            |shown: &Shown| message(&Message { parts: notify::settings(&voice, shown).into() });
        let kept = [
            ("the form, untouched", form(&notify::form(&voice, &id, &shown(&[], false)))),
            ("the form, as it was left", form(&notify::form(&voice, &id, &some))),
            ("saved", panel(&notify::saved(&voice, &some, true))),
            ("saved, nothing changed", panel(&notify::saved(&voice, &some, false))),
            ("changed since", panel(&notify::changed_since(&voice))),
            ("everything, at any time", settings(&shown(&[], false))),
            ("nothing", settings(&shown(Topic::ALL, true))),
            ("nothing, at any time", settings(&shown(Topic::ALL, false))),
        ];
        sections(kept)
    });
}
