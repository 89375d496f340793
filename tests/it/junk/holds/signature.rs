//! Only what was signed with the secret, just now, is taken for Slack's.

use std::time::UNIX_EPOCH;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use vouch::secret::Secret;
use vouch::slack::signature::Signature;

use super::bytes::Bytes;

const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
const SIGNATURE: HeaderName = HeaderName::from_static("x-slack-signature");
const MOMENT: HeaderName = HeaderName::from_static("x-slack-request-timestamp");

/// # Panics
/// When something else is taken, or something signed is not.
pub fn holds(data: &[u8]) {
    let bytes = &mut Bytes::new(data);
    let signature = Signature::new(&Secret::new(SECRET.to_owned()));
    let (how, place, with) = (bytes.byte(), bytes.byte(), bytes.byte());
    let (odd_signature, odd_moment, body) = (bytes.words(), bytes.words(), bytes.words());
    let now = UNIX_EPOCH.elapsed().expect("after 1970").as_secs().to_string();
    let right = sign(&now, &body);
    assert!(signature.stands(&headers(&[&right], &[&now]), &body), "{body}");

    let altered = altered(&body, place, with);
    let odd = sign(&odd_moment, &body);
    let (headers, body) = match how % 8 {
        0 => (headers(&[&odd_signature], &[&now]), body),
        1 => (headers(&[&right], &[&odd_moment]), body),
        2 => (headers(&[&right], &[&now]), altered),
        3 => (headers(&[&right, &odd_signature], &[&now]), body),
        4 => (headers(&[&right], &[&now, &odd_moment]), body),
        5 => (headers(&[], &[&now]), body),
        6 => (headers(&[&right], &[]), body),
        // Signed, but with a time that is none, or long past.
        _ => (headers(&[&odd], &[&odd_moment]), body),
    };
    assert!(!signature.stands(&headers, &body), "{headers:?} {body}");
}

fn sign(moment: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("a key of any length");
    mac.update(format!("v0:{moment}:{body}").as_bytes());
    format!("v0={}", hex::encode(mac.finalize().into_bytes()))
}

/// The values that can stand in a header at all.
fn headers(signatures: &[&str], moments: &[&str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let all = [(SIGNATURE, signatures), (MOMENT, moments)];
    for (name, value) in all.iter().flat_map(|(name, values)| values.iter().map(move |v| (name, v)))
    {
        let value = HeaderValue::from_bytes(value.as_bytes());
        headers.append(name, value.unwrap_or_else(|_| HeaderValue::from_static("")));
    }
    headers
}

/// `body` with one more character in it.
fn altered(body: &str, place: u8, with: u8) -> String {
    let mut places = body.char_indices().map(|(at, _)| at).chain([body.len()]).cycle();
    let mut altered = body.to_owned();
    altered.insert(places.nth(usize::from(place)).unwrap_or_default(), char::from(with));
    altered
}
