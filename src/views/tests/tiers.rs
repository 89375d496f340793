//! Tiers: what a channel hears, how far somebody has come.

use super::facts::{at, partner, voice};
use super::keep;
use super::shown::{message, sections};
use crate::domain::Rules;
use crate::domain::ids::ReferralId;
use crate::domain::outcome::PartnerEvent;
use crate::domain::partner::Partner;
use crate::domain::referral::{Closing, Status};
use crate::domain::tier::climb::Climb;
use crate::domain::tier::count::Counted;
use crate::domain::tier::quota::Quota;
use crate::domain::tier::review::{InTier, Warned};
use crate::domain::tier::{Measure, Tier, Tiers};
use crate::program::Program;
use crate::views::tier;

/// The built-in programme with three tiers.
pub fn rules() -> Rules {
    let bronze = Tier {
        name: "Bronze".to_owned(),
        from: 0,
        promise_days: None,
        quota: Quota { open: Some(10), day: None, month: None },
        perks: Vec::new(),
    };
    let silver = Tier {
        name: "Silver".to_owned(),
        from: 3,
        promise_days: Some(1),
        quota: Quota { open: Some(20), day: Some(1), month: Some(40) },
        perks: vec!["A contact of your own.".to_owned()],
    };
    let gold = Tier { name: "Gold".to_owned(), from: 8, ..silver.clone() };
    let all = vec![bronze, silver, gold];
    let tiers = Tiers { measure: Measure::Approved, window_days: 365, all };
    Rules { tiers, ..Program::built_in().rules }
}

fn by(measure: Measure) -> Rules {
    let mut rules = rules();
    rules.tiers.measure = measure;
    rules
}

fn in_tier(name: &str, told: bool) -> Partner {
    let through = "2026-03-31".parse().unwrap();
    let warned = told.then(|| Warned { at: at("2026-03-02T14:00:00Z"), from: 3, through });
    let since = at("2026-01-05T15:00:00Z");
    Partner { tier: Some(InTier { name: name.to_owned(), since, warned }), ..partner() }
}

/// Won, each for the same.
fn results(count: usize) -> Vec<Counted> {
    let decided = at("2026-02-05T15:00:00Z");
    let won = || Closing::Won {
        amount_minor: 1,
        currency: "EUR".to_owned(),
        on: "2026-02-20".parse().unwrap(),
    };
    let one = || Counted {
        decided_at: Some(decided),
        closing: Some(won()),
        ..Counted::new(ReferralId::new(1), Status::Won, decided)
    };
    std::iter::repeat_with(one).take(count).collect()
}

pub fn climb() -> Climb {
    climb_of(&in_tier("Silver", true), 2, &rules())
}

fn climb_of(partner: &Partner, count: usize, rules: &Rules) -> Climb {
    Climb::of(partner, &results(count), rules, voice().now).unwrap()
}

/// Whatever a channel can hear of a tier.
pub fn every_told() -> String {
    told().into_iter().map(|(_, text)| text).collect()
}

fn told() -> Vec<(&'static str, String)> {
    let up = |tier: &str| PartnerEvent::TierPromoted { tier: tier.to_owned(), was: None };
    let warned = PartnerEvent::TierWarned {
        tier: "Silver".to_owned(),
        below: "Bronze".to_owned(),
        from: 3,
        through: "2026-03-31".parse().unwrap(),
    };
    let kept = PartnerEvent::TierKept { tier: "Silver".to_owned() };
    let down = PartnerEvent::TierDemoted {
        tier: "Bronze".to_owned(),
        was: "Silver".to_owned(),
        announced: "2026-03-02".parse().unwrap(),
    };
    let hears = |event: &PartnerEvent, partner: &Partner, count: usize, rules: &Rules| {
        let told = tier::told(&voice(), event, (partner, &results(count)), rules);
        message(&told.expect("it is about a tier"))
    };
    let revenue = by(Measure::Revenue { currency: "EUR".to_owned() });
    let (silver, told) = (in_tier("Silver", false), in_tier("Silver", true));
    vec![
        ("up", hears(&up("Silver"), &silver, 3, &rules())),
        ("up to the highest", hears(&up("Gold"), &in_tier("Gold", false), 8, &rules())),
        ("up by won deals", hears(&up("Silver"), &silver, 3, &by(Measure::Won))),
        ("up by money", hears(&up("Silver"), &silver, 3, &revenue)),
        ("notice", hears(&warned, &told, 2, &rules())),
        ("notice of won deals", hears(&warned, &told, 2, &by(Measure::Won))),
        ("notice by money", hears(&warned, &told, 1, &revenue)),
        ("notice, made up for before it was said", hears(&warned, &told, 3, &rules())),
        ("kept", hears(&kept, &silver, 3, &rules())),
        ("down", hears(&down, &in_tier("Bronze", false), 0, &rules())),
    ]
}

#[test]
fn everything_said_about_tiers() {
    keep!("tiers", {
        let sheet = |partner: &Partner, count, rules: &Rules| {
            message(&tier::sheet(&voice(), &climb_of(partner, count, rules), 2))
        };
        let revenue = by(Measure::Revenue { currency: "EUR".to_owned() });
        let sheets = vec![
            ("at the beginning", sheet(&partner(), 0, &rules())),
            ("at the beginning, by won deals", sheet(&partner(), 0, &by(Measure::Won))),
            ("at the beginning, by money", sheet(&partner(), 0, &revenue)),
            ("on the way", sheet(&in_tier("Silver", false), 7, &rules())),
            ("on the way, by won deals", sheet(&in_tier("Silver", false), 4, &by(Measure::Won))),
            ("on the way, by money", sheet(&in_tier("Silver", false), 5, &revenue)),
            ("told of the end", sheet(&in_tier("Silver", true), 2, &rules())),
            ("at the top", sheet(&in_tier("Gold", false), 9, &rules())),
        ];
        sections(told().into_iter().chain(sheets))
    });
}
