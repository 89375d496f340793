//! What another version changes about tiers.

use super::{Change, Whom, change, days};
use crate::domain::money::in_digits;
use crate::domain::tier::{Measure, Tier, Tiers};

/// New tiers, those that are gone, and what is otherwise in the others.
pub(super) fn changes(was: &Tiers, is: &Tiers) -> Vec<Change> {
    let mut found = Vec::new();
    for tier in &is.all {
        let terms = terms(is, tier);
        let before = was.all.iter().find(|other| other.name == tier.name);
        let sentence = match before.map(|before| self::terms(was, before)) {
            None => format!("there is a tier {}: {terms}.", tier.name),
            Some(before) if before != terms => {
                format!("the tier {} has other terms: {terms}; it was: {before}.", tier.name)
            }
            Some(_) => continue,
        };
        found.push(change(Whom::Partners, sentence));
    }
    for gone in was.all.iter().filter(|tier| is.place(&tier.name).is_none()) {
        let sentence = format!("there is no tier {} any more.", gone.name);
        found.push(change(Whom::Partners, sentence));
    }
    found
}

/// "from 5 approved referrals in 365 days, a first answer within 1 business day, up to 20 open
/// referrals, A contact of your own.": as the file has it.
fn terms(tiers: &Tiers, tier: &Tier) -> String {
    let many = |count: u32, kind: &str| {
        format!("up to {count} {kind}{}", if count == 1 { "" } else { "s" })
    };
    let mut terms = vec![from(tiers, tier)];
    if let Some(promise) = tier.promise_days {
        terms.push(format!("a first answer within {}", days(promise, "business day")));
    }
    terms.extend(tier.quota.open.map(|count| many(count, "open referral")));
    terms.extend(tier.quota.day.map(|count| many(count, "new referral") + " a day"));
    terms.extend(tier.quota.month.map(|count| many(count, "new referral") + " a month"));
    terms.extend(tier.perks.iter().map(|perk| format!("\"{perk}\"")));
    terms.join(", ")
}

fn from(tiers: &Tiers, tier: &Tier) -> String {
    if tier.from == 0 {
        return "from the start".to_owned();
    }
    let window = days(tiers.window_days, "day");
    let s = if tier.from == 1 { "" } else { "s" };
    match &tiers.measure {
        Measure::Approved => format!("from {} approved referral{s} in {window}", tier.from),
        Measure::Won => format!("from {} won deal{s} in {window}", tier.from),
        Measure::Revenue { currency } => {
            let (whole, _) = in_digits(tier.from, currency);
            format!("from {whole} {currency} of won deals in {window}")
        }
    }
}
