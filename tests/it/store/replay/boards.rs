//! A board is taken, shown to somebody, posted and corrected; another is left out.

use vouch::domain::board::period::Period;
use vouch::domain::board::snapshot::{Count, Late};
use vouch::domain::ids::{PartnerId, PersonId};
use vouch::domain::outcome::{BoardEvent, Event};
use vouch::store::desk::{Desk, Needs, Stamp};
use vouch::store::project::Stream;

use super::story::Story;

fn count(partner: u128, approved: u32) -> Count {
    let partner = PartnerId::new(partner);
    Count { partner, approved, before: 1, won: 0, lost: 2, expired: 0 }
}

impl Story<'_> {
    pub async fn boards(&mut self) {
        let (march, april): (Period, Period) =
            ("2031-03".parse().unwrap(), "2031-q1".parse().unwrap());
        let late = Some(Late { from: self.app.now(), posts: 3 });
        let (by, shown) = (Some(PersonId::new(1)), [PartnerId::new(1)].into());
        let taken = || BoardEvent::BoardTaken { counts: vec![count(1, 7), count(2, 5)] };
        for (period, event) in [
            (march, taken()),
            (april, taken()),
            (march, BoardEvent::BoardPreviewed { late }),
            (march, BoardEvent::BoardPosted { post: march, shown, late, by }),
            (april, BoardEvent::BoardSkipped { by: None }),
            (march, BoardEvent::BoardCorrected { counts: vec![count(1, 6)] }),
        ] {
            let boards = [period.to_string()].into();
            let needs = Needs { boards, ..Needs::default() };
            let stamp = Stamp {
                actor: "system".to_owned(),
                cause: "boards".to_owned(),
                program: self.app.program().version.clone(),
            };
            let unit = move |desk: &mut Desk| {
                desk.append(&Stream::Board(period), Event::Board(event.clone()), &stamp).map(|_| ())
            };
            self.app.store.writer.decide(needs, unit).await.unwrap();
        }
    }
}
