//! One shout-out is written, posted, put right and taken away; of others nothing is said.

use vouch::domain::ids::{PartnerId, PersonId};
use vouch::domain::outcome::{Event, Seal, ShoutEvent};
use vouch::domain::shout::{About, Draft, Occasion, Reach};
use vouch::store::desk::{Desk, Needs, Stamp};
use vouch::store::project::Stream;

use super::story::Story;

impl Story<'_> {
    pub async fn shouts(&mut self) {
        let (partner, by) = (PartnerId::new(1), PersonId::new(1));
        let (first, tenth) = (Occasion::First(partner), Occasion::Approved(10, partner));
        let seal = |word: &str| Seal::of(&[7; 32], word);
        let (text, at) = (Some(seal("text")), Some(self.app.now()));
        let draft = Draft { template: 2, text, reach: Reach::Both, at };
        let (text, reason) = (seal("better"), seal("reason"));
        let channels = vec!["slack:C1".to_owned()];
        let drafted = || ShoutEvent::ShoutDrafted { draft: draft.clone(), by };
        for (occasion, event) in [
            (first, ShoutEvent::ShoutSuggested { partner, fact: About::First { days: 12 } }),
            (tenth, ShoutEvent::ShoutSuggested { partner, fact: About::Approved { n: 10 } }),
            (first, drafted()),
            (first, ShoutEvent::ShoutScheduled { by }),
            (first, ShoutEvent::ShoutPosted { channels, by: None }),
            (first, ShoutEvent::ShoutCorrected { text, reason: reason.clone(), by }),
            (first, ShoutEvent::ShoutDeleted { reason, by }),
            (tenth, drafted()),
            (tenth, ShoutEvent::ShoutDiscarded { by: Some(by) }),
            (tenth, ShoutEvent::ShoutSkipped { by }),
        ] {
            let shouts = [occasion.to_string()].into();
            let needs = Needs { shouts, ..Needs::default() };
            let stamp = Stamp {
                actor: "system".to_owned(),
                cause: "shouts".to_owned(),
                program: self.app.program().version.clone(),
            };
            let unit = move |desk: &mut Desk| {
                let event = Event::Shout(event.clone());
                desk.append(&Stream::Shout(occasion), event, &stamp).map(|_| ())
            };
            self.app.store.writer.decide(needs, unit).await.unwrap();
        }
    }
}
