//! Tokens under lock: what is encrypted before it is stored, and what we sign to know it again.
//!
//! XChaCha20-Poly1305 with a nonce drawn by chance. The row that the token lies in is bound into it,
//! so that a token copied into another row does not open there. Of several keys the first locks and
//! all open: that is how a key is changed while the bot runs (`vouch keys rotate`).

use chacha20poly1305::aead::{Aead, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use rand::RngCore as _;
use sha2::{Digest as _, Sha256};

use crate::secret::Secret;

/// Bytes of a key.
pub const KEY: usize = 32;
/// Bytes of a nonce: long enough that chance never gives one twice.
const NONCE: usize = 24;
/// Bytes of a key's hash that name it.
const ID: usize = 4;

/// A key, and what it is called in rows and for people. The name says nothing about the key.
#[derive(Clone, Debug)]
struct Key {
    id: String,
    bytes: Secret<[u8; KEY]>,
}

impl Key {
    fn new(bytes: Secret<[u8; KEY]>) -> Self {
        let hash = Sha256::new().chain_update(b"vouch key id").chain_update(bytes.expose());
        Self { id: hex::encode(&hash.finalize()[..ID]), bytes }
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.bytes.expose().into())
    }
}

/// All keys there are, the one that locks first.
#[derive(Clone, Debug)]
pub struct Vault {
    first: Key,
    others: Vec<Key>,
}

/// Something under lock, as it stands in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    pub key_id: String,
    /// Nonce and ciphertext, as hex digits.
    pub text: String,
}

impl Vault {
    /// None without a key.
    #[must_use]
    pub fn new(keys: Vec<Secret<[u8; KEY]>>) -> Option<Self> {
        let mut keys = keys.into_iter().map(Key::new);
        Some(Self { first: keys.next()?, others: keys.collect() })
    }

    /// What the key that locks is called.
    #[must_use]
    pub fn locks_with(&self) -> &str {
        &self.first.id
    }

    /// Locks a token for the row with this key.
    #[must_use]
    pub fn lock(&self, row: &str, token: &Secret) -> Locked {
        let mut nonce = [0; NONCE];
        rand::rng().fill_bytes(&mut nonce);
        let payload = Payload { msg: token.expose().as_bytes(), aad: row.as_bytes() };
        let locked = self.first.cipher().encrypt(&XNonce::from(nonce), payload);
        // Only what is longer than 256 GB cannot be encrypted; an empty text opens nowhere.
        let locked = locked.unwrap_or_default();
        let text = hex::encode([&nonce[..], &locked].concat());
        Locked { key_id: self.first.id.clone(), text }
    }

    /// Opens what was locked for this row; none when its key is not here, or when it was changed or
    /// stands in another row than it was locked for.
    #[must_use]
    pub fn open(&self, row: &str, locked: &Locked) -> Option<Secret> {
        let key = self.keys().find(|key| key.id == locked.key_id)?;
        let bytes = hex::decode(&locked.text).ok()?;
        let (nonce, text) = bytes.split_at_checked(NONCE)?;
        let payload = Payload { msg: text, aad: row.as_bytes() };
        let token = key.cipher().decrypt(&XNonce::try_from(nonce).ok()?, payload).ok()?;
        String::from_utf8(token).ok().map(Secret::new)
    }

    /// Our signature under `text`, as hex digits; `purpose` keeps what is signed for one thing from
    /// being taken for another.
    #[must_use]
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        hex::encode(signing(&self.first, purpose, text).finalize().into_bytes())
    }

    /// Whether `signature` is ours, by any key.
    #[must_use]
    pub fn signed(&self, purpose: &str, text: &str, signature: &str) -> bool {
        let Ok(signature) = hex::decode(signature) else { return false };
        self.keys().any(|key| signing(key, purpose, text).verify_slice(&signature).is_ok())
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

/// The key that encrypts signs nothing itself: each purpose has a key made from it.
fn signing(key: &Key, purpose: &str, text: &str) -> Hmac<Sha256> {
    let own = keyed(key.bytes.expose(), purpose).finalize().into_bytes();
    keyed(&own, text)
}

fn keyed(key: &[u8], text: &str) -> Hmac<Sha256> {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key)
        .expect("a key of any length is a key of HMAC");
    mac.update(text.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Secret<[u8; KEY]> {
        Secret::new([byte; KEY])
    }

    fn vault(bytes: &[u8]) -> Vault {
        Vault::new(bytes.iter().copied().map(key).collect()).unwrap()
    }

    fn token() -> Secret {
        Secret::new("xoxb-north".to_owned())
    }

    #[test]
    fn a_token_opens_with_its_key_in_its_row_and_nowhere_else() {
        let locked = vault(&[1]).lock("slack:T1", &token());
        assert!(!locked.text.contains(&hex::encode("north")), "it is readable");
        #[rustfmt::skip]
        let table = [
            // keys        row         opens
            (&[1][..],     "slack:T1", true),
            (&[2, 1],      "slack:T1", true),
            (&[2],         "slack:T1", false),
            (&[1],         "slack:T2", false),
        ];
        for (keys, row, opens) in table {
            let opened = vault(keys).open(row, &locked);
            assert_eq!(opened == Some(token()), opens, "{keys:?} {row}");
            assert_eq!(opened.is_some(), opens, "{keys:?} {row}");
        }
    }

    #[test]
    fn what_was_changed_or_cut_does_not_open() {
        let vault = vault(&[1]);
        let locked = vault.lock("slack:T1", &token());
        let digits = locked.text.len();
        for at in [0, 2 * NONCE, digits - 1] {
            let mut text = locked.text.clone();
            let other = if &text[at..=at] == "0" { "1" } else { "0" };
            text.replace_range(at..=at, other);
            assert_eq!(vault.open("slack:T1", &Locked { text, ..locked.clone() }), None, "{at}");
        }
        for cut in [0, 1, 2, 2 * NONCE, digits - 2] {
            let text = locked.text[..cut].to_owned();
            assert_eq!(vault.open("slack:T1", &Locked { text, ..locked.clone() }), None, "{cut}");
        }
    }

    #[test]
    fn the_first_key_locks_and_no_two_locked_texts_are_alike() {
        let both = vault(&[2, 1]);
        let (one, other) = (both.lock("slack:T1", &token()), both.lock("slack:T1", &token()));
        assert_eq!(one.key_id, vault(&[2]).locks_with());
        assert_ne!(one.key_id, vault(&[1]).locks_with());
        assert_ne!(one.text, other.text);
        assert!(Vault::new(Vec::new()).is_none());
    }

    #[test]
    fn a_signature_is_good_for_its_text_and_purpose_alone() {
        let signature = vault(&[1]).sign("state", "a");
        #[rustfmt::skip]
        let table = [
            // keys     purpose  text  good
            (&[1][..],  "state", "a",  true),
            (&[2, 1],   "state", "a",  true),
            (&[2],      "state", "a",  false),
            (&[1],      "other", "a",  false),
            (&[1],      "state", "b",  false),
        ];
        for (keys, purpose, text, good) in table {
            assert_eq!(
                vault(keys).signed(purpose, text, &signature),
                good,
                "{keys:?} {purpose} {text}"
            );
        }
        for cut in ["", "00", "x", &signature[2..]] {
            assert!(!vault(&[1]).signed("state", "a", cut), "{cut}");
        }
    }

    #[test]
    fn no_key_prints() {
        let printed = format!("{:?}", vault(&[7]));
        assert!(!printed.contains("7, 7"), "{printed}");
    }
}
