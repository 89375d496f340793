//! A platform that does as it is told, a database in a folder of its own, and a running sender.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use sqlx::sqlite::SqlitePool;
use tempfile::TempDir;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::super::Sender;
use crate::app::setup::Prune;
use crate::app::setup::file::SetupFile;
use crate::app::{App, Sealed, new_form_id, new_person_id, new_referral_id};
use crate::chat::{
    Boxed, Group, Outgoing, PersonRef, Place, Platform, PlatformName, Profile, Room, SendError,
    Sent,
};
use crate::domain::account::Domain;
use crate::domain::ids::{ReferralId, ReferralNumber};
use crate::domain::outcome::{Event, ReferralEvent, Submission};
use crate::domain::referral::{Basis, Introduction, Relationship};
use crate::runtime::Platforms;
use crate::runtime::testing::{app_in, database_in};
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::queries;
use crate::views::Say;

pub const NORTH: &str = "slack:CNORTH";
pub const SOUTH: &str = "slack:CSOUTH";
pub const SALES: &str = "slack:CSALES";
pub const MANAGER: &str = "slack:THOME:UMANAGER";
pub const ADMIN: &str = "slack:THOME:UADMIN";

const SETUP: &str = r#"
[vendor]
workspace = "THOME"
[[partner]]
code = "NOR"
name = "North"
[[partner]]
code = "SOU"
name = "South"
[[channel]]
id = "slack:CNORTH"
audience = "partner"
partner = "NOR"
[[channel]]
id = "slack:CSOUTH"
audience = "partner"
partner = "SOU"
[[channel]]
id = "slack:CSALES"
audience = "internal"
[[person]]
id = "slack:THOME:UADMIN"
roles = ["admin"]
[[person]]
id = "slack:THOME:UMANAGER"
roles = ["partner_manager"]
"#;

/// How the next call of a kind goes.
pub enum How {
    No(SendError),
    Panic,
    /// Waits to be let go, then goes like this.
    Held(Arc<Notify>, Result<(), SendError>),
}

#[derive(Default)]
pub struct Fake {
    /// The channel, as the platform calls it, in which every post is put off.
    limited: Mutex<Option<String>>,
    script: Mutex<HashMap<&'static str, VecDeque<How>>>,
    calls: Mutex<Vec<Outgoing>>,
}

fn kind(outgoing: &Outgoing) -> &'static str {
    super::super::policy::method(outgoing).unwrap_or("post")
}

impl Platform for Fake {
    fn name(&self) -> PlatformName {
        PlatformName::Slack
    }

    fn send<'a>(&'a self, outgoing: &'a Outgoing) -> Boxed<'a, Result<Sent, SendError>> {
        Box::pin(async move {
            let number = {
                let mut calls = self.calls.lock().unwrap();
                calls.push(outgoing.clone());
                calls.len()
            };
            let how =
                self.script.lock().unwrap().get_mut(kind(outgoing)).and_then(VecDeque::pop_front);
            let sent = Sent { channel: "C".to_owned(), message_id: number.to_string() };
            let put_off = matches!(outgoing, Outgoing::Post { place, .. }
                if self.limited.lock().unwrap().as_ref() == Some(&place.channel));
            if put_off {
                return Err(SendError::RateLimited { method: "x", after: Duration::from_secs(5) });
            }
            match how {
                None => Ok(sent),
                Some(How::No(error)) => Err(error),
                Some(How::Panic) => panic!("a panic that was asked for"),
                Some(How::Held(gate, result)) => {
                    gate.notified().await;
                    result.map(|()| sent)
                }
            }
        })
    }

    fn profile<'a>(
        &'a self,
        _: &'a str,
        _: &'a PersonRef,
    ) -> Boxed<'a, Result<Profile, SendError>> {
        Box::pin(async { Err(SendError::Unknown) })
    }

    fn room<'a>(&'a self, _: &'a Place) -> Boxed<'a, Result<Room, SendError>> {
        Box::pin(async { Err(SendError::Unknown) })
    }

    fn address<'a>(&'a self, _: &'a Place, _: &'a str) -> Boxed<'a, Result<String, SendError>> {
        Box::pin(async { Err(SendError::Unknown) })
    }

    fn groups<'a>(&'a self, _: &'a str) -> Boxed<'a, Result<Vec<Group>, SendError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn group_members<'a>(
        &'a self,
        _: &'a str,
        _: &'a str,
    ) -> Boxed<'a, Result<Vec<PersonRef>, SendError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

pub struct World {
    pub app: App,
    pub sender: Arc<Sender>,
    fake: Arc<Fake>,
    platforms: Platforms,
    stop: CancellationToken,
    raw: SqlitePool,
    _folder: TempDir,
}

impl World {
    /// Intros and pins stand, and nothing waits.
    pub async fn new() -> Self {
        Self::with("").await
    }

    /// With more in the set-up file than the usual.
    pub async fn with(more: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (app, platforms) = app_in(&folder).await;
        app.apply_setup(&SetupFile::read(&format!("{SETUP}{more}")).unwrap(), Prune::No)
            .await
            .unwrap();
        let fake = Arc::new(Fake::default());
        platforms.connect(vec![fake.clone()]);
        let raw = SqlitePool::connect(&database_in(&folder)).await.unwrap();
        let stop = CancellationToken::new();
        let sender = Arc::new(Sender::new(app.clone(), platforms.clone()));
        tokio::spawn(Arc::clone(&sender).run(stop.clone()));
        let world = Self { app, sender, fake, platforms, stop, raw, _folder: folder };
        world.rest().await;
        world.pass(60).await;
        world
    }

