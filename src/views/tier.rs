//! Partners' tiers: what a partner's channel hears of them, how far somebody has come, and what
//! another version of the programme changes. No amount is ever said: where tiers are reached by what
//! deals come to, a share stands in its place.

use super::{mine_button, note};
use crate::chat::view::{Line, Message, Part};
use crate::domain::Rules;
use crate::domain::measure::Share;
use crate::domain::outcome::PartnerEvent;
use crate::domain::partner::Partner;
use crate::domain::tier::climb::{Climb, Notice};
use crate::domain::tier::count::Counted;
use crate::domain::tier::{Measure, Tier};
use crate::text::{Arg, Voice};

/// Why somebody has the role of a tier, as the platform's own log says it.
#[must_use]
pub fn worn(voice: &Voice<'_>, of: Option<(&Partner, &str)>) -> String {
    let Some((partner, tier)) = of else { return voice.words("tier-role-why-none", &[]) };
    let args = [("partner", Arg::Text(&partner.name)), ("tier", Arg::Text(tier))];
    voice.words("tier-role-why", &args)
}

/// What a partner's channel hears of an event about its tier; `None` for every other.
#[must_use]
pub fn told(
    voice: &Voice<'_>,
    event: &PartnerEvent,
    (partner, counted): (&Partner, &[Counted]),
    rules: &Rules,
) -> Option<Message> {
    let mut parts = match event {
        PartnerEvent::TierPromoted { tier, was } => risen(voice, tier, was.as_deref(), rules),
        PartnerEvent::TierWarned { .. } => {
            // Nothing, where it was over before it could be said.
            let climb = Climb::of(partner, counted, rules, voice.now)?;
            let mut parts = of_notice(voice, &climb, climb.notice.as_ref()?);
            parts.push(Part::Buttons(vec![mine_button(voice)]));
            return Some(Message { parts });
        }
        PartnerEvent::TierKept { tier } => {
            return Some(note(voice.line("tier-kept", &[("tier", Arg::Text(tier))])));
        }
        PartnerEvent::TierDemoted { tier, announced, .. } => {
            let args = [("tier", Arg::Text(tier.as_str())), ("date", Arg::Day(*announced))];
            vec![Part::Text(voice.line("tier-down", &args))]
        }
        PartnerEvent::PartnerAdded { .. }
        | PartnerEvent::PartnerChanged { .. }
        | PartnerEvent::PartnerOpened { .. }
        | PartnerEvent::PartnerRenamed { .. }
        | PartnerEvent::CodeChanged { .. }
        | PartnerEvent::PartnerDescribed { .. }
        | PartnerEvent::LanguageChosen { .. }
        | PartnerEvent::ConsentChosen(_)
        | PartnerEvent::AgreementAccepted { .. }
        | PartnerEvent::PartnerSuspended { .. }
        | PartnerEvent::PartnerResumed
        | PartnerEvent::PartnerTerminated { .. }
        | PartnerEvent::PartnerMerged { .. }
        | PartnerEvent::PartnerTakenIn { .. }
        | PartnerEvent::PartnerNudged
        | PartnerEvent::StartBegun
        | PartnerEvent::StartStepTaken { .. }
        | PartnerEvent::StartStuck { .. }
        | PartnerEvent::StartEnded => return None,
    };
    let climb = Climb::of(partner, counted, rules, voice.now);
    parts.extend(climb.map(|climb| Part::Text(progress(voice, &climb))));
    parts.push(Part::Buttons(vec![mine_button(voice)]));
    Some(Message { parts })
}

/// That it has reached a tier, and what is new with it.
fn risen(voice: &Voice<'_>, tier: &str, was: Option<&str>, rules: &Rules) -> Vec<Part> {
    let tiers = &rules.tiers;
    let mut parts = vec![Part::Text(voice.line("tier-up", &[("tier", Arg::Text(tier))]))];
    let Some(place) = tiers.place(tier) else { return parts };
    let before = was.and_then(|was| tiers.place(was)).or_else(|| place.checked_sub(1));
    let before = before.and_then(|place| tiers.all.get(place));
    parts.extend(brings(voice, "tier-brings", &tiers.all[place], before, rules.promise_days));
    parts
}

/// How much keeps the tier, and what comes without it.
fn of_notice(voice: &Voice<'_>, climb: &Climb, notice: &Notice) -> Vec<Part> {
    let missing = (notice.from - notice.count).max(0);
    let share = share(voice, notice.count, notice.from);
    let args = [
        ("tier", Arg::Text(&climb.tier.name)),
        ("below", Arg::Text(&notice.below)),
        ("date", Arg::Day(notice.through)),
        ("need", Arg::Count(notice.from)),
        ("k", Arg::Count(missing)),
        ("days", Arg::count(climb.window_days)),
        ("share", Arg::Word(&share)),
    ];
    if missing == 0 {
        return vec![Part::Text(voice.line("tier-warn-made-up", &args))];
    }
    let key = format!("tier-warn-{}", by(&climb.measure));
    [key.as_str(), "tier-warn-below"].map(|key| Part::Text(voice.line(key, &args))).into()
}

/// The word of a measure in the keys of texts.
const fn by(measure: &Measure) -> &'static str {
    match measure {
        Measure::Approved => "approved",
        Measure::Won => "won",
        Measure::Revenue { .. } => "revenue",
    }
}

fn share(voice: &Voice<'_>, part: i64, of: i64) -> String {
    let whole = |n: i64| u64::try_from(n).unwrap_or_default();
    let tenths = Share { part: whole(part), of: whole(of) }.tenths().unwrap_or_default();
    voice.percent(tenths.min(1_000))
}

