//! The review of a partner's quarter: what its channel reads of it, the pages of it in chat ([`page`]),
//! and the whole as a file ([`print`]). All of them are drawn from the same sections.
//!
//! A partner reads it: no amount stands in it, and no other partner.

pub mod page;
pub mod print;

use chrono::NaiveDate;

use super::board::period_word;
use super::board::picture::trend;
use super::case::told;
use super::list::Item;
use super::report::{business, of_share};
use super::rhythm::{late, why};
use super::shout::{self, Words};
use super::{feedback, plain, primary};
use crate::chat::view::{Button, Line, Message, Part};
use crate::domain::board::period::Period;
use crate::domain::case::Case;
use crate::domain::ids::ReferralId;
use crate::domain::measure::Share;
use crate::domain::measure::report::{Counts, Report};
use crate::domain::rhythm::month::Month;
use crate::domain::rhythm::nudge::Reason;
use crate::domain::rhythm::{Away, Series};
use crate::text::{Arg, Voice};

/// What the buttons choose: to show it, or another page in its place.
pub const SHOW: &str = "show";
pub const TURN: &str = "turn";
/// Stands where there is nothing to count.
const NOTHING: &str = "–";

/// What is known of a partner's quarter. It has no `Debug`: what people wrote must not get into a log
/// by a slip.
#[derive(Clone)]
pub struct Pack {
    pub partner: String,
    /// What became of what was sent in it, and of the quarter before.
    pub this: Report,
    pub before: Report,
    /// What was approved and won in it, whenever that was sent.
    pub within: Month,
    /// In the order in which they came.
    pub sent: Vec<Answered>,
    pub reviews: Vec<Review>,
    pub thanks: Vec<Words>,
    pub ask: Ask,
}

/// A referral of the quarter, and how quickly it was answered.
#[derive(Clone)]
pub struct Answered {
    pub item: Item,
    pub counts: Counts,
    /// Of business time, from the receipt to the first decision.
    pub minutes: Option<u32>,
    pub in_time: Option<bool>,
}

/// A conflict case, for one referral in it.
#[derive(Clone)]
pub struct Review {
    /// The referral's: the case's own is none of the partner's business.
    pub number: String,
    pub referral: ReferralId,
    pub case: Case,
    /// What it was merged into, where that is the partner's own.
    pub into: Option<String>,
}

/// What would help now: how many, and the numbers of the first few.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    pub waits: (u64, Vec<String>),
    pub ends: (u64, Vec<String>),
    pub tier: Option<Reason>,
}

/// A part of it, under its heading.
pub struct Section {
    pub title: String,
    pub blocks: Vec<Block>,
}

pub enum Block {
    Text(Line),
    Table(Table),
}

/// Rows of as many cells as the head has.
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Pack {
    fn quarter(&self) -> Period {
        self.this.period
    }

    /// Those that count and were decided: late ones first, and of both the slowest.
    fn answers(&self) -> Vec<(&Answered, u32, bool)> {
        let decided = self.sent.iter().filter(|one| one.counts == Counts::Valid);
        let decided = decided.filter_map(|one| Some((one, one.minutes?, one.in_time?)));
        let mut decided: Vec<_> = decided.collect();
        decided.sort_by_key(|(_, minutes, in_time)| (*in_time, std::cmp::Reverse(*minutes)));
        decided
    }

    /// Those that count and still wait for a decision.
    fn undecided(&self) -> usize {
        let counted = self.sent.iter().filter(|one| one.counts == Counts::Valid);
        counted.filter(|one| one.item.referral.status.is_undecided()).count()
    }
}

/// *Show the review*.
#[must_use]
pub fn button(voice: &Voice<'_>, quarter: Period) -> Button {
    primary(voice.words("button-show-review", &[]), "pack", SHOW, &quarter.to_string(), 0)
}

