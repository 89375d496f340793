//! What is known about a case: of the account, by which the rules propose, and everything that its
//! views need.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{App, facts};
use crate::domain::Rules;
use crate::domain::account::known::Standing;
use crate::domain::actor::Person;
use crate::domain::calendar::Calendar;
use crate::domain::case::ladder::{Account, Direct, Proposal};
use crate::domain::case::{Case, decide, eligible, ladder};
use crate::domain::ids::{CaseId, PartnerId, PersonId};
use crate::domain::outcome::{CaseEvent, Event, Seal};
use crate::domain::partner::Partner;
use crate::domain::referral::Referral;
use crate::program::InForce;
use crate::store::accounts::Company;
use crate::store::desk::Desk;
use crate::store::{StoreError, accounts, queries};
use crate::views::case::list::Page;
use crate::views::case::{Facts, Side};

/// Cases on a page: each has a button.
const CASES: usize = 8;

/// What is known of the account itself: what it is to the vendor, and what the programme has settled
/// about it.
fn account(company: &Company, referrals: &[&Referral], rules: &Rules) -> Account {
    let is = |standing| company.entries.iter().any(move |entry| entry.standing == standing);
    let listed = has_any(company, &rules.off_limits_domains);
    let off_limits = listed || referrals.iter().any(|referral| referral.off_limits);
    Account {
        off_limits: off_limits || is(Standing::OffLimits),
        customer: is(Standing::Customer),
        direct: is(Standing::Opportunity).then(|| direct(company, &rules.calendar)),
    }
}

/// The work of the vendor's own team. A day counts from its beginning: at what time of it somebody
/// worked, no source says.
fn direct(company: &Company, calendar: &Calendar) -> Direct {
    let days = company.entries.iter().flat_map(|entry| &entry.worked);
    let begins = |day: &NaiveDate| Some(calendar.end_of_day(day.pred_opt()?));
    Direct { activity: days.filter_map(begins).collect() }
}

/// The rules by which a case between these referrals is decided. Its own dates are those of the
/// version that it was opened under; the rules of engagement are those under which the one was sent
/// that came first: nobody's place is lost to a rule that came after it.
pub(super) fn between(in_force: &InForce, program: &str, parties: &[&Referral]) -> Rules {
    let rules = in_force.rules_of(program);
    let first = parties.iter().min_by_key(|one| (one.submitted_at, one.id));
    match first {
        Some(first) => {
            let engagement = in_force.rules_of(&first.program).engagement;
            Rules { engagement, ..rules }
        }
        None => rules,
    }
}

/// The same for a case that is on the desk, with whoever has left it.
pub(super) fn rules_on(desk: &Desk, case: &Case, in_force: &InForce) -> Rules {
    let parties =
        case.parties.iter().filter_map(|party| desk.state().referrals.get(&party.referral));
    between(in_force, &case.program, &parties.collect::<Vec<_>>())
}

/// The partners whose own company the account is.
fn own<'a>(company: &Company, partners: impl Iterator<Item = &'a Partner>) -> BTreeSet<PartnerId> {
    let is_own = |partner: &&Partner| has_any(company, &partner.domains);
    partners.filter(is_own).map(|partner| partner.id).collect()
}

fn has_any(company: &Company, domains: &[String]) -> bool {
    company.domains.iter().any(|domain| domains.iter().any(|one| one == domain.as_str()))
}

/// What the rules say of a case, as everything stands on the desk; `None` when nobody is in it.
pub(super) fn proposal(
    case: &Case,
    referrals: &[&Referral],
    desk: &Desk,
    rules: &Rules,
) -> Option<Proposal> {
    let company = desk.company_on(&case.domain);
    proposed(case, referrals, desk.state().partners.values(), &company, rules)
}

fn proposed<'a>(
    case: &Case,
    referrals: &[&Referral],
    partners: impl Iterator<Item = &'a Partner>,
    company: &Company,
    rules: &Rules,
) -> Option<Proposal> {
    let (account, own) = (account(company, referrals, rules), own(company, partners));
    let facts = decide::facts(case, referrals, account, &own);
    ladder::propose(&facts, &rules.engagement, &rules.calendar)
}

