//! How protections rest, are released and end, step by step: chance alone hardly meets the days on
//! which each of it can be.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use vouch::app::Sealed;
use vouch::app::accounts::Alias;
use vouch::app::execute::{Act, InCase, Outcome};
use vouch::chat::inbound::Reply;
use vouch::domain::account::Domain;
use vouch::domain::case;
use vouch::domain::case::decide::Decide;
use vouch::domain::case::evidence::State;
use vouch::domain::outcome::Seal;
use vouch::domain::partner::PartnerKind;
use vouch::domain::partner::manage::Open;
use vouch::domain::referral::stage::Move;
use vouch::domain::referral::{Approve, Referral, Stage, Status};
use vouch::store::queries;

use super::story::{ADMIN, MEMBERS, RESOLVERS, SALES, Story};

const NORTH: (&str, &str) = MEMBERS[0];
const SOUTH: (&str, &str) = MEMBERS[1];

impl Story<'_> {
    pub async fn protections_end(&mut self) {
        self.excepted().await;
        self.goes_on_in_a_crm().await;
        self.rests_while_a_case_is_open().await;
        self.merged().await;
        self.released().await;
        self.ended().await;
    }

    /// Sales approves what the programme takes no referrals of, and its partner lets it go.
    async fn excepted(&mut self) {
        let words = Sealed::new("A reason");
        let reason = Some(words.seal.clone());
        self.refers_as(NORTH, "company7.example").await;
        let referral = self.live_on("company7.example").await;
        assert_eq!(referral.status, Status::InConflict);
        let approve = Approve { owner: self.sales[0], note: None, reason };
        let words = vec![("exception", words)];
        self.does_with(SALES[0], &referral, Act::Approve(approve), words).await;
        self.does(NORTH.1, &referral, Act::Withdraw).await;
    }

    /// A deal moves as a CRM says, and its partner withdraws it.
    async fn goes_on_in_a_crm(&mut self) {
        let referral = self.protected("deal.example").await;
        let at = self.app.now().to_rfc3339();
        let said = format!(
            r#"{{"id":"1","at":"{at}","account":{{"id":"1","name":"Deal","domains":["deal.example"]}},
                "opportunity":{{"id":"1","stage":"meeting"}}}}"#
        );
        self.app.take_crm_event(&said).await.unwrap();
        assert_eq!(self.now_at(&referral).await.stage, Some(Stage::Meeting));
        self.does(NORTH.1, &referral, Act::Withdraw).await;
    }

    /// A partner is asked to release its account, and the time to answer stands while a case is open.
    async fn rests_while_a_case_is_open(&mut self) {
        let referral = self.protected("rests.example").await;
        self.asks_to_release(&referral).await;
        let asked = self.now_at(&referral).await.release.unwrap().until;
        self.refers_as(SOUTH, "rests.example").await;
        self.clock_goes_to(self.app.now() + TimeDelta::days(1)).await;
        let rival = queries::live_on(&self.app.store.db, "rests.example").await.unwrap();
        let rival = rival.into_iter().find(|one| one.id != referral.id).unwrap();
        self.does(SOUTH.1, &rival, Act::Withdraw).await;
        let until = self.now_at(&referral).await.release.unwrap().until;
        assert!(until > asked, "{until} after {asked}");
        self.does(NORTH.1, &referral, Act::Withdraw).await;
    }

    /// One partner has sent a company by three of its domains before anybody knew that they are one; a
    /// case finds it, and its partner accepts that. So it comes to be three times: what is merged had
    /// been approved, was asked about, or still waited.
    async fn merged(&mut self) {
        for (at, was) in [Status::Approved, Status::NeedsInfo, Status::Submitted].iter().enumerate()
        {
            let [one, other] = ["one", "other"].map(|name| format!("{name}{at}.example"));
            let first = self.protected(&one).await;
            self.refers_as(NORTH, &other).await;
            let second = self.live_on(&other).await;
            let words = Sealed::new("words of somebody");
            match was {
                Status::Approved => {
                    let approve = Approve { owner: self.sales[0], note: None, reason: None };
                    self.does(SALES[0], &second, Act::Approve(approve)).await;
                }
                Status::NeedsInfo => {
                    let asks = Act::Ask(words.seal.clone());
                    self.does_with(SALES[0], &second, asks, vec![("question", words)]).await;
                }
                _ => {}
            }
            assert_eq!(self.now_at(&second).await.status, *was);
            self.are_one(&one, &other).await;
            self.is_found_to_be_the_same(&first, &second).await;
            assert_eq!(self.now_at(&second).await.status, Status::Merged);
            assert_eq!(self.now_at(&first).await.status, Status::Approved);
            self.does(NORTH.1, &first, Act::Withdraw).await;
        }
    }

    /// Sales opens a case, a resolver asks and decides it, and whoever could appeal does not.
    async fn is_found_to_be_the_same(&mut self, first: &Referral, second: &Referral) {
        let words = Sealed::new("words of somebody");
        let state = State { claim: None, text: words.seal.clone(), link: None, on: None };
        let inbound = self.inbound(SALES[0], String::new());
        let words = vec![("statement", words)];
        let opened = self.app.open_case(&inbound, second, state, words, Reply::Nothing).await;
        assert!(matches!(opened.unwrap(), Outcome::Answered(_)));
        let case = queries::case_of(&self.app.store.db, &second.id).await.unwrap().unwrap();
        assert!(case.party(&first.id).is_some());
        let merge = Decide {
            outcome: case::Outcome::Merge,
            rules: vec![case::Rule::R7],
            winner: None,
            texts: BTreeMap::new(),
        };
        let question = Sealed::new("Are they one company?");
        for (who, act, words) in [
            (
                RESOLVERS[0],
                InCase::Ask(vec![first.id, second.id], question.seal.clone()),
                vec![("question", question)],
            ),
            (RESOLVERS[0], InCase::Decide(merge), Vec::new()),
            (NORTH.1, InCase::Waive(second.id), Vec::new()),
        ] {
            let inbound = self.inbound(who, String::new());
            let done = self.app.act_in_case(&inbound, &case, act, words, Reply::Nothing).await;
            assert!(matches!(done.unwrap(), Outcome::Answered(_)), "{who}");
        }
    }

    async fn are_one(&mut self, one: &str, other: &str) {
        let [one, other] = [one, other].map(|name| Domain::stored(name.to_owned()));
        let inbound = self.inbound(SALES[0], String::new());
        self.app.alias(&inbound, Alias::Join(one, other)).await.unwrap();
    }

    /// Whoever waits for the end of a grace says something that only resolvers read.
    async fn says_ahead(&mut self, domain: &str) {
        let referral = self.live_on(domain).await;
        let words = Sealed::new("We met them in May");
        let state = State { claim: None, text: words.seal.clone(), link: None, on: None };
        let inbound = self.inbound(SOUTH.1, String::new());
        let words = vec![("statement", words)];
        let said = self.app.state_ahead(&inbound, &referral, state, words, Reply::Nothing).await;
        assert!(matches!(said.unwrap(), Outcome::Answered(_)));
        assert_eq!(self.now_at(&referral).await.stated.len(), 1);
    }

    async fn live_on(&self, domain: &str) -> Referral {
        queries::live_on(&self.app.store.db, domain).await.unwrap().remove(0)
    }

    /// One partner says no, one yes, one nothing.
    async fn released(&mut self) {
        for (domain, agrees) in [("no.example", Some(false)), ("yes.example", Some(true))] {
            let referral = self.protected(domain).await;
            self.asks_to_release(&referral).await;
            let answer = Act::AnswerRelease(agrees.unwrap());
            self.does(NORTH.1, &referral, answer).await;
        }
        let referral = self.protected("nothing.example").await;
        self.asks_to_release(&referral).await;
        self.clock_goes_to(self.app.now() + TimeDelta::days(20)).await;
        assert_eq!(self.now_at(&referral).await.status, Status::Released);
    }

    /// Two protections end: one partner comes back while another waits, one deal closes in its tail.
    async fn ended(&mut self) {
        let tail = self.protected("tail.example").await;
        let back = self.protected("back.example").await;
        self.moves(&tail, Stage::Nurture).await;
        self.clock_goes_to(self.app.now() + TimeDelta::days(4)).await;
        self.moves(&tail, Stage::Proposal).await;
        for (referral, domain) in [(&back, "back.example"), (&tail, "tail.example")] {
            let over = self.now_at(referral).await.protection.unwrap().expires;
            self.clock_goes_to(over + TimeDelta::hours(10)).await;
            assert_eq!(self.now_at(referral).await.status, Status::Expired);
            self.refers_as(SOUTH, domain).await;
            self.says_ahead(domain).await;
        }
        let tail = self.now_at(&tail).await;
        self.refers_as(NORTH, "back.example").await;
        let on = tail.protection.as_ref().unwrap().through;
        let won = Move::Won { amount_minor: 1, currency: "EUR".to_owned(), on };
        self.does(SALES[0], &tail, Act::Stage(won)).await;
        self.clock_goes_to(self.app.now() + TimeDelta::days(10)).await;
    }

    async fn refers_as(&mut self, (code, identity): (&str, &str), domain: &str) {
        let partner = self.partner(code).await;
        self.refers_to(domain, partner, identity, false).await;
    }

    /// North's, approved.
    pub async fn protected(&mut self, domain: &str) -> Referral {
        self.refers_as(NORTH, domain).await;
        let referral = self.live_on(domain).await;
        let approve = Approve { owner: self.sales[0], note: None, reason: None };
        self.does(SALES[0], &referral, Act::Approve(approve)).await;
        referral
    }

    async fn moves(&mut self, referral: &Referral, stage: Stage) {
        let words = Sealed::new("A step");
        let to = Move::To { stage, next_step: Some(words.seal.clone()) };
        self.does_with(SALES[0], referral, Act::Stage(to), vec![("next", words)]).await;
    }

    /// A customer agrees to be named, and then does not any more.
    pub async fn naming(&mut self) {
        let referral = self.protected("named.example").await;
        let on = self.app.program().rules.calendar.local_date(self.app.now());
        let won = Move::Won { amount_minor: 100, currency: "EUR".to_owned(), on };
        self.does(SALES[0], &referral, Act::Stage(won)).await;
        for act in [Act::Name as fn(Seal) -> Act, Act::Unname] {
            let words = Sealed::new("Who agreed, and how");
            let act = act(words.seal.clone());
            self.does_with(SALES[0], &referral, act, vec![("name_customer", words)]).await;
        }
    }

    /// Two partners turn out to be one.
    pub async fn merges(&mut self) {
        for (name, code) in [("Twin", "TWI"), ("Twins", "TWS")] {
            let open = Open {
                code: code.parse().unwrap(),
                name: name.to_owned(),
                domains: vec![format!("{}.example", name.to_lowercase())],
                kind: PartnerKind::Referral,
            };
            let (inbound, manager) = (self.inbound(ADMIN, String::new()), ADMIN.parse().unwrap());
            let done =
                self.app.open_partner(&inbound, open, manager, Reply::Nothing).await.unwrap();
            if let Outcome::Refused(refusal) = done {
                panic!("{name} was not opened: {refusal:?}");
            }
        }
        let (gone, stays) = (self.partner("TWS").await, self.partner("TWI").await);
        self.refers_to("merged.example", gone, SALES[0], true).await;
        let of = async |id| queries::partner(&self.app.store.db, &id).await.unwrap().unwrap();
        let both = (of(gone).await, of(stays).await);
        let merge = self.app.merge_preview(both.0.clone(), both.1.clone()).await.unwrap();
        assert_eq!((merge.referrals, merge.open), (1, 1), "{merge:?}");
        let inbound = self.inbound(ADMIN, String::new());
        if let Outcome::Refused(refusal) =
            self.app.merge_partners(&inbound, (&both.0, &both.1)).await.unwrap()
        {
            panic!("they were not merged: {refusal:?}");
        }
        assert_eq!(self.live_on("merged.example").await.partner(), stays);
    }

    async fn asks_to_release(&mut self, referral: &Referral) {
        let words = Sealed::new("A reason");
        let act = Act::Release(words.seal.clone());
        self.does_with(ADMIN, referral, act, vec![("release", words)]).await;
    }

    async fn does(&mut self, who: &str, referral: &Referral, act: Act) {
        self.does_with(who, referral, act, Vec::new()).await;
    }

    async fn does_with(
        &mut self,
        who: &str,
        referral: &Referral,
        act: Act,
        words: Vec<(&'static str, Sealed)>,
    ) {
        let inbound = self.inbound(who, String::new());
        let done = self.app.act_on(&inbound, referral, act.clone(), words).await.unwrap();
        assert!(matches!(done, Outcome::Answered(_)), "{who} could not: {act:?}");
    }

    async fn now_at(&self, referral: &Referral) -> Referral {
        queries::referral(&self.app.store.db, &referral.id).await.unwrap().unwrap()
    }
}
