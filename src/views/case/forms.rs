//! What is filled in about a case.

use super::{Facts, cited};
use crate::chat::limits;
use crate::chat::view::{Choice, Field, FieldKind, Form, Part};
use crate::domain::case::decide::EVIDENCE_DAYS;
use crate::domain::case::{Claim, Outcome, effect, split};
use crate::domain::ids::FormId;
use crate::text::{Arg, Voice};
use crate::views::forms::{choices, input_of, list_of, long, page, sheet};
use crate::views::referral::{self, Facts as OfReferral};

/// The names of the inputs.
pub mod input {
    pub const CLAIM: &str = "claim";
    pub const STATEMENT: &str = "statement";
    pub const LINK: &str = "link";
    pub const DATE: &str = "date";
    pub const OUTCOME: &str = "outcome";
    pub const RULES: &str = "rules";
    pub const WINNER: &str = "winner";
    pub const SHARE: &str = "share";
    pub const REASON: &str = "reason";
    pub const SIDE: &str = "side";

    /// The text for one side: by its referral, because others may come in while it is written.
    #[must_use]
    pub fn text(referral: &crate::domain::ids::ReferralId) -> String {
        format!("text-{referral}")
    }
}

/// Sides that the form of a decision has room for.
pub const TEXTS: usize = 4;

fn short(preset: &str) -> FieldKind {
    FieldKind::Short { preset: preset.to_owned() }
}

fn link(voice: &Voice<'_>) -> Field {
    input_of(voice, input::LINK, "claim-link", None, false, short(""))
}

fn day(voice: &Voice<'_>) -> Field {
    input_of(voice, input::DATE, "claim-date", None, false, FieldKind::Day { preset: None })
}

/// *Claim a conflict*.
#[must_use]
pub fn claim(voice: &Voice<'_>, id: &FormId, facts: &OfReferral) -> Form {
    let claims = choices(voice, "claim-", Claim::ALL.iter().map(|claim| claim.as_str()), None);
    let fields = vec![
        input_of(voice, input::CLAIM, "claim-label", None, true, claims),
        input_of(voice, input::STATEMENT, "claim-what", Some("claim-what-hint"), true, long()),
        link(voice),
        day(voice),
    ];
    let form = sheet(voice, id, ("claim", "claim-title", "button-open-case"), fields);
    about(voice, form, facts)
}

/// *Add evidence*.
#[must_use]
pub fn evidence(voice: &Voice<'_>, id: &FormId, facts: &OfReferral) -> Form {
    let hint = Some("evidence-hint");
    let fields = vec![
        input_of(voice, input::STATEMENT, "evidence-statement", hint, true, long()),
        link(voice),
        day(voice),
    ];
    let form = sheet(voice, id, ("evidence", "evidence-title", "button-send-evidence"), fields);
    about(voice, form, facts)
}

/// *Appeal*.
#[must_use]
pub fn appeal(voice: &Voice<'_>, id: &FormId, facts: &OfReferral) -> Form {
    let fields = vec![
        input_of(voice, input::STATEMENT, "appeal-what", Some("appeal-hint"), true, long()),
        link(voice),
    ];
    let form = sheet(voice, id, ("appeal", "appeal-title", "button-send-appeal"), fields);
    about(voice, form, facts)
}

/// *Open a case*, by sales.
#[must_use]
pub fn contest(voice: &Voice<'_>, id: &FormId, facts: &OfReferral) -> Form {
    let hint = Some("contest-hint");
    let fields = vec![input_of(voice, input::STATEMENT, "contest-why", hint, true, long())];
    let form = sheet(voice, id, ("contest", "contest-title", "button-open-case"), fields);
    about(voice, form, facts)
}

/// Above the inputs: which referral it is about.
fn about(voice: &Voice<'_>, form: Form, facts: &OfReferral) -> Form {
    Form { intro: vec![Part::Text(referral::named(voice, "track-stage-intro", facts))], ..form }
}

/// The outcomes that can be decided: a split only once both have agreed to it, a merge where one
/// partner has sent the company more than once.
fn outcomes(voice: &Voice<'_>, facts: &Facts) -> Vec<Choice> {
    let agreed = facts.case.split.as_ref().is_some_and(|one| split::is_agreed(&facts.case, one));
    let first = facts.proposal.as_ref().map(|proposal| proposal.first);
    let merging = first.and_then(|first| effect::merging(&facts.case, &first, &facts.present()));
    let merging = merging.filter(|merging| !merging.gone.is_empty());
    let goes_on = merging.as_ref().map(|merging| merging.into.into).or(first);
    let may = |outcome: &Outcome| match outcome {
        Outcome::Split => agreed,
        Outcome::Merge => merging.is_some(),
        Outcome::UpholdFirst
        | Outcome::AwardOther
        | Outcome::DirectKeeps
        | Outcome::DirectKeepsWithFee
        | Outcome::Void => true,
    };
    let choice = |outcome: Outcome| {
        let label = super::outcome(voice, facts, outcome, &goes_on?);
        Some(Choice { value: outcome.to_string(), label })
    };
    Outcome::ALL.iter().copied().filter(may).filter_map(choice).collect()
}

