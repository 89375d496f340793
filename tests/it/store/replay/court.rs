//! What people do in conflict cases, and how they open one.

use std::collections::BTreeMap;

use vouch::app::Sealed;
use vouch::app::execute::{InCase, Outcome as Came};
use vouch::chat::inbound::Reply;
use vouch::domain::case::decide::Decide;
use vouch::domain::case::evidence::State;
use vouch::domain::case::{Case, Claim, Outcome, Phase, Rule};
use vouch::domain::ids::ReferralId;
use vouch::domain::referral::{Referral, Status};
use vouch::store::queries;

use super::story::{ADMINS_OF, RESOLVERS, SALES, Story};

impl Story<'_> {
    /// Somebody does something in a case, mostly something that could be done by its phase.
    pub async fn in_court(&mut self) {
        let cases = queries::open_cases(&self.app.store.db).await.unwrap();
        if cases.is_empty() || self.throw(8) == 0 {
            return self.contests().await;
        }
        let case = self.any(&cases);
        match case.phase {
            Phase::Evidence if self.throw(3) == 0 => self.gives_evidence(&case).await,
            Phase::Evidence | Phase::Proposed | Phase::Appealed => self.is_decided(&case).await,
            Phase::Decided => self.is_contested(&case).await,
            Phase::Final | Phase::Settled | Phase::Excepted => {}
        }
    }

    /// A referral of any kind is contested by its partner, or by sales.
    async fn contests(&mut self) {
        let referrals = self.latest(20).await;
        if referrals.is_empty() {
            return;
        }
        // Mostly what is protected, asked about or rejected: of that there is least.
        let rare = |one: &&Referral| {
            matches!(one.status, Status::Approved | Status::NeedsInfo | Status::Rejected)
        };
        let some: Vec<Referral> = referrals.iter().filter(rare).cloned().collect();
        let referral = match some.is_empty() || self.throw(3) == 0 {
            true => self.any(&referrals),
            false => self.any(&some),
        };
        let words = Sealed::new("words of somebody");
        let who = match self.throw(3) {
            0 => self.any(&SALES).to_owned(),
            _ => self.speaker_for(&referral).await,
        };
        let inbound = self.inbound(&who, String::new());
        let claim = self.any(&[None, Some(Claim::First), Some(Claim::Lapsed)]);
        let stated = State { claim, text: words.seal.clone(), link: None, on: None };
        let words = vec![("statement", words)];
        let opened = self.app.open_case(&inbound, &referral, stated, words, Reply::Nothing).await;
        assert!(!matches!(opened.unwrap(), Came::Repeated(_)), "each delivery has its own key");
    }

    async fn gives_evidence(&mut self, case: &Case) {
        let Some(party) = case.present().next().cloned() else { return };
        let referral = queries::referral(&self.app.store.db, &party.referral).await.unwrap();
        let who = self.speaker_for(&referral.unwrap()).await;
        let words = Sealed::new("words of somebody");
        let claim = self.any(&[None, Some(Claim::Relationship), Some(Claim::Chosen)]);
        let state = State { claim, text: words.seal.clone(), link: None, on: None };
        let act = InCase::State(party.referral, state);
        self.tries(case, act, &who, words).await;
    }

    async fn is_decided(&mut self, case: &Case) {
        let others: Vec<_> = case.present().map(|party| party.referral).collect();
        if self.throw(5) == 0 {
            let who = self.any(&RESOLVERS);
            let words = Sealed::new("nothing");
            return self.tries(case, InCase::Suggest(4_000), who, words).await;
        }
        if case.split.is_some() && self.throw(2) == 0 {
            return self.answers(case).await;
        }
        // A merge needs two of one partner: that is written down step by step.
        let by_chance = |one: &Outcome| !matches!(one, Outcome::Split | Outcome::Merge);
        let outcomes: Vec<Outcome> = Outcome::ALL.iter().copied().filter(by_chance).collect();
        let rare = self.seldom_awarded_in(case).await;
        let words = Sealed::new("words of somebody");
        let texts = others.iter().map(|id| (*id, words.seal.clone()));
        let mut decide = Decide {
            outcome: self.any(&outcomes),
            rules: vec![Rule::R7],
            winner: self.any(&others.iter().copied().map(Some).collect::<Vec<_>>()),
            texts: texts.collect::<BTreeMap<_, _>>(),
        };
        if rare.is_some() && self.throw(3) != 0 {
            (decide.outcome, decide.winner) = (Outcome::AwardOther, rare);
        }
        let rival = self.rival_of_the_approved(case).await;
        if rival.is_some() && self.throw(3) == 0 {
            (decide.outcome, decide.winner) = (Outcome::AwardOther, rival);
        }
        let who = self.any(&RESOLVERS);
        self.tries(case, InCase::Decide(decide), who, words).await;
    }

    /// Where one is approved, another that stands against it.
    async fn rival_of_the_approved(&self, case: &Case) -> Option<ReferralId> {
        let ids = case.present().map(|party| party.referral).collect();
        let mut found = queries::referrals(&self.app.store.db, &ids).await.unwrap();
        found.sort_by_key(|one| (one.number().code.to_string(), one.number().count));
        let (approved, others): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|one| one.status == Status::Approved);
        others.first().filter(|_| !approved.is_empty()).map(|one| one.id)
    }

    /// One of which sales has asked something, or that sales has rejected: few of them are contested.
    async fn seldom_awarded_in(&mut self, case: &Case) -> Option<ReferralId> {
        let ids = case.present().map(|party| party.referral).collect();
        let mut found = queries::referrals(&self.app.store.db, &ids).await.unwrap();
        found.retain(|one| matches!(one.status, Status::NeedsInfo | Status::Rejected));
        // In an order that does not hang on ids, which are drawn anew in each run.
        found.sort_by_key(|one| (one.number().code.to_string(), one.number().count));
        let ids: Vec<ReferralId> = found.iter().map(|one| one.id).collect();
        (!ids.is_empty()).then(|| self.any(&ids))
    }

    /// Every partner with an admin of its own says yes, or one says no.
    async fn answers(&mut self, case: &Case) {
        let agreed = self.throw(4) != 0;
        // In an order that does not hang on ids.
        for (code, who) in ADMINS_OF {
            let partners = self.partners().await;
            let partner = partners.iter().find(|one| one.code.to_string() == code);
            let Some(partner) = partner.map(|one| one.id) else { continue };
            let act = InCase::Answer(partner, agreed, true);
            self.tries(case, act, who, Sealed::new("nothing")).await;
        }
    }

    async fn is_contested(&mut self, case: &Case) {
        let parties: Vec<_> = case.present().cloned().collect();
        let appeals = self.throw(2) == 0;
        for party in parties {
            let referral = queries::referral(&self.app.store.db, &party.referral).await.unwrap();
            let who = self.speaker_for(&referral.unwrap()).await;
            let words = Sealed::new("words of somebody");
            let act = match appeals {
                true => InCase::Appeal(party.referral, words.seal.clone(), None),
                false => InCase::Waive(party.referral),
            };
            self.tries(case, act, &who, words).await;
        }
    }

    async fn tries(&mut self, case: &Case, act: InCase, who: &str, words: Sealed) {
        let inbound = self.inbound(who, String::new());
        let words = vec![("words", words)];
        let done = self.app.act_in_case(&inbound, case, act, words, Reply::Nothing).await;
        assert!(!matches!(done.unwrap(), Came::Repeated(_)), "each delivery has its own key");
    }
}
