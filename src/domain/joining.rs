//! How companies come to join the programme: what is asked of them, by which rubric they are read,
//! and what the vendor decides. The rubric is data: every point is explained by the criterion that
//! gave it. It decides nothing: people do, in [`application`]; what they ask before is in [`question`].

pub mod application;
pub mod question;

use serde::{Deserialize, Serialize};

use super::account::name::folded;
use super::partner::PartnerKind;

/// Points that all criteria give together, at most: what somebody can weigh at a glance.
pub const POINTS_MOST: u32 = 20;

/// What the programme settles about joining; where it says nothing, nobody can apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joining {
    /// In the order in which the vendor wrote them.
    pub criteria: Vec<Criterion>,
    /// Business days within which an answer is promised.
    pub answer_days: u32,
    /// Days after a no from which the same company may apply again.
    pub again_days: u32,
    /// Whether whoever reads our website can apply there, and not only in a chat.
    pub public: bool,
}

/// One thing that speaks for a company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// As the vendor's people read it.
    pub name: String,
    pub points: u32,
    pub earns: Earns,
}

/// What earns the points of a criterion: all of them, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Earns {
    /// Any of these in what the company says of itself.
    Words(Vec<String>),
    /// Being one of these.
    Kinds(Vec<PartnerKind>),
    /// A website that is not one which many companies share.
    OwnWebsite,
    /// A website that ends with one of these, as `de` or `co.uk`.
    Endings(Vec<String>),
}

/// What a company says of itself, as far as the rubric reads it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Its website, without what many companies share in front of it.
    pub site: &'a str,
    /// Whether the website is its own.
    pub own_site: bool,
    pub kind: PartnerKind,
    pub serves: &'a str,
    pub why: &'a str,
}

/// What a criterion gave, as it stands in the log: it is read there also when the rubric is another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    pub criterion: String,
    pub points: u32,
    pub of: u32,
}

impl Joining {
    /// What a company gets, criterion by criterion.
    #[must_use]
    pub fn score(&self, told: &Told<'_>) -> Vec<Scored> {
        let said: Vec<String> = words_of(told.serves).chain(words_of(told.why)).collect();
        let scored = |criterion: &Criterion| Scored {
            criterion: criterion.name.clone(),
            points: if criterion.earns.is_met(told, &said) { criterion.points } else { 0 },
            of: criterion.points,
        };
        self.criteria.iter().map(scored).collect()
    }
}

/// The sum, and what it could have been.
#[must_use]
pub fn total(scored: &[Scored]) -> (u32, u32) {
    let sum = |of: fn(&Scored) -> u32| scored.iter().map(of).fold(0, u32::saturating_add);
    (sum(|one| one.points), sum(|one| one.of))
}

impl Earns {
    fn is_met(&self, told: &Told<'_>, said: &[String]) -> bool {
        match self {
            Self::Words(words) => words.iter().any(|word| is_said(word, said)),
            Self::Kinds(kinds) => kinds.contains(&told.kind),
            Self::OwnWebsite => told.own_site,
            Self::Endings(endings) => endings.iter().any(|ending| ends_with(told.site, ending)),
        }
    }
}

/// Whether the words of this stand in what was said, one behind the other; the last one may be the
/// beginning of a longer one, as in "industr" or in a compound.
fn is_said(wanted: &str, said: &[String]) -> bool {
    let wanted: Vec<String> = words_of(wanted).collect();
    let Some((last, before)) = wanted.split_last() else { return false };
    said.windows(wanted.len()).any(|some| {
        let (end, start) = (&some[before.len()], &some[..before.len()]);
        start == before && end.starts_with(last.as_str())
    })
}

/// Whether a host lies under an ending: "acme.co.uk" under "uk", not under "k".
fn ends_with(site: &str, ending: &str) -> bool {
    site.strip_suffix(ending).is_some_and(|rest| rest.ends_with('.'))
}

