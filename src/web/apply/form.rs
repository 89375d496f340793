//! The page on which a company applies: read from what a browser sends, and drawn with everything that
//! was typed. No script runs on it, so what does not fit is said beside its input by the next page.

use std::collections::BTreeMap;

use crate::chat::inbound::{Value, Values};
use crate::chat::view::Line;
use crate::chat::words::clean;
use crate::domain::joining::Joining;
use crate::domain::partner::PartnerKind;
use crate::text::{Arg, Voice};
use crate::views::joining::input;
use crate::web::page::{escaped, html};

/// The input that carries [`super::ticket`].
const TICKET: &str = "form";
/// An input that people do not see: whoever fills it in is a program.
const TRAP: &str = "reference";
/// In the order in which they stand on the page.
const FIELDS: [&str; 7] = [
    input::NAME,
    input::EMAIL,
    input::COMPANY,
    input::WEBSITE,
    input::KIND,
    input::SERVES,
    input::WHY,
];

/// Beside the style of every page.
pub(super) const STYLE: &str = "\
form{margin:32px 0 0}\
fieldset{border:0;margin:0;padding:0;min-width:0}\
.field{margin:0 0 24px}\
label,legend{font-weight:600;padding:0}\
.hint,.error{margin:0 0 4px}\
.hint{color:#545E59}\
.error{color:#A8261E;font-weight:600}\
input,textarea{box-sizing:border-box;width:100%;min-height:44px;padding:8px 12px;font:inherit;color:inherit;background:#FFFFFF;border:1px solid #7C857F;border-radius:8px}\
textarea{min-height:112px;resize:vertical}\
.wrong input,.wrong textarea{border:2px solid #A8261E}\
.choice{display:flex;align-items:center;gap:12px;min-height:44px}\
.choice label{flex:1;padding:10px 0;font-weight:400}\
.choice input{flex:none;width:20px;height:20px;min-height:0;margin:0;accent-color:#0B6B61}\
button{min-height:44px;padding:8px 24px;font:inherit;font-weight:600;color:#FFFFFF;background:#0B6B61;border:2px solid transparent;border-radius:8px;cursor:pointer}\
input:focus-visible,textarea:focus-visible,button:focus-visible{outline:2px solid #1A56C4;outline-offset:2px}\
.notice{margin:24px 0 0;padding:12px 16px;border:2px solid #A8261E;border-radius:8px}\
.trap{position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden}\
@media (prefers-color-scheme:dark){.hint{color:#A6B0AB}.error{color:#FF8F85}\
input,textarea{background:#1B1F20;border-color:#7B8681}.wrong input,.wrong textarea,.notice{border-color:#FF8F85}\
.choice input{accent-color:#5FC9B8}button{color:#0A1F1B;background:#5FC9B8}\
input:focus-visible,textarea:focus-visible,button:focus-visible{outline-color:#8AB4FF}}\
@media print{body,input,textarea{color:#000000;background:#FFFFFF}main{padding:0}button,.trap{display:none}}";

/// What a browser sends. It has no `Debug`: words do not belong in logs.
#[derive(Default)]
pub(super) struct Filled {
    typed: BTreeMap<&'static str, String>,
    pub ticket: String,
    /// Whether something stands in the input that people do not see.
    pub trapped: bool,
}

impl Filled {
    /// Reads it with patience: whatever comes is answered with a page. Of an input that stands there
    /// twice the first counts.
    pub(super) fn read(body: &str) -> Self {
        let mut filled = Self::default();
        for (name, value) in form_urlencoded::parse(body.as_bytes()) {
            if let Some(known) = FIELDS.into_iter().find(|known| *known == name) {
                let long = [input::SERVES, input::WHY].contains(&known);
                filled.typed.entry(known).or_insert_with(|| clean(&value, long));
            } else if name == TICKET && filled.ticket.is_empty() {
                filled.ticket = value.into_owned();
            } else if name == TRAP {
                filled.trapped |= !value.trim().is_empty();
            }
        }
        filled
    }

    /// As a form of a chat brings it.
    pub(super) fn values(&self) -> Values {
        let value =
            |(name, typed): (&&str, &String)| ((*name).to_owned(), Value::Text(typed.clone()));
        self.typed.iter().map(value).collect()
    }

    fn text(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", String::as_str)
    }
}

/// What is drawn.
pub(super) struct Shown<'a> {
    pub filled: &'a Filled,
    pub ticket: &'a str,
    /// What does not fit, by the name of the input.
    pub errors: &'a BTreeMap<String, String>,
    /// Above the form.
    pub notice: Option<&'a str>,
}

