//! Every method that the bot calls, when Slack asks to wait, is away, is slow, when the connection
//! breaks before the call is done, and when its answer is lost. What people see then is one of the
//! columns of [`scenes`]; in the end it is all as it would have been.

#[path = "methods/scenes.rs"]
mod scenes;

use std::cell::RefCell;
use std::collections::BTreeSet;

use futures_util::future::{LocalBoxFuture, join};
use serde_json::{Value, json};

use crate::architecture::source::sources;
use crate::channels::SETUP;
use crate::outage::while_nothing_is_written;
use crate::world::contract::is_method;
use crate::world::{Only, Referral, Wire, World, filled, from_nothing, new_here, on_slack, until};
use scenes::{AT_HOME, FROM_NOTHING};

/// How a call goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weather {
    /// HTTP 429 with `Retry-After`.
    Limited,
    /// HTTP 503.
    Away,
    Slow,
    /// The connection breaks, and nothing was done.
    Cut,
    /// It was done, and the connection breaks.
    Lost,
}

use Weather::{Away, Cut, Limited, Lost, Slow};

impl Weather {
    fn fault(self) -> Value {
        match self {
            Limited => json!({ "error": "ratelimited", "retry_after": 1 }),
            Away => json!({ "http_status": 503 }),
            Slow => json!({ "delay_ms": 700 }),
            Cut => json!({ "cut": true }),
            Lost => json!({ "drop_reply": true }),
        }
    }
}

/// What somebody sees at once, by the weather: the beginning or another part of it.
struct Sees {
    limited: &'static str,
    away: &'static str,
    slow: &'static str,
    cut: &'static str,
    lost: &'static str,
}

/// Whatever the weather.
const fn always(what: &'static str) -> Sees {
    Sees { limited: what, away: what, slow: what, cut: what, lost: what }
}

/// Except when it is only slow.
const fn unless_slow(what: &'static str, slow: &'static str) -> Sees {
    Sees { slow, ..always(what) }
}

impl Sees {
    const fn in_(&self, weather: Weather) -> &'static str {
        match weather {
            Limited => self.limited,
            Away => self.away,
            Slow => self.slow,
            Cut => self.cut,
            Lost => self.lost,
        }
    }
}

/// A call in the state in which it hurts.
struct Scene {
    method: &'static str,
    /// What leads to the call; gives what somebody sees at once.
    deed: for<'a> fn(&'a Trial<'a>) -> LocalBoxFuture<'a, String>,
    sees: Sees,
    /// Looks whether it has come right, by itself or when the person tries again.
    then: for<'a> fn(&'a Trial<'a>) -> LocalBoxFuture<'a, ()>,
}

/// A scene in some weather.
struct Trial<'a> {
    world: &'a World,
    method: &'static str,
    weather: Weather,
    /// What it is about, where it is about one.
    referral: RefCell<Option<Referral>>,
}

impl Trial<'_> {
    /// The next call of the method goes wrong.
    async fn begins(&self) {
        self.world.fault(self.method, 1, self.weather.fault()).await;
    }

    fn referral(&self) -> Referral {
        self.referral.borrow().clone().expect("it is about a referral")
    }
}

async fn plays(world: &World, scene: &Scene, weather: Weather) {
    let Scene { method, deed, sees, then } = scene;
    let trial = Trial { world, method, weather, referral: RefCell::default() };
    let (_, before) = world.log_since(u64::MAX).await;
    let seen = deed(&trial).await;
    let wanted = sees.in_(weather);
    assert!(seen.contains(wanted), "{method}, {weather:?}: {wanted:?} is not in {seen:?}");
    world.settle().await;
    let (since, _) = world.log_since(before).await;
    assert!(since.iter().any(|one| one["method"] == *method), "{method} was never called");
    then(&trial).await;
    world.settle().await;
}

