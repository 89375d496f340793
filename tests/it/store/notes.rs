//! A round of notes over many pages of partners: each is left once, whoever runs it, and goes on
//! where it was cut off.

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use vouch::app::App;
use vouch::domain::account::Domain;
use vouch::domain::ids::{FormId, PartnerCode, PartnerId, PersonId, ReferralId, ReferralNumber};
use vouch::domain::outcome::{
    ChannelEvent, Event, PartnerEvent, ReferralEvent, RhythmEvent, Seal, Submission,
};
use vouch::domain::partner::Audience;
use vouch::domain::referral::{Basis, Introduction, Relationship};
use vouch::domain::rhythm::Series;
use vouch::jobs;
use vouch::store::desk::{Desk, Needs, Stamp};
use vouch::store::project::Stream;
use vouch::store::{queries, rhythm};
use vouch::views::Say;

use super::replay::app_of;
use super::{Room, on_each};

/// So many partners are written in one commit.
const AT_ONCE: usize = 250;
const SAYS: &str = "select queue, say from outbox where say like '%\"say\":\"note\"%'";
const NOTES: &str = "select count(*) from outbox where say like '%\"say\":\"note\"%'";

fn at(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

fn stamp(app: &App) -> Stamp {
    Stamp {
        actor: "system".to_owned(),
        cause: "crowd".to_owned(),
        program: app.program().version.clone(),
    }
}

pub async fn happens(app: &App, events: Vec<(Stream, Event)>, needs: Needs) {
    let stamp = stamp(app);
    let unit = move |desk: &mut Desk| {
        for (stream, event) in &events {
            desk.append(stream, event.clone(), &stamp)?;
        }
        Ok(())
    };
    app.store.writer.decide(needs, unit).await.unwrap();
}

/// Every code there is but the few that are kept free.
pub fn codes() -> impl Iterator<Item = PartnerCode> {
    let letters = || (b'A'..=b'Z').map(char::from);
    let all = letters().flat_map(move |a| {
        letters().flat_map(move |b| letters().map(move |c| format!("{a}{b}{c}")))
    });
    all.filter_map(|code| code.parse().ok())
}

pub fn sent(partner: PartnerId, number: ReferralNumber, n: u128, now: DateTime<Utc>) -> Event {
    let seal = |word: &str| Seal(format!("{word}-{n}"));
    Event::Referral(ReferralEvent::Submitted(Box::new(Submission {
        on_behalf: false,
        partner,
        number,
        form: FormId::new(n),
        domain: Domain::stored(format!("crowd{n}.example")),
        company: seal("company"),
        need: seal("need"),
        relationship: Relationship::Client,
        introduction: Introduction::Expect,
        basis: Basis::Agreed,
        contact_name: None,
        contact_email: None,
        job_title: None,
        source: None,
        by: PersonId::new(1),
        due: now + TimeDelta::days(2),
        tier: None,
        half: None,
    })))
}

/// So many partners, each with a channel and one referral that was approved a moment ago; every tenth
/// has no channel.
async fn crowd(app: &App, many: usize) {
    let now = app.now();
    let numbered: Vec<(usize, PartnerCode)> = codes().take(many).enumerate().collect();
    for some in numbered.chunks(AT_ONCE) {
        let mut events = Vec::new();
        for (nth, code) in some {
            let n = 1_000 + *nth as u128;
            let (partner, referral) = (PartnerId::new(n), ReferralId::new(n));
            let added = PartnerEvent::PartnerAdded {
                code: *code,
                name: format!("Partner {code}"),
                domains: Vec::new(),
                workspaces: Vec::new(),
                test: false,
            };
            events.push((Stream::Partner(partner), Event::Partner(added)));
            if nth % 10 > 0 {
                let linked = ChannelEvent::ChannelLinked {
                    workspace: "slack:T1".to_owned(),
                    audience: Audience::Partner,
                    partner: Some(partner),
                };
                let channel = Stream::Channel(format!("slack:CROWD{nth}"));
                events.push((channel, Event::Channel(linked)));
            }
            let number = ReferralNumber { code: *code, count: 1 };
            events.push((Stream::Referral(referral), sent(partner, number, n, now)));
            let approved = ReferralEvent::Approved {
                by: PersonId::new(2),
                owner: PersonId::new(2),
                note: None,
                reason: None,
                late_days: 0,
                protected_through: (now + TimeDelta::days(90)).date_naive(),
                expires: now + TimeDelta::days(91),
            };
            events.push((Stream::Referral(referral), Event::Referral(approved)));
        }
        happens(app, events, Needs::default()).await;
    }
}

/// Somebody lets the weeks' notes go out.
async fn start(app: &App, series: Series) {
    let rhythms = [series.to_string()].into();
    let events = vec![
        RhythmEvent::NotesShown { partner: PartnerId::new(1_000) },
        RhythmEvent::NotesStarted { by: PersonId::new(1) },
    ];
    let stream = Stream::Rhythm(series);
    let events = events.into_iter().map(|event| (stream.clone(), Event::Rhythm(event)));
    happens(app, events.collect(), Needs { rhythms, ..Needs::default() }).await;
}

async fn parts(room: &Room) -> i64 {
    room.count("select count(*) from event where kind = 'notes_left'").await
}

#[tokio::test]
async fn a_round_over_many_pages_is_left_once_whoever_runs_it() {
    const MANY: usize = 1_100;
    const WITH_A_CHANNEL: i64 = 990;
    on_each(async |room| {
        let app = app_of(room);
        room.clock.set(at("2027-03-02T09:00:00Z"));
        crowd(&app, MANY).await;
        start(&app, Series::Week).await;
        room.clock.advance_to(at("2027-03-08T09:30:00Z"));
        let day = "2027-03-08".parse().unwrap();
        let (one, two) =
            tokio::join!(app.send_notes(Series::Week, day), jobs::rhythm::run(&app, app.now()));
        one.unwrap();
        two.unwrap();
        jobs::rhythm::run(&app, app.now()).await.unwrap();
        assert_eq!(room.count(NOTES).await, WITH_A_CHANNEL, "each once");
        assert_eq!(parts(room).await, 3, "a fact a page");
        assert!(rhythm::all(&room.store.db).await.unwrap()[&Series::Week].is_done(day));

        // Nothing moved in the next week: the round is over without a note.
        room.clock.advance_to(at("2027-03-15T09:30:00Z"));
        jobs::rhythm::run(&app, app.now()).await.unwrap();
        assert_eq!(room.count(NOTES).await, WITH_A_CHANNEL);
        assert_eq!(parts(room).await, 4);
    })
    .await;
}

/// `cargo test --release --test it ten_thousand_partners -- --ignored --nocapture`
#[tokio::test]
#[ignore = "figures, on a machine that has nothing else to do"]
async fn the_weeks_notes_of_ten_thousand_partners() {
    const MANY: usize = 10_000;
    on_each(async |room| {
        let app = app_of(room);
        room.clock.set(at("2027-03-02T09:00:00Z"));
        crowd(&app, MANY).await;
        start(&app, Series::Week).await;
        room.clock.advance_to(at("2027-03-08T09:30:00Z"));
        let day = "2027-03-08".parse().unwrap();
        let before = most_memory();
        let began = Instant::now();
        app.send_notes(Series::Week, day).await.unwrap();
        let left = began.elapsed().as_secs_f64();
        let more = most_memory().saturating_sub(before) / 1_024;
        let (kind, notes) = (room.database.kind, room.count(NOTES).await);
        println!("{kind:?}: {notes} notes left in {left:.1} s, {more} MB more");

        let began = Instant::now();
        let mut drawn = 0;
        for (_, say) in room.database.pairs(SAYS).await {
            let Say::Note { partner, note, .. } = serde_json::from_str(&say).unwrap() else {
                panic!("a note: {say}");
            };
            let partner = queries::partner(&app.store.db, &partner).await.unwrap().unwrap();
            drawn += i64::from(app.note_post(&partner, &note, false).await.unwrap().is_some());
        }
        let took = began.elapsed().as_secs_f64();
        let more = most_memory().saturating_sub(before) / 1_024;
        println!("{kind:?}: {drawn} of them drawn in {took:.1} s, {more} MB more in all");
        assert_eq!(drawn, notes);
    })
    .await;
}

/// The most memory that the process ever had, in kB; 0 where the system does not say.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
