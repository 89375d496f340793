//! The picture beside a board and beside a partner's own place: it says what the message says, and the
//! message stands without it where a platform does not take it.

use serde_json::{Value, json};

use super::posts::{at, march, previews};
use crate::world::{Only, Platform, World, everywhere, on_slack};

const COMMUNITY: &str = "partners";
const MANAGER: &str = "Community manager";
const BOARD: &str = "Approved referrals · ";
const PARTNERS: [&str; 6] = ["north", "south", "east", "west", "hill", "coast"];

/// A picture as somebody finds it in a message.
#[derive(Debug)]
struct Picture {
    words: String,
    address: String,
}

/// The boards and places that stand in a channel, each with its pictures. `reader` looks at them.
async fn boards(world: &World, channel: &str, reader: &str) -> Vec<(String, Vec<Picture>)> {
    let found = world.get(&format!("channels/{}/messages", world.channel(channel))).await;
    let reader = world.person(reader).id().to_owned();
    let all = found["messages"].as_array().unwrap().iter();
    let boards = all.filter(|one| one["text"].as_str().is_some_and(|text| text.contains(BOARD)));
    boards
        .filter(|one| one["ephemeral"] != true)
        .map(|one| (one["text"].as_str().unwrap().to_owned(), pictures(world, one, &reader)))
        .collect()
}

fn pictures(world: &World, message: &Value, reader: &str) -> Vec<Picture> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    match world.platform {
        Platform::Slack => {
            let blocks = message["blocks"].as_array().unwrap().iter();
            let images = blocks.filter(|block| block["type"] == "image");
            let picture = |block: &Value| {
                let file = text(&block["slack_file"]["id"]);
                let address = format!("{}files/{file}/picture?as={reader}", world.base());
                Picture { words: text(&block["alt_text"]), address }
            };
            images.map(picture).collect()
        }
        Platform::Discord => {
            let files = message["files"].as_array().unwrap().iter();
            let picture = |file: &Value| Picture {
                words: text(&file["description"]),
                address: text(&file["url"]),
            };
            files.map(picture).collect()
        }
    }
}

/// Width and height of a PNG, as whoever may see it gets it.
async fn size(picture: &Picture) -> (u32, u32) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client.get(&picture.address).send().await.unwrap();
    assert!(answer.status().is_success(), "{picture:?}: {}", answer.status());
    let bytes = answer.bytes().await.unwrap();
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

async fn sends_the_first(world: &World) {
    at(world, "2027-04-01T09:10:00Z").await;
    let shown = previews(world).await;
    world.person(MANAGER).presses_on("Send it", &shown[0]).await;
    world.settle().await;
}

#[tokio::test]
async fn a_board_and_a_partners_own_quarters_are_drawn_beside_what_is_said() {
    everywhere(async |world| {
        march(world, "Coast").await;
        sends_the_first(world).await;
        let posted = boards(world, COMMUNITY, "West member").await;
        assert_eq!(posted.len(), 1, "{posted:?}");
        let drawn = &posted[0].1;
        let places = "1: North Partner, 3. 2, shared: East Partner, South Partner, 2 each. \
                      4, shared: Hill Partner, West Partner, 1 each.";
        let words: Vec<&str> = drawn.iter().map(|picture| picture.words.as_str()).collect();
        assert_eq!(
            words,
            [
                format!("Bar chart. Approved referrals, March 2027. {places}"),
                format!("Bar chart. Approved referrals, Q1 2027. {places}"),
            ],
            "whoever is not on the board is not in its picture"
        );
        for picture in drawn {
            assert_eq!(size(picture).await, (1_200, 216 + 5 * 84), "{picture:?}");
        }

        // A quarter is over: each partner sees its own, and nobody else's.
        let own = boards(world, "north-partner", "Partner member").await;
        assert_eq!(own.len(), 1, "{own:?}");
        let [picture] = &own[0].1[..] else { panic!("{own:?}") };
        let words = &picture.words;
        assert!(words.contains("Q1 2027. Sent "), "{words}");
        assert!(words.contains("3. Approved ") && words.contains("3. Won "), "{words}");
        assert!(!words.contains("Partner"), "{words}");
        assert_eq!(size(picture).await.0, 1_200);
    })
    .await;
}

#[tokio::test]
async fn where_no_picture_is_taken_the_words_stand_alone() {
    everywhere(async |world| {
        march(world, "").await;
        match world.platform {
            Platform::Slack => {
                let refusal = json!({ "error": "missing_scope" });
                world.fault("files.getUploadURLExternal", u32::MAX, refusal).await;
            }
            // To see, to send, to embed, to read back, commands, threads and pins; not to attach files.
            Platform::Discord => {
                let facts = world.get("world").await;
                let rights: u64 =
                    [10, 11, 14, 16, 31, 35, 38, 51].into_iter().map(|bit| 1_u64 << bit).sum();
                for role in facts["discord"]["roles"].as_array().unwrap() {
                    if ["Vouch", "@everyone"].iter().any(|name| role["name"] == *name) {
                        let change = json!({ "id": role["id"], "permissions": rights });
                        world.change(json!({ "role": change })).await;
                    }
                }
            }
        }
        sends_the_first(world).await;
        let posted = boards(world, COMMUNITY, "West member").await;
        let [(text, drawn)] = &posted[..] else { panic!("once: {posted:?}") };
        assert!(text.contains("North Partner"), "{text}");
        assert!(drawn.is_empty(), "{drawn:?}");
        let own = boards(world, "north-partner", "Partner member").await;
        let [(text, drawn)] = &own[..] else { panic!("once: {own:?}") };
        assert!(text.contains("You are 1st, with 3."), "{text}");
        assert!(drawn.is_empty(), "{drawn:?}");
    })
    .await;
}

/// Every way in which Slack can fail, at each step of an upload and at the message that shows it.
#[tokio::test]
async fn whatever_becomes_of_an_upload_the_message_is_said_once() {
    on_slack(Only::Wire, async |world| {
        march(world, "").await;
        at(world, "2027-04-01T09:10:00Z").await;
        let shown = previews(world).await;
        for step in ["files.getUploadURLExternal", "files.completeUploadExternal"] {
            for weather in [
                json!({ "error": "ratelimited", "retry_after": 1 }),
                json!({ "http_status": 503 }),
                json!({ "cut": true }),
                json!({ "drop_reply": true }),
                json!({ "error": "file_not_found" }),
            ] {
                world.fault(step, 1, weather).await;
            }
        }
        // The upload is done, and the message is not: both are done again.
        world.fault("chat.postMessage", 3, json!({ "http_status": 503 })).await;
        world.person(MANAGER).presses_on("Send it", &shown[0]).await;
        world.settle().await;
        world.clear_faults().await;
        let posted = boards(world, COMMUNITY, "West member").await;
        assert_eq!(posted.len(), 1, "{posted:?}");
        for partner in PARTNERS {
            let own = boards(world, &format!("{partner}-partner"), "Partner member").await;
            assert_eq!(own.len(), 1, "{partner}: {own:?}");
        }
    })
    .await;
}