async fn every_scene(weather: Weather) {
    let at_home = on_slack(Only::Wire, async |world| {
        for scene in &AT_HOME {
            plays(world, scene, weather).await;
        }
    });
    let from_nothing = from_nothing(SETUP, async |world| {
        for scene in &FROM_NOTHING {
            plays(world, scene, weather).await;
        }
    });
    join(at_home, from_nothing).await;
}

#[tokio::test]
async fn whatever_slack_asks_to_wait_with_comes_right() {
    every_scene(Limited).await;
}

#[tokio::test]
async fn whatever_slack_is_away_for_comes_right() {
    every_scene(Away).await;
}

#[tokio::test]
async fn whatever_takes_long_comes_right() {
    every_scene(Slow).await;
}

#[tokio::test]
async fn whatever_breaks_off_before_it_is_done_comes_right() {
    every_scene(Cut).await;
}

#[tokio::test]
async fn whatever_breaks_off_after_it_is_done_comes_right() {
    every_scene(Lost).await;
}

/// What happens to the first two at the start, and to the sockets, is told below; what happens to
/// uploads, at the boards that they are for.
const TOLD_APART: [&str; 4] = [
    "auth.test",
    "apps.connections.open",
    "files.getUploadURLExternal",
    "files.completeUploadExternal",
];

#[test]
fn every_method_that_the_bot_calls_has_its_scene() {
    let slack = sources().into_iter().filter(|source| source.module() == Some("slack"));
    let called: BTreeSet<String> =
        slack.flat_map(|source| source.literals()).filter(|word| is_method(word)).collect();
    let played = AT_HOME.iter().chain(&FROM_NOTHING).map(|scene| scene.method);
    let played: BTreeSet<String> = played.chain(TOLD_APART).map(ToOwned::to_owned).collect();
    let response_url = BTreeSet::from(["response_url".to_owned()]);
    assert_eq!(&called | &response_url, played);
}

#[tokio::test]
async fn a_bot_that_cannot_ask_whose_token_it_has_says_so_and_a_supervisor_may_try_again() {
    let away = "Slack cannot be reached at SLACK_API_BASE_URL at present (http_503).";
    let odd = "What answers at SLACK_API_BASE_URL does not answer as Slack does.";
    new_here(Wire::Socket, async |world| {
        #[rustfmt::skip]
        let table = [
            (Limited, "Slack asks to wait 1 s before the next start."),
            (Away,    away),
            (Cut,     odd),
            (Lost,    odd),
        ];
        for (weather, sentence) in table {
            world.fault("auth.test", 1, weather.fault()).await;
            let (code, said) = world.runs(&[]).await;
            // Wrong use would be 2, after which nobody tries again.
            assert_eq!(code, Some(1), "{weather:?}: {said}");
            assert!(said.contains(sentence), "{weather:?}: {said}");
        }
        world.fault("auth.test", 1, Slow.fault()).await;
        world.start_bot().await;
        world.settle().await;
        world.person("Partner member").refers("acme.example").await;
    })
    .await;
}

#[tokio::test]
async fn sockets_that_cannot_be_opened_are_opened_later() {
    on_slack(Only::Wire, async |world| {
        for weather in [Limited, Away, Slow, Cut, Lost] {
            world.fault("apps.connections.open", 1, weather.fault()).await;
        }
        world.drop_connections().await;
        world.person("Partner member").refers("acme.example").await;
    })
    .await;
}

#[tokio::test]
async fn a_result_that_comes_late_is_shown_however_often_that_goes_wrong() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        let form = member.opens_the_form().await.screen.view;
        for weather in [Away, Cut, Lost] {
            world.fault("views.update", 1, weather.fault()).await;
        }
        let typed = filled(&[]);
        let sending = member.submits_view(&form, &typed);
        let sent = while_nothing_is_written(world, sending).await;
        assert_eq!(sent.screen.title, "Still working", "{sent:?}");
        let shown = async || member.screen().await.words.contains("Received: NOR-1.");
        until("it is shown", shown).await;
    })
    .await;
}
