//! Forums: channels that take posts alone.

use serde_json::{Value, json};

use super::{Answered, Stage};

/// A forum for whoever reads this channel.
async fn forum(stage: &Stage, like: &str) -> String {
    let like = stage.room(like).await;
    let made = json!({ "platform": "discord", "add_forum": { "name": "wins", "like": like } });
    stage.post("world", made).await["channel"].as_str().unwrap().to_owned()
}

async fn begins(stage: &Stage, forum: &str, tags: Value) -> Answered {
    let message = json!({ "content": "First.", "nonce": "a" });
    let body = json!({ "name": "Q1 2026", "message": message, "applied_tags": tags });
    stage.rest(&format!("POST channels/{forum}/threads"), body).await
}

#[tokio::test]
async fn a_post_is_a_thread_and_a_message_under_one_id() {
    let stage = Stage::new().await;
    let forum = forum(&stage, "partners").await;
    let said =
        stage.rest(&format!("POST channels/{forum}/messages"), json!({ "content": "x" })).await;
    assert_eq!((said.status, said.code()), (400, 50_008));
    let bare = stage.rest(&format!("POST channels/{forum}/threads"), json!({ "name": "x" })).await;
    assert_eq!(bare.code(), 50_035);
    let made = begins(&stage, &forum, Value::Null).await;
    assert_eq!(
        (made.status, &made.body["type"], &made.body["parent_id"]),
        (201, &json!(11), &json!(forum))
    );
    assert_eq!(made.body["message"]["id"], made.id());
    let again = begins(&stage, &forum, Value::Null).await;
    assert_ne!(made.id(), again.id(), "a nonce counts for nothing");
    let shown = stage.rest(&format!("GET channels/{forum}"), Value::Null).await;
    assert_eq!(
        (&shown.body["type"], &shown.body["last_message_id"]),
        (&json!(15), &json!(again.id()))
    );

    let listed = async |call: &str| {
        let listed = stage.rest(call, Value::Null).await.body;
        let threads = listed["threads"].as_array().unwrap().iter();
        threads.map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let guild = stage.sandbox.discord_credentials().unwrap().guild_id;
    let active = format!("GET guilds/{guild}/threads/active");
    let archived = format!("GET channels/{forum}/threads/archived/public");
    assert_eq!(listed(&active).await, [again.id(), made.id()], "newest first");
    stage.post("world", json!({ "archive": made.id() })).await;
    assert_eq!(
        (listed(&active).await, listed(&archived).await),
        (vec![again.id()], vec![made.id()])
    );

    // What somebody says in a forum is a post as well, and commands are typed in one.
    let member = stage.member("Partner member").await;
    let said = json!({ "say": { "channel": forum, "text": "Hello\nyou" } });
    stage.post("act", json!({ "as": member, "do": said })).await;
    let seen = stage.get(&format!("channels/{forum}/messages?as={member}")).await;
    let names: Vec<&Value> =
        seen["messages"].as_array().unwrap().iter().map(|one| &one["post"]["name"]).collect();
    assert_eq!(names, ["Q1 2026", "Q1 2026", "Hello"]);
    let typed = json!({ "command": { "channel": forum, "text": "/refer" } });
    let answer = stage.post("act", json!({ "as": member, "do": typed })).await;
    assert_eq!(answer["ok"], false, "{answer}");
}

#[tokio::test]
async fn who_may_do_what_with_a_post_is_as_with_threads_but_for_making_one() {
    let stage = Stage::new().await;
    let forum = forum(&stage, "partners").await;
    let post = begins(&stage, &forum, Value::Null).await.id();
    let thread =
        async |call: &str, body: Value| stage.rest(&format!("{call}/{post}"), body).await.code();
    let (closed, open) = (json!({ "archived": true }), json!({ "archived": false }));
    assert_eq!(thread("PATCH channels", json!({ "name": "Q2", "archived": true })).await, 0);
    let edit = format!("PATCH channels/{post}/messages/{post}");
    assert_eq!(stage.rest(&edit, json!({ "content": "x" })).await.code(), 50_083);
    assert_eq!(thread("PATCH channels", open.clone()).await, 0);
    assert_eq!(stage.rest(&edit, json!({ "content": "x" })).await.code(), 0);
    stage.post("world", json!({ "lock": post })).await;
    stage.post("world", json!({ "archive": post })).await;
    assert_eq!(thread("PATCH channels", open.clone()).await, 50_013, "it is locked");
    assert_eq!(thread("DELETE channels", Value::Null).await, 50_013);

    let bot = stage.sandbox.discord_credentials().unwrap().bot_user_id;
    let may = async |allow: u64, deny: u64| {
        let own = json!({ "channel": forum, "id": bot, "allow": allow, "deny": deny });
        stage.post("world", json!({ "overwrite": own })).await;
    };
    may(1 << 10 | 1 << 34, 0).await;
    assert_eq!(thread("PATCH channels", open).await, 0);
    assert_eq!(thread("PATCH channels", closed).await, 0);
    assert_eq!(thread("DELETE channels", Value::Null).await, 0);
    assert_eq!(thread("GET channels", Value::Null).await, 10_003);
    // Sending makes a post, whatever else about threads is taken away.
    may(1 << 10, 1 << 35).await;
    assert_eq!(begins(&stage, &forum, Value::Null).await.status, 201);
    may(1 << 10, 1 << 11).await;
    assert_eq!(begins(&stage, &forum, Value::Null).await.code(), 50_013);
}

#[tokio::test]
async fn a_forum_may_want_a_tag() {
    let stage = Stage::new().await;
    let forum = forum(&stage, "partners").await;
    let tags = async |tags: Value| {
        let wanted = json!({ "channel": forum, "tags": tags, "required": true });
        stage.post("world", json!({ "tags": wanted })).await;
        let shown = stage.rest(&format!("GET channels/{forum}"), Value::Null).await.body;
        assert_eq!(shown["flags"], 16);
        let ids = shown["available_tags"].as_array().unwrap().iter();
        ids.map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let staff = json!({ "name": "Staff", "moderated": true });
    tags(json!([staff])).await;
    assert_eq!(begins(&stage, &forum, Value::Null).await.code(), 40_066);
    let ids = tags(json!([staff, { "name": "News" }])).await;
    assert_eq!(begins(&stage, &forum, Value::Null).await.code(), 40_067);
    assert_eq!(begins(&stage, &forum, json!([ids[0]])).await.code(), 50_013);
    assert_eq!(begins(&stage, &forum, json!(["7"])).await.code(), 50_035);
    let made = begins(&stage, &forum, json!([ids[1]])).await;
    assert_eq!((made.status, &made.body["applied_tags"]), (201, &json!([ids[1]])));
}
