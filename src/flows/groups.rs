//! *Bind a group*: an admin says which role being in a group of the chat gives.

use std::time::Duration;

use super::role::in_words;
use super::{
    By, Command, Flow, Opened, Opening, Sent, Slash, Subject, chosen, misfit, reply_to, unclear,
};
use crate::app::App;
use crate::chat::inbound::{Inbound, Reply, text_in};
use crate::chat::{Group, limits};
use crate::domain::actor::Role;
use crate::domain::group::Grant;
use crate::domain::ids::PartnerCode;
use crate::store::{StoreError, queries};
use crate::text::Arg;
use crate::views::groups::{Bound, form as group_form, input};
use crate::views::refusals;

pub const FLOW: Flow = Flow {
    name: "groups",
    commands: &[Command {
        word: "group",
        takes: None,
        slash: Slash::OnRequest,
        by: By { members: false, roles: &[Role::Admin] },
    }],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

/// How long the platform may take while a form waits to be opened.
const LISTED_WITHIN: Duration = Duration::from_millis(1_000);

/// The groups of the workspace, by name; `None` when the platform does not list them in time.
pub(super) async fn listed(app: &App, inbound: &Inbound) -> Option<Vec<Group>> {
    let asked = app.people.groups(inbound.platform, &inbound.workspace);
    let mut groups = tokio::time::timeout(LISTED_WITHIN, asked).await.ok()?.ok()?;
    groups.sort_by(|one, other| one.name.cmp(&other.name));
    groups.truncate(limits::PICKS);
    Some(groups)
}

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if !opening.actor.has(Role::Admin) {
        return Ok(opening.refuses(&voice, "no-role-admin"));
    }
    let Some(groups) = listed(app, opening.inbound).await else {
        return Ok(Opened::instead(voice.line("group-no-answer", &[]), "no_answer"));
    };
    if groups.is_empty() {
        return Ok(Opened::instead(voice.line("group-none", &[]), "no_groups"));
    }
    let draw = |id: &_| group_form(&voice, id, &groups);
    Ok(opening.opens(&voice, FLOW.name, Subject::default(), draw))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let inbound = sent.inbound;
    let Some(groups) = listed(app, inbound).await else {
        return Ok(Reply::KeepForm(voice.words("group-no-answer", &[])));
    };
    let id = text_in(sent.values, input::GROUP);
    let role: Option<Bound> = chosen(sent.values, input::ROLE);
    let group = id.and_then(|id| groups.into_iter().find(|group| group.id == id));
    let (Some(group), Some(role)) = (group, role) else {
        return unclear(app, inbound, misfit(&voice, input::GROUP, "group-missing")).await;
    };
    let Some(grants) = grants(app, &sent, role).await? else {
        let errors = misfit(&voice, input::PARTNER, "partner-code-missing");
        return unclear(app, inbound, errors).await;
    };
    let role = voice.words(&format!("group-role-{role}"), &[]);
    let key = if grants.is_some() { "group-bound" } else { "group-unbound" };
    let args = [("group", Arg::Text(group.name.as_str())), ("role", Arg::Word(&role))];
    let panel = refusals::panel(&voice, voice.words("group-title", &[]), voice.line(key, &args));
    let platform = inbound.platform;
    let id = format!("{platform}:{}", group.id);
    let workspace = format!("{platform}:{}", inbound.workspace);
    let answer = Reply::Panel(panel);
    let outcome = app.bind_group(inbound, id.clone(), workspace, grants, answer).await?;
    // A copy of the form finds nothing left to do here.
    app.sync_group(&id).await?;
    reply_to(app, inbound, outcome, async |refusal| Ok(in_words(&voice, &refusal, ""))).await
}

/// What the group shall grant, if anything; `None` when the partner is not there.
async fn grants(
    app: &App,
    sent: &Sent<'_>,
    role: Bound,
) -> Result<Option<Option<Grant>>, StoreError> {
    Ok(match role {
        Bound::Sales => Some(Some(Grant::Sales)),
        Bound::CommunityManager => Some(Some(Grant::CommunityManager)),
        Bound::None => Some(None),
        Bound::PartnerMember => {
            let typed = text_in(sent.values, input::PARTNER);
            let code = typed.and_then(|typed| typed.to_uppercase().parse::<PartnerCode>().ok());
            let all = queries::partners(&app.store.db).await?;
            let found = all.into_iter().find(|partner| Some(partner.code) == code);
            found.map(|partner| Some(Grant::PartnerMember { partner: partner.id }))
        }
    })
}