    /// The process ends and another one goes on.
    pub async fn restart(&mut self) {
        self.stop.cancel();
        self.sender.finished().await;
        self.stop = CancellationToken::new();
        self.sender = Arc::new(Sender::new(self.app.clone(), self.platforms.clone()));
        tokio::spawn(Arc::clone(&self.sender).run(self.stop.clone()));
    }

    /// Another process over the same database, until the world ends.
    pub fn second(&self) -> Arc<Sender> {
        let second = Arc::new(Sender::new(self.app.clone(), self.platforms.clone()));
        tokio::spawn(Arc::clone(&second).run(self.stop.clone()));
        second
    }

    /// Waits until what may be said is said.
    pub async fn rest(&self) {
        self.sender.said_what_is_due(Duration::from_secs(3)).await;
    }

    /// Lets time pass, and what came due be said.
    pub async fn pass(&self, seconds: i64) {
        self.app.clock.advance_to(self.app.now() + TimeDelta::seconds(seconds));
        self.rest().await;
    }

    pub fn next(&self, kind: &'static str, how: How) {
        self.fake.script.lock().unwrap().entry(kind).or_default().push_back(how);
    }

    /// From now on the platform asks to wait with every post in this channel; in none with `None`.
    pub fn limit(&self, channel: Option<&str>) {
        *self.fake.limited.lock().unwrap() = channel.map(str::to_owned);
    }

    /// The next call of a kind waits to be let go.
    pub fn hold(&self, kind: &'static str, result: Result<(), SendError>) -> Arc<Notify> {
        let gate = Arc::new(Notify::new());
        self.next(kind, How::Held(Arc::clone(&gate), result));
        gate
    }

    pub async fn leave(&self, say: Say) {
        self.app.leave(&say, "test").await.unwrap();
    }

    pub async fn say(&self, say: Say) {
        self.leave(say).await;
        self.rest().await;
    }

    /// The calls made since the last time this was asked.
    pub fn calls(&self) -> Vec<Outgoing> {
        std::mem::take(&mut *self.fake.calls.lock().unwrap())
    }

    /// Their kinds.
    pub fn kinds(&self) -> Vec<&'static str> {
        self.calls().iter().map(kind).collect()
    }

    /// Who got direct messages among the calls since the last time, and what they say.
    pub fn told(&self) -> Vec<(String, String)> {
        let direct = |outgoing| match outgoing {
            Outgoing::Direct { to, message, .. } => Some((to.to_string(), format!("{message:?}"))),
            _ => None,
        };
        self.calls().into_iter().filter_map(direct).collect()
    }

    /// Waits until a call of this kind is on its way.
    pub async fn until_called(&self, wanted: &'static str) {
        for _ in 0..400 {
            if self.fake.calls.lock().unwrap().iter().any(|call| kind(call) == wanted) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("{wanted} was never called");
    }

    pub async fn sql(&self, text: &'static str) {
        sqlx::query(text).execute(&self.raw).await.unwrap();
    }

    pub async fn number(&self, text: &'static str) -> i64 {
        sqlx::query_scalar(text).fetch_one(&self.raw).await.unwrap()
    }

    /// What became of the rows that say this, oldest first.
    pub async fn outcomes(&self, say: &Say) -> Vec<Option<String>> {
        sqlx::query_scalar("select outcome from outbox where say = $1 order by seq")
            .bind(serde_json::to_string(say).unwrap())
            .fetch_all(&self.raw)
            .await
            .unwrap()
    }

    /// An approved referral of partner North, of which nobody was told yet.
    pub async fn referral(&self, need: &str, email: &str) -> ReferralId {
        let partners = queries::partners(&self.app.store.db).await.unwrap();
        let north = partners.iter().find(|one| one.code.as_str() == "NOR").unwrap().clone();
        let id = new_referral_id();
        let words = [("company", "Acme"), ("need", need), ("contact_email", email)];
        let words = words.map(|(field, text)| (field, Sealed::new(text)));
        let submission = Submission {
            partner: north.id,
            number: ReferralNumber { code: north.code, count: north.sent + 1 },
            form: new_form_id(),
            domain: Domain::stored("acme.example".to_owned()),
            company: words[0].1.seal.clone(),
            need: words[1].1.seal.clone(),
            relationship: Relationship::Client,
            introduction: Introduction::Expect,
            basis: Basis::Agreed,
            contact_name: None,
            contact_email: Some(words[2].1.seal.clone()),
            job_title: None,
            source: None,
            by: new_person_id(),
            on_behalf: false,
            due: self.app.now(),
            tier: None,
            half: None,
        };
        let stamp =
            Stamp { actor: "system".to_owned(), cause: "test".to_owned(), program: "1".to_owned() };
        let mut needs = Needs::default();
        needs.partners.insert(north.id.to_string());
        let submitted = move |desk: &mut Desk| {
            let event = ReferralEvent::Submitted(Box::new(submission.clone()));
            words.iter().for_each(|(field, word)| desk.keep(word.row(&id.to_string(), field)));
            desk.append(&Stream::Referral(id), Event::Referral(event), &stamp)?;
            let approved = ReferralEvent::Approved {
                by: new_person_id(),
                owner: new_person_id(),
                note: None,
                reason: None,
                late_days: 0,
                protected_through: desk.now.date_naive(),
                expires: desk.now,
            };
            desk.append(&Stream::Referral(id), Event::Referral(approved), &stamp).map(drop)
        };
        self.app.store.writer.decide(needs, submitted).await.unwrap();
        id
    }

    /// The position of the newest event.
    pub async fn newest(&self) -> i64 {
        let events = queries::events_after(&self.app.store.db, 0, 1_000).await.unwrap();
        events.last().unwrap().seq
    }
}
