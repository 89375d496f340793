//! `vouch due`: what the clock does next, beside a running bot.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{Trouble, database_url, instant, say};
use crate::app::lists;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::case::{Case, Phase};
use crate::store::lists::{Scope, Section};
use crate::store::open::open_snapshot;
use crate::store::queries;
use crate::views::case::list::{self as cases, Page};
use crate::views::list::Item;

/// Prints what is due next, the nearest first, at most `limit` of each kind.
pub async fn run(config: &Config, as_json: bool, limit: u32) -> Result<(), Trouble> {
    let db = open_snapshot(&database_url(&config.database)).await?;
    let now = Clock::real().now();
    let mut all = Vec::new();
    for (section, what) in [
        (Section::Undecided, "decision"),
        (Section::Asked, "question lapses"),
        (Section::Releasing, "release"),
        (Section::Ending, "protection ends"),
    ] {
        let page = lists::section(&db, &Scope::All, section, limit.into(), now).await?;
        all.extend(
            page.items.into_iter().filter_map(|item| Some((due(&item, section)?, what, item))),
        );
    }
    let cases = Page::of(queries::open_cases(&db).await?, limit.try_into().unwrap_or(usize::MAX));
    db.close().await;
    all.sort_by_key(|(at, _, item)| (*at, item.referral.id));
    if as_json {
        let row = |(at, what, item): &(DateTime<Utc>, &str, Item)| {
            json!({
                "at": instant(*at),
                "what": what,
                "number": item.referral.number().to_string(),
                "partner": item.partner,
                "company": item.company,
                "domain": item.referral.submission.domain.as_str(),
            })
        };
        let case = |case: &Case| {
            json!({
                "at": instant(cases::next(case)),
                "what": awaited(case),
                "case": case.number,
                "domain": case.domain.as_str(),
            })
        };
        let due: Vec<_> = all.iter().map(row).collect();
        let cases: Vec<_> = cases.cases.iter().map(case).collect();
        say(&json!({ "due": due, "cases": cases }).to_string());
        return Ok(());
    }
    if all.is_empty() && cases.of == 0 {
        say("Nothing is due.");
    }
    for (at, what, item) in &all {
        let (number, domain) = (item.referral.number(), item.referral.submission.domain.as_str());
        let late = if *at < now { "  late" } else { "" };
        let (at, number) = (instant(*at), number.to_string());
        say(&format!("{at}  {what:<16} {number:<8} {domain:<24} {}{late}", item.partner));
    }
    for case in &cases.cases {
        let (at, number) = (cases::next(case), format!("case {}", case.number));
        let late = if at < now { "  late" } else { "" };
        let (at, what) = (instant(at), awaited(case));
        say(&format!("{at}  {what:<16} {number:<8} {}{late}", case.domain.as_str()));
    }
    Ok(())
}

/// What an open case waits for.
const fn awaited(case: &Case) -> &'static str {
    match case.phase {
        Phase::Evidence => "evidence",
        Phase::Proposed | Phase::Appealed => "case decision",
        Phase::Decided | Phase::Final | Phase::Settled | Phase::Excepted => "appeal",
    }
}

/// When that is; none for what has moved on meanwhile.
fn due(item: &Item, section: Section) -> Option<DateTime<Utc>> {
    let referral = &item.referral;
    // While it is in review its clock stands: what is due then is due in the case.
    if referral.match_open && matches!(section, Section::Asked | Section::Releasing) {
        return None;
    }
    if section == Section::Releasing {
        return referral.release_asked().map(|release| release.until);
    }
    let window = referral.protection.as_ref().map(|window| window.expires);
    let question = referral.question.as_ref().filter(|question| question.answer.is_none());
    let undecided = referral.status.is_undecided().then_some(referral.promise.due);
    question.map(|question| question.lapses).or(undecided).or(window)
}
