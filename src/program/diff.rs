//! What another version of the programme changes, and for whom: a sentence each.
//!
//! For the terminal, where whoever writes the file reads it before it comes into force. What a
//! partner is told stands in the texts, and is about the changes that are [`Whom::Partners`].

mod joining;
mod knowledge;
mod posts;
mod start;
mod tiers;

use super::Program;
use crate::domain::Rules;
use crate::domain::account::candidate::score;
use crate::domain::agreement::Agreement;
use crate::domain::calendar::Calendar;
use crate::domain::case::Rule;
use crate::domain::case::ladder::Engagement;

/// Who lives by what has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whom {
    /// What partners are promised: they are told before it holds.
    Partners,
    Sales,
    Resolvers,
    Everybody,
}

impl Whom {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Partners => "Partners",
            Self::Sales => "Sales",
            Self::Resolvers => "Resolvers",
            Self::Everybody => "Everybody",
        }
    }
}

/// One thing that is otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub whom: Whom,
    /// Begins in lower case: it stands behind whom it is about.
    pub sentence: String,
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.whom.as_str(), self.sentence)
    }
}

/// Everything that `new` has otherwise than `old`, what concerns partners first.
#[must_use]
pub fn changes(old: &Program, new: &Program) -> Vec<Change> {
    let engagement = (&old.rules.engagement, &new.rules.engagement);
    let rules = Rule::ALL.iter().filter_map(|rule| rule_of(engagement, *rule));
    let mut all: Vec<Change> = promises(old, new).into_iter().chain(rules).collect();
    all.extend(agreement(old.rules.agreement.as_ref(), new.rules.agreement.as_ref()));
    all.extend(tiers::changes(&old.rules.tiers, &new.rules.tiers));
    all.extend(matching(old, new));
    all.extend(lists(old, new));
    all.extend(names(old, new));
    all.extend(joining::changes(old.joining.as_ref(), new.joining.as_ref()));
    all.extend(start::changes(old.start, new.start));
    all.extend(posts::changes(old.posts, new.posts));
    all.extend(knowledge::changes(&old.knowledge, &new.knowledge));
    all.sort_by_key(|change| change.whom);
    all
}

fn change(whom: Whom, sentence: String) -> Change {
    Change { whom, sentence }
}

fn days(count: u32, kind: &str) -> String {
    format!("{count} {kind}{}", if count == 1 { "" } else { "s" })
}

/// What a referral is promised from the day on which it is sent.
fn promises(old: &Program, new: &Program) -> Vec<Change> {
    let (was, is) = (&old.rules, &new.rules);
    let number = |what: &str, was: u32, is: u32, kind: &str| {
        let sentence = format!("{what} {}; it was {was}.", days(is, kind));
        (was != is).then(|| change(Whom::Partners, sentence))
    };
    let (before, after) = (hours(&was.calendar), hours(&is.calendar));
    let hours = format!("promises are counted in the hours of {after}; it was {before}.");
    let hours = (before != after).then(|| change(Whom::Partners, hours));
    let protection = "approved referrals are protected for";
    let promise = "a first answer is promised within";
    let numbers = [
        number(protection, was.protection_days, is.protection_days, "day"),
        number(promise, was.promise_days, is.promise_days, "business day"),
        number("changes are told before they hold by", old.notice_days, new.notice_days, "day"),
    ];
    numbers.into_iter().chain([hours]).flatten().collect()
}

/// "mon, tue 09:00 to 17:00, Europe/Berlin": as the file has it.
fn hours(calendar: &Calendar) -> String {
    const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekdays = WEEKDAYS.iter().zip(calendar.weekdays()).filter(|(_, works)| *works);
    let weekdays: Vec<&str> = weekdays.map(|(name, _)| *name).collect();
    let (opens, closes) = calendar.hours();
    let (opens, closes) = (opens.format("%H:%M"), closes.format("%H:%M"));
    format!("{} {opens} to {closes}, {}", weekdays.join(", "), calendar.zone())
}

fn rule_of((was, is): (&Engagement, &Engagement), rule: Rule) -> Option<Change> {
    if was.terms(rule) == is.terms(rule) {
        return None;
    }
    let sentence = match (was.has(rule), is.has(rule)) {
        (_, false) => format!("{rule} does not hold any more."),
        (false, true) => format!("{rule} holds from now on{}.", told(is, rule)),
        (true, true) => {
            format!("{rule} has other terms{}; it was{}.", told(is, rule), told(was, rule))
        }
    };
    Some(change(Whom::Partners, sentence))
}

