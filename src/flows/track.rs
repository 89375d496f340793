//! *My referrals*: a partner's to its members, those of a partner's channel to the vendor, and one's
//! own to whoever owns some.

use super::actor::Standing;
use super::refer::full_member;
use super::{By, Command, Flow, Opened, Opening, Slash, no_form};
use crate::app::{App, lists};
use crate::chat::view::Line;
use crate::domain::actor::Role;
use crate::domain::ids::PersonId;
use crate::domain::partner::Partner;
use crate::store::StoreError;
use crate::store::lists::Scope;
use crate::views::list::{self, Filter, Whose};
use crate::views::refusals;

pub const FLOW: Flow = Flow {
    name: "track",
    commands: &[Command {
        word: "referrals",
        takes: None,
        slash: Slash::Registered,
        by: By { members: true, roles: &Role::ALL },
    }],
    form: |app, opening| Box::pin(show(app, opening)),
    act: no_form,
};

async fn show(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let shown = match shown(app, &opening).await? {
        Ok(shown) => shown,
        Err((line, result)) => return Ok(Opened::instead(line, result)),
    };
    let asked = opening.action.and_then(|action| {
        let filter = Filter::of_choice(&action.choice)?;
        // A made-up number is the first page.
        Some((filter, action.subject.parse().unwrap_or(0)))
    });
    let (filter, skip) = asked.unwrap_or((Filter::All, 0));
    let (scope, whose) = match &shown {
        Shown::Ours(partner) => (Scope::Partner(partner.id), Whose::Ours(&partner.name)),
        Shown::Theirs(partner) => (Scope::Partner(partner.id), Whose::Theirs(&partner.name)),
        Shown::Owned(owner) => (Scope::Owner(*owner), Whose::Owned),
    };
    let page = lists::referrals(&app.store.db, &scope, filter, skip, app.now()).await?;
    let page = list::mine(&voice, whose, filter, &page);
    Ok(Opened::Listed { page, turned: asked.is_some() })
}

/// Whose referrals the asker sees here.
enum Shown {
    Ours(Partner),
    Theirs(Partner),
    Owned(PersonId),
}

/// Decided anew at every press and every page: what a button says is never believed.
async fn shown(
    app: &App,
    opening: &Opening<'_>,
) -> Result<Result<Shown, (Line, &'static str)>, StoreError> {
    let voice = app.voice();
    let nobody = || Err((voice.line("help-nobody", &[]), "not_a_member"));
    let actor = opening.actor;
    Ok(match (&actor.standing, &actor.known) {
        (Standing::Member(partner), _) => Ok(Shown::Ours(partner.clone())),
        (Standing::Newcomer(partner), _) => {
            // A list is not shown on a guess: who is not said to be one counts as none.
            let full = full_member(app, opening).await == Some(true);
            if full { Ok(Shown::Ours(partner.clone())) } else { nobody() }
        }
        (Standing::Behalf(partner), _) => Ok(Shown::Theirs(partner.clone())),
        (Standing::Vendor, Some(person)) => {
            let partner = app.partner(actor.partner_here()).await?;
            Ok(partner.map_or(Shown::Owned(person.id), Shown::Theirs))
        }
        (Standing::Stranger, _) => Err((refusals::forged(&voice), "outsider")),
        (Standing::Vendor | Standing::Unknown, _) => nobody(),
    })
}
