//! Every figure of a report by a name of its own, with its formula: what stands in files and in JSON.

use crate::domain::feedback::Mean;
use crate::domain::measure::report::Report;
use crate::domain::measure::{Share, Spread};

/// What a programme is measured by, once.
pub struct Figure {
    pub name: &'static str,
    /// None of nothing.
    pub value: Option<f64>,
    pub unit: &'static str,
    /// What a share counts.
    pub part: Option<u64>,
    /// Of how many it is; a sum is of nothing.
    pub n: Option<u64>,
    pub formula: &'static str,
}

/// All of them, in the order in which they are printed.
#[rustfmt::skip]
pub fn figures(report: &Report) -> Vec<Figure> {
    let (sums, partners, conflict, numbers) =
        (&report.sums, &report.partners, &report.conflict, &report.numbers);
    let register = numbers.seconds_to_register;
    vec![
        sum("sent", "referrals", sums.sent, "referrals submitted in the period, without test partners"),
        sum("merged", "referrals", sums.merged, "left out: the same as another of its partner's"),
        sum("withdrawn", "referrals", sums.withdrawn, "left out: withdrawn before a decision"),
        sum("void", "referrals", sums.void, "left out: closed by a case without an award"),
        sum("valid", "referrals", sums.valid, "sent - merged - withdrawn - void"),
        sum("approved", "referrals", sums.approved, "valid, approved and not overruled by a case"),
        sum("rejected", "referrals", sums.rejected, "valid and rejected"),
        sum("lapsed", "referrals", sums.lapsed, "valid, with a question that nobody answered"),
        sum("won", "referrals", sums.won, "valid and won; a reversed win is none"),
        sum("lost", "referrals", sums.lost, "valid and lost"),
        sum("expired", "referrals", sums.expired, "valid, with a protection that ended without a deal"),
        sum("open", "referrals", sums.open, "valid and live: undecided, or approved"),
        share("referral_to_won", report.won_of_valid(), "won / valid"),
        share("won_of_approved", report.won_of_approved(), "won / approved"),
        share("win_rate", report.win_rate(), "won / (won + lost + expired)"),
        sum("partners_joined", "partners", partners.joined, "partners opened in the period, without test partners"),
        sum("partners_young", "partners", partners.young, "of these, opened less than 90 days ago"),
        share("activation", partners.active, "first valid referral within 90 days / partners at least 90 days old"),
        spread("days_to_first_referral_median", "days", half(partners.first), "median (nearest rank), partners of the period that have sent one"),
        spread("days_to_first_referral_p90", "days", most(partners.first), "90th percentile (nearest rank) of the same"),
        share("cases_per_valid", conflict.cases, "cases opened in the period / valid"),
        spread("days_to_case_decision_median", "days", half(conflict.days), "median (nearest rank), decided cases"),
        share("first_upheld", conflict.upheld, "cases that upheld the first referral / decided cases"),
        spread("seconds_to_register_median", "seconds", register.map(|(seconds, n)| (whole(seconds), n)), "median from opened form to receipt, as long as the form is kept"),
        spread("hours_to_decision_p50", "business hours", hours(half(report.response)), "median from submission to first decision"),
        spread("hours_to_decision_p90", "business hours", hours(most(report.response)), "90th percentile of the same"),
        share("in_time", numbers.answered_in_time, "first decisions within their promise / first decisions"),
        share("why_answered", numbers.why_answered, "questions why without asking a person / questions why, asked in the period"),
        share("fresh", numbers.fresh, "open with an update in the last 14 days / open"),
        sum("cases_late", "cases", numbers.cases_late, "open cases past their deadline, now"),
        mean("feedback", report.feedback.newest(), "mean of 1 to 5, last answer of each person and month, in the quarter in which the period ends; from 3 people on"),
    ]
}

const fn sum(name: &'static str, unit: &'static str, count: u64, formula: &'static str) -> Figure {
    Figure { name, value: Some(whole(count)), unit, part: None, n: None, formula }
}

fn share(name: &'static str, share: Share, formula: &'static str) -> Figure {
    let value = share.hundredths().map(|hundredths| whole(hundredths) / 100.0);
    Figure { name, value, unit: "%", part: Some(share.part), n: Some(share.of), formula }
}

fn spread(
    name: &'static str,
    unit: &'static str,
    told: Option<(f64, u64)>,
    formula: &'static str,
) -> Figure {
    let (value, n) = (told.map(|(value, _)| value), told.map_or(0, |(_, n)| n));
    Figure { name, value, unit, part: None, n: Some(n), formula }
}

fn mean(name: &'static str, mean: Mean, formula: &'static str) -> Figure {
    let value = mean.if_enough().map(|tenths| whole(tenths) / 10.0);
    Figure { name, value, unit: "of 5", part: None, n: Some(mean.n), formula }
}

fn half(spread: Option<Spread<u32>>) -> Option<(f64, u64)> {
    spread.map(|spread| (spread.half.into(), spread.n))
}

fn most(spread: Option<Spread<u32>>) -> Option<(f64, u64)> {
    spread.map(|spread| (spread.most.into(), spread.n))
}

fn hours(minutes: Option<(f64, u64)>) -> Option<(f64, u64)> {
    minutes.map(|(minutes, n)| (in_hours(minutes), n))
}

/// To the hundredth.
pub fn in_hours(minutes: f64) -> f64 {
    (minutes / 60.0 * 100.0).round() / 100.0
}

/// Nobody counts as far as a spreadsheet's numbers lose the last digit.
pub const fn whole(count: u64) -> f64 {
    count as f64
}
