//! `vouch sandbox` and `vouch` as two programs: between them there is only HTTP and WebSocket.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::world::{Wire, World, apart, filled, until};

/// From the button to the approval, with both kinds of partner.
async fn the_journey(world: &World) {
    let member = world.person("Partner member");
    let referral = member.refers("acme.example").await;
    let approved = world.person("Sales 1").approves(&referral).await;
    assert!(!approved.screen.open(), "{approved:?}");
    let card = member.card(&referral).await.text;
    assert!(card.contains("Sales 1 takes it from here"), "{card}");

    let south = world.person("South member");
    south.types("south-partner", "/refer birch.example").await;
    let sent = south.submits(&filled(&[("Company website", "birch.example")])).await;
    assert_eq!(south.receipt(sent).number, "SOU-1");
    world.settle().await;
}

#[tokio::test]
async fn the_journey_runs_over_socket_mode() {
    apart(Wire::Socket, async |world| {
        the_journey(world).await;
        let pushes = world.log().await.iter().filter(|entry| entry["kind"] == "push").count();
        assert_eq!(pushes, 0);
    })
    .await;
}

#[tokio::test]
async fn the_journey_runs_over_signed_http() {
    apart(Wire::Push, async |world| {
        the_journey(world).await;
        assert!(world.calls("apps.connections.open").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_ready_line_says_where_everything_is() {
    apart(Wire::Socket, async |world| {
        let ready = world.bot_ready();
        let keys: BTreeSet<&str> = ready.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, BTreeSet::from(["admin", "database", "http", "platforms"]));
        assert_eq!(ready["platforms"], serde_json::json!(["slack"]));
        let kind = if world.database.url.starts_with("sqlite") { "sqlite" } else { "postgres" };
        assert_eq!(ready["database"], kind);
        for listener in ["http", "admin"] {
            let addr: std::net::SocketAddr = ready[listener].as_str().unwrap().parse().unwrap();
            assert_ne!(addr.port(), 0);
        }
        assert_eq!(world.page("http", "/healthz").await.0, 200);
        assert_eq!(world.page("http", "/readyz").await.0, 200);
        let (status, details) = world.page("admin", "/readyz").await;
        let details: Value = serde_json::from_str(&details).unwrap();
        assert_eq!((status, &details["ready"]), (200, &Value::Bool(true)));
        assert_eq!(world.page("http", "/metrics").await.0, 404, "numbers are the operator's");
    })
    .await;
}

#[tokio::test]
async fn what_happened_is_counted_under_the_promised_names() {
    apart(Wire::Push, async |world| {
        the_journey(world).await;
        let numbers = world.numbers().await;
        for name in [
            "vouch_deliveries_total",
            "vouch_ack_seconds",
            "vouch_decisions_total",
            "vouch_inbox_waiting",
            "vouch_outbox_waiting",
            "vouch_outbox_oldest_seconds",
            "vouch_posts_total",
            "vouch_commit_seconds",
            "vouch_commit_batch_size",
            "vouch_tasks_due",
        ] {
            assert!(numbers.contains(name), "{name} is missing:\n{numbers}");
        }
    })
    .await;
}

/// A signing secret is of one app. Where one is used for two all the same, or a proxy mixes them up,
/// what is meant for the other one is kept and does nothing here.
#[tokio::test]
async fn case_19_what_is_signed_rightly_but_for_another_app_is_kept_and_changes_nothing() {
    apart(Wire::Push, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let ours = world.app()["id"].as_str().unwrap();
        let log = world.log().await;
        let sent = |entry: &&serde_json::Value| entry["method"] == "view_submission";
        let mut form = log.iter().find(sent).expect("a form was sent")["request"].clone();
        form["view"]["id"] = "V0OTHER".into();
        form["view"]["root_view_id"] = "V0OTHER".into();
        let press = log.iter().find(|entry| entry["method"] == "block_actions").expect("a press");
        let mut press = press["request"].clone();
        press["actions"][0]["action_ts"] = "77.7".into();
        let encoded = |payload: &serde_json::Value| {
            let payload = payload.to_string();
            form_urlencoded::Serializer::new(String::new()).append_pair("payload", &payload).finish()
        };
        let home = world.person("Sales 1");
        let command = format!(
            "command=%2Fapprove&text={}&team_id={}&user_id={}&channel_id={}&trigger_id=1.2.app&api_app_id={ours}",
            referral.number, home.team(), home.id(), world.channel("sales-desk"),
        );
        let event = serde_json::json!({
            "type": "event_callback", "event_id": "Ev0OTHER", "api_app_id": ours,
            "team_id": home.team(), "authorizations": [{ "team_id": home.team(), "is_bot": true }],
            "event": { "type": "app_home_opened", "tab": "home", "user": home.id(), "channel": "D0SALES0001" },
        });
        let (_, before) = world.log_since(0).await;
        let bodies = [encoded(&form), encoded(&press), command, event.to_string()];
        for body in &bodies {
            assert!(body.contains(ours), "{body}");
            let other = body.replace(ours, "A0SOMEOTHER");
            assert_eq!(world.pushes(&other).await, (200, String::new()), "{other}");
        }
        world.settle().await;
        let (log, _) = world.log_since(before).await;
        assert!(log.iter().all(|entry| entry["kind"] != "api"), "nothing was called: {log:?}");
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "submitted".to_owned())]);
        let kept = world.database.pairs("select key, raw from inbox").await;
        let kept = kept.iter().filter(|(key, _)| key.starts_with("another_app:")).count();
        assert_eq!(kept, bodies.len());
        let counted = format!("vouch_refusals_total{{reason=\"another_app\"}} {}", bodies.len());
        assert!(world.numbers().await.contains(&counted));
        // Ours, the very same delivery has its effect.
        assert_eq!(world.pushes(&event.to_string()).await.0, 200);
        until("their page is drawn", async || {
            let drawn = world.calls("views.publish").await;
            drawn.iter().any(|call| call["request"]["user_id"] == home.id())
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn who_signs_wrongly_or_late_is_refused_and_changes_nothing() {
    apart(Wire::Push, async |world| {
        let body = "payload=%7B%22type%22%3A%22block_actions%22%7D";
        let now = chrono::Utc::now().timestamp();
        for (why, secret, at) in [
            ("another secret", "not-the-secret", now),
            ("too old", world.signing_secret(), now - 301),
            // A minute more, which the body may take on its way.
            ("too early", world.signing_secret(), now + 361),
        ] {
            assert_eq!(world.pushes_signed(secret, at, body).await, 401, "{why}");
        }
        let missing = world.page("http", "/slack/events").await.0;
        assert!(missing == 405 || missing == 401, "{missing}");
    })
    .await;
}
