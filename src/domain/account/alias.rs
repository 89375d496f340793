//! Alias groups: one company, several domains. Sales says which are one; what the vendor's own
//! systems say comes on top (`known`).
//!
//! A group is kept as its main domain and the others that stand for it, each with one arrow: who
//! looks a domain up follows at most one.

use std::collections::{BTreeMap, BTreeSet};

use super::Domain;
use crate::domain::ids::PersonId;
use crate::domain::outcome::AliasEvent;

/// A domain of which somebody once said that it is another one's company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    pub domain: Domain,
    pub version: i64,
    /// The main domain of its group; none since that was taken back.
    pub of: Option<Domain>,
}

impl Alias {
    #[must_use]
    pub const fn new(domain: Domain) -> Self {
        Self { domain, version: 0, of: None }
    }

    /// Takes over one fact.
    pub fn apply(&mut self, event: &AliasEvent) {
        self.of = match event {
            AliasEvent::AliasAdded { of, .. } => Some(of.clone()),
            AliasEvent::AliasRemoved { .. } => None,
        };
        self.version += 1;
    }
}

/// Aliases by domain, as far as they were loaded.
pub type Aliases = BTreeMap<String, Alias>;

/// The main domain of the group that a domain is in; itself, when it is in none.
#[must_use]
pub fn main_of<'a>(aliases: &'a Aliases, domain: &'a Domain) -> &'a Domain {
    aliases.get(domain.as_str()).and_then(|alias| alias.of.as_ref()).unwrap_or(domain)
}

/// Every domain of the group that a domain is in, itself among them.
#[must_use]
pub fn group(aliases: &Aliases, domain: &Domain) -> BTreeSet<Domain> {
    let main = main_of(aliases, domain);
    let others = aliases.values().filter(|alias| alias.of.as_ref() == Some(main));
    [main.clone(), domain.clone()]
        .into_iter()
        .chain(others.map(|alias| alias.domain.clone()))
        .collect()
}

/// Makes two domains one company; those that were one with either are one with both. What is one
/// already gives nothing. Each event belongs to the domain beside it.
#[must_use]
pub fn join(
    aliases: &Aliases,
    main: &Domain,
    other: &Domain,
    by: PersonId,
) -> Vec<(Domain, AliasEvent)> {
    let main = main_of(aliases, main);
    let joining = group(aliases, other);
    if joining.contains(main) {
        return Vec::new();
    }
    let event = || AliasEvent::AliasAdded { of: main.clone(), by };
    joining.into_iter().map(|domain| (domain, event())).collect()
}

/// Takes a domain out of its group. The main one of a group hands its place to the first of the
/// others. A domain of no group gives nothing.
#[must_use]
pub fn part(aliases: &Aliases, domain: &Domain, by: PersonId) -> Vec<(Domain, AliasEvent)> {
    let main = main_of(aliases, domain);
    if main != domain {
        return vec![(domain.clone(), AliasEvent::AliasRemoved { by })];
    }
    let mut others = group(aliases, domain).into_iter().filter(|other| other != domain);
    let Some(heir) = others.next() else { return Vec::new() };
    let event = AliasEvent::AliasAdded { of: heir.clone(), by };
    let rest: Vec<_> = others.map(|other| (other, event.clone())).collect();
    [(heir, AliasEvent::AliasRemoved { by })].into_iter().chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Pair = (&'static str, &'static str);

    fn domain(text: &str) -> Domain {
        Domain::stored(text.to_owned())
    }

    fn by() -> PersonId {
        PersonId::new(1)
    }

    fn carry_out(aliases: &mut Aliases, events: Vec<(Domain, AliasEvent)>) {
        for (domain, event) in events {
            let new = || Alias::new(domain.clone());
            aliases.entry(domain.to_string()).or_insert_with(new).apply(&event);
        }
    }

    fn joined(pairs: &[(&str, &str)]) -> Aliases {
        let mut aliases = Aliases::new();
        for (main, other) in pairs {
            let events = join(&aliases, &domain(main), &domain(other), by());
            carry_out(&mut aliases, events);
        }
        aliases
    }

    fn names(aliases: &Aliases, of: &str) -> Vec<String> {
        group(aliases, &domain(of)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_one_with_either_is_one_with_both() {
        #[rustfmt::skip]
        let table: &[(&[Pair], &[&str])] = &[
            (&[],                                             &["a.example"]),
            (&[("a.example", "b.example")],                   &["a.example", "b.example"]),
            (&[("b.example", "a.example")],                   &["a.example", "b.example"]),
            (&[("a.example", "b.example"), ("b.example", "c.example")],
                                                              &["a.example", "b.example", "c.example"]),
            (&[("c.example", "b.example"), ("a.example", "b.example")],
                                                              &["a.example", "b.example", "c.example"]),
            (&[("a.example", "b.example"), ("c.example", "d.example"), ("d.example", "b.example")],
                                         &["a.example", "b.example", "c.example", "d.example"]),
            (&[("a.example", "a.example")],                   &["a.example"]),
            (&[("x.example", "y.example")],                   &["a.example"]),
        ];
        for (pairs, expected) in table {
            let aliases = joined(pairs);
            assert_eq!(names(&aliases, "a.example"), *expected, "{pairs:?}");
            for other in *expected {
                assert_eq!(names(&aliases, other), *expected, "{pairs:?} from {other}");
            }
        }
    }

    #[test]
    fn joining_what_is_one_already_changes_nothing() {
        let aliases = joined(&[("a.example", "b.example")]);
        assert!(join(&aliases, &domain("b.example"), &domain("a.example"), by()).is_empty());
    }

    #[test]
    fn a_domain_that_leaves_a_group_leaves_the_others_together() {
        for leaving in ["a.example", "b.example", "c.example"] {
            let mut aliases = joined(&[("a.example", "b.example"), ("a.example", "c.example")]);
            let events = part(&aliases, &domain(leaving), by());
            carry_out(&mut aliases, events);
            assert_eq!(names(&aliases, leaving), [leaving]);
            let rest = ["a.example", "b.example", "c.example"].into_iter();
            let rest: Vec<&str> = rest.filter(|one| *one != leaving).collect();
            assert_eq!(names(&aliases, rest[0]), rest);
        }
        assert!(part(&Aliases::new(), &domain("a.example"), by()).is_empty());
    }
}
