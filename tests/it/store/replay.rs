//! Whatever people do, the log alone gives the read rows back, byte for byte.
//!
//! Drawn at random, the same in every run: who does what to which referral, and how time passes.
//! Each legal move is counted, so that a story in which one never happens fails.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::TimeDelta;
use vouch::app::execute::{Act, Outcome, Registration};
use vouch::app::setup::Prune;
use vouch::app::setup::file::SetupFile;
use vouch::app::{App, Sealed, new_form_id, new_referral_id};
use vouch::chat::inbound::{Inbound, What};
use vouch::chat::{FormHandle, PlatformName};
use vouch::domain::account::Domain;
use vouch::domain::ids::{PartnerId, PersonId};
use vouch::domain::referral::decide::Reject;
use vouch::domain::referral::stage::Move;
use vouch::domain::referral::{
    Approve, Basis, Introduction, MOVES, Referral, Relationship, Stage, Status, Submit, Verb, next,
};
use vouch::program::{InForce, Program};
use vouch::runtime::Platforms;
use vouch::store::dialect::Tx;
use vouch::store::log::recorded;
use vouch::store::project::{State, Stream, Touched};
use vouch::store::rebuild::rebuild;
use vouch::store::rows::FormRow;
use vouch::store::{audit, queries};
use vouch::text::Texts;

use super::dump::read_rows;
use super::{Dice, Room, on_each};

const STEPS: usize = 1_000;
/// In minutes.
const DAY: i64 = 24 * 60;

const SETUP: &str = r#"
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
"#;

const SALES: [&str; 2] = ["slack:T1:U1", "slack:T1:U2"];
const MEMBERS: [(&str, &str); 2] = [("NOR", "slack:T2:U3"), ("SOU", "slack:T3:U4")];

/// A programme on a store, and the chance that moves it.
pub struct Story<'a> {
    app: &'a App,
    dice: Dice,
    deliveries: u32,
    sales: PersonId,
    partners: BTreeMap<String, PartnerId>,
}

pub fn app_of(room: &Room) -> App {
    App {
        store: room.store.clone(),
        clock: room.clock.clone(),
        in_force: InForce::new(Program::built_in()),
        texts: Texts::shipped(),
        people: Arc::new(Platforms::default()),
    }
}

impl<'a> Story<'a> {
    pub async fn begin(app: &'a App, seed: u64) -> Self {
        app.apply_setup(&SetupFile::read(SETUP).unwrap(), Prune::No).await.unwrap();
        let sales = queries::person_of(&app.store.db, SALES[0]).await.unwrap().unwrap().id;
        let partners = queries::partners(&app.store.db).await.unwrap();
        let partners = partners.iter().map(|one| (one.code.to_string(), one.id)).collect();
        Self { app, dice: Dice(seed), deliveries: 0, sales, partners }
    }

    fn any<T: Clone>(&mut self, of: &[T]) -> T {
        let place = self.dice.throw(of.len() as u64);
        of[usize::try_from(place).unwrap()].clone()
    }

    /// Something happens.
    pub async fn step(&mut self) {
        match self.dice.throw(40) {
            0..=7 => self.refers().await,
            8..=10 => self.time_passes().await,
            _ => self.acts().await,
        }
    }

    async fn refers(&mut self) {
        let (code, identity) = self.any(&MEMBERS);
        let domain = format!("company{}.example", self.dice.throw(30));
        let form = new_form_id();
        let sealed = Sealed::new("Acme Widgets");
        let submit = Submit {
            on_behalf: false,
            form,
            domain: Domain::stored(domain),
            company: sealed.seal.clone(),
            need: sealed.seal.clone(),
            relationship: self.any(&[Relationship::Client, Relationship::Other]),
            introduction: self.any(&[Introduction::Expect, Introduction::Introduce]),
            basis: self.any(&[Basis::Asked, Basis::Public]),
            contact_name: self.any(&[None, Some(sealed.seal.clone())]),
            contact_email: None,
            job_title: None,
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
            partner: self.partners[code],
            identity: identity.to_owned(),
            newcomer: None,
            submit,
            words: vec![("company", sealed)],
            company: "Acme Widgets".to_owned(),
            is_cut: self.any(&[true, false]),
        };
        let inbound = self.inbound(identity, form.to_string());
        self.app.register(&inbound, registration).await.unwrap();
    }