impl App {
    /// The cases that are open, for whoever decides some of them; none for anybody else.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn cases_of(&self, person: &Person) -> Result<Page, StoreError> {
        if !eligible::TURNS.into_iter().any(|role| person.has(role)) {
            return Ok(Page::default());
        }
        Ok(Page::of(queries::open_cases(&self.store.db).await?, CASES))
    }

    /// A case with everything that its views show; `None` when there is no such case.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn case(&self, id: &CaseId) -> Result<Option<Facts>, StoreError> {
        let db = &self.store.db;
        let Some(case) = queries::case(db, id).await? else { return Ok(None) };
        let ids = case.parties.iter().map(|party| party.referral).collect();
        let found = queries::referrals(db, &ids).await?;
        let mut sides = Vec::new();
        for party in &case.parties {
            let Some(referral) = found.iter().find(|one| one.id == party.referral) else {
                continue;
            };
            let Some(partner) = queries::partner(db, &party.partner).await? else { continue };
            let left = case.left.contains(&party.referral);
            sides.push(Side { referral: referral.clone(), partner, left });
        }
        let present: Vec<&Referral> =
            sides.iter().filter(|side| !side.left).map(|side| &side.referral).collect();
        let parties: Vec<&Referral> = sides.iter().map(|side| &side.referral).collect();
        let rules = between(&self.in_force, &case.program, &parties);
        let partners = sides.iter().map(|side| &side.partner);
        let company = accounts::on(db, &case.domain).await?;
        let proposal = proposed(&case, &present, partners, &company, &rules);
        let proposal = proposal.or(case.proposal.clone());
        let everybody = queries::everybody(db).await?;
        let turn = eligible::turn(&case, &present, &everybody);
        let judges =
            everybody.iter().filter(|one| eligible::TURNS.iter().any(|role| one.has(*role)));
        let barred: BTreeSet<PersonId> = judges
            .filter(|one| eligible::stake(&case, &present, &one.id).is_some())
            .map(|one| one.id)
            .collect();
        let people = named(&case, &sides).into_iter().chain(barred.iter().copied());
        let names = facts::names(db, &people.collect()).await?;
        let words = self.words_in(&case, &sides).await?;
        Ok(Some(Facts {
            turn: turn.map(|(role, _)| role),
            case,
            sides,
            engagement: rules.engagement,
            proposal,
            barred,
            names,
            words,
        }))
    }

    /// The rules by which a case is decided.
    #[must_use]
    pub fn rules_in(&self, facts: &Facts) -> Rules {
        let parties: Vec<&Referral> = facts.sides.iter().map(|side| &side.referral).collect();
        between(&self.in_force, &facts.case.program, &parties)
    }

    /// The words behind the seals of a case, and what its companies are called.
    async fn words_in(
        &self,
        case: &Case,
        sides: &[Side],
    ) -> Result<BTreeMap<Seal, String>, StoreError> {
        let subject = case.id.to_string();
        let stated = case.statements.iter().flat_map(|one| [Some(&one.text), one.link.as_ref()]);
        // What was said before it opened lies under the referral.
        let ahead = case.statements.iter().flat_map(|one| {
            let about = one.referral.to_string();
            std::iter::once(&one.text)
                .chain(&one.link)
                .map(move |seal| (about.clone(), seal.clone()))
        });
        let appeal = case.appeal.iter().flat_map(|one| [Some(&one.text), one.link.as_ref()]);
        let decided = case.decided.iter().chain(&case.appealed);
        let texts = decided.flat_map(|one| one.ruling.texts.values().map(Some));
        let asked = case.asked.iter().map(|one| Some(&one.text));
        let seals = stated.chain(asked).chain(appeal).chain(texts).flatten();
        let mut seals: BTreeSet<(String, Seal)> =
            seals.map(|seal| (subject.clone(), seal.clone())).collect();
        seals.extend(ahead);
        seals.extend(
            sides.iter().map(|side| {
                (side.referral.id.to_string(), side.referral.submission.company.clone())
            }),
        );
        queries::words(&self.store.db, &seals).await
    }

    /// The event of a case at a position of the log.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn case_event(&self, seq: i64) -> Result<Option<CaseEvent>, StoreError> {
        let event = queries::event_at(&self.store.db, seq).await?;
        let Some(Event::Case(event)) = event else { return Ok(None) };
        Ok(Some(event))
    }

    /// Whether somebody may decide a case now, and why not.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn may_decide(
        &self,
        facts: &Facts,
        by: &Person,
    ) -> Result<Result<(), crate::domain::case::no::CaseNo>, StoreError> {
        let everybody = queries::everybody(&self.store.db).await?;
        let people: Vec<&Person> = everybody.iter().collect();
        Ok(decide::may_decide(&facts.case, &facts.present(), &people, by))
    }
}

/// The people that a case names.
fn named(case: &Case, sides: &[Side]) -> BTreeSet<PersonId> {
    let stated = case.statements.iter().map(|one| one.by);
    let decided = case.decided.iter().chain(&case.appealed).map(|one| one.ruling.by);
    let appeal = case.appeal.iter().map(|one| one.by);
    let in_referrals = sides.iter().flat_map(|side| {
        let referral = &side.referral;
        [Some(referral.submission.by), referral.owner].into_iter().flatten()
    });
    stated.chain(decided).chain(appeal).chain(case.opened_by).chain(in_referrals).collect()
}
