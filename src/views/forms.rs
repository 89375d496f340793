//! Everything that is filled in.

pub mod naming;

use crate::chat::PersonRef;
use crate::chat::view::{Choice, Field, FieldKind, Form, Part};
use crate::domain::Rules;
use crate::domain::ids::FormId;
use crate::domain::money;
use crate::domain::referral::{Basis, Introduction, Referral, Relationship, Stage, decide, tail};
use crate::text::{Arg, Voice};
use crate::views::referral::Facts;
use chrono::NaiveDate;

/// The names of the inputs of the two forms: keys of values, and places of errors.
pub mod input {
    pub const WEBSITE: &str = "website";
    pub const COMPANY: &str = "company";
    pub const NEED: &str = "need";
    pub const RELATIONSHIP: &str = "relationship";
    pub const INTRODUCTION: &str = "introduction";
    pub const BASIS: &str = "basis";
    pub const CONTACT_NAME: &str = "contact-name";
    pub const CONTACT_EMAIL: &str = "contact-email";
    pub const JOB_TITLE: &str = "job-title";
    pub const OWNER: &str = "owner";
    pub const NOTE: &str = "note";
    pub const EXCEPTION: &str = "exception";
    pub const REASON: &str = "reason";
    pub const TEXT: &str = "text";
    pub const QUESTION: &str = "question";
    pub const ANSWER: &str = "answer";
    pub const STAGE: &str = "stage";
    pub const NEXT: &str = "next";
    pub const AMOUNT: &str = "amount";
    pub const CURRENCY: &str = "currency";
    pub const DATE: &str = "date";
    pub const LOST: &str = "lost";
    pub const RECORD: &str = "record";
    pub const REFERRAL: &str = "referral";
}

/// A line of the registration; its texts are called like it.
fn short(voice: &Voice<'_>, name: &str, required: bool, hint: Option<&str>, preset: &str) -> Field {
    let kind = FieldKind::Short { preset: preset.to_owned() };
    input_of(voice, name, &format!("refer-{name}"), hint, required, kind)
}

/// A choice of the registration, likewise.
fn choice(
    voice: &Voice<'_>,
    name: &str,
    hint: Option<&str>,
    values: impl Iterator<Item = &'static str>,
    preset: Option<&str>,
) -> Field {
    let label = format!("refer-{name}");
    let kind = choices(voice, &format!("{label}-"), values, preset);
    input_of(voice, name, &label, hint, true, kind)
}

/// Choices by word, all visible at once; texts are `family` and the word.
pub(super) fn choices(
    voice: &Voice<'_>,
    family: &str,
    words: impl Iterator<Item = &'static str>,
    preset: Option<&str>,
) -> FieldKind {
    let choice = |word: &str| Choice {
        value: word.to_owned(),
        label: voice.words(&format!("{family}{word}"), &[]),
    };
    FieldKind::Choice { options: words.map(choice).collect(), preset: preset.map(str::to_owned) }
}

/// What of a company is known before anything is typed.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub website: String,
    pub company: String,
    pub need: String,
    /// Whom to speak to there.
    pub contact: String,
}

/// *Refer a customer*, with what was typed behind the command already in it.
#[must_use]
pub fn refer(voice: &Voice<'_>, id: &FormId, known: &Known) -> Form {
    let need = Some("refer-need-hint");
    let wanted = FieldKind::Long { preset: known.need.clone() };
    let need = input_of(voice, input::NEED, "refer-need", need, true, wanted);
    let relationships = Relationship::ALL.iter().map(|value| value.as_str());
    let introductions = Introduction::ALL.iter().map(|value| value.as_str());
    let bases = Basis::ALL.iter().map(|value| value.as_str());
    let expect = Some(Introduction::Expect.as_str());
    let first = vec![
        short(voice, input::WEBSITE, true, Some("refer-website-hint"), &known.website),
        short(voice, input::COMPANY, true, None, &known.company),
        need,
        choice(voice, input::RELATIONSHIP, None, relationships, None),
        choice(voice, input::INTRODUCTION, None, introductions, expect),
    ];
    let second = vec![
        choice(voice, input::BASIS, Some("refer-basis-hint"), bases, None),
        short(voice, input::CONTACT_NAME, false, None, &known.contact),
        short(voice, input::CONTACT_EMAIL, false, Some("refer-contact-email-hint"), ""),
        short(voice, input::JOB_TITLE, false, None, ""),
    ];
    let mut form = sheet(voice, id, ("refer", "refer-title", "button-register"), first);
    form.pages.push(second);
    form
}

