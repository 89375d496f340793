//! What happened without anybody waiting: which events mean something to us, and which only look so.

use super::*;
use crate::chat::inbound::News;

/// An event that the vendor's installation in TV hears of; the app is UBOT there.
fn event(event: &Value) -> Inbound {
    let body = json!({
        "type": "event_callback",
        "team_id": "TV",
        "event_id": "Ev1",
        "authorizations": [{ "team_id": "TV", "user_id": "UBOT", "is_bot": true }],
        "event": event,
    });
    let by_socket = frame("events_api", &body).inbound;
    let by_http = read(&body.to_string()).inbound;
    assert_eq!((&by_socket.key, &by_socket.what), (&by_http.key, &by_http.what));
    by_socket
}

#[test]
fn each_event_that_means_something_is_read() {
    let vendors = || PersonRef::slack("TV", "U1");
    let partners = || PersonRef::slack("TP", "U2");
    #[rustfmt::skip]
    let table = [
        (json!({ "type": "member_joined_channel", "user": "UBOT", "team": "TV", "channel": "C1", "inviter": "U1" }),
         News::AppAdded { by: Some(vendors()) }),
        (json!({ "type": "member_joined_channel", "user": "UBOT", "team": "TV", "channel": "C1" }),
         News::AppAdded { by: None }),
        (json!({ "type": "member_joined_channel", "user": "U2", "team": "TP", "channel": "C1", "inviter": "U1" }),
         News::Joined { who: partners() }),
        (json!({ "type": "member_left_channel", "user": "U2", "team": "TP", "channel": "C1" }),
         News::Left { who: partners() }),
        (json!({ "type": "member_left_channel", "user": "UBOT", "team": "TV", "channel": "C1" }), News::AppRemoved),
        (json!({ "type": "channel_left", "channel": "C1", "actor_id": "U1" }),           News::AppRemoved),
        (json!({ "type": "group_left", "channel": "C1", "actor_id": "U1" }),             News::AppRemoved),
        (json!({ "type": "channel_archive", "channel": "C1", "user": "U1" }),            News::Archived),
        (json!({ "type": "group_archive", "channel": "C1" }),                            News::Archived),
        (json!({ "type": "channel_unarchive", "channel": "C1", "user": "U1" }),          News::Unarchived),
        (json!({ "type": "group_unarchive", "channel": "C1" }),                          News::Unarchived),
        (json!({ "type": "channel_rename", "channel": { "id": "C1", "name": "x" } }),     News::Renamed),
        (json!({ "type": "group_rename", "channel": { "id": "C1", "name": "x" } }),       News::Renamed),
        (json!({ "type": "channel_shared", "channel": "C1", "connected_team_id": "TP" }), News::Shared),
        (json!({ "type": "channel_unshared", "channel": "C1", "previously_connected_team_id": "TP" }), News::Unshared),
        (json!({ "type": "channel_id_changed", "old_channel_id": "C1", "new_channel_id": "C2" }),
         News::Renumbered { to: "C2".into() }),
    ];
    for (sent, news) in table {
        let inbound = event(&sent);
        assert_eq!(inbound.what, What::Channel(news), "{sent}");
        assert_eq!(inbound.place.unwrap().channel, "C1", "{sent}");
        assert_eq!(inbound.workspace, "TV");
    }
}

#[test]
fn of_a_profile_only_what_matters_is_read() {
    let changed = |user: Value| event(&json!({ "type": "user_change", "user": user }));
    let news = |gone, guest| {
        let (who, workspace) = (PersonRef::slack("TP", "U2"), "TV".to_owned());
        What::Channel(News::PersonChanged { who, workspace, gone, guest })
    };
    #[rustfmt::skip]
    let table = [
        (json!({ "id": "U2", "team_id": "TP", "deleted": false }),             news(false, false)),
        (json!({ "id": "U2", "team_id": "TP", "deleted": true }),              news(true, false)),
        (json!({ "id": "U2", "team_id": "TP", "is_restricted": true }),        news(false, true)),
        (json!({ "id": "U2", "team_id": "TP", "is_ultra_restricted": true }),  news(false, true)),
    ];
    for (user, what) in table {
        let inbound = changed(user.clone());
        assert_eq!((inbound.what, inbound.place, inbound.from), (what, None, None), "{user}");
    }
    for odd in [
        json!({ "id": "U2", "team_id": "E1" }),
        json!({ "id": "U2" }),
        json!({ "id": "U2", "team_id": "TP", "is_bot": true }),
        json!("U2"),
    ] {
        assert!(matches!(changed(odd.clone()).what, What::Unknown { .. }), "{odd}");
    }
}

#[test]
fn what_people_say_to_the_app_is_read() {
    let mention = json!({
        "type": "app_mention", "user": "U2", "user_team": "TP", "team": "TV", "channel": "C1",
        "ts": "2.1", "thread_ts": "1.1", "text": "<@UBOT> by spring\n&amp; more",
    });
    let inbound = event(&mention);
    assert_eq!(inbound.what, What::Mentioned { text: "by spring\n& more".into() });
    assert_eq!(inbound.from, Some(PersonRef::slack("TP", "U2")));
    assert_eq!(inbound.place.unwrap().thread.as_deref(), Some("1.1"));
    let alone = json!({
        "type": "message", "channel_type": "im", "user": "U1", "team": "TV", "channel": "D1",
        "ts": "2.1", "text": "hello",
    });
    assert_eq!(event(&alone).what, What::Direct);
}

#[test]
fn what_only_looks_so_is_kept_and_means_nothing() {
    let said = |change: Value| {
        let mut said = json!({
            "type": "app_mention", "user": "U2", "team": "TP", "channel": "C1", "ts": "2.1",
            "text": "<@UBOT> hello",
        });
        for (key, value) in change.as_object().unwrap() {
            said[key] = value.clone();
        }
        said
    };
    let alone = |change: Value| {
        let mut alone = said(json!({ "type": "message", "channel_type": "im" }));
        for (key, value) in change.as_object().unwrap() {
            alone[key] = value.clone();
        }
        alone
    };
    #[rustfmt::skip]
    let table = [
        ("another app names ours",        said(json!({ "bot_id": "B2" }))),
        ("the app names itself",          said(json!({ "user": "UBOT" }))),
        ("nobody knows whose they are",   said(json!({ "team": "E1" }))),
        ("no channel",                    said(json!({ "channel": null }))),
        ("talk in a channel",             alone(json!({ "channel_type": "channel" }))),
        ("the app's own words",           alone(json!({ "bot_id": "B1", "user": "UBOT" }))),
        ("a message that was changed",    alone(json!({ "subtype": "message_changed" }))),
        ("an id that changed to nothing", json!({ "type": "channel_id_changed", "old_channel_id": "C1" })),
        ("tokens of people",              json!({ "type": "tokens_revoked", "tokens": { "oauth": ["U1"], "bot": [] } })),
        ("a type of its own",             json!({ "type": "channel_renamed", "channel": "C1" })),
    ];
    for (why, sent) in table {
        assert!(matches!(event(&sent).what, What::Unknown { .. }), "{why}");
    }
}

#[test]
fn a_lost_installation_is_read() {
    let table = [
        json!({ "type": "app_uninstalled" }),
        json!({ "type": "tokens_revoked", "tokens": { "oauth": [], "bot": ["UBOT"] } }),
    ];
    for sent in table {
        let code = sent["type"].as_str().unwrap().to_owned();
        assert_eq!(event(&sent).what, What::Uninstalled { code });
    }
}
