//! Good samples, spoiled in a few places: cut, swapped, nested, of another type, far too long, or with
//! what no text should hold.

use std::path::Path;
use std::sync::LazyLock;

use form_urlencoded::Serializer;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

/// Becomes half of a character, which JSON can write and a Rust text cannot hold.
const HALF: &str = "@half@";
/// Deeper than any parser follows.
const DEEP: usize = 300;

/// Deliveries of the sandbox, and samples of Slack's own: bare payloads.
static SAMPLES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let of_sandbox = samples("sandbox").into_iter().map(|frame| frame["payload"].clone());
    let of_slack = samples("slack/payloads").into_iter().chain(samples("slack/events"));
    of_sandbox.chain(of_slack).collect()
});

/// The samples in a folder of the corpus.
pub fn samples(folder: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/corpus").join(folder);
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
    files.sort();
    let read = |path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    files.into_iter().map(read).collect()
}

/// A spoiled delivery, as it comes by either way.
pub fn delivery() -> impl Strategy<Value = Vec<u8>> {
    let wrapped = (payload(), any::<u8>()).prop_map(|(payload, way)| wrapped(&payload, way));
    (wrapped, prop::collection::vec(slip(), 0..3)).prop_map(|(text, slips)| {
        slips.iter().fold(text.into_bytes(), |text, slip| slip.apply(text))
    })
}

fn payload() -> impl Strategy<Value = Value> {
    any::<Index>().prop_flat_map(|which| spoiled(which.get(&SAMPLES).clone()))
}

/// A value with up to four odd places.
pub fn spoiled(good: Value) -> impl Strategy<Value = Value> {
    prop::collection::vec(spoil(), 0..4)
        .prop_map(move |spoils| spoils.iter().fold(good.clone(), |value, spoil| spoil.apply(value)))
}

/// JSON as text, with its halves of characters.
pub fn text(value: &Value) -> String {
    value.to_string().replace(HALF, "\\ud83d")
}

/// By socket, or by HTTP as JSON, as a form with a payload, or as a form of fields.
fn wrapped(payload: &Value, way: u8) -> String {
    let frame = |kind: &str| {
        text(&json!({ "envelope_id": "e-1", "type": kind, "payload": payload,
            "accepts_response_payload": true }))
    };
    let form = |fields: Vec<(String, String)>| {
        Serializer::new(String::new()).extend_pairs(fields).finish()
    };
    match way % 6 {
        0 => frame("interactive"),
        1 => frame("slash_commands"),
        2 => frame("events_api"),
        3 => text(payload),
        4 => form(vec![("payload".to_owned(), text(payload))]),
        _ => {
            let fields = payload.as_object().into_iter().flatten();
            let plain = |value: &Value| value.as_str().map_or_else(|| text(value), str::to_owned);
            form(fields.map(|(name, value)| (name.clone(), plain(value))).collect())
        }
    }
}

/// A file whose lines are dropped, doubled and put elsewhere, with slips in what is left.
pub fn file(good: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let lines: Vec<&str> = good.lines().collect();
    let kept = prop::collection::vec(select(lines.clone()), 0..lines.len());
    let mixed = prop_oneof![3 => Just(lines), 1 => kept].prop_map(|lines| lines.join("\n"));
    let slips = prop::collection::vec(prop_oneof![slip(), scrap()], 0..5);
    (mixed, slips).prop_map(|(text, slips)| {
        slips.iter().fold(text.into_bytes(), |text, slip| slip.apply(text))
    })
}

/// A scrap of TOML where it does not belong.
fn scrap() -> impl Strategy<Value = Slip> {
    let scraps = select(vec![
        "\"",
        "'''",
        "[",
        "]]",
        "[[partner]]\n",
        "[a.b]\n",
        "= ",
        "# ",
        ", ",
        "-0x1F",
        "1e999",
        "nan",
        "0000-00-00",
        "9999-12-31",
        "\"\\u0000\"",
        "\"\\uD800\"",
        "\"\u{202e}\"",
        "{ a = 1 }",
        "\r",
        "a.",
    ]);
    (any::<Index>(), scraps, 1..200_usize).prop_map(|(at, scrap, times)| {
        let times = if times > 190 { 1_000 } else { 1 };
        Slip::Put(at, scrap.repeat(times).into_bytes())
    })
}

/// One place of a value that is not as it should be.
#[derive(Clone, Debug)]
enum Spoil {
    Put(Index, Value),
    Swap(Index, Index),
    Bury(Index, usize),
    Repeat(Index, usize),
}