    /// Minutes or weeks, and what is over then ends.
    async fn time_passes(&mut self) {
        let minutes = self.any(&[1, 1, 1, 15, 15, DAY, DAY, 9 * DAY, 100 * DAY]);
        self.app.clock.advance_to(self.app.now() + TimeDelta::minutes(minutes));
        for referral in self.latest(i64::MAX).await {
            self.app.end_what_is_over(&referral).await.unwrap();
        }
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
        let stage = Move::To { stage: Stage::Meeting, next_step: seal.clone() };
        let approve = Act::Approve(Approve { owner: self.sales, note: None });
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
            (Verb::Win, Act::Owner(self.sales)),
            (Verb::Win, Act::Stage(stage)),
        ];
        // Mostly something that could be done, by its status at least.
        let fits = |verb: Verb| next(Some(referral.status), verb).is_some();
        let anything = self.dice.throw(4) == 0 || !acts.iter().any(|(verb, _)| fits(*verb));
        let may = acts.into_iter().filter(|(verb, _)| anything || fits(*verb));
        let may: Vec<Act> = may.map(|(_, act)| act).collect();
        let act = self.any(&may);
        let member = MEMBERS.iter().find(|(code, _)| self.partners[*code] == referral.partner());
        let (_, member) = member.unwrap();
        let who = match act {
            Act::Answer(_) | Act::Withdraw => member,
            Act::Approve(_)
            | Act::Reject(_)
            | Act::Ask(_)
            | Act::Undo(_)
            | Act::Owner(_)
            | Act::Stage(_)
            | Act::Reopen
            | Act::Reverse(_) => &self.any(&SALES),
        };
        let inbound = self.inbound(who, String::new());
        let done = self.app.act_on(&inbound, &referral, act, vec![("words", words)]).await;
        assert!(!matches!(done.unwrap(), Outcome::Repeated(_)), "each delivery has its own key");
    }

    fn inbound(&mut self, who: &str, form_id: String) -> Inbound {
        self.deliveries += 1;
        let form = FormHandle("V1".to_owned());
        let what =
            What::FormSent { flow: "any".to_owned(), form_id, form, values: BTreeMap::new() };
        Inbound {
            key: format!("delivery-{}", self.deliveries),
            platform: PlatformName::Slack,
            workspace: "slack:T1".to_owned(),
            from: Some(who.parse().unwrap()),
            place: None,
            what,
            raw: "{}".to_owned(),
            received: self.app.now(),
        }
    }

    async fn latest(&self, limit: i64) -> Vec<Referral> {
        let mut all = queries::latest_referrals(&self.app.store.db, limit).await.unwrap();
        // In an order that does not hang on ids, which are drawn anew in each run.
        all.sort_by_key(|one| (one.number().code.to_string(), one.number().count));
        all
    }
}

/// How often each move stands in the log.
async fn moves(room: &Room) -> BTreeMap<(Option<Status>, Verb), usize> {
    let (mut state, mut touched) = (State::default(), Touched::default());
    let mut moves = BTreeMap::new();
    for row in queries::events_after(&room.store.db, 0, i64::MAX).await.unwrap() {
        let stream: Stream = row.stream.parse().unwrap();
        let status = |state: &State| match &stream {
            Stream::Referral(id) => state.referrals.get(id).map(|referral| referral.status),
            Stream::Partner(_) | Stream::Channel(_) | Stream::Person(_) | Stream::Group(_) => None,
        };
        let before = status(&state);
        state.fold(&stream, &recorded(&row).unwrap(), &mut touched).unwrap();
        if let Some(verb) = verb(&row.kind)
            && status(&state) != before
        {
            *moves.entry((before, verb)).or_default() += 1;
        }
    }
    moves
}

/// What moves a referral, by the word that stands in the log.
fn verb(kind: &str) -> Option<Verb> {
    Some(match kind {
        "submitted" => Verb::Submit,
        "question_asked" => Verb::Ask,
        "question_answered" => Verb::Answer,
        "lapsed" => Verb::Lapse,
        "match_found" => Verb::Match,
        "match_cleared" => Verb::Clear,
        "approved" => Verb::Approve,
        "rejected" => Verb::Reject,
        "withdrawn" => Verb::Withdraw,
        "decision_undone" => Verb::Undo,
        "expired" => Verb::Expire,
        "won" => Verb::Win,
        "lost" => Verb::Lose,
        "reopened" => Verb::Reopen,
        "reversed" => Verb::Reverse,
        _ => return None,
    })
}

async fn rebuild_in(room: &Room) -> u64 {
    let rebuilt = room.store.writer.touch(|tx: &mut Tx| Box::pin(rebuild(tx)));
    rebuilt.await.unwrap()
}

#[tokio::test]
async fn after_any_story_the_log_gives_every_read_row_back_byte_for_byte() {
    on_each(async |room| {
        // A Monday: how far a working day reaches decides what can happen.
        room.clock.set("2030-03-04T09:00:00Z".parse().unwrap());
        let app = app_of(room);
        let mut story = Story::begin(&app, 7).await;
        for _ in 0..STEPS {
            story.step().await;
        }
        let projected = read_rows(&room.store.db).await;
        assert!(projected.len() > 50, "{}", projected.len());
        // Rows that differ, are missing, or are too many: all are put right.
        for damage in [
            "update referral set status = 'won', version = version + 1",
            "delete from person where version > 1",
            "update partner set sent = 0",
            "insert into identity (identity, person_id) values ('slack:T9:U9', 'nobody')",
        ] {
            room.by_hand(damage).await.unwrap();
        }
        assert_ne!(read_rows(&room.store.db).await, projected);
        let events = rebuild_in(room).await;
        assert_eq!(read_rows(&room.store.db).await, projected, "on {:?}", room.database.kind);
        assert_eq!(i64::try_from(events).unwrap(), room.count("select count(*) from event").await);
        let verdict = audit::verify(&room.store.db).await.unwrap();
        assert!(matches!(verdict, audit::Verdict::Whole { .. }), "{verdict:?}");

        let moves = moves(room).await;
        let known: BTreeSet<_> = MOVES.iter().map(|(from, verb, _)| (*from, *verb)).collect();
        for (from, verb) in moves.keys() {
            assert!(known.contains(&(*from, *verb)), "{from:?} {verb} is no move");
        }
        let never = |one: &&(Option<Status>, Verb)| !moves.contains_key(*one);
        let unseen: Vec<_> = known.iter().filter(never).collect();
        assert!(unseen.is_empty(), "{unseen:?} never happened: {moves:?}");
    })
    .await;
}

#[tokio::test]
async fn an_empty_log_gives_empty_read_rows() {
    on_each(async |room| {
        assert_eq!(rebuild_in(room).await, 0);
        assert!(read_rows(&room.store.db).await.is_empty());
    })
    .await;
}
