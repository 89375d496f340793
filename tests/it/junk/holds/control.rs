//! Whatever a script sends to the sandbox's control API: it is answered, or refused with a sentence;
//! and the sandbox goes on.

use std::time::Duration;

use chrono::{DateTime, Datelike, Utc};
use reqwest::{Client, Method, Response, StatusCode};
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use tempfile::TempDir;
use vouch::clock::Clock;
use vouch::sandbox::{Options, Sandbox, WorldKind, start};

/// Somebody of the vendor's, and a channel they are in.
pub const PERSON: &str = "U0SALES0001";
pub const CHANNEL: &str = "C0SALESDESK";
/// What stands in a body for the message and the form that are there.
pub const MESSAGE: &str = "@message@";
pub const FORM: &str = "@form@";

/// Longer than anything may take that waits for nobody.
const PATIENCE: Duration = Duration::from_secs(120);
/// Whoever settles waits as long as they said, unless they hang up.
const WAITS: (&str, Duration) = ("settle", Duration::from_millis(200));

/// Where in a request the junk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    Body,
    Path,
    Query,
}

/// Every address of the control API, and some that are none. `*` is the junk.
pub const ROUTES: &[(&str, &str, Where)] = &[
    ("POST", "act", Where::Body),
    ("POST", "world", Where::Body),
    ("POST", "clock", Where::Body),
    ("POST", "settle", Where::Body),
    ("POST", "faults", Where::Body),
    ("POST", "deliver", Where::Body),
    ("POST", "connections", Where::Body),
    ("DELETE", "faults", Where::Body),
    ("GET", "channels/*/messages", Where::Path),
    ("GET", "channels/C0SALESDESK/messages?*", Where::Query),
    ("GET", "users/*/screen", Where::Path),
    ("GET", "dms?*", Where::Query),
    ("GET", "log?*", Where::Query),
    ("GET", "clock", Where::Body),
    ("GET", "act", Where::Body),
    ("PUT", "world", Where::Body),
    ("POST", "*", Where::Path),
];

/// A sandbox with a message, a form and a Home to act on.
pub struct Door {
    sandbox: Sandbox,
    http: Client,
    message: String,
    form: String,
    /// Removed when the door is closed.
    _folder: TempDir,
}

impl Door {
    /// # Panics
    /// When no sandbox can be started here.
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let options = Options {
            addr: "127.0.0.1:0".parse().expect("an address"),
            next_free: false,
            starts_at: None,
            world: WorldKind::Default,
            push: None,
            manifest: None,
            data: folder.path().to_owned(),
            fresh: false,
        };
        // Another door may have installed it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().no_proxy().build().expect("a client");
        let sandbox = start(options, Clock::real()).await.expect("a sandbox");
        let (message, form) = (String::new(), String::new());
        let mut door = Self { sandbox, http, message, form, _folder: folder };
        door.furnish().await;
        door
    }

    pub async fn close(self) {
        self.sandbox.stop().await;
    }

    /// Sends one request: the first byte is its address, the rest the junk.
    ///
    /// # Panics
    /// When it is answered with trouble of the sandbox's own or without a sentence, or when the
    /// sandbox does not go on.
    pub async fn holds(&self, data: &[u8]) {
        let Some((route, junk)) = data.split_first() else { return };
        let (method, path, place) = ROUTES[usize::from(*route) % ROUTES.len()];
        let method = method.parse().expect("a method");
        let (path, body) = match place {
            Where::Body => (path.to_owned(), self.filled_in(junk)),
            Where::Path => (path.replace('*', &escaped(junk)), Vec::new()),
            Where::Query => (path.replace('*', &String::from_utf8_lossy(junk)), Vec::new()),
        };
        let asked = format!("{method} {path} {}", String::from_utf8_lossy(&body));
        let answer = match self.ask(method, &path, body).await {
            Ok(answer) => answered(&asked, answer).await,
            Err(error) => Err(error),
        };
        if let Err(error) = answer {
            // It may run out between the head of an answer and its body, too.
            assert!(path == WAITS.0 && error.is_timeout(), "{error} to {asked}");
        }
        self.goes_on(&asked).await;
    }

    fn filled_in(&self, junk: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(junk);
        match text.contains('@') {
            true => text.replace(MESSAGE, &self.message).replace(FORM, &self.form).into_bytes(),
            false => junk.to_owned(),
        }
    }

    async fn ask(&self, method: Method, path: &str, body: Vec<u8>) -> reqwest::Result<Response> {
        let url = format!("{}sandbox/v1/{path}", self.sandbox.url());
        let patience = if path == WAITS.0 { WAITS.1 } else { PATIENCE };
        let request = self.http.request(method, url).header("content-type", "application/json");
        request.timeout(patience).body(body).send().await
    }

    /// Looks at something that is there.
    async fn look(&self, path: &str, asked: &str) -> Value {
        let seen = self.ask(Method::GET, path, Vec::new()).await;
        let seen = seen.unwrap_or_else(|error| panic!("{error} after {asked}"));
        assert_eq!(seen.status(), StatusCode::OK, "{path} after {asked}");
        seen.json().await.unwrap_or_else(|error| panic!("{error} after {asked}"))
    }

    async fn goes_on(&self, asked: &str) {
        let clock = self.look("clock", asked).await;
        let now: Option<DateTime<Utc>> = clock["now"].as_str().and_then(|now| now.parse().ok());
        assert!(
            now.is_some_and(|now| (1970..=9999).contains(&now.year())),
            "{clock} after {asked}"
        );
        self.look(&format!("users/{PERSON}/screen"), asked).await;
    }

    /// Puts a message, a Home and a form there, with one of each element.
    async fn furnish(&mut self) {
        let post = json!({ "channel": CHANNEL, "text": "x", "blocks": [actions()] });
        let posted = self.call("chat.postMessage", &post).await;
        self.message = posted["ts"].as_str().expect("a message").to_owned();
        let home = json!({ "type": "home", "blocks": [actions()] });
        self.call("views.publish", &json!({ "user_id": PERSON, "view": home })).await;
        let open = json!({ "trigger_id": self.trigger().await, "view": form() });
        let opened = self.call("views.open", &open).await;
        self.form = opened["view"]["id"].as_str().expect("a form").to_owned();
    }

    /// The right to open a form, from a command: nobody answers it, but it stands in the log.
    async fn trigger(&self) -> Value {
        let command = json!({ "command": { "channel": CHANNEL, "text": "/refer" } });
        let act = json!({ "as": PERSON, "do": command }).to_string();
        self.ask(Method::POST, "act", act.into_bytes()).await.expect("an answer");
        let log = self.look("log", "a command").await;
        let entries = log["entries"].as_array().expect("entries").iter().rev();
        let mut triggers = entries.map(|one| &one["request"]["payload"]["trigger_id"]);
        triggers.find(|id| id.is_string()).expect("a trigger").clone()
    }

    async fn call(&self, method: &str, args: &Value) -> Value {
        let token = self.sandbox.credentials().vendor_bot_token;
        let url = format!("{}/{method}", self.sandbox.api_url());
        let call = self.http.post(url).bearer_auth(token).json(args).send().await;
        let answer: Value = call.expect("an answer").json().await.expect("JSON");
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer
    }
}