/// *Decide case 7*, with what the rules propose already in it.
#[must_use]
pub fn decide(voice: &Voice<'_>, id: &FormId, facts: &Facts) -> Form {
    let proposal = facts.proposal.as_ref();
    let preset = proposal.and_then(|proposal| proposal.outcome).map(|one| one.to_string());
    let presets = proposal.map(|proposal| &proposal.rules).into_iter().flatten();
    let presets: Vec<String> = presets.map(ToString::to_string).collect();
    let options = facts.engagement.holding().map(|rule| Choice {
        value: rule.to_string(),
        label: limits::shorten(&voice.words(&format!("short-{rule}"), &[]), limits::CHOICE),
    });
    let rules = FieldKind::Several { options: options.collect(), presets };
    let outcome = FieldKind::Choice { options: outcomes(voice, facts), preset };
    let mut first = vec![
        input_of(voice, input::OUTCOME, "decide-outcome", None, true, outcome),
        input_of(voice, input::RULES, "decide-rules", None, true, rules),
    ];
    let sides = facts.in_line();
    if sides.len() > 2 {
        let hint = Some("decide-winner-hint");
        let others = sides.iter().skip(1).map(|side| Choice {
            value: side.referral.id.to_string(),
            label: side.referral.number().to_string(),
        });
        let winner = proposal.and_then(|proposal| proposal.winner).map(|one| one.to_string());
        let kind = list_of(others.take(limits::PICKS), winner.as_ref());
        first.push(input_of(voice, input::WINNER, "decide-winner", hint, false, kind));
    }
    let texts = sides.iter().take(TEXTS).enumerate().map(|(at, side)| {
        let number = side.referral.number().to_string();
        let place = (at + 1).to_string();
        Field {
            name: input::text(&side.referral.id),
            label: voice.words("decide-text", &[("n", Arg::Word(&place))]),
            hint: Some(voice.words("decide-text-hint", &[("ref", Arg::Word(&number))])),
            required: true,
            kind: long(),
        }
    });
    let texts: Vec<Field> = texts.collect();
    let case = facts.case.number.to_string();
    let title = [("case", Arg::Word(case.as_str()))];
    let form = page(voice, id, ("decide", "decide-title", "button-decide"), &title, first);
    let rules = proposal.map(|one| cited(&one.rules)).unwrap_or_default();
    let grounds = proposal.map(|proposal| super::card::grounds(voice, facts, proposal));
    let grounds = limits::shorten(&grounds.unwrap_or_default(), limits::TEXT - 300);
    let args = [
        ("case", Arg::Word(&case)),
        ("rules", Arg::Word(&rules)),
        ("grounds", Arg::Text(&grounds)),
    ];
    let mut intro = vec![Part::Text(voice.line("decide-intro", &args))];
    if voice.now <= facts.case.evidence_until {
        let until = [("date", Arg::Instant(facts.case.evidence_until))];
        intro.push(Part::Text(voice.line("decide-early", &until)));
    }
    Form { intro, pages: std::iter::once(form.pages.concat()).chain([texts]).collect(), ..form }
}

/// Chosen when every side is asked.
pub const ALL_SIDES: &str = "all";

/// *Ask for evidence*.
#[must_use]
pub fn ask_evidence(voice: &Voice<'_>, id: &FormId, facts: &Facts) -> Form {
    let mut fields = Vec::new();
    let sides = facts.in_line();
    if sides.len() > 1 {
        let one = |side: &&super::Side| Choice {
            value: side.referral.id.to_string(),
            label: limits::shorten(
                &format!("{} · {}", side.referral.number(), side.partner.name),
                limits::CHOICE,
            ),
        };
        let all =
            Choice { value: ALL_SIDES.to_owned(), label: voice.words("ask-evidence-all", &[]) };
        let options = sides.iter().take(limits::PICKS - 1).map(one).chain([all]);
        let kind = list_of(options, None);
        fields.push(input_of(voice, input::SIDE, "ask-evidence-side", None, true, kind));
    }
    let hint = Some("ask-evidence-hint");
    fields.push(input_of(voice, input::STATEMENT, "ask-evidence-text", hint, true, long()));
    let names = ("ask_evidence", "ask-evidence-title", "button-ask-evidence");
    let form = sheet(voice, id, names, fields);
    let days = [("days", Arg::Count(EVIDENCE_DAYS.into()))];
    Form { intro: vec![Part::Text(voice.line("ask-evidence-intro", &days))], ..form }
}

/// *Suggest a split*.
#[must_use]
pub fn share(voice: &Voice<'_>, id: &FormId, facts: &Facts) -> Form {
    let number = facts.in_line().first().map(|side| side.referral.number().to_string());
    let number = number.unwrap_or_default();
    let field = Field {
        name: input::SHARE.to_owned(),
        label: voice.words("split-share", &[]),
        hint: Some(voice.words("split-share-hint", &[("ref", Arg::Word(&number))])),
        required: true,
        kind: short("50"),
    };
    let form = sheet(voice, id, ("split", "split-title", "button-split"), vec![field]);
    Form { intro: vec![Part::Text(voice.line("split-intro", &[]))], ..form }
}
