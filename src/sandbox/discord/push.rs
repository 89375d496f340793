//! Interactions by signed HTTP, in place of the Gateway, once an address was set for them.
//! Source: Discord, "Receiving and Responding to Interactions", "Interactions Endpoint URL".

use std::sync::Arc;

use axum::http::header::CONTENT_TYPE;
use rustls::SignatureScheme;
use rustls::crypto::ring::sign::any_eddsa_type;
use rustls::pki_types::PrivatePkcs8KeyDer;
use serde_json::{Value, json};

use super::live::DEADLINE;
use super::rest;
use crate::clock::Clock;
use crate::sandbox::deliver::push::client;
use crate::sandbox::deliver::{NoAnswer, note_answer};
use crate::sandbox::hub::{Hub, State};
use crate::sandbox::log::{Entry, Kind};

/// The secret half of the key pair, of RFC 8032, section 7.1, test 1: known to everybody, like its
/// public half.
const SECRET: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

/// What stands before the secret in the form that key readers take: PKCS#8 for Ed25519.
/// Source: RFC 8410, section 7.
const PKCS8: &str = "302e020100300506032b657004220420";

/// How old the time of an old signature is.
const OLD_S: i64 = 3_600;

/// How a delivery is signed: well, or as nobody should accept it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signed {
    #[default]
    Well,
    /// By no key at all.
    Wrong,
    /// Well, but for another time of day.
    Old,
}

/// The signature over time and body, in hex.
fn signature(timestamp: &str, body: &str) -> Option<String> {
    let key = hex::decode(format!("{PKCS8}{SECRET}")).ok()?;
    let key = any_eddsa_type(&PrivatePkcs8KeyDer::from(key)).ok()?;
    let signer = key.choose_scheme(&[SignatureScheme::ED25519])?;
    Some(hex::encode(signer.sign(format!("{timestamp}{body}").as_bytes()).ok()?))
}

/// Writes a delivery into the log and sends it in the background; gives its number there.
pub fn note_and_send(hub: &Arc<Hub>, state: &mut State, url: &str, payload: &Value) -> u64 {
    let seq = note(hub, state, payload);
    tokio::spawn(send(Arc::clone(hub), url.to_owned(), payload.clone(), seq));
    seq
}

fn note(hub: &Hub, state: &mut State, payload: &Value) -> u64 {
    let mut entry = Entry::new(hub.clock.now(), Kind::Push, "INTERACTION_CREATE");
    entry.platform = Some("discord");
    entry.request = payload.clone();
    state.touch("log");
    state.log.add(entry)
}

/// Posts a payload; gives status and body. Signatures carry the machine's time, not the world's.
///
/// # Errors
/// No answer.
pub async fn post(
    hub: &Hub,
    url: &str,
    payload: &Value,
    signed: Signed,
) -> Result<(u16, Value), NoAnswer> {
    let age = if signed == Signed::Old { OLD_S } else { 0 };
    let timestamp = (Clock::real().now().timestamp() - age).to_string();
    let body = payload.to_string();
    let signature = match signed {
        Signed::Wrong => "0".repeat(128),
        Signed::Well | Signed::Old => signature(&timestamp, &body).unwrap_or_default(),
    };
    let request = client(hub)
        .ok_or(NoAnswer::because("no_client"))?
        .post(url)
        .header(CONTENT_TYPE, "application/json")
        .header("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)")
        .header("X-Signature-Ed25519", signature)
        .header("X-Signature-Timestamp", timestamp)
        .body(body);
    let call = async {
        let answer = request.send().await.map_err(|_| NoAnswer::because("lost"))?;
        let status = answer.status().as_u16();
        let text = answer.text().await.map_err(|_| NoAnswer::because("lost"))?;
        Ok::<_, NoAnswer>((status, serde_json::from_str::<Value>(&text).unwrap_or_default()))
    };
    tokio::time::timeout(DEADLINE, call).await.unwrap_or(Err(NoAnswer::LATE))
}

/// Delivers an interaction. An answer in the response counts like one by a call; 202 says that a call
/// brings it.
async fn send(hub: Arc<Hub>, url: String, payload: Value, of: u64) {
    let Ok((status, body)) = post(&hub, &url, &payload, Signed::Well).await else { return };
    note_answer(&hub, "INTERACTION_CREATE", "", of, json!({ "status": status, "body": body }), 0);
    if status == 200 && body["type"].is_u64() {
        let text = |key: &str| payload[key].as_str().unwrap_or_default().to_owned();
        rest::answered_inline(&hub, [text("id"), text("token")], body);
    }
}

/// Tries an address as Discord does before it takes one: a good PING is answered, one that is signed
/// wrongly is refused. Gives a sentence where it is not.
pub async fn tried(hub: &Hub, url: &str) -> Result<(), &'static str> {
    let ping = json!({ "id": "1", "application_id": super::guild::seed::APPLICATION_ID, "type": 1, "version": 1 });
    let good = post(hub, url, &ping, Signed::Well).await;
    let bad = post(hub, url, &ping, Signed::Wrong).await;
    match (good, bad) {
        (Ok((200, body)), Ok((401, _))) if body["type"] == 1 => Ok(()),
        (Ok((200, body)), Ok(_)) if body["type"] == 1 => {
            Err("A request that is signed wrongly is not answered with 401.")
        }
        (Err(_), _) => Err("The address does not answer."),
        _ => Err("A PING is not answered with 200 and type 1."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_the_one_of_the_rfc() {
        // Source: RFC 8032, section 7.1, test 1: the empty message.
        let wanted = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac\
                      c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
        assert_eq!(signature("", "").unwrap(), wanted);
    }
}
