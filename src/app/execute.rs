//! The one way in which something is decided: a delivery, a decision, events, things to be said and
//! the answer, all in one unit of the writer.
//!
//! A copy of a delivery changes nothing: of a sent form it gets the same answer again, of anything
//! else it says nothing. Here is what all decisions share; [`register`], [`act`] and [`case`]
//! have the decisions, [`deal`] follows the CRM.

mod act;
pub(super) mod case;
mod deal;
pub(super) mod link;
mod register;

use crate::chat::inbound::{Inbound, Reply, What};
use crate::domain::ids::{FormId, PartnerId, ReferralId};
use crate::domain::outcome::{AskingEvent, Event, ReferralEvent, Refusal};
use crate::store::StoreError;
use crate::store::desk::{Desk, Needs, Saying, Stamp};
use crate::store::project::Stream;
use crate::store::rows::{FormRow, HomeRow, InboxRow};
use crate::views::Say;

use super::code::may_hold_a_code;
use super::{App, homes, notify, tiers};

pub use act::Act;
pub(super) use act::end_referrals;
pub use case::act::InCase;
pub use link::{Link, Use};
pub use register::{Newcomer, Registration};

/// What a decision comes to.
pub enum Decided {
    /// Recorded with its answer.
    Answer(Reply),
    /// Changed nothing; put into words and recorded by whoever asked.
    Refused(Refusal),
    /// Changed nothing, for this reason; recorded with its words.
    No(Reply, &'static str),
}

/// What became of a delivery.
pub enum Outcome {
    /// Recorded now.
    Answered(Reply),
    /// Had been answered before; this is for the copy.
    Repeated(Reply),
    /// Not recorded yet: see [`App::record`].
    Refused(Refusal),
}

/// What a delivery that decides nothing leaves all the same.
#[derive(Clone, Debug, Default)]
pub struct Aside {
    /// The form that was opened.
    pub opened: Option<FormRow>,
    /// A card to draw anew: somebody pressed an old one.
    pub say: Option<Say>,
    /// The Home that somebody looks at.
    pub home: Option<HomeRow>,
    /// What a partner asked, and was told.
    pub asked: Option<Asked>,
}

/// A partner's question that belongs into the log: who asked it, and what.
pub type Asked = (PartnerId, AskingEvent);

impl App {
    /// Decides a delivery and records it with its answer, once.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub(super) async fn answer_once(
        &self,
        inbound: &Inbound,
        command: &'static str,
        mut needs: Needs,
        mut decide: impl FnMut(&mut Desk, &Stamp) -> Result<Decided, StoreError> + Send + 'static,
    ) -> Result<Outcome, StoreError> {
        needs.inbox.insert(inbound.key.clone());
        let form = form_of(inbound);
        needs.forms.extend(form.map(|form| form.to_string()));
        let stamp = self.stamp_of(inbound);
        let (delivery, in_force) = (inbound.clone(), self.in_force.clone());
        let unit = move |desk: &mut Desk| {
            if let Some(reply) = answered_before(desk, &delivery, form) {
                return Ok(Outcome::Repeated(reply));
            }
            Ok(match decide(desk, &stamp)? {
                Decided::Answer(reply) => {
                    tiers::follow(desk, &in_force, &stamp)?;
                    if let Some(form) = &form {
                        desk.answer_form(form, &as_text(&reply));
                    }
                    desk.receive(inbox_row(&delivery, &reply, "done", desk));
                    Outcome::Answered(reply)
                }
                Decided::Refused(refusal) => Outcome::Refused(refusal),
                Decided::No(reply, reason) => {
                    desk.receive(inbox_row(&delivery, &reply, reason, desk));
                    Outcome::Answered(reply)
                }
            })
        };
        let outcome = self.store.writer.decide(needs, unit).await?;
        count(inbound, command, &outcome);
        Ok(outcome)
    }

    /// Who did it, by which delivery, under which rules.
    fn stamp_of(&self, inbound: &Inbound) -> Stamp {
        let actor = inbound.identity().unwrap_or_else(|| "system".to_owned());
        Stamp { actor, cause: cause(inbound), program: self.program().version.clone() }
    }

