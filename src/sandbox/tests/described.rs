//! A world from a file.

use serde_json::{Value, json};

use super::Stage;
use crate::clock::Clock;
use crate::sandbox::{WorldKind, start};

#[tokio::test]
async fn a_described_world_is_the_stage_of_any_bot() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("world.toml");
    let text = "[[workspace]]\nname = \"Acme\"\ninstalled = true\n\n[[person]]\nname = \"Ann\"\nworkspace = \"Acme\"\n\n[[channel]]\nname = \"general\"\n";
    std::fs::write(&file, text).unwrap();
    let stage = Stage::with(|options| options.world = WorldKind::File(file.clone())).await;
    let world = stage.get("world").await;
    let ann = world["users"][0]["id"].as_str().unwrap();
    let general = world["channels"][0]["id"].as_str().unwrap();
    assert_eq!(
        (world["setup"].clone(), world["teams"][0]["role"].clone()),
        (json!(""), json!("vendor"))
    );
    let posted =
        stage.call("chat.postMessage", json!({ "channel": "#general", "text": "Hello" })).await;
    assert_eq!(posted["channel"], general);
    assert_eq!(stage.messages(general, ann).await[0]["text"], "Hello");
    let Stage { sandbox, data, .. } = stage;
    sandbox.stop().await;

    // The same description finds what was said; another wording is another world.
    let mut options = super::options(data.path());
    options.world = WorldKind::File(file.clone());
    let again = start(options.clone(), Clock::real()).await.unwrap();
    assert_eq!(again.setup_toml(), "");
    let url = format!("{}sandbox/v1/channels/{general}/messages", again.url());
    let kept: Value = super::client().get(url).send().await.unwrap().json().await.unwrap();
    assert_eq!(kept["messages"][0]["text"], "Hello");
    again.stop().await;
    std::fs::write(&file, format!("{text}colour = \"red\"\n")).unwrap();
    let Err(trouble) = start(options.clone(), Clock::real()).await else { panic!("it fits") };
    let place = format!("{}:11:1: unknown field `colour`", file.display());
    assert!(trouble.to_string().starts_with(&place), "{trouble}");
    std::fs::write(&file, "#".repeat(300 * 1024)).unwrap();
    let Err(trouble) = start(options, Clock::real()).await else { panic!("it fits") };
    assert_eq!(trouble.to_string(), format!("{} is larger than 256 KiB.", file.display()));
}