/// What the partner's channel reads when the quarter is over, with how it went up to this one.
#[must_use]
pub fn post(
    voice: &Voice<'_>,
    pack: &Pack,
    away: Option<Away>,
    quarters: &[(Period, Month)],
) -> Message {
    let mut parts: Vec<Part> = away.map(|away| late(voice, away)).into_iter().collect();
    let (quarter, sentence) = (period_word(voice, pack.quarter()), sentence(voice, pack));
    let args = [
        ("partner", Arg::Text(pack.partner.as_str())),
        ("quarter", Arg::Word(&quarter)),
        ("sentence", Arg::Line(&sentence)),
    ];
    parts.push(Part::Text(voice.line("pack-quarter", &args)));
    let mut facts = Vec::new();
    if pack.this.sums.valid > 0 {
        facts.push(of_share(voice, "report-won", pack.this.won_of_valid()));
    }
    if pack.this.response.is_some() {
        facts.push(answers(voice, &pack.this));
    }
    if !pack.reviews.is_empty() {
        let n = [("n", Arg::count(pack.reviews.len()))];
        facts.push(voice.line("pack-reviews-counted", &n));
    }
    if !facts.is_empty() {
        parts.push(Part::Text(Line::rows(facts)));
    }
    parts.extend(trend(voice, quarters).map(Part::Chart));
    let pause = plain(
        voice.words("button-pause-notes", &[]),
        "rhythm",
        super::rhythm::deed::PAUSE,
        Series::Quarter.as_str(),
        0,
    );
    let buttons = vec![button(voice, pack.quarter()), feedback::button(voice), pause];
    parts.push(Part::Buttons(buttons));
    Message { parts }
}

/// All of it.
#[must_use]
pub fn sections(voice: &Voice<'_>, pack: &Pack) -> Vec<Section> {
    let section = |key: &str, blocks| Section { title: voice.words(key, &[]), blocks };
    vec![
        section("pack-one", one(voice, pack)),
        section("pack-sent", sent(voice, pack)),
        section("pack-became", became(voice, pack)),
        section("pack-against", against(voice, pack)),
        section("pack-answered", answered(voice, pack)),
        section("pack-reviews", reviews(voice, pack)),
        section("pack-thanks", thanks(voice, pack)),
        section("pack-ask", ask(voice, pack)),
        section("pack-counted", counted(voice, pack)),
    ]
}

fn sentence(voice: &Voice<'_>, pack: &Pack) -> Line {
    let (this, before) = (&pack.this.sums, &pack.before.sums);
    let args = [
        ("sent", Arg::count(this.sent)),
        ("before", Arg::count(before.sent)),
        ("approved", Arg::count(this.approved)),
        ("won", Arg::count(this.won)),
    ];
    voice.line("pack-sentence", &args)
}

fn one(voice: &Voice<'_>, pack: &Pack) -> Vec<Block> {
    let mut blocks = vec![Block::Text(sentence(voice, pack))];
    let args =
        [("open", Arg::count(pack.this.sums.open)), ("date", Arg::Day(pack.quarter().last_day()))];
    if pack.this.is_running {
        blocks.push(Block::Text(voice.line("pack-running", &args)));
    } else if pack.this.sums.open > 0 {
        blocks.push(Block::Text(voice.line("pack-maturing", &args)));
    }
    blocks
}

fn heads(voice: &Voice<'_>, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| voice.words(key, &[])).collect()
}

fn day(voice: &Voice<'_>, day: NaiveDate) -> String {
    voice.far_day(day)
}

fn sent(voice: &Voice<'_>, pack: &Pack) -> Vec<Block> {
    let sums = &pack.this.sums;
    let args = [
        ("sent", Arg::count(sums.sent)),
        ("valid", Arg::count(sums.valid)),
        ("merged", Arg::count(sums.merged)),
        ("withdrawn", Arg::count(sums.withdrawn)),
        ("void", Arg::count(sums.void)),
    ];
    let mut blocks = vec![Block::Text(voice.line("report-sent", &args))];
    let row = |one: &Answered| {
        let referral = &one.item.referral;
        vec![
            one.item.number(),
            one.item.company(),
            day(voice, voice.date(referral.submitted_at)),
            voice.words(&format!("state-{}", referral.status), &[]),
        ]
    };
    let head = heads(voice, &["field-number", "pack-company", "pack-sent-on", "field-state"]);
    blocks.extend(table(head, pack.sent.iter().map(row).collect()));
    blocks
}

