//! Who is there, and what becomes of referrals.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use vouch::app::execute::{Act, Newcomer, Outcome, Registration};
use vouch::app::install::Door;
use vouch::app::languages::Languages;
use vouch::app::setup::Prune;
use vouch::app::setup::file::SetupFile;
use vouch::app::{App, Sealed, new_form_id, new_person_id, new_referral_id};
use vouch::chat::inbound::{Inbound, What};
use vouch::chat::{FormHandle, PlatformName};
use vouch::domain::account::Domain;
use vouch::domain::ids::{PartnerId, PersonId};
use vouch::domain::partner::{Partner, PartnerState};
use vouch::domain::referral::decide::Reject;
use vouch::domain::referral::extend;
use vouch::domain::referral::stage::Move;
use vouch::domain::referral::{
    Approve, Basis, Introduction, Referral, Relationship, Stage, Status, Submit, Verb, next,
};
use vouch::jobs;
use vouch::program::{InForce, Program};
use vouch::store::queries;
use vouch::store::rows::FormRow;
use vouch::text::Texts;

use super::super::{Dice, Room};
use super::house::Crowd;

/// In minutes.
const DAY: i64 = 24 * 60;

pub const SETUP: &str = r#"
[vendor]
workspace = "T1"
[[partner]]
code = "NOR"
name = "North Partner"
workspaces = ["slack:T2"]
[[partner]]
code = "SOU"
name = "South Partner"
[[channel]]
id = "slack:C1"
audience = "partner"
partner = "NOR"
[[channel]]
id = "slack:C2"
audience = "internal"
[[person]]
id = "slack:T1:U0"
roles = ["admin", "partner_manager"]
[[person]]
id = "slack:T1:U1"
name = "Sales 1"
roles = ["sales"]
[[person]]
id = "slack:T1:U2"
roles = ["sales", "partner_manager"]
[[person]]
id = "slack:T2:U3"
partner = "NOR"
roles = ["partner_member"]
[[person]]
id = "slack:T3:U4"
partner = "SOU"
roles = ["partner_admin"]
[[person]]
id = "slack:T2:U30"
partner = "NOR"
roles = ["partner_admin"]
[[person]]
id = "slack:T1:U31"
roles = ["resolver"]
[[person]]
id = "slack:T1:U32"
roles = ["resolver"]
"#;

/// Sets up whatever is set up by chat.
pub const ADMIN: &str = "slack:T1:U0";
/// They own, approve and send nothing.
pub const RESOLVERS: [&str; 2] = ["slack:T1:U31", "slack:T1:U32"];
/// Who speaks for a partner as a company.
pub const ADMINS_OF: [(&str, &str); 2] = [("NOR", "slack:T2:U30"), ("SOU", "slack:T3:U4")];
pub const SALES: [&str; 2] = ["slack:T1:U1", "slack:T1:U2"];
/// Full members of the workspace that is confirmed to be North's.
pub const NEWCOMERS: [&str; 4] = ["slack:T2:U20", "slack:T2:U21", "slack:T2:U22", "slack:T2:U23"];
/// These two partners are never ended, and these two people always speak for them.
pub const MEMBERS: [(&str, &str); 2] = [("NOR", "slack:T2:U3"), ("SOU", "slack:T3:U4")];

/// A programme on a store, and the chance that moves it.
pub struct Story<'a> {
    pub app: &'a App,
    dice: Dice,
    seed: u64,
    deliveries: u32,
    pub sales: Vec<PersonId>,
}

pub fn app_of(room: &Room) -> App {
    App {
        store: room.store.clone(),
        clock: room.clock.clone(),
        in_force: InForce::new(Program::built_in()),
        texts: Texts::shipped(),
        people: Arc::new(Crowd::default()),
        door: Door::default(),
        languages: Languages::default(),
    }
}

impl<'a> Story<'a> {
    pub async fn begin(app: &'a App, seed: u64) -> Self {
        Self::set_up(app, SETUP, seed).await
    }

    /// With others: who sells is called there as here.
    pub async fn set_up(app: &'a App, setup: &str, seed: u64) -> Self {
        app.apply_setup(&SetupFile::read(setup).unwrap(), Prune::No).await.unwrap();
        let mut sales = Vec::new();
        for identity in SALES {
            sales.push(queries::person_of(&app.store.db, identity).await.unwrap().unwrap().id);
        }
        Self { app, dice: Dice(seed), seed, deliveries: 0, sales }
    }

    pub fn any<T: Clone>(&mut self, of: &[T]) -> T {
        let place = self.dice.throw(of.len() as u64);
        of[usize::try_from(place).unwrap()].clone()
    }

    pub fn throw(&mut self, sides: u64) -> u64 {
        self.dice.throw(sides)
    }

