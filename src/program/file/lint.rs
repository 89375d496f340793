//! What reads well and cannot hold together: contradictions, which keep a file from coming into
//! force, and gaps, of which whoever writes it is told.
//!
//! It is asked of a file that is to come into force, never of a text that was: what was written
//! under fewer checks has to read back for as long as a referral stands under it.

use std::ops::Range;

use chrono::TimeDelta;
use toml::de::DeTable;

use super::Settings;
use super::engagement::SECTION;
use super::matching;
use super::tiers::SECTIONS as TIERS;
use crate::domain::Rules;
use crate::domain::account;
use crate::domain::case::Rule;
use crate::domain::tier::Tier;
use crate::program::misfit::Misfit;

const WEEK: u32 = 7;

/// What was found in a file that reads.
#[derive(Debug, Default)]
pub(in crate::program) struct Found {
    pub contradictions: Vec<Misfit>,
    pub gaps: Vec<Misfit>,
}

/// Looks at a text that reads as `settings`.
pub(in crate::program) fn look(text: &str, settings: &Settings) -> Found {
    let (table, _) = DeTable::parse_recoverable(text);
    let look = Look { text, table: table.get_ref(), rules: &settings.rules };
    let contradictions = [
        look.window(),
        look.off_limits(),
        look.without("expansion", look.rules.engagement.expansion, Rule::R2),
        look.without("finders_fee", look.rules.engagement.finders_fee, Rule::R3),
    ];
    let mut contradictions: Vec<Misfit> = contradictions.into_iter().flatten().collect();
    contradictions.extend(look.twice());
    contradictions.extend(look.tiers());
    contradictions.sort_by_key(|misfit| misfit.span.start);
    let mut gaps: Vec<Misfit> = look.gaps().chain(look.empty_tiers()).collect();
    gaps.sort_by_key(|misfit| misfit.span.start);
    Found { contradictions, gaps }
}

struct Look<'a> {
    text: &'a str,
    table: &'a DeTable<'a>,
    rules: &'a Rules,
}