/// Above the inputs, when somebody of the vendor's registers for a partner.
#[must_use]
pub fn behalf(voice: &Voice<'_>, partner: &str) -> Part {
    Part::Text(voice.line("refer-behalf-intro", &[("partner", Arg::Text(partner))]))
}

/// *Approve NOR-12*, with the presser as owner; what is in review takes a reason.
#[must_use]
pub fn approve(
    voice: &Voice<'_>,
    id: &FormId,
    referral: &Referral,
    presser: &PersonRef,
    through: NaiveDate,
) -> Form {
    let number = referral.number().to_string();
    let hint = Some("review-note-hint");
    let reason = || {
        let hint = Some("review-exception-hint");
        input_of(voice, input::EXCEPTION, "review-exception", hint, true, long())
    };
    let mut fields = vec![owner_field(voice, Some(presser))];
    fields.extend(decide::needs_reason(referral).then(reason));
    fields.push(input_of(voice, input::NOTE, "review-note", hint, false, long()));
    let foot = voice.line("review-approve-foot", &[("date", Arg::Day(through))]);
    let names = ("review", "review-approve-title", "button-approve");
    let args = [("ref", Arg::Word(&number))];
    Form { foot: vec![Part::Context(foot)], ..page(voice, id, names, &args, fields) }
}

/// Who looks after a referral: the presser, unless somebody else is chosen.
fn owner_field(voice: &Voice<'_>, presser: Option<&PersonRef>) -> Field {
    let kind = FieldKind::Person { preset: presser.cloned() };
    input_of(voice, input::OWNER, "review-owner", None, true, kind)
}

/// One input.
pub(super) fn input_of(
    voice: &Voice<'_>,
    name: &str,
    label: &str,
    hint: Option<&str>,
    required: bool,
    kind: FieldKind,
) -> Field {
    Field {
        name: name.to_owned(),
        label: voice.words(label, &[]),
        hint: hint.map(|key| voice.words(key, &[])),
        required,
        kind,
    }
}

pub(super) fn long() -> FieldKind {
    FieldKind::Long { preset: String::new() }
}

/// A list of words that stand for themselves.
fn list(words: &[String], preset: Option<&String>) -> FieldKind {
    list_of(words.iter().map(|word| Choice { value: word.clone(), label: word.clone() }), preset)
}

/// A list that opens.
pub(super) fn list_of(options: impl Iterator<Item = Choice>, preset: Option<&String>) -> FieldKind {
    FieldKind::Pick { options: options.collect(), preset: preset.cloned() }
}

/// A form on one page, about no referral; `names` are its flow, and the texts of title and button.
pub(super) fn sheet(
    voice: &Voice<'_>,
    id: &FormId,
    names: (&str, &str, &str),
    fields: Vec<Field>,
) -> Form {
    page(voice, id, names, &[], fields)
}

