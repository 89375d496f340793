//! *Aliases*: sales says which domains are one company, and which are not any more.

use super::{By, Command, Flow, Opened, Opening, Slash, no_form, reply_to};
use crate::app::App;
use crate::app::accounts::Alias;
use crate::domain::account::{self, Domain, alias::group};
use crate::domain::actor::Role;
use crate::store::{StoreError, accounts};
use crate::views::accounts as words;

pub const FLOW: Flow = Flow {
    name: "alias",
    commands: &[Command {
        word: "alias",
        takes: Some("alias"),
        slash: Slash::OnRequest,
        by: By { members: false, roles: &[Role::Sales] },
    }],
    form: |app, opening| Box::pin(alias(app, opening)),
    act: no_form,
};

/// In front of the domain that leaves its group.
const REMOVE: &str = "remove";

async fn alias(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if !opening.actor.has(Role::Sales) {
        return Ok(opening.refuses(&voice, "no-role-sales-any"));
    }
    let alias = match meant(opening.text) {
        Some(Meant::Show(domain)) => {
            let aliases = accounts::aliases(&app.store.db, &domain).await?;
            return Ok(Opened::Shown(words::group(&voice, &domain, &group(&aliases, &domain))));
        }
        Some(Meant::Change(alias)) => alias,
        None => return Ok(Opened::instead(words::alias_usage(&voice), "unclear")),
    };
    let outcome = app.alias(opening.inbound, alias).await?;
    let nobody = async |_| Ok(super::forged_form(&voice));
    reply_to(app, opening.inbound, outcome, nobody).await.map(Opened::Done)
}

#[derive(Debug, PartialEq, Eq)]
enum Meant {
    Show(Domain),
    Change(Alias),
}

/// `acme.example`, `acme.example acme.de`, `remove acme.de`.
fn meant(typed: &str) -> Option<Meant> {
    let mut words = typed.split_whitespace();
    let (first, second) = (words.next()?, words.next());
    if words.next().is_some() {
        return None;
    }
    let domain = |typed| account::website(typed).ok();
    match second {
        None => domain(first).map(Meant::Show),
        Some(second) if first.eq_ignore_ascii_case(REMOVE) => {
            domain(second).map(Alias::Part).map(Meant::Change)
        }
        Some(second) => Some(Meant::Change(Alias::Join(domain(first)?, domain(second)?))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_shows_joins_or_parts() {
        let domain = |text: &str| Domain::stored(text.to_owned());
        let join = |one, other| Some(Meant::Change(Alias::Join(domain(one), domain(other))));
        #[rustfmt::skip]
        let table = [
            ("",                              None),
            ("www.acme.example",              Some(Meant::Show(domain("acme.example")))),
            ("acme.example acme.de",          join("acme.example", "acme.de")),
            ("Remove https://acme.de/x",      Some(Meant::Change(Alias::Part(domain("acme.de"))))),
            ("acme",                          None),
            ("acme.example acme",             None),
            ("acme.example gmail.com",        None),
            ("remove",                        None),
            ("acme.example acme.de acme.fr",  None),
        ];
        for (typed, wanted) in table {
            assert_eq!(meant(typed), wanted, "{typed}");
        }
    }
}
