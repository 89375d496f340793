//! Socket Mode in bad weather: Slack is gone, a connection is to leave while its delivery is worked
//! on, there are too many of them, or two processes have one app token. Case 20 of those that are
//! known to hurt; what a connection does that falls silent is in `src/slack/socket/tests.rs`.

use futures_util::future::join;
use serde_json::json;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::outage::while_nothing_is_written;
use crate::world::child::client;
use crate::world::{Only, Wire, World, apart, filled, new_here, on_postgres, on_slack, until};

/// Connections that one app may have. Source: Slack, "Using Socket Mode".
const MOST: usize = 10;

const STANDS: &str = "a socket connection to Slack stands";
const STANDS_NOT: &str = "no socket connection to Slack";

/// How often the bot has said something in its log.
fn said(world: &World, what: &str) -> usize {
    let log = std::fs::read_to_string(world.folder().join("bot.log"));
    log.unwrap_or_default().matches(what).count()
}

/// Another connection of the same app.
async fn another(
    world: &World,
) -> Result<WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>, u16> {
    let api = world.get("world").await["api_url"].as_str().unwrap().to_owned();
    let token = world.app()["app_token"].as_str().unwrap();
    let asked = client().post(format!("{api}/apps.connections.open")).bearer_auth(token);
    let opened: serde_json::Value = asked.send().await.unwrap().json().await.unwrap();
    match connect_async(opened["url"].as_str().unwrap()).await {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(refused)) => Err(refused.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

/// How long it is gone changes nothing but the pauses between two tries, which grow to half a minute:
/// after a minute's absence the bot is back within that.
#[tokio::test]
async fn case_20_when_slack_is_back_it_goes_on_and_what_waited_is_said_once() {
    apart(Wire::Socket, async |world| {
        let member = world.person("Partner member");
        world.fault("chat.postMessage", 100, json!({ "http_status": 503 })).await;
        member.opens_the_form().await;
        let sent = member.submits(&filled(&[])).await;
        let waiting = member.receipt(sent);
        let (stood, tried) = (said(world, STANDS), said(world, STANDS_NOT));
        let in_vain = async {
            until("it tries again and again", async || said(world, STANDS_NOT) >= tried + 8).await;
        };
        world.while_slack_is_gone(in_vain).await;
        until("both connections stand", async || said(world, STANDS) == stood + 2).await;
        world.settle_in_the_end().await;
        for channel in ["north-partner", "sales-desk"] {
            let number = format!("{} · ", waiting.number);
            let all = world.all_in(channel).await;
            assert_eq!(all.iter().filter(|one| one.text.contains(&number)).count(), 1, "{channel}");
        }
        let later = member.refers("birch.example").await;
        world.person("Sales 1").approves(&later).await;
    })
    .await;
}

#[tokio::test]
async fn case_20_a_warning_while_a_delivery_is_worked_on_costs_it_nothing() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        let form = member.opens_the_form().await.screen.view;
        let opened = async || world.calls("apps.connections.open").await.len();
        let before = opened().await;
        let typed = filled(&[]);
        let warned = async {
            until("it is worked on", async || {
                let log = world.log().await;
                log.iter().any(|one| one["method"] == "view_submission")
            })
            .await;
            world.post("connections", &json!({ "warn": true })).await;
            until("both are replaced", async || opened().await == before + 2).await;
        };
        // The warning comes when the form is in hand, and the database answers after that.
        let both = join(member.submits_view(&form, &typed), warned);
        let (sent, ()) = while_nothing_is_written(world, both).await;
        assert!(sent.ok, "the connection that is to leave still acknowledges: {sent:?}");
        let shown = async || member.screen().await.words.contains("Received: NOR-1.");
        until("the receipt is shown", shown).await;
        world.settle().await;
        assert_eq!(world.referrals().await.len(), 1);
        member.refers("birch.example").await;
    })
    .await;
}

#[tokio::test]
async fn case_20_the_eleventh_connection_is_refused_and_made_when_there_is_room() {
    new_here(Wire::Socket, async |world| {
        let mut others = Vec::new();
        for _ in 1..MOST {
            others.push(another(world).await.expect("there is room"));
        }
        // One connection is enough to be ready.
        world.start_bot().await;
        until("the other one is refused", async || said(world, STANDS_NOT) > 0).await;
        assert_eq!(said(world, STANDS), 1);
        assert_eq!(another(world).await.err(), Some(429));
        drop(others);
        until("there is room", async || said(world, STANDS) == 2).await;
        world.settle().await;
        world.person("Partner member").refers("acme.example").await;
    })
    .await;
}

#[tokio::test]
async fn case_20_two_bots_on_one_app_token_do_everything_once() {
    on_postgres(Wire::Socket, async |world| {
        let (one, two) =
            join(world.beside(world.bot_command()), world.beside(world.bot_command())).await;
        world.takes_the_stage(one);
        until("all connections stand", async || said(world, STANDS) == 4).await;
        world.settle().await;
        // Each delivery by so many connections at once that both get it, as good as always.
        assert_eq!(world.post("deliveries", &json!({ "copies": 6 })).await["ok"], true);
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        world.person("Sales 1").fills_in("Ask", &referral, &[("Question", "Who decides?")]).await;
        member.fills_in("Answer", &referral, &[("Answer", "Jo does.")]).await;
        world.person("Sales 1").approves(&referral).await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
        let events = "select count(*) from event where kind in ('submitted', 'approved')";
        assert_eq!(world.database.count(events).await, 2);
        assert!(two.stop().await.success());
        // The other one goes on alone.
        assert_eq!(world.post("deliveries", &json!({ "copies": 1 })).await["ok"], true);
        member.refers("birch.example").await;
    })
    .await;
}
