//! What is otherwise with partners' first steps. No partner is promised anything by it.

use super::{Change, Whom, change, days};
use crate::domain::start::Care;

pub(super) fn changes(was: Care, is: Care) -> Vec<Change> {
    let mut said = Vec::new();
    if was.checklist != is.checklist {
        said.push(match is.checklist {
            true => "new partners get the checklist of first steps.".to_owned(),
            false => "new partners get no checklist of first steps any more.".to_owned(),
        });
    }
    if was.stuck_days != is.stuck_days {
        let (now, before) = (days(is.stuck_days, "business day"), was.stuck_days);
        said.push(format!("a first step is raised after {now} without one; it was {before}."));
    }
    said.into_iter().map(|sentence| change(Whom::Everybody, sentence)).collect()
}