/// What stands below the title.
pub(super) fn body(voice: &Voice<'_>, joining: &Joining, shown: &Shown<'_>) -> String {
    let days = [("n", Arg::Count(joining.answer_days.into()))];
    let lead = [voice.line("apply-intro", &[]), voice.line("apply-page-terms", &days)];
    let notice = shown
        .notice
        .map(|notice| format!("<p class=\"notice\" role=\"alert\">{}</p>\n", escaped(notice)));
    let pen = Pen { voice, shown };
    let fields: String = FIELDS.into_iter().map(|name| pen.field(name)).collect();
    let trap = escaped(&voice.words("apply-page-trap-label", &[]));
    format!(
        "{lead}{notice}<form method=\"post\" accept-charset=\"utf-8\" novalidate>\n\
         <input type=\"hidden\" name=\"{TICKET}\" value=\"{ticket}\">\n{fields}\
         <div class=\"trap\" aria-hidden=\"true\"><label for=\"{TRAP}\">{trap}</label>\
         <input id=\"{TRAP}\" name=\"{TRAP}\" tabindex=\"-1\" autocomplete=\"off\"></div>\n\
         <button type=\"submit\">{send}</button>\n</form>\n",
        lead = paragraphs(&lead),
        notice = notice.unwrap_or_default(),
        ticket = escaped(shown.ticket),
        send = escaped(&voice.words("button-apply", &[])),
    )
}

/// Sentences below the title.
pub(super) fn paragraphs(lines: &[Line]) -> String {
    lines.iter().map(|line| format!("<p>{}</p>\n", html(line))).collect()
}

/// What an input is called, and what of it is said before anything is typed.
fn texts(name: &str) -> (&'static str, Option<&'static str>) {
    match name {
        input::NAME => ("apply-page-name", None),
        input::EMAIL => ("apply-page-email", Some("apply-page-email-hint")),
        input::COMPANY => ("apply-company", None),
        input::WEBSITE => ("apply-website", Some("apply-website-hint")),
        input::KIND => ("apply-kind", None),
        input::SERVES => ("apply-serves", Some("apply-serves-hint")),
        _ => ("apply-why", Some("apply-why-hint")),
    }
}

/// What browsers know it by, to fill it in and to show the right keys.
const fn known_as(name: &str) -> &'static str {
    match name.as_bytes() {
        b"name" => " autocomplete=\"name\"",
        b"email" => " type=\"email\" autocomplete=\"email\" autocapitalize=\"none\"",
        b"company" => " autocomplete=\"organization\"",
        b"website" => " inputmode=\"url\" autocomplete=\"url\" autocapitalize=\"none\"",
        _ => "",
    }
}

struct Pen<'a> {
    voice: &'a Voice<'a>,
    shown: &'a Shown<'a>,
}