/// Where somebody stands, and what is missing to the next tier.
#[must_use]
pub fn progress(voice: &Voice<'_>, climb: &Climb) -> Line {
    let tier = ("tier", Arg::Text(&climb.tier.name));
    let Some(next) = &climb.next else { return voice.line("tier-top", &[tier]) };
    let share = share(voice, climb.count, next.from);
    let mut args = vec![
        tier,
        ("next", Arg::Text(&next.name)),
        ("n", Arg::Count(climb.count)),
        ("need", Arg::Count(next.from)),
        ("k", Arg::Count((next.from - climb.count).max(0))),
        ("days", Arg::count(climb.window_days)),
        ("share", Arg::Word(&share)),
    ];
    let by = by(&climb.measure);
    let Some(through) = climb.through else {
        return voice.line(&format!("tier-begin-{by}"), &args);
    };
    args.push(("date", Arg::Day(through)));
    voice.line(&format!("tier-next-{by}"), &args)
}

/// What stands of it on a Home.
pub(super) fn on_home(voice: &Voice<'_>, climb: &Climb) -> Vec<Part> {
    let mut parts = vec![Part::Text(progress(voice, climb))];
    parts.extend(climb.notice.iter().flat_map(|notice| of_notice(voice, climb, notice)));
    parts
}

/// Where somebody stands, what that brings, and what the next tier would.
#[must_use]
pub fn sheet(voice: &Voice<'_>, climb: &Climb, usual: u32) -> Message {
    let mut parts = on_home(voice, climb);
    parts.extend(brings(voice, "tier-has", &climb.tier, None, usual));
    if let Some(next) = &climb.next {
        parts.extend(brings(voice, "tier-would", next, Some(&climb.tier), usual));
    }
    parts.push(Part::Buttons(vec![mine_button(voice)]));
    Message { parts }
}

/// What a tier brings that the one before does not: its terms in one sentence, then what the vendor
/// promises in its own words.
fn brings(
    voice: &Voice<'_>,
    key: &str,
    tier: &Tier,
    before: Option<&Tier>,
    usual: u32,
) -> Vec<Part> {
    let terms = terms(voice, tier, before, usual).join("; ");
    let had = |perk: &String| before.is_some_and(|before| before.perks.contains(perk));
    let perks: Vec<&str> =
        tier.perks.iter().filter(|perk| !had(perk)).map(String::as_str).collect();
    let args = [("tier", Arg::Text(&tier.name)), ("terms", Arg::Word(&terms))];
    let terms = (!terms.is_empty()).then(|| Part::Text(voice.line(key, &args)));
    let perks = (!perks.is_empty()).then(|| {
        let perks = perks.join(" ");
        Part::Text(voice.line(&format!("{key}-perks"), &[args[0], ("perks", Arg::Text(&perks))]))
    });
    terms.into_iter().chain(perks).collect()
}

/// What a tier promises otherwise than the one before; all it promises without one.
fn terms(voice: &Voice<'_>, tier: &Tier, before: Option<&Tier>, usual: u32) -> Vec<String> {
    let promised = |tier: &Tier| tier.promise_days.unwrap_or(usual);
    let quota = |of: fn(&Tier) -> Option<u32>| {
        let same = before.is_some_and(|before| of(before) == of(tier));
        of(tier).filter(|_| !same)
    };
    let promise = Some(promised(tier)).filter(|days| before.map(promised) != Some(*days));
    let terms = [
        ("tier-term-promise", promise),
        ("tier-term-open", quota(|tier| tier.quota.open)),
        ("tier-term-day", quota(|tier| tier.quota.day)),
        ("tier-term-month", quota(|tier| tier.quota.month)),
    ];
    let said = terms.into_iter().filter_map(|(key, n)| Some((key, n?)));
    said.map(|(key, n)| voice.words(key, &[("n", Arg::count(n))])).collect()
}

/// What another version of the programme changes about tiers, a sentence each.
pub(super) fn changed(voice: &Voice<'_>, was: &Rules, now: &Rules) -> Vec<Part> {
    let mut parts = Vec::new();
    for tier in &now.tiers.all {
        let terms = in_full(voice, now, tier);
        let before = was.tiers.all.iter().find(|other| other.name == tier.name);
        let same = before.is_some_and(|before| {
            in_full(voice, was, before) == terms
                && before.perks == tier.perks
                && before.from == tier.from
        });
        if !same {
            let args = [("tier", Arg::Text(tier.name.as_str())), ("terms", Arg::Word(&terms))];
            parts.push(Part::Text(voice.line("programme-new-tier", &args)));
        }
    }
    for gone in was.tiers.all.iter().filter(|tier| now.tiers.place(&tier.name).is_none()) {
        let args = [("tier", Arg::Text(gone.name.as_str()))];
        parts.push(Part::Text(voice.line("programme-new-tier-gone", &args)));
    }
    parts
}

/// From where on, and what is promised.
fn in_full(voice: &Voice<'_>, rules: &Rules, tier: &Tier) -> String {
    let tiers = &rules.tiers;
    let args = [("n", Arg::Count(tier.from)), ("days", Arg::count(tiers.window_days))];
    let from = match tier.from {
        0 => voice.words("tier-from-start", &[]),
        _ => voice.words(&format!("tier-from-{}", by(&tiers.measure)), &args),
    };
    let mut terms = terms(voice, tier, None, rules.promise_days);
    if tier.promise_days.is_none() {
        // The programme's own has a sentence of its own where it changes.
        terms.remove(0);
    }
    std::iter::once(from).chain(terms).collect::<Vec<_>>().join("; ")
}