    /// Something happens.
    pub async fn step(&mut self) {
        match self.throw(80) {
            0..=10 => self.member_refers().await,
            11..=12 => self.newcomer_refers().await,
            13..=15 => self.vendor_refers().await,
            16..=18 => self.time_passes().await,
            19 => self.more_time_is_asked_for().await,
            20..=39 => self.house_changes().await,
            40..=52 => self.in_court().await,
            _ => self.acts().await,
        }
    }

    async fn member_refers(&mut self) {
        let (code, identity) = self.any(&MEMBERS);
        let partner = self.partner(code).await;
        self.refers(partner, identity, false).await;
    }

    /// Somebody of the partner's confirmed workspace, of whom nobody has heard before the first time.
    async fn newcomer_refers(&mut self) {
        let identity = self.any(&NEWCOMERS);
        let partner = self.partner("NOR").await;
        self.refers(partner, identity, false).await;
    }

    async fn vendor_refers(&mut self) {
        let partners = self.standing_partners().await;
        let partner = self.any(&partners).id;
        let identity = self.any(&SALES);
        self.refers(partner, identity, true).await;
    }

    async fn refers(&mut self, partner: PartnerId, identity: &str, on_behalf: bool) {
        let domain = format!("company{}.example", self.throw(20));
        self.refers_to(&domain, partner, identity, on_behalf).await;
    }

    pub async fn refers_to(
        &mut self,
        domain: &str,
        partner: PartnerId,
        identity: &str,
        on_behalf: bool,
    ) {
        let known = queries::person_of(&self.app.store.db, identity).await.unwrap();
        let newcomer = || Newcomer { person: new_person_id(), name: Sealed::new("Somebody") };
        let form = new_form_id();
        let sealed = Sealed::new("Acme Widgets");
        let submit = Submit {
            on_behalf,
            form,
            domain: Domain::stored(domain.to_owned()),
            company: sealed.seal.clone(),
            need: sealed.seal.clone(),
            relationship: self.any(&[Relationship::Client, Relationship::Other]),
            introduction: self.any(&[Introduction::Expect, Introduction::Introduce]),
            basis: self.any(&[Basis::Asked, Basis::Public]),
            contact_name: self.any(&[None, Some(sealed.seal.clone())]),
            contact_email: None,
            job_title: None,
            source: None,
        };
        let registration = Registration {
            form: FormRow {
                form_id: form.to_string(),
                flow: "refer".to_owned(),
                subject: String::new(),
                seen_version: 0,
                identity: identity.to_owned(),
                workspace: "slack:T1".to_owned(),
                channel: None,
                opened_us: self.app.now().timestamp_micros(),
                answer: None,
            },
            referral: new_referral_id(),
            partner,
            identity: identity.to_owned(),
            newcomer: known.is_none().then(newcomer),
            submit,
            words: vec![("company", sealed)],
            company: "Acme Widgets".to_owned(),
            is_cut: self.any(&[true, false]),
        };
        let inbound = self.inbound(identity, form.to_string());
        self.app.register(&inbound, registration).await.unwrap();
    }

    /// Minutes or weeks, and the clock does what is due then.
    async fn time_passes(&mut self) {
        let minutes = self.any(&[1, 1, 1, 15, 15, DAY, DAY, 9 * DAY, 80 * DAY, 100 * DAY]);
        self.clock_goes_to(self.app.now() + TimeDelta::minutes(minutes)).await;
    }

    pub async fn clock_goes_to(&self, time: DateTime<Utc>) {
        self.app.clock.advance_to(time);
        let now = self.app.now();
        jobs::cases::run(self.app, now).await.unwrap();
        jobs::deadlines::run(self.app, now).await.unwrap();
        jobs::reminders::run(self.app, now).await.unwrap();
        jobs::clocks::run(self.app, now).await.unwrap();
        jobs::clocks::run_if_morning(self.app, now).await.unwrap();
        jobs::groups::run_if_due(self.app, now).await.unwrap();
    }

    /// A deal that has come far is near the end of its protection, and its partner asks for more
    /// time: chance alone hardly meets the two weeks in which that can be.
    async fn more_time_is_asked_for(&mut self) {
        let mut far = self.latest(40).await;
        far.retain(|one| one.stage == Some(Stage::Proposal) && one.extended_at.is_none());
        let Some(referral) = far.first() else { return };
        let calendar = self.app.program().rules.calendar.clone();
        let Some(opens) = extend::from(referral, &calendar, self.app.now()) else { return };
        let opens = calendar.end_of_day(opens);
        self.clock_goes_to(opens.max(self.app.now())).await;
        let who = self.speaker_for(referral).await;
        let inbound = self.inbound(&who, String::new());
        self.app.act_on(&inbound, referral, Act::Extend, Vec::new()).await.unwrap();
    }