/// Every byte in its escaped form, so that any of them can stand in a path.
fn escaped(junk: &[u8]) -> String {
    junk.iter().map(|byte| format!("%{byte:02x}")).collect()
}

async fn answered(asked: &str, answer: Response) -> reqwest::Result<()> {
    let status = answer.status();
    assert!(!status.is_server_error(), "{status} to {asked}");
    let text = answer.text().await?;
    // Read without limit of depth: the log repeats what was delivered, one level further in.
    let json = serde_json::from_str::<IgnoredAny>(&text);
    assert!(json.is_ok(), "{status} {text:?} to {asked}");
    if status.is_client_error() {
        let body: Value = serde_json::from_str(&text).expect("a refusal is flat");
        let sentence = body["message"].as_str().unwrap_or_default();
        assert_eq!(body["ok"], false, "{body} to {asked}");
        assert!(!body["error"].as_str().unwrap_or_default().is_empty(), "{body} to {asked}");
        assert!(sentence.ends_with('.') && sentence.contains(' '), "{body} to {asked}");
    }
    Ok(())
}

fn words(text: &str) -> Value {
    json!({ "type": "plain_text", "text": text })
}

fn options() -> Value {
    json!([{ "text": words("One"), "value": "1" }, { "text": words("Two"), "value": "2" }])
}

fn actions() -> Value {
    json!({ "type": "actions", "block_id": "actions", "elements": [
        { "type": "button", "action_id": "press", "value": "7", "text": words("Press") },
        { "type": "button", "action_id": "sure", "value": "7", "text": words("Sure"), "confirm":
            { "title": words("Sure?"), "text": words("Really?"), "confirm": words("Yes"), "deny": words("No") } },
        { "type": "static_select", "action_id": "pick", "placeholder": words("Pick"), "options": options() },
        { "type": "users_select", "action_id": "who", "placeholder": words("Who") },
        { "type": "datepicker", "action_id": "when" },
    ] })
}

/// A form with one of each input.
fn form() -> Value {
    let input = |id: &str, mut element: Value| {
        element["action_id"] = json!(id);
        json!({ "type": "input", "block_id": id, "label": words(id), "optional": true,
            "element": element })
    };
    let choice = |kind: &str| json!({ "type": kind, "options": options() });
    json!({ "type": "modal", "callback_id": "form", "title": words("Form"), "submit": words("Send"),
        "blocks": [
            input("text", json!({ "type": "plain_text_input" })),
            input("radio", choice("radio_buttons")),
            input("boxes", choice("checkboxes")),
            input("many", choice("multi_static_select")),
            input("person", json!({ "type": "users_select" })),
            input("day", json!({ "type": "datepicker" })),
            input("number", json!({ "type": "number_input", "is_decimal_allowed": true })),
            actions(),
        ] })
}
