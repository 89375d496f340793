//! Whatever people do, the log alone gives the read rows back, byte for byte.
//!
//! Drawn at random, the same in every run: who does what to which referral, partner, person, group
//! or channel, and how time passes. Each legal move and each kind of fact is counted, so that a run
//! in which one never happens fails. [`story`] is who is there and what becomes of referrals,
//! [`court`] what is done in conflict cases, [`ends`] how protections end, step by step,
//! [`climb`] how a partner rises and falls, [`boards`] what becomes of leaderboards, [`shouts`] of shout-outs, [`notes`] of notes
//! of their own accord, [`house`] what is set up and changed around them,
//! [`pairing`] what comes of codes, [`programme`] what becomes of the programme, [`kinds`] the list
//! of all facts.

#[path = "replay/boards.rs"]
mod boards;
#[path = "replay/climb.rs"]
mod climb;
#[path = "replay/companies.rs"]
mod companies;
#[path = "replay/court.rs"]
mod court;
#[path = "replay/ends.rs"]
mod ends;
#[path = "replay/house.rs"]
mod house;
#[path = "replay/kinds.rs"]
mod kinds;
#[path = "replay/notes.rs"]
mod notes;
#[path = "replay/pairing.rs"]
mod pairing;
#[path = "replay/programme.rs"]
mod programme;
#[path = "replay/shouts.rs"]
mod shouts;
#[path = "replay/story.rs"]
mod story;

use std::collections::{BTreeMap, BTreeSet};

use vouch::domain::referral::{MOVES, Status, Verb};
use vouch::program::{BUILT_IN, InForce, Program};
use vouch::store::dialect::Tx;
use vouch::store::log::recorded;
use vouch::store::project::{State, Stream, Touched};
use vouch::store::rebuild::rebuild;
use vouch::store::{audit, queries};

use super::dump::read_rows;
use super::{Room, on, on_each};
use crate::world::database::Kind;
pub use story::{Story, app_of};

const STEPS: usize = 8_000;
/// How far chance may go on until everything has happened: each new thing that somebody can do
/// changes what is drawn after it.
const STEPS_MOST: usize = 4 * STEPS;
/// What comes when chance is over.
const AFTER_CHANCE: [&str; 42] = [
    "AgreementAccepted",
    "ShoutSuggested",
    "ShoutDrafted",
    "ShoutScheduled",
    "ShoutPosted",
    "ShoutCorrected",
    "ShoutDeleted",
    "ShoutDiscarded",
    "ShoutSkipped",
    "CodeEntered",
    "IdentityPaired",
    "IdentityParted",
    "IdentityUsed",
    "BoardTaken",
    "BoardPreviewed",
    "BoardPosted",
    "BoardSkipped",
    "BoardCorrected",
    "PartnerNudged",
    "NotesShown",
    "NotesStarted",
    "NotesStopped",
    "NotesLeft",
    "QuizTaken",
    "CertificateEnded",
    "FeedbackGiven",
    "PartnerInvited",
    "ApplicationReceived",
    "ApplicationAccepted",
    "ApplicationDeclined",
    "ApplicationAsked",
    "ApplicationAnswered",
    "ApplicationReminded",
    "StartBegun",
    "StartStepTaken",
    "StartStuck",
    "StartEnded",
    "HelpAsked",
    "NamingRecorded",
    "PartnerMerged",
    "PartnerTakenIn",
    "Transferred",
];

/// What stands in the log, and how often.
#[derive(Default)]
struct Counted {
    moves: BTreeMap<(Option<Status>, Verb), usize>,
    kinds: BTreeMap<&'static str, usize>,
}

impl Counted {
    fn unseen_moves(&self) -> Vec<(Option<Status>, Verb)> {
        let moves: BTreeSet<_> = MOVES.iter().map(|(from, verb, _)| (*from, *verb)).collect();
        moves.into_iter().filter(|one| !self.moves.contains_key(one)).collect()
    }

    fn unseen_kinds(&self) -> Vec<&'static str> {
        kinds::ALL.iter().copied().filter(|kind| !self.kinds.contains_key(kind)).collect()
    }

    /// Whether chance has brought about all that it can.
    fn is_complete(&self) -> bool {
        let left = self.unseen_kinds();
        self.unseen_moves().is_empty() && left.iter().all(|kind| AFTER_CHANCE.contains(kind))
    }
}

async fn counted(room: &Room) -> Counted {
    let (mut state, mut touched) = (State::default(), Touched::default());
    let mut counted = Counted::default();
    for row in queries::events_after(&room.store.db, 0, i64::MAX).await.unwrap() {
        let stream: Stream = row.stream.parse().unwrap();
        let status = |state: &State| match &stream {
            Stream::Referral(id) => state.referrals.get(id).map(|referral| referral.status),
            Stream::Partner(_)
            | Stream::Channel(_)
            | Stream::Person(_)
            | Stream::Group(_)
            | Stream::Case(_)
            | Stream::Alias(_)
            | Stream::Asking(_)
            | Stream::Program(_)
            | Stream::Board(_)
            | Stream::Shout(_)
            | Stream::Rhythm(_)
            | Stream::Application(_) => None,
        };
        let before = status(&state);
        let fact = recorded(&row).unwrap();
        *counted.kinds.entry(kinds::of(&fact.event)).or_default() += 1;
        state.fold(&stream, &fact, &mut touched).unwrap();
        if let Some(verb) = verb(&row.kind)
            && status(&state) != before
        {
            *counted.moves.entry((before, verb)).or_default() += 1;
        }
    }
    counted
}

