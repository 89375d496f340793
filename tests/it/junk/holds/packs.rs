//! The review of a partner's quarter, of whatever is put into it.

use vouch::domain::board::period::{Period, Span};
use vouch::domain::feedback::Trend;
use vouch::domain::measure::report::{Counts, Report, Sums, Tally};
use vouch::domain::measure::{Share, Spread};
use vouch::domain::rhythm::month::Month;
use vouch::program::Program;
use vouch::views::list::Item;
use vouch::views::pack::{Answered, Ask, Pack, Review};
use vouch::views::shout::Words;

use super::facts::{NOW, at};

/// How a quarter went, with as much of everything.
fn report(period: Period, much: u64) -> Report {
    let (calendar, share) = (Program::built_in().rules.calendar, Share { part: much, of: much });
    let nothing = (Share::default(), 0, Trend::through(period));
    let mut report = Tally::begin(&calendar, at(NOW)).end(period, at(NOW), (&[], &[]), nothing);
    report.sums = Sums {
        sent: much,
        merged: much,
        withdrawn: much,
        void: much,
        valid: much,
        approved: much,
        rejected: much,
        lapsed: much,
        won: much,
        lost: much,
        expired: much,
        open: much,
    };
    report.numbers.answered_in_time = share;
    report.response = Some(Spread { n: much, half: u32::MAX, most: u32::MAX });
    report
}

/// Of the quarter in which it is now.
pub fn pack(name: &str, items: &[Item], reviews: Vec<Review>, thanks: Vec<Words>) -> Pack {
    let quarter = Period::with(Span::Quarter, at(NOW).date_naive());
    let much = 3_000_000_000;
    let answered = |(nth, item): (usize, &Item)| Answered {
        item: item.clone(),
        counts: Counts::Valid,
        minutes: Some(u32::MAX),
        in_time: Some(nth % 2 == 0),
    };
    let numbers = || items.iter().take(5).map(|one| one.referral.number().to_string()).collect();
    Pack {
        partner: name.to_owned(),
        this: report(quarter, much),
        before: report(quarter.previous(), much - 1),
        within: Month { approved: much, won: much, ..Month::default() },
        sent: items.iter().enumerate().map(answered).collect(),
        reviews,
        thanks,
        ask: Ask { waits: (much, numbers()), ends: (much, numbers()), tier: None },
    }
}