/// As companies' names are compared: without case, accents and signs.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    let words: Vec<String> = folded(text).split_whitespace().map(str::to_owned).collect();
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn criterion(name: &str, points: u32, earns: Earns) -> Criterion {
        Criterion { name: name.to_owned(), points, earns }
    }

    fn words(all: &[&str]) -> Vec<String> {
        all.iter().map(|one| (*one).to_owned()).collect()
    }

    fn rubric() -> Joining {
        Joining {
            criteria: vec![
                criterion("Industry", 6, Earns::Words(words(&["industr", "machine tools"]))),
                criterion("Sells on", 5, Earns::Kinds(vec![PartnerKind::Reseller])),
                criterion("Own website", 3, Earns::OwnWebsite),
                criterion("Our region", 6, Earns::Endings(words(&["de", "co.uk"]))),
            ],
            answer_days: 5,
            again_days: 90,
            public: false,
        }
    }

    fn told<'a>(site: &'a str, serves: &'a str) -> Told<'a> {
        Told { site, own_site: true, kind: PartnerKind::Referral, serves, why: "" }
    }

    fn points(told: &Told<'_>) -> Vec<u32> {
        rubric().score(told).iter().map(|one| one.points).collect()
    }

    #[test]
    fn every_point_is_explained_by_what_a_company_says() {
        let shared = Told { own_site: false, ..told("acme.hosted.example", "Shops") };
        let sells = Told { kind: PartnerKind::Reseller, ..told("acme.example", "Shops") };
        let why = Told { why: "We know industry.", ..told("acme.example", "Shops") };
        #[rustfmt::skip]
        let table = [
            (told("acme.example", "Shops"),                      [0, 0, 3, 0]),
            (told("acme.example", "INDUSTRIAL firms"),           [6, 0, 3, 0]),
            (told("acme.example", "Makers of machine tools"),    [6, 0, 3, 0]),
            (told("acme.example", "Machine-tools, repaired"),    [6, 0, 3, 0]),
            (told("acme.example", "A machine, and tools"),       [0, 0, 3, 0]),
            (told("acme.example", "Tools for a machine"),        [0, 0, 3, 0]),
            (told("acme.example", "Preindustrial art"),          [0, 0, 3, 0]),
            (told("acme.de", "Shops"),                           [0, 0, 3, 6]),
            (told("acme.co.uk", "Shops"),                        [0, 0, 3, 6]),
            (told("acmede", "Shops"),                            [0, 0, 3, 0]),
            (told("acme.code", "Shops"),                         [0, 0, 3, 0]),
            (shared,                                             [0, 0, 0, 0]),
            (sells,                                              [0, 5, 3, 0]),
            (why,                                                [6, 0, 3, 0]),
        ];
        for (told, earned) in table {
            assert_eq!(points(&told), earned, "{told:?}");
        }
    }

    #[test]
    fn a_sum_says_what_it_could_have_been() {
        let scored = rubric().score(&told("acme.de", "Industry"));
        assert_eq!(total(&scored), (15, 20));
        assert_eq!(total(&[]), (0, 0));
    }

    prop_compose! {
        fn any_criterion()(points in 0_u32..=POINTS_MOST, which in 0_usize..4, word in "[a-zà-ü ]{0,8}")
            -> Criterion {
            let earns = match which {
                0 => Earns::Words(vec![word]),
                1 => Earns::Kinds(vec![PartnerKind::Affiliate]),
                2 => Earns::OwnWebsite,
                _ => Earns::Endings(vec![word]),
            };
            criterion("Any", points, earns)
        }
    }

    proptest! {
        #[test]
        fn a_score_is_never_above_its_maximum_and_does_not_depend_on_the_order(
            criteria in prop::collection::vec(any_criterion(), 0..8),
            serves in ".{0,60}",
            why in "[a-zà-ü ]{0,60}",
            own_site: bool,
        ) {
            let told = Told {
                site: "acme.example",
                own_site,
                kind: PartnerKind::Affiliate,
                serves: &serves,
                why: &why,
            };
            let one = Joining {
                criteria: criteria.clone(),
                answer_days: 1,
                again_days: 1,
                public: false,
            };
            let scored = one.score(&told);
            let (points, of) = total(&scored);
            prop_assert!(points <= of);
            prop_assert!(scored.iter().all(|part| part.points == 0 || part.points == part.of));
            prop_assert_eq!(&scored, &one.score(&told), "the same input, the same score");
            let turned = Joining { criteria: criteria.into_iter().rev().collect(), ..one };
            prop_assert_eq!(total(&turned.score(&told)), (points, of));
        }
    }
}