impl Look<'_> {
    fn is_off(&self, rule: Rule) -> bool {
        self.rules.engagement.off.contains(&rule)
    }

    /// Where the value of a setting stands; the beginning where it is left out.
    fn place(&self, key: &str) -> Range<usize> {
        let section = || self.table.get(SECTION)?.get_ref().as_table()?.get(key);
        self.table.get(key).or_else(section).map_or(0..0, toml::Spanned::span)
    }

    /// Where a word of a list stands.
    fn word(&self, key: &str, word: &str) -> Range<usize> {
        let section = |name| self.table.get(name)?.get_ref().as_table()?.get(key);
        let sections = || [SECTION, matching::SECTION].into_iter().find_map(section);
        let list = self.table.get(key).or_else(sections);
        let mut entries = list.and_then(|list| list.get_ref().as_array()).into_iter().flatten();
        // A domain may be written as the address of a page.
        let is = |found: &str| {
            found == word || account::website(found).is_ok_and(|it| it.as_str() == word)
        };
        let found = entries.find(|entry| entry.get_ref().as_str().is_some_and(is));
        found.map_or_else(|| self.place(key), toml::Spanned::span)
    }

    fn at(&self, span: Range<usize>, sentence: String) -> Misfit {
        Misfit::at(self.text, span, sentence)
    }

    /// A protection that could be over before a first decision is late protects nothing.
    fn window(&self) -> Option<Misfit> {
        let Rules { calendar, protection_days, tiers, .. } = self.rules;
        let promises = tiers.all.iter().filter_map(|tier| tier.promise_days);
        let promise_days = promises.fold(self.rules.promise_days, u32::max);
        let weekdays = calendar.weekdays().iter().filter(|works| **works).count();
        let weekdays = u32::try_from(weekdays).unwrap_or(WEEK).max(1);
        let takes = (promise_days * WEEK).div_ceil(weekdays);
        let sentence = format!(
            "protection_days is {protection_days}, which is shorter than the promise: \
             {promise_days} business days can take {takes} days."
        );
        (takes >= *protection_days).then(|| self.at(self.place("protection_days"), sentence))
    }

    /// Companies off limits are kept out by R1.
    fn off_limits(&self) -> Option<Misfit> {
        let listed = !self.rules.off_limits_domains.is_empty();
        let sentence = "R1 is off, but off_limits_domains names companies that it keeps out. \
                        Take R1 out of this list, or empty the other.";
        (listed && self.is_off(Rule::R1)).then(|| self.at(self.word("off", "R1"), sentence.into()))
    }

    /// A setting that says how a rule works which does not hold.
    fn without(&self, key: &str, set: bool, rule: Rule) -> Option<Misfit> {
        let sentence = format!("{key} is true, but says how {rule} works, which is off.");
        (set && self.is_off(rule)).then(|| self.at(self.place(key), sentence))
    }

    /// The vendor's own company is refused in the form, and a domain that many share names no company:
    /// neither can be received and reviewed too.
    fn twice(&self) -> Vec<Misfit> {
        let Rules { vendor_domains: own, off_limits_domains: off, matching, .. } = self.rules;
        let lists = [
            ("off_limits_domains", off, "vendor_domains", own),
            ("shared_domains", &matching.shared_domains, "vendor_domains", own),
            ("shared_domains", &matching.shared_domains, "off_limits_domains", off),
        ];
        let misfits = lists.iter().flat_map(|(key, domains, other, others)| {
            let both = domains.iter().filter(|domain| others.contains(domain));
            both.map(move |domain| {
                let sentence = format!("{domain} stands in {other} too. Name it in one of them.");
                self.at(self.word(key, domain), sentence)
            })
        });
        misfits.collect()
    }

    /// Where a setting of a tier stands; its section where it is left out.
    fn in_tier(&self, place: usize, key: &str) -> Range<usize> {
        let tiers = self.table.get(TIERS).and_then(|tiers| tiers.get_ref().as_array());
        let Some(tier) = tiers.and_then(|tiers| tiers.get(place)) else { return 0..0 };
        let setting = tier.get_ref().as_table().and_then(|table| table.get(key));
        setting.unwrap_or(tier).span()
    }

    /// A tier takes nothing away that a lower one has.
    fn tiers(&self) -> Vec<Misfit> {
        let Rules { tiers, promise_days: usual, .. } = self.rules;
        let mut found = Vec::new();
        for (place, pair) in tiers.all.windows(2).enumerate() {
            let [below, tier] = pair else { continue };
            let promised = |tier: &Tier| tier.promise_days.unwrap_or(*usual);
            if promised(tier) > promised(below) {
                let sentence = format!(
                    "\"{}\" promises an answer within {} business days, later than \"{}\" below it \
                     ({}).",
                    tier.name,
                    promised(tier),
                    below.name,
                    promised(below)
                );
                found.push(self.at(self.in_tier(place + 1, "promise_days"), sentence));
            }
            let quotas = [
                ("open_referrals", below.quota.open, tier.quota.open),
                ("new_per_day", below.quota.day, tier.quota.day),
                ("new_per_month", below.quota.month, tier.quota.month),
            ];
            for (key, below_it, here) in quotas {
                let Some(here) = here.filter(|here| below_it.is_none_or(|below| *here < below))
                else {
                    continue;
                };
                let least = below_it.map_or_else(|| "no bound".to_owned(), |n| n.to_string());
                let sentence =
                    format!("{key} is {here}, less than in \"{}\" below it ({least}).", below.name);
                found.push(self.at(self.in_tier(place + 1, key), sentence));
            }
        }
        found
    }

    /// Tiers that bring nothing, and a programme of one.
    fn empty_tiers(&self) -> impl Iterator<Item = Misfit> {
        let Rules { tiers, promise_days: usual, .. } = self.rules;
        let brings =
            |tier: &Tier| (tier.promise_days.unwrap_or(*usual), tier.quota, tier.perks.clone());
        let alone = (tiers.all.len() == 1).then(|| {
            let sentence = "there is one tier: nobody can climb.".to_owned();
            self.at(self.in_tier(0, "name"), sentence)
        });
        let pairs = tiers.all.windows(2).enumerate();
        let empty = pairs.filter_map(move |(place, pair)| {
            let [below, tier] = pair else { return None };
            let sentence =
                format!("\"{}\" brings nothing that \"{}\" does not.", tier.name, below.name);
            (brings(below) == brings(tier))
                .then(|| self.at(self.in_tier(place + 1, "name"), sentence))
        });
        alone.into_iter().chain(empty)
    }

    fn gaps(&self) -> impl Iterator<Item = Misfit> {
        let nobody = |rule: Rule, sentence: &str| {
            let off = self.is_off(rule);
            off.then(|| self.at(self.word("off", rule.as_str()), sentence.to_owned()))
        };
        let undecided = "R7 is off: where no other rule matches, nothing is proposed and a person \
                         decides each time.";
        let no_time = self.rules.engagement.same_time == TimeDelta::zero();
        let moment = "same_time_minutes is 0: R6 matches only what came in the same instant.";
        let moment = (no_time && !self.is_off(Rule::R6))
            .then(|| self.at(self.place("same_time_minutes"), moment.to_owned()));
        let gaps = [nobody(Rule::R7, undecided), moment];
        gaps.into_iter().flatten()
    }
}
