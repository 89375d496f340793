//! Which domains are one company, as sales keeps it.

use crate::app::execute::{Decided, Outcome};
use crate::app::{App, homes};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::account::Domain;
use crate::domain::account::alias::{self, group};
use crate::domain::actor::Role;
use crate::domain::outcome::{AliasEvent, Event, Refusal};
use crate::store::StoreError;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::views::accounts as words;

/// What sales says of domains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alias {
    /// The two are one company.
    Join(Domain, Domain),
    /// It is a company of its own again.
    Part(Domain),
}

impl App {
    /// Changes which domains are one company.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn alias(&self, inbound: &Inbound, alias: Alias) -> Result<Outcome, StoreError> {
        let identity = inbound.identity().unwrap_or_default();
        let voice = self.voice();
        let mut needs = Needs::default();
        needs.identities.insert(identity.clone());
        needs.aliases.extend(match &alias {
            Alias::Join(main, other) => vec![main.to_string(), other.to_string()],
            Alias::Part(domain) => vec![domain.to_string()],
        });
        self.answer_once(inbound, "alias", needs, move |desk, stamp| {
            let by = desk.person_of(&identity).filter(|person| person.has(Role::Sales));
            let Some(by) = by.map(|person| person.id) else {
                return Ok(Decided::Refused(Refusal::NoRole { role: Role::Sales }));
            };
            let aliases = &desk.state().aliases;
            let (domain, events) = match &alias {
                Alias::Join(main, other) => (main, alias::join(aliases, main, other, by)),
                Alias::Part(domain) => (domain, alias::part(aliases, domain, by)),
            };
            let nothing = events.is_empty();
            happen(desk, events, stamp)?;
            let told = words::group(&voice, domain, &group(&desk.state().aliases, domain));
            Ok(match nothing {
                true => Decided::No(Reply::Private(told), "nothing_new"),
                false => Decided::Answer(Reply::Private(told)),
            })
        })
        .await
    }
}

fn happen(
    desk: &mut Desk,
    events: Vec<(Domain, AliasEvent)>,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    for (domain, event) in events {
        homes::append(desk, &Stream::Alias(domain), Event::Alias(event), stamp)?;
    }
    Ok(())
}