fn spoil() -> impl Strategy<Value = Spoil> {
    prop_oneof![
        6 => (any::<Index>(), odd()).prop_map(|(at, value)| Spoil::Put(at, value)),
        2 => (any::<Index>(), any::<Index>()).prop_map(|(one, other)| Spoil::Swap(one, other)),
        1 => (any::<Index>(), 1..DEEP).prop_map(|(at, deep)| Spoil::Bury(at, deep)),
        1 => (any::<Index>(), 2..200_usize).prop_map(|(at, times)| Spoil::Repeat(at, times)),
    ]
}

impl Spoil {
    fn apply(&self, mut value: Value) -> Value {
        let mut places = Vec::new();
        pointers(&value, String::new(), &mut places);
        let place = |at: &Index| at.get(&places).as_str();
        let at = |value: &Value, place: &str| value.pointer(place).cloned().unwrap_or_default();
        let (place, put) = match self {
            Self::Put(to, odd) => (place(to), odd.clone()),
            Self::Bury(to, deep) => {
                let inner = at(&value, place(to));
                (
                    place(to),
                    (0..*deep).fold(inner, |inner, n| match n % 2 {
                        0 => json!([inner]),
                        _ => json!({ "payload": inner }),
                    }),
                )
            }
            Self::Repeat(to, times) => (place(to), json!(vec![at(&value, place(to)); *times])),
            Self::Swap(one, other) => {
                let (one, other) = (place(one), place(other));
                let (first, second) = (at(&value, one), at(&value, other));
                if let Some(there) = value.pointer_mut(one) {
                    *there = second;
                }
                (other, first)
            }
        };
        if let Some(there) = value.pointer_mut(place) {
            *there = put;
        }
        value
    }
}

/// Every place of a value.
fn pointers(value: &Value, at: String, all: &mut Vec<String>) {
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(map) => {
            map.iter()
                .for_each(|(key, inner)| pointers(inner, format!("{at}/{}", escaped(key)), all));
        }
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(n, inner)| pointers(inner, format!("{at}/{n}"), all));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    all.push(at);
}

/// What stands nowhere in a good sample.
fn odd() -> impl Strategy<Value = Value> {
    let known = select(vec![
        json!(null),
        json!(true),
        json!({}),
        json!([]),
        json!([null]),
        json!(""),
        json!(" "),
        json!("\u{0}"),
        json!("E0ENTERPRISE"),
        json!("U1\u{202e}"),
        json!("<!channel> &amp;lt; <@U1|x> <<<"),
        json!("\u{feff}\u{200b}"),
        json!(HALF),
        json!(format!("cut {HALF}")),
        json!("<".repeat(20_000)),
        json!("A".repeat(70_000)),
        json!("v1:refer:open::0"),
        json!("-262143-01-01"),
        json!("+262142-12-31T23:59:59Z"),
        json!("99999999999d"),
        json!("99999999999999999999d"),
        json!("block_actions"),
        json!("button"),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(-1),
        json!(1e300),
    ]);
    prop_oneof![
        4 => known,
        1 => any::<String>().prop_map(Value::from),
        1 => "[A-Z0-9]{1,12}".prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
    ]
}

/// A slip in the bytes themselves.
#[derive(Clone, Debug)]
enum Slip {
    Cut(Index),
    Put(Index, Vec<u8>),
    Swap(Index, Index),
}

fn slip() -> impl Strategy<Value = Slip> {
    let bytes = prop_oneof![
        select(vec![
            &b"\0"[..],
            b"\\ud83d",
            b"\xff",
            b"\\u0000",
            b"&",
            b"%",
            b"%00",
            b"\"",
            b"{",
            b"}"
        ])
        .prop_map(<[u8]>::to_vec),
        prop::collection::vec(any::<u8>(), 1..4),
    ];
    prop_oneof![
        any::<Index>().prop_map(Slip::Cut),
        (any::<Index>(), bytes).prop_map(|(at, bytes)| Slip::Put(at, bytes)),
        (any::<Index>(), any::<Index>()).prop_map(|(one, other)| Slip::Swap(one, other)),
    ]
}

impl Slip {
    fn apply(&self, mut text: Vec<u8>) -> Vec<u8> {
        let place = |at: &Index| at.index(text.len() + 1);
        match self {
            Self::Cut(at) => text.truncate(place(at)),
            Self::Put(at, bytes) => {
                let at = place(at);
                text.splice(at..at, bytes.iter().copied());
            }
            Self::Swap(one, other) => {
                let (one, other) = (place(one), place(other));
                let (from, to) = (one.min(other), one.max(other));
                text[from..].rotate_left(to - from);
            }
        }
        text
    }
}