impl Pen<'_> {
    fn field(&self, name: &'static str) -> String {
        let (label, hint) = texts(name);
        let label = escaped(&self.voice.words(label, &[]));
        let hint = hint.map(|key| {
            let words = escaped(&self.voice.words(key, &[]));
            format!("<p class=\"hint\" id=\"{name}-hint\">{words}</p>\n")
        });
        let error = self.shown.errors.get(name).map(|error| {
            format!("<p class=\"error\" id=\"{name}-error\">{}</p>\n", escaped(error))
        });
        let wrong = if error.is_some() { " wrong" } else { "" };
        let said = match (&hint, &error) {
            (None, None) => String::new(),
            (Some(_), None) => format!(" aria-describedby=\"{name}-hint\""),
            (None, Some(_)) => format!(" aria-describedby=\"{name}-error\" aria-invalid=\"true\""),
            (Some(_), Some(_)) => {
                format!(" aria-describedby=\"{name}-hint {name}-error\" aria-invalid=\"true\"")
            }
        };
        let (hint, error) = (hint.unwrap_or_default(), error.unwrap_or_default());
        if name == input::KIND {
            let kinds = self.kinds(&said);
            return format!(
                "<fieldset class=\"field{wrong}\">\n<legend>{label}</legend>\n{hint}{error}{kinds}</fieldset>\n"
            );
        }
        let typed = escaped(self.shown.filled.text(name));
        let focus = self.focus(name);
        let same = format!("id=\"{name}\" name=\"{name}\" dir=\"auto\" required{said}{focus}");
        let typed = if [input::SERVES, input::WHY].contains(&name) {
            // A line break behind the tag is none of the text's.
            format!("<textarea {same} rows=\"4\">\n{typed}</textarea>")
        } else {
            format!("<input {same}{} value=\"{typed}\">", known_as(name))
        };
        format!(
            "<div class=\"field{wrong}\">\n<label for=\"{name}\">{label}</label>\n{hint}{error}{typed}\n</div>\n"
        )
    }

    fn kinds(&self, said: &str) -> String {
        let chosen = self.shown.filled.text(input::KIND);
        let kind = |(at, kind): (usize, &PartnerKind)| {
            let (word, label) =
                (kind.as_str(), self.voice.words(&format!("partner-kind-{kind}"), &[]));
            let checked = if chosen == word { " checked" } else { "" };
            let focus = if at == 0 { self.focus(input::KIND) } else { "" };
            format!(
                "<div class=\"choice\"><input type=\"radio\" id=\"kind-{word}\" name=\"{}\" \
                 value=\"{word}\" required{said}{checked}{focus}>\
                 <label for=\"kind-{word}\">{}</label></div>\n",
                input::KIND,
                escaped(&label)
            )
        };
        PartnerKind::ALL.iter().enumerate().map(kind).collect()
    }

    /// The first input that does not fit is where one goes on.
    fn focus(&self, name: &str) -> &'static str {
        let first = FIELDS.into_iter().find(|known| self.shown.errors.contains_key(*known));
        if first == Some(name) { " autofocus" } else { "" }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{Language, Texts};

    fn joining() -> Joining {
        Joining { criteria: Vec::new(), answer_days: 5, again_days: 90, public: true }
    }

    fn drawn(language: Language, filled: &Filled, errors: &[(&str, &str)]) -> String {
        let voice = Voice {
            texts: Texts::shipped(),
            language,
            zone: chrono_tz::UTC,
            now: "2026-03-06T16:00:00Z".parse().unwrap(),
        };
        let errors =
            errors.iter().map(|(name, said)| ((*name).to_owned(), (*said).to_owned())).collect();
        let notice = Some("<b>Above</b>");
        body(&voice, &joining(), &Shown { filled, ticket: "a.b", errors: &errors, notice })
    }

    #[test]
    fn a_page_keeps_what_was_typed_and_says_beside_it_what_does_not_fit() {
        let filled = Filled::read(
            "form=x&name=Jo+%22the+one%22&company=Fresh&company=Stale&kind=reseller&serves=One%0D%0Atwo\
             &why=%3Cscript%3Ealert(1)%3C%2Fscript%3E&website=%D7%A9%D7%9C%D7%95%D7%9D.example&more=1",
        );
        assert_eq!((filled.ticket.as_str(), filled.trapped), ("x", false));
        let page = drawn(Language::English, &filled, &[("email", "Where?"), ("why", "Why?")]);
        for part in [
            "value=\"Jo &quot;the one&quot;\"",
            "value=\"Fresh\"",
            "id=\"kind-reseller\" name=\"kind\" value=\"reseller\" required checked>",
            "rows=\"4\">\nOne\ntwo</textarea>",
            "&lt;script&gt;alert(1)&lt;/script&gt;</textarea>",
            "dir=\"auto\"",
            "value=\"שלום.example\"",
            "<p class=\"error\" id=\"email-error\">Where?</p>",
            "aria-describedby=\"email-hint email-error\" aria-invalid=\"true\" autofocus",
            "<p class=\"error\" id=\"why-error\">Why?</p>",
            "&lt;b&gt;Above&lt;/b&gt;",
            "within 5 business days",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        assert!(!page.contains("<script") && !page.contains("Stale"), "{page}");
        assert_eq!(page.matches("autofocus").count(), 1, "{page}");
    }

    #[test]
    fn every_input_has_its_label_in_every_language() {
        for language in Language::ALL {
            let page = drawn(*language, &Filled::default(), &[]);
            for name in FIELDS.into_iter().filter(|name| *name != input::KIND).chain([TRAP]) {
                let labels = page.matches(&format!("<label for=\"{name}\">")).count();
                let inputs = page.matches(&format!(" id=\"{name}\"")).count();
                assert_eq!((labels, inputs), (1, 1), "{name}: {page}");
            }
            assert_eq!(page.matches("type=\"radio\"").count(), PartnerKind::ALL.len());
        }
    }

    #[test]
    fn what_people_do_not_see_catches_who_fills_it_in() {
        assert!(Filled::read("reference=call+me").trapped);
        assert!(!Filled::read("reference=+").trapped);
    }

    proptest! {
        #[test]
        fn whatever_was_typed_opens_no_tag_and_ends_no_quote(typed in "\\PC{0,60}") {
            let mut form = form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(FIELDS.map(|name| (name, typed.as_str())));
            let page = drawn(Language::English, &Filled::read(&form.finish()), &[]);
            let empty = drawn(Language::English, &Filled::default(), &[]);
            prop_assert_eq!(page.matches('<').count(), empty.matches('<').count());
            prop_assert_eq!(page.matches('"').count(), empty.matches('"').count());
        }

        #[test]
        fn whatever_comes_is_read(body in "\\PC{0,200}") {
            let _ = Filled::read(&body).values();
        }
    }
}