    /// Keeps a delivery whose work needs the platform's word, so that it can be acknowledged;
    /// `errand` says what it is about.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn work_later(&self, inbound: &Inbound, errand: String) -> Result<(), StoreError> {
        let delivery = inbound.clone();
        let mut needs = Needs::default();
        needs.inbox.insert(inbound.key.clone());
        let unit = move |desk: &mut Desk| {
            if answered_before(desk, &delivery, None).is_some() {
                return Ok("repeated");
            }
            desk.receive(inbox_row(&delivery, &Reply::Nothing, "kept", desk));
            desk.work_later(&delivery.key, errand.clone(), delivery.received);
            Ok("kept")
        };
        let result = self.store.writer.decide(needs, unit).await?;
        count_delivery(inbound, result);
        Ok(())
    }

    /// Records a delivery that decides nothing, or was refused, with its answer.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn record(
        &self,
        inbound: &Inbound,
        reply: Reply,
        result: &'static str,
        aside: Aside,
    ) -> Result<Outcome, StoreError> {
        let delivery = inbound.clone();
        let mut needs = Needs::default();
        needs.inbox.insert(inbound.key.clone());
        needs.askings.extend(aside.asked.iter().map(|(partner, _)| partner.to_string()));
        let asked = aside.asked.clone().map(|asked| (asked, self.stamp_of(inbound)));
        let unit = move |desk: &mut Desk| {
            if let Some(reply) = answered_before(desk, &delivery, None) {
                return Ok(Outcome::Repeated(reply));
            }
            desk.receive(inbox_row(&delivery, &reply, result, desk));
            if let Some(((partner, event), stamp)) = &asked {
                let event = Event::Asking(event.clone());
                homes::append(desk, &Stream::Asking(*partner), event, stamp)?;
            }
            if let Some(form) = &aside.opened {
                desk.open_form(form.clone());
            }
            if let Some(home) = &aside.home {
                desk.open_home(home.clone());
            }
            if let Some(say) = &aside.say {
                say_one(desk, say, &delivery.key);
            }
            Ok(Outcome::Answered(reply.clone()))
        };
        let outcome = self.store.writer.decide(needs, unit).await?;
        let result = if matches!(outcome, Outcome::Repeated(_)) { "repeated" } else { result };
        count_delivery(inbound, result);
        Ok(outcome)
    }
}

/// The form that was sent, by its id.
fn form_of(inbound: &Inbound) -> Option<FormId> {
    match &inbound.what {
        What::FormSent { form_id, .. } => form_id.parse().ok(),
        What::Command { .. }
        | What::Pressed { .. }
        | What::FormClosed { .. }
        | What::Shortcut { .. }
        | What::Suggest { .. }
        | What::Mentioned { .. }
        | What::Direct
        | What::Channel(_)
        | What::Uninstalled { .. }
        | What::Installed
        | What::Unknown { .. } => None,
    }
}

/// What stands in the log as the cause. A form's id rather than its delivery's key: that one is
/// made from what was typed, and the log must hold nothing that could confirm a guess at it.
fn cause(inbound: &Inbound) -> String {
    form_of(inbound).map_or_else(|| inbound.key.clone(), |form| form.to_string())
}

/// What a copy of an earlier delivery is answered with, or an earlier sending of the same form. The
/// delivery is recorded in the second case.
fn answered_before(desk: &mut Desk, delivery: &Inbound, form: Option<FormId>) -> Option<Reply> {
    let read = |answer: &str| serde_json::from_str(answer).unwrap_or(Reply::Nothing);
    if let Some(answer) = desk.answered(&delivery.key) {
        return Some(for_copy(delivery, read(answer)));
    }
    let reply = read(desk.form(&form?)?.answer.as_deref()?);
    desk.receive(inbox_row(delivery, &reply, "repeated", desk));
    Some(reply)
}

/// A form shows whatever its copy is answered with, so that has to be the same. A message would
/// stand there twice.
fn for_copy(delivery: &Inbound, answer: Reply) -> Reply {
    match (form_of(delivery), answer) {
        (None, _) | (_, Reply::Private(_) | Reply::Replace(_)) => Reply::Nothing,
        (Some(_), answer) => answer,
    }
}

