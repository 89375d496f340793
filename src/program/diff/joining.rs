//! What is otherwise for companies that want to join. No partner is promised anything by it.

use super::{Change, Whom, change, days};
use crate::domain::joining::{Criterion, Earns, Joining};

const OPENED: &str = "companies can apply on the page as well, by /apply.";
const CLOSED: &str = "companies cannot apply on the page any more.";

pub(super) fn changes(was: Option<&Joining>, is: Option<&Joining>) -> Vec<Change> {
    let said = match (was, is) {
        (None, None) => Vec::new(),
        (Some(_), None) => vec!["companies cannot apply any more.".to_owned()],
        (None, Some(is)) => {
            let (answer, of) = (days(is.answer_days, "business day"), points(is));
            let first = format!("companies can apply, and hear within {answer}; {of} points.");
            let page = is.public.then(|| OPENED.to_owned());
            let rubric = is.criteria.iter().map(new);
            std::iter::once(first).chain(page).chain(rubric).collect()
        }
        (Some(was), Some(is)) => within(was, is),
    };
    said.into_iter().map(|sentence| change(Whom::Everybody, sentence)).collect()
}

fn within(was: &Joining, is: &Joining) -> Vec<String> {
    let mut said = Vec::new();
    if was.answer_days != is.answer_days {
        let (now, before) = (days(is.answer_days, "business day"), was.answer_days);
        said.push(format!("who applies hears within {now}; it was {before}."));
    }
    if was.again_days != is.again_days {
        let (now, before) = (days(is.again_days, "day"), was.again_days);
        said.push(format!("who was declined may apply again after {now}; it was {before}."));
    }
    if was.public != is.public {
        said.push(if is.public { OPENED } else { CLOSED }.to_owned());
    }
    for criterion in &is.criteria {
        match was.criteria.iter().find(|one| one.name == criterion.name) {
            None => said.push(new(criterion)),
            Some(before) if before != criterion => {
                let (name, by) = (&criterion.name, by(criterion));
                said.push(format!("\"{name}\" gives {} by {by} from now on.", criterion.points));
            }
            Some(_) => {}
        }
    }
    let gone =
        was.criteria.iter().filter(|one| !is.criteria.iter().any(|new| new.name == one.name));
    said.extend(gone.map(|one| format!("\"{}\" gives nothing any more.", one.name)));
    said
}

fn new(criterion: &Criterion) -> String {
    format!("\"{}\" gives {} by {}.", criterion.name, criterion.points, by(criterion))
}

fn points(joining: &Joining) -> u32 {
    joining.criteria.iter().map(|one| one.points).fold(0, u32::saturating_add)
}

fn by(criterion: &Criterion) -> String {
    match &criterion.earns {
        Earns::Words(words) => format!("the words {}", words.join(", ")),
        Earns::Kinds(kinds) => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
            format!("the kinds {}", kinds.join(", "))
        }
        Earns::OwnWebsite => "a website of its own".to_owned(),
        Earns::Endings(endings) => format!("a website under {}", endings.join(", ")),
    }
}
