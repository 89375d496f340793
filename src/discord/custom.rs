//! What components carry: `custom_id`s of at most 100 characters, and strictly back. They come from
//! a client and may be forged: whatever is not exactly what is written here is nobody's.

use crate::chat::action::is_word;
use crate::chat::view::{Action, FieldKind};

/// Characters of a `custom_id`, and of an option's value. Source: Discord, "Component reference".
const MOST: usize = 100;

/// A button: its action, `#n` behind it for the n-th of its kind in a message, `?` before it where
/// a press is asked back first.
pub(super) fn button(action: &Action, nth: usize, asks: bool) -> Option<String> {
    let ask = if asks { "?" } else { "" };
    let nth = if nth == 0 { String::new() } else { format!("#{nth}") };
    fitting(format!("{ask}{}{nth}", action.written()))
}

/// A pressed button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pressed {
    Action(Action),
    /// Counts only when the person says so once more.
    Asks(Action),
}

/// The action of a pressed button.
pub(super) fn read_button(id: &str) -> Option<Pressed> {
    let (asks, rest) = id.strip_prefix('?').map_or((false, id), |rest| (true, rest));
    let written = match rest.rsplit_once('#') {
        Some((written, nth)) if nth.parse::<u8>().is_ok_and(|n| n.to_string() == nth) => written,
        Some(_) | None => rest,
    };
    let action = Action::read(written)?;
    Some(if asks { Pressed::Asks(action) } else { Pressed::Action(action) })
}

/// A list that opens, with the flow that all its options are of.
pub(super) fn list(flow: &str, name: &str) -> Option<String> {
    fitting(format!("list:{flow}:{name}"))
}

/// One option of a list.
pub(super) fn option(action: &Action) -> Option<String> {
    fitting(action.written())
}

/// The action of an option that was chosen in a list.
pub(super) fn read_option(id: &str, value: &str) -> Option<Action> {
    let (flow, name) = id.strip_prefix("list:")?.split_once(':')?;
    Action::read(value).filter(|action| action.flow == flow && is_word(name))
}

/// Which page of which form a modal is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modal {
    pub flow: String,
    pub form_id: String,
    /// From 0.
    pub page: usize,
    pub pages: usize,
}

impl Modal {
    pub(super) fn is_last(&self) -> bool {
        self.page + 1 == self.pages
    }

    /// `modal:flow:form:page/pages`
    pub(super) fn written(&self) -> String {
        let Self { flow, form_id, page, pages } = self;
        format!("modal:{flow}:{form_id}:{page}/{pages}")
    }

    pub(super) fn read(id: &str) -> Option<Self> {
        let mut parts = id.strip_prefix("modal:")?.splitn(3, ':');
        let (flow, form_id, pages) = (parts.next()?, parts.next()?, parts.next()?);
        let (page, pages) = pages.split_once('/')?;
        let read = Self {
            flow: flow.to_owned(),
            form_id: form_id.to_owned(),
            page: page.parse().ok()?,
            pages: pages.parse().ok()?,
        };
        let fits = is_word(flow) && is_word(form_id) && read.page < read.pages && read.pages < 100;
        (fits && read.written() == id).then_some(read)
    }
}

/// What an input's value means. It stands in the id, so that a sent modal can be read by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Line,
    Lines,
    Choice,
    Several,
    Person,
    Day,
}

impl Kind {
    pub(super) const fn of(kind: &FieldKind) -> Self {
        match kind {
            FieldKind::Short { .. } | FieldKind::Lookup => Self::Line,
            FieldKind::Long { .. } => Self::Lines,
            FieldKind::Choice { .. } | FieldKind::Pick { .. } => Self::Choice,
            FieldKind::Several { .. } => Self::Several,
            FieldKind::Person { .. } => Self::Person,
            FieldKind::Day { .. } => Self::Day,
        }
    }

    const ALL: [(Self, &str); 6] = [
        (Self::Line, "line"),
        (Self::Lines, "lines"),
        (Self::Choice, "choice"),
        (Self::Several, "several"),
        (Self::Person, "person"),
        (Self::Day, "day"),
    ];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("line", |(_, word)| word)
    }
}

/// `kind:name`
pub(super) fn input(kind: &FieldKind, name: &str) -> String {
    format!("{}:{name}", Kind::of(kind).word())
}

/// The kind and the name of an input.
pub(super) fn read_input(id: &str) -> Option<(Kind, &str)> {
    let (word, name) = id.split_once(':')?;
    let kind = Kind::ALL.iter().find(|(_, known)| *known == word)?.0;
    is_word(name).then_some((kind, name))
}

fn fitting(id: String) -> Option<String> {
    (id.chars().count() <= MOST).then_some(id)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn action(subject: &str) -> Action {
        let (flow, choice) = ("review".to_owned(), "approve".to_owned());
        Action { flow, choice, subject: subject.to_owned(), seen_version: 7 }
    }

    #[test]
    fn a_button_comes_back_as_it_went() {
        for subject in ["", "NOR-12", "discord:1:2", "a#b"] {
            for nth in [0, 1, 24] {
                let id = button(&action(subject), nth, false).unwrap();
                assert_eq!(read_button(&id), Some(Pressed::Action(action(subject))), "{id}");
                let id = button(&action(subject), nth, true).unwrap();
                assert_eq!(read_button(&id), Some(Pressed::Asks(action(subject))), "{id}");
            }
        }
        assert_eq!(button(&action(&"x".repeat(90)), 0, false), None, "longer than Discord takes");
    }

    #[test]
    fn an_option_comes_back_as_it_went_and_a_forged_one_does_not() {
        let (id, value) = (list("review", "filter").unwrap(), option(&action("8")).unwrap());
        assert_eq!(read_option(&id, &value), Some(action("8")));
        for forged in ["list:track:filter", "list:review:", "list:review", "review:filter", ""] {
            assert_eq!(read_option(forged, &value), None, "{forged}");
        }
    }

    #[test]
    fn a_modal_comes_back_as_it_went_and_a_forged_one_does_not() {
        let form_id = "frm_0123".to_owned();
        let modal = Modal { flow: "refer".to_owned(), form_id, page: 1, pages: 2 };
        assert_eq!(modal.written(), "modal:refer:frm_0123:1/2");
        assert_eq!(Modal::read(&modal.written()), Some(modal));
        #[rustfmt::skip]
        let table = [
            "modal:refer:frm_0123:2/2", "modal:refer:frm_0123:01/2", "modal:refer:frm_0123:+1/2",
            "modal:refer:frm_0123:1", "modal:refer:frm_0123", "modal::frm_0123:0/1", "modal:refer::0/1",
            "modal:Refer:frm_0123:0/1", "refer:frm_0123:0/1", "", "modal:refer:a:b:0/1",
        ];
        for forged in table {
            assert_eq!(Modal::read(forged), None, "{forged}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_written_the_same(id in "[?]?(v1:|modal:|list:)?[a-z:0-9+/#-]{0,40}") {
            if let Some(modal) = Modal::read(&id) {
                prop_assert_eq!(modal.written(), id.clone());
            }
            if let Some(Pressed::Action(action)) = read_button(&id) {
                prop_assert!(id.starts_with(&action.written()));
            }
        }
    }
}
