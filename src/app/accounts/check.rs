//! The question before registering: whether a company is clear, or will be reviewed.
//!
//! Both answers come by the same path and the same work, as those to a registration do; how many
//! questions a day there are is in `domain::account::asking`.

use crate::app::execute::{Decided, Outcome};
use crate::app::{App, homes};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::account::Domain;
use crate::domain::account::asking::{self, Spent};
use crate::domain::ids::{PartnerId, ReferralNumber};
use crate::domain::outcome::Event;
use crate::domain::partner::Partner;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::{StoreError, accounts};
use crate::views::accounts::{self as words, Answer};

use super::{against, is_referred};

impl App {
    /// Answers whether a company can be referred, and records the question.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn check(
        &self,
        inbound: &Inbound,
        partner: &Partner,
        domain: Domain,
    ) -> Result<Outcome, StoreError> {
        let program = self.program();
        let calendar = &program.rules.calendar;
        let today = calendar.local_date(self.now());
        let midnight = today.pred_opt().map_or(self.now(), |day| calendar.end_of_day(day));
        let ended = accounts::ended_since(&self.store.db, &partner.id, midnight).await?;
        let manager = self.manager_name(partner.manager).await?;
        let (app, voice, partner) = (self.clone(), self.voice(), partner.id);
        let mut needs = Needs::default();
        needs.domains.insert(domain.to_string());
        needs.askings.insert(partner.to_string());
        // Who else has it is on the desk then, with the channels of their partner: so are one's own.
        needs.partners.insert(partner.to_string());
        needs.even = true;
        self.answer_once(inbound, "check", needs, move |desk, stamp| {
            let rules = app.in_force.rules_of(&stamp.program);
            let before = desk.state().askings.get(&partner).map_or(0, |asking| asking.on(today));
            let (used, most) = (before + ended, rules.checks_per_day);
            // All of it is looked at whatever is found: an answer takes as long as the other.
            let stands = against(desk, &domain, &rules);
            let referred = is_referred(desk, &domain, partner);
            let own = own(desk, &domain, partner);
            let clear = stands.is_clear() && !referred;
            match asking::ask(domain.clone(), used, most, today, clear) {
                Ok(event) => {
                    asked(desk, partner, Event::Asking(event), stamp)?;
                    let answer = match own {
                        Some(number) => Answer::Yours(number),
                        None if clear => Answer::Clear,
                        None => Answer::Review,
                    };
                    let told = words::checked(&voice, &domain, answer, used + 1, most);
                    Ok(Decided::Answer(Reply::Private(told)))
                }
                Err(Spent) => {
                    let told = words::spent(&voice, most, manager.as_deref());
                    Ok(Decided::No(Reply::Private(told), "check_budget"))
                }
            }
        })
        .await
    }
}

fn asked(
    desk: &mut Desk,
    partner: PartnerId,
    event: Event,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    homes::append(desk, &Stream::Asking(partner), event, stamp).map(|_| ())
}

/// The partner's own live referral on the company.
fn own(desk: &Desk, domain: &Domain, partner: PartnerId) -> Option<ReferralNumber> {
    let live = desk.live_on(domain.as_str());
    live.iter().find(|one| one.partner() == partner).map(|own| own.number())
}
