//! Whether a request is Slack's: its signature over time and raw body. slack-morphism's verifier
//! computes and compares; this file says what counts as one signature and one time at all.

use axum::http::HeaderMap;
use slack_morphism::signature_verifier::SlackEventSignatureVerifier as Verifier;

use crate::secret::Secret;

/// Digits of a time in seconds. Those of any day that matters have ten; the verifier's arithmetic
/// overflows at nineteen.
const MOMENT_MAX: usize = 12;

/// Knows the signing secret.
#[derive(Clone)]
pub struct Signature(Verifier);

impl Signature {
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        Self(Verifier::new(&secret.expose().clone().into()))
    }

    /// Whether `body` and the time in `headers` are signed with the secret, and the time is not
    /// five minutes away, by the machine's clock: signatures carry real time.
    #[must_use]
    pub fn stands(&self, headers: &HeaderMap, body: &str) -> bool {
        let signature = only(headers, Verifier::SLACK_SIGNED_HASH_HEADER);
        let moment = only(headers, Verifier::SLACK_SIGNED_TIMESTAMP).filter(|text| is_moment(text));
        signature
            .zip(moment)
            .is_some_and(|(signature, moment)| self.0.verify(signature, body, moment).is_ok())
    }
}

/// A header that stands once. One that stands twice counts as none.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn is_moment(text: &str) -> bool {
    (1..=MOMENT_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use slack_morphism::signature_verifier::SlackEventSignatureVerifierError as Refusal;

    use super::*;
    use crate::slack::testing::{SECRET, sign};

    /// Slack's own example. Its time is long past, so the right signature is refused for its time
    /// and a wrong one for itself. Source: Slack, "Verifying requests from Slack".
    #[test]
    fn slacks_documented_signature_is_right() {
        let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&\
            channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&\
            command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F\
            T1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.\
            803a0bc887a14d10d2c447fce8b6703c";
        let signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
        let Signature(verifier) = Signature::new(&Secret::new(SECRET.to_owned()));
        let right = verifier.verify(signature, body, "1531420618");
        assert!(matches!(right, Err(Refusal::IncorrectOrExpiredTimestampError(_))));
        let wrong = verifier.verify(signature, &body.replace("roadrunner", "coyote"), "1531420618");
        assert!(matches!(wrong, Err(Refusal::WrongSignatureError(_))));
        assert_eq!(sign(SECRET, 1_531_420_618, body), signature);
    }

    #[test]
    fn a_time_that_no_clock_shows_is_none_even_when_it_is_signed() {
        let signature = Signature::new(&Secret::new(SECRET.to_owned()));
        for moment in [i64::MIN, -1, i64::MAX] {
            let mut headers = HeaderMap::new();
            let signed = sign(SECRET, moment, "{}");
            headers.insert("x-slack-signature", signed.parse().unwrap());
            headers.insert("x-slack-request-timestamp", moment.into());
            assert!(!signature.stands(&headers, "{}"), "{moment}");
        }
    }
}