/// The parameters of a rule, to stand behind its number.
fn told(engagement: &Engagement, rule: Rule) -> String {
    let number = |days: i64| u32::try_from(days).unwrap_or(u32::MAX);
    match rule {
        Rule::R2 if engagement.expansion => ": a person decides about customers".to_owned(),
        Rule::R2 => ": nobody gets a customer".to_owned(),
        Rule::R3 => {
            let fee = if engagement.finders_fee { "with" } else { "without" };
            let window = days(number(engagement.direct_days), "day");
            format!(": work in the {window} before the first registration, {fee} a finder's fee")
        }
        Rule::R5 => {
            format!(
                ": stale after more than {} without work",
                days(number(engagement.stale_days), "day")
            )
        }
        Rule::R6 => {
            let minutes = number(engagement.same_time.num_minutes());
            format!(": at most {} apart", days(minutes, "minute"))
        }
        Rule::R1 | Rule::R4 | Rule::R7 | Rule::R8 => String::new(),
    }
}

/// What partners have to say yes to.
fn agreement(was: Option<&Agreement>, is: Option<&Agreement>) -> Option<Change> {
    if was == is {
        return None;
    }
    let sentence = match (was, is) {
        (_, None) => "nothing has to be accepted before a referral any more.".to_owned(),
        (Some(was), Some(is)) if was.key() == is.key() => {
            format!("agreement version {} is told in other words.", is.version)
        }
        (_, Some(is)) => {
            format!("agreement version {} has to be accepted before the next referral.", is.version)
        }
    };
    let told = was.map(Agreement::key) != is.map(Agreement::key);
    Some(change(if told { Whom::Partners } else { Whom::Sales }, sentence))
}

/// How companies are told apart: reviewers see it on their cards.
fn matching(old: &Program, new: &Program) -> impl Iterator<Item = Change> {
    let (was, is) = (&old.rules.matching, &new.rules.matching);
    let likely = format!(
        "a name is likely the same company's from {} on; it was {}.",
        score(is.likely),
        score(was.likely)
    );
    let shown = format!(
        "at most {} known accounts stand beside a referral; it was {}.",
        is.candidates, was.candidates
    );
    let said = [(was.likely != is.likely, likely), (was.candidates != is.candidates, shown)];
    said.into_iter().filter(|(changed, _)| *changed).map(|(_, said)| change(Whom::Sales, said))
}

/// What stands in lists: what is new in them, and what is gone.
fn lists(old: &Program, new: &Program) -> Vec<Change> {
    let (was, is) = (&old.rules, &new.rules);
    let dates = |program: &Program| -> Vec<String> {
        program.rules.calendar.holidays().iter().map(ToString::to_string).collect()
    };
    fn shared(rules: &Rules) -> &[String] {
        &rules.matching.shared_domains
    }
    let stages = |program: &Program| -> Vec<String> {
        program.rules.stages.iter().map(ToString::to_string).collect()
    };
    let all = [
        list(Whom::Sales, "holidays", &dates(old), &dates(new)),
        list(Whom::Sales, "reasons to reject", &was.reject_reasons, &is.reject_reasons),
        list(Whom::Sales, "reasons for a lost deal", &was.lost_reasons, &is.lost_reasons),
        list(Whom::Sales, "stages in use", &stages(old), &stages(new)),
        list(Whom::Sales, "own domains", &was.vendor_domains, &is.vendor_domains),
        list(Whom::Sales, "companies off limits", &was.off_limits_domains, &is.off_limits_domains),
        list(Whom::Sales, "domains that many share", shared(was), shared(is)),
    ];
    all.into_iter().flatten().collect()
}

fn list(whom: Whom, what: &str, was: &[String], is: &[String]) -> Option<Change> {
    let missing = |from: &[String], of: &[String]| -> Vec<String> {
        of.iter().filter(|word| !from.contains(word)).cloned().collect()
    };
    let (new, gone) = (missing(was, is), missing(is, was));
    let said = [("new", new), ("gone", gone)];
    let said = said.iter().filter(|(_, words)| !words.is_empty());
    let said: Vec<String> =
        said.map(|(word, words)| format!("{word}: {}", words.join(", "))).collect();
    match said.is_empty() {
        // The same words in another order are shown in another order, and nothing else.
        true => (was != is).then(|| change(whom, format!("{what} stand in another order."))),
        false => Some(change(whom, format!("{what}, {}.", said.join("; ")))),
    }
}

fn names(old: &Program, new: &Program) -> Vec<Change> {
    let name = format!("the programme is called {}; it was {}.", new.name, old.name);
    let language = format!(
        "what several people read comes in \"{}\"; it was \"{}\".",
        new.language.as_str(),
        old.language.as_str()
    );
    let name = (old.name != new.name).then(|| change(Whom::Everybody, name));
    let language = (old.language != new.language).then(|| change(Whom::Everybody, language));
    name.into_iter().chain(language).collect()
}
