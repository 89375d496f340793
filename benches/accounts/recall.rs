//! How many names that are written otherwise are found again, and how many that are called likely
//! are right: the corruption test.

use vouch::domain::account::alike::LIKELY;
use vouch::domain::account::known::AccountNo;

use super::corpus::{Dice, KINDS, Kind, written};

/// What a look-up found: number and points, the best first.
pub type Hits = Vec<(AccountNo, u32)>;

/// What came of all questions.
#[derive(Default)]
pub struct Recall {
    /// By kind: questions, right among the first five.
    pub kinds: Vec<(Kind, u32, u32)>,
    /// Best hits that were called likely, and those of them that were right.
    pub likely: u32,
    pub right: u32,
    /// Questions of which there is an account, and those of them of which it was called likely.
    pub present: u32,
    pub found: u32,
}

impl Recall {
    /// In basis points, over all kinds.
    pub fn all(&self) -> u32 {
        let sum = |of: fn(&(Kind, u32, u32)) -> u32| self.kinds.iter().map(of).sum::<u32>();
        sum(|kind| kind.2) * 10_000 / sum(|kind| kind.1).max(1)
    }

    /// In basis points.
    pub fn of(&self, kind: Kind) -> u32 {
        let found = self.kinds.iter().find(|(one, _, _)| *one == kind);
        found.map_or(0, |(_, asked, found)| found * 10_000 / (*asked).max(1))
    }

    /// In basis points.
    pub fn precision(&self) -> u32 {
        self.right * 10_000 / self.likely.max(1)
    }
}

/// Asks for `each` names of every kind of corruption, and for the absent ones.
pub async fn measure(
    names: &[(AccountNo, String)],
    absent: &[String],
    each: u32,
    ask: impl AsyncFn(&str) -> Hits,
) -> Recall {
    let (mut recall, mut dice) = (Recall::default(), Dice(99));
    for kind in KINDS {
        let (mut asked, mut hit) = (0, 0);
        while asked < each {
            let (number, name) = &names[dice.below(names.len())];
            let Some(typed) = written(name, kind, &mut dice) else { continue };
            let hits = ask(&typed).await;
            asked += 1;
            hit += u32::from(hits.iter().take(5).any(|(found, _)| found == number));
            recall.present += 1;
            recall.count(&hits, Some(*number));
        }
        recall.kinds.push((kind, asked, hit));
    }
    for name in absent {
        let hits = ask(name).await;
        recall.count(&hits, None);
    }
    recall
}

impl Recall {
    fn count(&mut self, hits: &Hits, wanted: Option<AccountNo>) {
        let Some((best, _)) = hits.first().filter(|(_, points)| *points >= LIKELY) else { return };
        let right = u32::from(Some(*best) == wanted);
        self.likely += 1;
        self.right += right;
        self.found += right;
    }
}