fn as_text(reply: &Reply) -> String {
    serde_json::to_string(reply).unwrap_or_else(|_| "null".to_owned())
}

/// Counts a delivery by what became of it.
pub fn count_delivery(inbound: &Inbound, result: &'static str) {
    let (platform, kind) = (inbound.platform.as_str(), inbound.what.kind());
    metrics::counter!(
        "vouch_deliveries_total", "platform" => platform, "kind" => kind, "result" => result
    )
    .increment(1);
}

/// Counts a decision by its outcome; a refused delivery is counted when it is recorded.
fn count(inbound: &Inbound, command: &'static str, outcome: &Outcome) {
    let result = match outcome {
        Outcome::Answered(_) => {
            count_delivery(inbound, "done");
            "done"
        }
        Outcome::Repeated(_) => return count_delivery(inbound, "repeated"),
        Outcome::Refused(refusal) => {
            metrics::counter!("vouch_refusals_total", "reason" => refusal.reason()).increment(1);
            refusal.reason()
        }
    };
    metrics::counter!("vouch_decisions_total", "command" => command, "result" => result)
        .increment(1);
}

/// The body as it is kept: never one in which a code was typed, right or misspelt.
fn kept_raw(inbound: &Inbound) -> String {
    match &inbound.what {
        What::Command { text, .. } if may_hold_a_code(text) => {
            "(not kept: a code may stand in it)".to_owned()
        }
        What::Command { .. }
        | What::Pressed { .. }
        | What::FormSent { .. }
        | What::FormClosed { .. }
        | What::Shortcut { .. }
        | What::Suggest { .. }
        | What::Mentioned { .. }
        | What::Direct
        | What::Channel(_)
        | What::Uninstalled { .. }
        | What::Installed
        // Postgres takes no NUL, and whoever sends one does not mean it.
        | What::Unknown { .. } => inbound.raw.replace('\0', ""),
    }
}

fn inbox_row(inbound: &Inbound, reply: &Reply, result: &str, desk: &Desk) -> InboxRow {
    InboxRow {
        key: inbound.key.clone(),
        kind: inbound.what.kind().to_owned(),
        workspace: inbound.workspace.clone(),
        identity: inbound.identity(),
        raw: kept_raw(inbound),
        answer: as_text(reply),
        result: result.to_owned(),
        received_us: inbound.received.timestamp_micros(),
        done_us: desk.now.timestamp_micros(),
    }
}

/// Leaves things to be said, each once.
fn say_all(desk: &mut Desk, says: Vec<Say>, cause: &str) {
    let mut said: Vec<Say> = Vec::new();
    for say in says {
        if !said.contains(&say) {
            said.push(say);
        }
    }
    for say in said {
        say_one(desk, &say, cause);
    }
}

pub(super) fn say_one(desk: &mut Desk, say: &Say, cause: &str) {
    leave(desk, say, cause, false);
}

/// The same for what a channel reads of Vouch's own accord; `by_hand`: somebody posts it now, so it
/// waits for no hour, and counts for the day.
pub(super) fn post_one(desk: &mut Desk, say: &Say, cause: &str, by_hand: bool) {
    leave(desk, say, cause, by_hand);
}

fn leave(desk: &mut Desk, say: &Say, cause: &str, by_hand: bool) {
    let saying = Saying {
        queue: say.queue().into_owned(),
        say: serde_json::to_string(say).unwrap_or_default(),
        card_id: say.card_id(),
        due: desk.now,
        by_hand,
    };
    desk.say(saying, cause);
}

/// Appends events to a referral and leaves everything that follows to be said.
fn happen(
    desk: &mut Desk,
    id: &ReferralId,
    events: Vec<ReferralEvent>,
    stamp: &Stamp,
) -> Result<Vec<Say>, StoreError> {
    let mut says = Vec::new();
    let stream = Stream::Referral(*id);
    for event in events {
        let before = desk.state().referrals.get(id).cloned();
        homes::append(desk, &stream, Event::Referral(event.clone()), stamp)?;
        let seq = desk.last_seq();
        if let Some(referral) = desk.state().referrals.get(id) {
            says.extend(notify::referral(&event, seq, before.as_ref(), referral, desk.state()));
        }
    }
    Ok(says)
}