    /// Somebody wants something of a referral, whether it can be or not.
    async fn acts(&mut self) {
        // The latest are those with which something can still be done.
        let referrals = self.latest(12).await;
        if referrals.is_empty() {
            return;
        }
        let referral = self.any(&referrals);
        let words = Sealed::new("words of somebody");
        let seal = words.seal.clone();
        let today = self.app.program().rules.calendar.local_date(self.app.now());
        let reject = Reject {
            reason: self.app.program().rules.reject_reasons[0].clone(),
            text: self.any(&[None, Some(seal.clone())]),
            note: None,
        };
        let won = Move::Won { amount_minor: 1_250_000, currency: "EUR".to_owned(), on: today };
        let lost = Move::Lost { reason: self.app.program().rules.lost_reasons[0].clone() };
        let stage = Move::To { stage: Stage::Proposal, next_step: Some(seal.clone()) };
        let owner = self.any(&self.sales.clone());
        let approve = Act::Approve(Approve { owner, note: None, reason: None });
        let acts = [
            (Verb::Approve, approve),
            (Verb::Reject, Act::Reject(reject)),
            (Verb::Ask, Act::Ask(seal.clone())),
            (Verb::Answer, Act::Answer(seal.clone())),
            (Verb::Reverse, Act::Reverse(seal.clone())),
            (Verb::Undo, Act::Undo(seal)),
            (Verb::Withdraw, Act::Withdraw),
            (Verb::Win, Act::Stage(won)),
            (Verb::Lose, Act::Stage(lost)),
            (Verb::Reopen, Act::Reopen),
            // These move no status.
            (Verb::Win, Act::Owner(owner)),
            (Verb::Win, Act::Stage(stage)),
            (Verb::Win, Act::Extend),
        ];
        // Mostly something that could be done, by its status at least.
        let in_review = referral.status == Status::InConflict;
        let fits = |verb: Verb| {
            // That takes a reason: it is told step by step.
            let may = verb != Verb::Approve || !in_review;
            may && next(Some(referral.status), verb).is_some()
        };
        let anything = self.dice.throw(4) == 0 || !acts.iter().any(|(verb, _)| fits(*verb));
        let may = acts.into_iter().filter(|(verb, _)| anything || fits(*verb));
        let may: Vec<Act> = may.map(|(_, act)| act).collect();
        let act = self.any(&may);
        let who = match act {
            Act::Answer(_) | Act::Withdraw | Act::Extend => self.speaker_for(&referral).await,
            Act::Approve(_)
            | Act::Reject(_)
            | Act::Ask(_)
            | Act::AskPerson(_)
            | Act::Undo(_)
            | Act::Owner(_)
            | Act::Stage(_)
            | Act::Reopen
            | Act::Release(_)
            | Act::AnswerRelease(_)
            | Act::Reverse(_)
            | Act::Name(_)
            | Act::Unname(_) => self.any(&SALES).to_owned(),
        };
        let inbound = self.inbound(&who, String::new());
        let done = self.app.act_on(&inbound, &referral, act, vec![("words", words)]).await;
        assert!(!matches!(done.unwrap(), Outcome::Repeated(_)), "each delivery has its own key");
    }

    /// Somebody who may speak for a referral on the partner's side: who sent it, or a member.
    pub async fn speaker_for(&mut self, referral: &Referral) -> String {
        let (by, partner) = (referral.submission.by, referral.partner());
        let everybody = queries::everybody(&self.app.store.db).await.unwrap();
        let mut may: Vec<String> = everybody
            .iter()
            .filter(|person| person.id == by || person.is_member_of(&partner))
            .filter_map(|person| person.identities.first().cloned())
            .collect();
        may.sort();
        self.any(&may)
    }

    pub async fn partners(&self) -> Vec<Partner> {
        let mut all = queries::partners(&self.app.store.db).await.unwrap();
        // Ids are drawn anew in each run, codes are not.
        all.sort_by_key(|partner| partner.code.to_string());
        all
    }

    pub async fn standing_partners(&self) -> Vec<Partner> {
        let mut all = self.partners().await;
        all.retain(|partner| partner.state != PartnerState::Terminated);
        all
    }

    pub async fn partner(&self, code: &str) -> PartnerId {
        let partners = self.partners().await;
        partners.iter().find(|partner| partner.code.to_string() == code).unwrap().id
    }

    pub fn inbound(&mut self, who: &str, form_id: String) -> Inbound {
        self.deliveries += 1;
        let form = FormHandle("V1".to_owned());
        let what =
            What::FormSent { flow: "any".to_owned(), form_id, form, values: BTreeMap::new() };
        Inbound {
            key: format!("delivery-{}-{}", self.seed, self.deliveries),
            platform: PlatformName::Slack,
            workspace: "slack:T1".to_owned(),
            from: Some(who.parse().unwrap()),
            locale: None,
            place: None,
            what,
            raw: "{}".to_owned(),
            received: self.app.now(),
        }
    }

    pub async fn latest(&self, limit: i64) -> Vec<Referral> {
        let mut all = queries::latest_referrals(&self.app.store.db, limit).await.unwrap();
        // In an order that does not hang on ids, which are drawn anew in each run.
        all.sort_by_key(|one| (one.number().code.to_string(), one.number().count));
        all
    }
}