/// The same, with something to say in its title.
pub(super) fn page(
    voice: &Voice<'_>,
    id: &FormId,
    (flow, title, submit): (&str, &str, &str),
    args: &[(&str, Arg<'_>)],
    fields: Vec<Field>,
) -> Form {
    Form {
        id: id.to_string(),
        flow: flow.to_owned(),
        title: voice.words(title, args),
        submit: voice.words(submit, &[]),
        close: voice.words("button-cancel", &[]),
        intro: Vec::new(),
        pages: vec![fields],
        foot: Vec::new(),
    }
}

/// A form about a referral, on one page.
fn about(
    voice: &Voice<'_>,
    id: &FormId,
    facts: &Facts,
    names: (&str, &str, &str),
    fields: Vec<Field>,
) -> Form {
    let number = facts.referral.number().to_string();
    page(voice, id, names, &[("ref", Arg::Word(&number))], fields)
}

/// What sending a form does: where its button is dangerous, this is what there is to confirm.
fn meaning(voice: &Voice<'_>, key: &str, facts: &Facts) -> Vec<Part> {
    vec![Part::Text(super::referral::named(voice, key, facts))]
}

/// *Reject NOR-12*, with a reason of the programme's.
#[must_use]
pub fn reject(voice: &Voice<'_>, id: &FormId, facts: &Facts, reasons: &[String]) -> Form {
    let reason = list(reasons, None);
    let fields = vec![
        input_of(voice, input::REASON, "review-reason", Some("review-reason-hint"), true, reason),
        input_of(voice, input::TEXT, "review-text", Some("review-text-hint"), false, long()),
        input_of(
            voice,
            input::NOTE,
            "review-internal",
            Some("review-internal-hint"),
            false,
            long(),
        ),
    ];
    about(voice, id, facts, ("reject", "review-reject-title", "button-reject"), fields)
}

/// *Ask about NOR-12*.
#[must_use]
pub fn ask(voice: &Voice<'_>, id: &FormId, facts: &Facts) -> Form {
    let hint = Some("review-question-hint");
    let fields =
        vec![input_of(voice, input::QUESTION, "review-question-label", hint, true, long())];
    about(voice, id, facts, ("ask", "review-ask-title", "button-send-question"), fields)
}

/// *Answer NOR-12*, with the question above the input.
#[must_use]
pub fn answer(voice: &Voice<'_>, id: &FormId, facts: &Facts) -> Form {
    let fields = vec![input_of(voice, input::ANSWER, "review-answer-label", None, true, long())];
    let names = ("answer", "review-answer-title", "button-send-answer");
    let mut form = about(voice, id, facts, names, fields);
    form.intro = vec![Part::Text(super::referral::asked(voice, facts))];
    form
}

/// *Ask about NOR-12*, of a person who answers in the thread.
#[must_use]
pub fn ask_person(voice: &Voice<'_>, id: &FormId, facts: &Facts) -> Form {
    let hint = Some("ask-person-hint");
    let fields = vec![input_of(voice, input::QUESTION, "ask-person-label", hint, true, long())];
    about(voice, id, facts, ("ask_person", "ask-person-title", "button-send-question"), fields)
}

/// *Undo NOR-12*, with a reason for the partner.
#[must_use]
pub fn undo(voice: &Voice<'_>, id: &FormId, facts: &Facts) -> Form {
    let hint = Some("review-undo-hint");
    let fields = vec![input_of(voice, input::REASON, "review-undo-reason", hint, true, long())];
    let names = ("undo", "review-undo-title", "button-take-back");
    Form {
        intro: meaning(voice, "review-undo-intro", facts),
        ..about(voice, id, facts, names, fields)
    }
}

/// *Reverse win NOR-12*, with what was refunded or cancelled.
#[must_use]
pub fn reverse(voice: &Voice<'_>, id: &FormId, facts: &Facts) -> Form {
    let hint = Some("track-reverse-hint");
    let fields = vec![input_of(voice, input::RECORD, "track-reverse-record", hint, true, long())];
    let names = ("reverse", "track-reverse-title", "button-reverse");
    Form {
        intro: meaning(voice, "track-reverse-intro", facts),
        ..about(voice, id, facts, names, fields)
    }
}

/// *Release NOR-12*: the partner is asked first.
#[must_use]
pub fn release(voice: &Voice<'_>, id: &FormId, facts: &Facts) -> Form {
    let hint = Some("release-hint");
    let fields = vec![input_of(voice, input::REASON, "release-reason", hint, true, long())];
    let names = ("release", "release-title", "button-release-ask");
    Form { intro: meaning(voice, "release-intro", facts), ..about(voice, id, facts, names, fields) }
}

/// *Open a referral*: found by typing.
#[must_use]
pub fn open(voice: &Voice<'_>, id: &FormId) -> Form {
    found(voice, id, ("open", "open-title", "button-open"))
}

/// *Why*: the same, for its reasons and dates.
#[must_use]
pub fn why(voice: &Voice<'_>, id: &FormId) -> Form {
    found(voice, id, ("why", "why-form-title", "button-why"))
}

/// A referral found by typing.
fn found(voice: &Voice<'_>, id: &FormId, names: (&str, &str, &str)) -> Form {
    let hint = Some("open-account-hint");
    let fields =
        vec![input_of(voice, input::REFERRAL, "open-account", hint, true, FieldKind::Lookup)];
    sheet(voice, id, names, fields)
}

/// *Owner of NOR-12*.
#[must_use]
pub fn owner(voice: &Voice<'_>, id: &FormId, facts: &Facts, presser: Option<&PersonRef>) -> Form {
    let fields = vec![owner_field(voice, presser)];
    about(voice, id, facts, ("owner", "review-owner-title", "button-save-owner"), fields)
}

/// *Move stage*: the stage decides which of the other inputs count.
#[must_use]
pub fn stage(voice: &Voice<'_>, id: &FormId, facts: &Facts, rules: &Rules) -> Form {
    // Where it stands now can be chosen too, although the programme may not use it any more.
    let offered =
        |stage: &&Stage| rules.stages.contains(stage) || facts.referral.stage == Some(**stage);
    let until = tail::until(&facts.referral);
    let offered = |stage: &&Stage| match until {
        Some(_) => **stage == Stage::ClosedWon,
        None => offered(stage),
    };
    let stages = Stage::ALL.iter().filter(offered).map(|stage| Choice {
        value: stage.to_string(),
        label: voice.words(&format!("stage-{stage}"), &[]),
    });
    let preset = until.map(|_| Stage::ClosedWon).or(facts.referral.stage);
    let preset = preset.map(|stage| stage.to_string());
    let pick = FieldKind::Pick { options: stages.collect(), preset };
    let next = FieldKind::Short { preset: facts.next_step.clone() };
    let amount = FieldKind::Short { preset: String::new() };
    let currencies: Vec<String> =
        money::CURRENCIES.iter().map(|(code, _)| (*code).to_owned()).collect();
    let today = voice.today();
    let first = vec![
        input_of(voice, input::STAGE, "track-stage-label", None, true, pick),
        input_of(voice, input::NEXT, "track-next", Some("track-next-hint"), false, next),
    ];
    let closing = vec![
        input_of(voice, input::AMOUNT, "track-amount", Some("track-amount-hint"), false, amount),
        input_of(
            voice,
            input::CURRENCY,
            "track-currency",
            None,
            false,
            list(&currencies, currencies.first()),
        ),
        input_of(
            voice,
            input::DATE,
            "track-date",
            Some("track-date-hint"),
            false,
            FieldKind::Day { preset: Some(today) },
        ),
        input_of(
            voice,
            input::LOST,
            "track-lost-reason",
            Some("track-lost-hint"),
            false,
            list(&rules.lost_reasons, None),
        ),
    ];
    let names = ("stage", "track-stage-title", "button-save-stage");
    let mut form = about(voice, id, facts, names, first);
    form.pages.push(closing);
    form.intro = meaning(voice, "track-stage-intro", facts);
    if let Some(until) = until {
        form.intro.push(Part::Text(voice.line("track-tail-intro", &[("until", Arg::Day(until))])));
    }
    form
}