/// What moves a referral, by the word that stands in the log.
fn verb(kind: &str) -> Option<Verb> {
    Some(match kind {
        "submitted" => Verb::Submit,
        "question_asked" => Verb::Ask,
        "question_answered" => Verb::Answer,
        "lapsed" => Verb::Lapse,
        "match_found" | "off_limits_found" | "account_found" | "review_began" | "grace_held" => {
            Verb::Match
        }
        "match_cleared" => Verb::Clear,
        "approved" => Verb::Approve,
        "rejected" => Verb::Reject,
        "withdrawn" | "withdrawn_with_partner" => Verb::Withdraw,
        "decision_undone" => Verb::Undo,
        "expired" => Verb::Expire,
        "won" => Verb::Win,
        "lost" => Verb::Lose,
        "reopened" => Verb::Reopen,
        "reversed" => Verb::Reverse,
        "overruled_by_case" => Verb::Overrule,
        "released_by_case" | "released" => Verb::Release,
        "awarded_by_case" => Verb::Award,
        "merged_by_case" => Verb::Merge,
        _ => return None,
    })
}

fn with_an_account_off_limits() -> String {
    let none = "off_limits_domains = []";
    assert!(BUILT_IN.contains(none));
    BUILT_IN.replace(
        none,
        "off_limits_domains = [\"company7.example\", \"company8.example\", \"company9.example\"]",
    )
}

async fn rebuild_in(room: &Room) -> u64 {
    let rebuilt = room.store.writer.touch(|tx: &mut Tx| Box::pin(rebuild(tx)));
    rebuilt.await.unwrap()
}

#[tokio::test]
async fn after_any_story_the_log_gives_every_read_row_back_byte_for_byte_on_sqlite() {
    on(Kind::Sqlite, the_log_gives_every_read_row_back).await;
}

#[tokio::test]
async fn after_any_story_the_log_gives_every_read_row_back_byte_for_byte_on_postgres() {
    on(Kind::Postgres, the_log_gives_every_read_row_back).await;
}

async fn the_log_gives_every_read_row_back(room: &Room) {
    let mut app = app_of(room);
    let text = with_an_account_off_limits() + climb::TIERS;
    app.in_force = InForce::new(Program::read(&text, "test").unwrap());
    // Mondays: how far a working day reaches decides what can happen. What is written down
    // step by step is over before chance begins.
    room.clock.set("2028-01-10T09:00:00Z".parse().unwrap());
    let mut story = Story::begin(&app, 7).await;
    story.climbs_and_falls().await;
    room.clock.set("2029-07-02T09:00:00Z".parse().unwrap());
    story.protections_end().await;
    room.clock.set("2030-03-04T09:00:00Z".parse().unwrap());
    programme::comes_and_goes(room, &app, &text).await;
    story.has_accounts().await;
    for at in 0..STEPS_MOST {
        if at >= STEPS && at % 500 == 0 && counted(room).await.is_complete() {
            break;
        }
        story.step().await;
        if at % 50 == 0 {
            story.companies(at as u64 / 50).await;
        }
    }
    // After chance has had its way: people who come by a code would be drawn, too.
    for at in 0..12 {
        story.codes(at).await;
    }
    story.boards().await;
    story.shouts().await;
    story.notes().await;
    story.naming().await;
    story.quizzes().await;
    story.applications().await;
    story.merges().await;
    super::report::agrees(room, &app, &[]).await;
    super::board::agrees(room, &app).await;
    let projected = read_rows(&room.store.db).await;
    assert!(projected.len() > 50, "{}", projected.len());
    // Rows that differ, are missing, or are too many: all are put right.
    for damage in [
        "update referral set status = 'won', version = version + 1",
        "delete from person where version > 1",
        "update partner set sent = 0",
        "update conflict_case set phase = 'final', due_us = null where number < 9",
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

    let counted = counted(room).await;
    let known: BTreeSet<_> = MOVES.iter().map(|(from, verb, _)| (*from, *verb)).collect();
    for (from, verb) in counted.moves.keys() {
        assert!(known.contains(&(*from, *verb)), "{from:?} {verb} is no move");
    }
    let unseen = counted.unseen_moves();
    assert!(unseen.is_empty(), "{unseen:?} never happened: {:?}", counted.moves);
    let unseen = counted.unseen_kinds();
    assert!(unseen.is_empty(), "{unseen:?} never happened: {:?}", counted.kinds);
}

#[tokio::test]
async fn an_empty_log_gives_empty_read_rows() {
    on_each(async |room| {
        assert_eq!(rebuild_in(room).await, 0);
        assert!(read_rows(&room.store.db).await.is_empty());
    })
    .await;
}
