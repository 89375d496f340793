//! Reading the inputs of a form, and saying at each what does not fit.

use super::LINE_MOST;
use crate::chat::inbound::{Values, text_in};
use crate::domain::account;
use crate::flows::FieldErrors;
use crate::text::{Arg, Voice};
use crate::views::forms::input;

/// Reads values one by one and gathers what does not fit.
pub(in crate::flows) struct Reader<'a> {
    pub voice: &'a Voice<'a>,
    pub form_id: &'a str,
    pub values: &'a Values,
    pub errors: FieldErrors,
}

impl Reader<'_> {
    pub fn say(&mut self, field: &str, key: &str, args: &[(&str, Arg<'_>)]) {
        self.errors.insert(field.to_owned(), self.voice.words(key, args));
    }

    pub fn raw(&self, field: &str) -> Option<String> {
        text_in(self.values, field).map(str::to_owned)
    }

    pub fn fits(&mut self, field: &str, text: String, most: usize) -> Option<String> {
        let over = text.chars().count().saturating_sub(most);
        if over == 0 {
            return Some(text);
        }
        self.say(field, "refer-too-long", &[("n", Arg::count(over))]);
        None
    }

    pub fn text(&mut self, field: &str, missing: &str, most: usize) -> Option<String> {
        let Some(text) = self.raw(field) else {
            self.say(field, missing, &[]);
            return None;
        };
        self.fits(field, text, most)
    }

    pub fn optional(&mut self, field: &str, most: usize) -> Option<String> {
        let text = self.raw(field)?;
        self.fits(field, text, most)
    }

    pub fn choice<T: std::str::FromStr>(&mut self, field: &str) -> Option<T> {
        let chosen = self.raw(field).and_then(|value| value.parse().ok());
        if chosen.is_none() {
            self.say(field, &format!("refer-{field}-missing"), &[]);
        }
        chosen
    }

    pub fn email(&mut self) -> Option<String> {
        let text = self.optional(input::CONTACT_EMAIL, LINE_MOST)?;
        if account::email_host(&text).is_err() {
            self.say(input::CONTACT_EMAIL, "refer-contact-email-unclear", &[]);
            return None;
        }
        Some(text)
    }
}