/// None where it would have no rows.
fn table(head: Vec<String>, rows: Vec<Vec<String>>) -> Option<Block> {
    (!rows.is_empty()).then_some(Block::Table(Table { head, rows }))
}

fn became(voice: &Voice<'_>, pack: &Pack) -> Vec<Block> {
    let sums = &pack.this.sums;
    let args = [
        ("approved", Arg::count(sums.approved)),
        ("rejected", Arg::count(sums.rejected)),
        ("lapsed", Arg::count(sums.lapsed)),
        ("won", Arg::count(sums.won)),
        ("lost", Arg::count(sums.lost)),
        ("expired", Arg::count(sums.expired)),
        ("open", Arg::count(sums.open)),
    ];
    let within =
        [("approved", Arg::count(pack.within.approved)), ("won", Arg::count(pack.within.won))];
    let report = &pack.this;
    let lines = [
        voice.line("report-became", &args),
        of_share(voice, "report-won", report.won_of_valid()),
        of_share(voice, "report-won-approved", report.won_of_approved()),
        of_share(voice, "report-win-rate", report.win_rate()),
        voice.line("pack-within", &within),
    ];
    lines.into_iter().map(Block::Text).collect()
}

fn against(voice: &Voice<'_>, pack: &Pack) -> Vec<Block> {
    let (this, before) = (&pack.this, &pack.before);
    let counted = |key: &str, this: u64, before: u64| {
        let change = match this.checked_sub(before) {
            Some(0) => "0".to_owned(),
            Some(more) => format!("+{more}"),
            None => format!("–{}", before - this),
        };
        vec![voice.words(key, &[]), this.to_string(), before.to_string(), change]
    };
    let shared = |key: &str, this: Share, before: Share| {
        let of = |share: Share| percent(voice, share);
        vec![voice.words(key, &[]), of(this), of(before), String::new()]
    };
    let half = |report: &Report| {
        report.response.map_or(NOTHING.to_owned(), |spread| business(voice, spread.half))
    };
    let in_time = |report: &Report| report.numbers.answered_in_time;
    let rows = vec![
        counted("pack-figure-sent", this.sums.sent, before.sums.sent),
        counted("pack-figure-approved", this.sums.approved, before.sums.approved),
        counted("pack-figure-won", this.sums.won, before.sums.won),
        shared("pack-figure-conversion", this.won_of_valid(), before.won_of_valid()),
        vec![voice.words("pack-figure-half", &[]), half(this), half(before), String::new()],
        shared("pack-figure-in-time", in_time(this), in_time(before)),
    ];
    let (now, then) = (period_word(voice, this.period), period_word(voice, before.period));
    let figure = voice.words("pack-figure", &[]);
    let change = voice.words("pack-change", &[]);
    table(vec![figure, now, then, change], rows).into_iter().collect()
}

/// "25.00 % (n 4)", and no share of nothing.
fn percent(voice: &Voice<'_>, share: Share) -> String {
    let told = share.hundredths();
    let told = told.map_or(NOTHING.to_owned(), |one| voice.percent_exactly(one));
    voice.words("pack-share", &[("share", Arg::Word(&told)), ("n", Arg::count(share.of))])
}

/// How quickly, in a sentence.
fn answers(voice: &Voice<'_>, report: &Report) -> Line {
    let Some(spread) = report.response else { return voice.line("pack-answers-none", &[]) };
    let (half, most) = (business(voice, spread.half), business(voice, spread.most));
    let share = report.numbers.answered_in_time;
    let args = [
        ("half", Arg::Word(&half)),
        ("most", Arg::Word(&most)),
        ("part", Arg::count(share.part)),
        ("n", Arg::count(share.of)),
    ];
    voice.line("pack-answers", &args)
}

