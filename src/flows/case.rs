//! What flows about a conflict case share: whose case it is, what was typed, and the answer.

use super::card::{self, Typed};
use super::{FieldErrors, Sent, in_place, misfit, reply_to, unclear};
use crate::app::execute::{InCase, Outcome};
use crate::app::{App, Sealed, facts};
use crate::chat::inbound::{Reply, Value};
use crate::domain::case::Case;
use crate::domain::case::evidence::State;
use crate::domain::case::no::CaseNo;
use crate::domain::case::{Claim, evidence};
use crate::domain::ids::ReferralId;
use crate::domain::outcome::Refusal;
use crate::domain::referral::{Referral, grace};
use crate::store::{StoreError, accounts, queries};
use crate::text::Arg;
use crate::views::case::forms::input;
use crate::views::refusals;

/// The longest that a party may write: a paragraph of a message.
const STATEMENT_MOST: usize = 1_000;
const LINK_MOST: usize = 300;

/// The open case that a referral is in, or else the newest on its account, if it is in that.
pub(super) async fn of(app: &App, referral: &Referral) -> Result<Option<Case>, StoreError> {
    let db = &app.store.db;
    let is_in = |case: &Case| case.party(&referral.id).is_some();
    if let Some(open) = queries::case_of(db, &referral.id).await?.filter(is_in) {
        return Ok(Some(open));
    }
    let company = accounts::on(db, &referral.submission.domain).await?;
    let newest = queries::cases_on(db, &company.domains).await?.into_iter().next();
    Ok(newest.filter(is_in))
}

/// The same for a referral by its id as a button has it; whoever may not see that referral is told
/// nothing by what follows.
pub(super) async fn of_subject(app: &App, subject: &str) -> Result<Option<Case>, StoreError> {
    let Ok(id) = subject.parse::<ReferralId>() else { return Ok(None) };
    match queries::referral(&app.store.db, &id).await? {
        Some(referral) => of(app, &referral).await,
        None => Ok(None),
    }
}

/// A no about a case.
pub(super) const fn no(why: CaseNo) -> Refusal {
    Refusal::Case { why }
}

/// Whether evidence can be given in the case, if there is one.
pub(super) fn may_state(
    app: &App,
    case: Option<&Case>,
    referral: &Referral,
    by: &crate::domain::actor::Person,
) -> Result<(), Refusal> {
    match case {
        Some(case) => evidence::may_state(case, referral, by, app.now()),
        None => grace::may_state(referral, by, &app.rules_of(referral).calendar, app.now()),
    }
    .map_err(no)
}

/// What was typed as evidence, with the words that its seals stand for.
pub(super) struct Stated {
    pub state: State,
    pub words: Vec<(&'static str, Sealed)>,
}

/// Reads a statement with its link and its day. All that does not fit is said at once.
pub(super) fn read(
    typed: &Typed<'_>,
    claim: Option<Claim>,
    missing: &'static str,
) -> Result<Stated, FieldErrors> {
    let mut errors = FieldErrors::new();
    let text = typed.text(input::STATEMENT);
    match text.as_deref().map(|text| text.chars().count()) {
        None => errors.extend(typed.misfit(input::STATEMENT, missing)),
        Some(long) if long > STATEMENT_MOST => {
            let args = [("n", Arg::count(long - STATEMENT_MOST))];
            let sentence = typed.voice.words("refer-too-long", &args);
            errors.insert(input::STATEMENT.to_owned(), sentence);
        }
        Some(_) => {}
    }
    let link = typed.text(input::LINK);
    let fits = |link: &String| {
        link.starts_with("https://") && link.chars().count() <= LINK_MOST && !link.contains(' ')
    };
    if !link.as_ref().is_none_or(fits) {
        errors.extend(misfit(&typed.voice, input::LINK, "claim-link-unclear"));
    }
    let on = match typed.sent.values.get(input::DATE) {
        Some(Value::Day(on)) => Some(*on),
        Some(Value::Text(_) | Value::Several(_) | Value::Person(_)) | None => None,
    };
    let (Some(text), true) = (text, errors.is_empty()) else { return Err(errors) };
    let (text, link) = (Sealed::new(&text), link.map(|link| Sealed::new(&link)));
    let seal = link.as_ref().map(|link| link.seal.clone());
    let state = State { claim, text: text.seal.clone(), link: seal, on };
    let words = std::iter::once(("statement", text)).chain(link.map(|link| ("link", link)));
    Ok(Stated { state, words: words.collect() })
}

/// What is wanted in a case, the words behind its seals, and what is said when it is done.
pub(super) struct Wanted {
    pub act: InCase,
    pub words: Vec<(&'static str, Sealed)>,
    pub done: &'static str,
}

/// Does what a form of a party asks for.
pub(super) async fn act(
    app: &App,
    sent: Sent<'_>,
    title: &'static str,
    read: impl FnOnce(&Typed<'_>, ReferralId) -> Result<Wanted, FieldErrors>,
) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let Some((facts, _)) = card::visible(app, &sent.form.subject, sent.actor).await? else {
        let no = refusals::forged(&voice);
        return in_place(app, &sent, "outcome-title", no, "outsider").await;
    };
    let typed = Typed { app, voice, sent: &sent };
    let wanted = match read(&typed, facts.referral.id) {
        Ok(wanted) => wanted,
        Err(errors) => return unclear(app, sent.inbound, errors).await,
    };
    let number = facts.referral.number().to_string();
    let done = voice.line(wanted.done, &[("ref", Arg::Word(&number))]);
    let reply = Reply::Panel(refusals::panel(&voice, voice.words(title, &[]), done));
    let written: Vec<String> =
        wanted.words.iter().map(|(_, sealed)| sealed.words().to_owned()).collect();
    let Wanted { act, words, .. } = wanted;
    let outcome = match (of(app, &facts.referral).await?, act) {
        (Some(case), act) => app.act_in_case(sent.inbound, &case, act, words, reply).await?,
        (None, InCase::State(_, state)) => {
            app.state_ahead(sent.inbound, &facts.referral, state, words, reply).await?
        }
        (None, _) => Outcome::Refused(no(CaseNo::Over)),
    };
    let id = facts.referral.id;
    reply_to(app, sent.inbound, outcome, async |refusal| {
        // Read again: what refused it may have happened a moment ago.
        let Some(facts) = facts::of_referral(app, &id).await? else {
            return Ok(Reply::Nothing);
        };
        let line = refusals::about(&app.voice(), &refusal, &facts);
        Ok(card::panel(&app.voice(), title, &number, line, &written))
    })
    .await
}
