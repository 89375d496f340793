//! *Merge partner*: two that turned out to be one. As which it goes on is asked, what would come of it is
//! shown, and a press lets it happen. It is a deed of [`super::partner`], from a partner's sheet.

use super::{Opened, Opening, Sent, forged_form, misfit, record, unclear};
use crate::app::App;
use crate::app::execute::Outcome;
use crate::chat::inbound::{Reply, text_in};
use crate::chat::view::Line;
use crate::domain::actor::Person;
use crate::domain::ids::PartnerCode;
use crate::domain::outcome::Refusal;
use crate::domain::partner::Partner;
use crate::domain::partner::merge::may_merge;
use crate::store::{StoreError, queries};
use crate::views::partners::merge as view;
use crate::views::partners::{self, input};

/// The partner's code was typed as which this one goes on: what would come of it is shown.
pub(super) async fn act(app: &App, sent: &Sent<'_>, gone: Partner) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let typed = text_in(sent.values, input::CODE).unwrap_or_default();
    let Some(stays) = of_code(app, typed).await? else {
        return unclear(app, sent.inbound, misfit(&voice, input::CODE, "partner-code-missing"))
            .await;
    };
    let Some(by) = sent.actor.known.as_ref().filter(|by| by.manages_partners()) else {
        return record(app, sent.inbound, forged_form(&voice), "not_manager").await;
    };
    if let Some(no) = refused(app, by, &gone, &stays).await? {
        let errors = [(input::CODE.to_owned(), no.words())].into();
        return unclear(app, sent.inbound, errors).await;
    }
    let merge = app.merge_preview(gone, stays).await?;
    let reply = Reply::Panel(view::preview(&voice, &merge));
    record(app, sent.inbound, reply, "previewed").await
}

/// Why it cannot be, as things stand; asked again when it is decided.
async fn refused(
    app: &App,
    by: &Person,
    gone: &Partner,
    stays: &Partner,
) -> Result<Option<Line>, StoreError> {
    let db = &app.store.db;
    let mut own = queries::live(db, Some(&gone.id)).await?;
    own.extend(queries::live(db, Some(&stays.id)).await?);
    let cases = queries::open_cases(db).await?;
    let cases: Vec<_> = cases.iter().collect();
    let may = may_merge(gone, stays, by, &own, &cases);
    Ok(may.err().map(|why| partners::refused(&app.voice(), why, None).1))
}

/// The press on what was shown.
pub(super) async fn confirm(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let codes = opening.action.and_then(|action| action.subject.split_once('-'));
    let Some((gone, stays)) = codes else { return Ok(Opened::forged(&voice, "forged")) };
    let (gone, stays) = (of_code(app, gone).await?, of_code(app, stays).await?);
    let Some((gone, stays)) = gone.zip(stays) else {
        return Ok(Opened::forged(&voice, "forged"));
    };
    match app.merge_partners(opening.inbound, (&gone, &stays)).await? {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Ok(Opened::Done(reply)),
        Outcome::Refused(Refusal::Partner { why }) => {
            let (_, line) = partners::refused(&voice, why, None);
            Ok(Opened::instead(line, why.reason()))
        }
        Outcome::Refused(refusal) => Ok(Opened::forged(&voice, refusal.reason())),
    }
}

async fn of_code(app: &App, typed: &str) -> Result<Option<Partner>, StoreError> {
    app.partner_of_code(typed.trim().to_uppercase().parse::<PartnerCode>().ok()).await
}