fn answered(voice: &Voice<'_>, pack: &Pack) -> Vec<Block> {
    let mut blocks = vec![Block::Text(answers(voice, &pack.this))];
    let undecided = pack.undecided();
    if undecided > 0 {
        let n = [("n", Arg::count(undecided))];
        blocks.push(Block::Text(voice.line("pack-undecided", &n)));
    }
    let row = |(one, minutes, in_time): (&Answered, u32, bool)| {
        let key = if in_time { "pack-in-time" } else { "pack-late" };
        vec![one.item.number(), business(voice, minutes), voice.words(key, &[])]
    };
    let head = heads(voice, &["field-number", "pack-after", "pack-promise"]);
    blocks.extend(table(head, pack.answers().into_iter().map(row).collect()));
    blocks
}

fn reviews(voice: &Voice<'_>, pack: &Pack) -> Vec<Block> {
    if pack.reviews.is_empty() {
        return vec![Block::Text(voice.line("pack-reviews-none", &[]))];
    }
    let row = |one: &Review| {
        let ending = told::ending(voice, &one.case, &one.referral, one.into.clone());
        vec![one.number.clone(), day(voice, voice.date(one.case.opened_at)), ending]
    };
    let head = heads(voice, &["field-number", "field-since", "pack-ended"]);
    table(head, pack.reviews.iter().map(row).collect()).into_iter().collect()
}

fn thanks(voice: &Voice<'_>, pack: &Pack) -> Vec<Block> {
    if pack.thanks.is_empty() {
        return vec![Block::Text(voice.line("pack-thanks-none", &[]))];
    }
    let row = |one: &Words| {
        vec![day(voice, voice.date(one.shout.since)), shout::line_of(voice, one).words()]
    };
    let head = heads(voice, &["pack-said-on", "pack-said"]);
    table(head, pack.thanks.iter().map(row).collect()).into_iter().collect()
}

fn ask(voice: &Voice<'_>, pack: &Pack) -> Vec<Block> {
    let some = |key: &str, (n, numbers): &(u64, Vec<String>)| {
        let numbers = numbers.join(", ");
        let args = [("n", Arg::count(*n)), ("refs", Arg::Word(&numbers))];
        (*n > 0).then(|| voice.line(key, &args))
    };
    let ask = &pack.ask;
    let lines = [some("pack-ask-waits", &ask.waits), some("pack-ask-ends", &ask.ends)];
    let tier = ask.tier.as_ref().and_then(|reason| why(voice, reason));
    let lines = lines.into_iter().flatten().chain(tier);
    lines.chain([voice.line("nudge-ask", &[])]).map(Block::Text).collect()
}

/// The formulas, with what they were put in.
fn counted(voice: &Voice<'_>, pack: &Pack) -> Vec<Block> {
    let (report, sums) = (&pack.this, &pack.this.sums);
    let (from, to) = (day(voice, report.period.first_day()), day(voice, report.period.last_day()));
    let args = [
        ("from", Arg::Word(&from)),
        ("to", Arg::Word(&to)),
        ("now", Arg::Instant(voice.now)),
        ("sent", Arg::count(sums.sent)),
        ("merged", Arg::count(sums.merged)),
        ("withdrawn", Arg::count(sums.withdrawn)),
        ("void", Arg::count(sums.void)),
        ("valid", Arg::count(sums.valid)),
        ("approved", Arg::count(sums.approved)),
        ("won", Arg::count(sums.won)),
        ("lost", Arg::count(sums.lost)),
        ("expired", Arg::count(sums.expired)),
        ("n", Arg::count(report.numbers.answered_in_time.of)),
        ("reviews", Arg::count(pack.reviews.len())),
    ];
    let keys = [
        "pack-formula-cohort",
        "pack-formula-valid",
        "pack-formula-won",
        "pack-formula-rate",
        "pack-formula-within",
        "pack-formula-answers",
        "pack-formula-reviews",
    ];
    keys.map(|key| Block::Text(voice.line(key, &args))).into()
}
