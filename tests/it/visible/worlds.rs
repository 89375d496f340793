//! Random worlds in which everything that is not for everybody is a word of its own.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{Rng as _, RngCore as _};
use serde_json::{Value, json};
use vouch::domain::Rules;
use vouch::domain::account::candidate::{Candidate, Reason};
use vouch::domain::account::known::{AccountNo, Standing};
use vouch::domain::ids::{PartnerId, PersonId, ReferralId};
use vouch::domain::outcome::{CaseEvent, ReferralEvent, Seal};
use vouch::domain::partner::{Audience, Channel, Company, Partner};
use vouch::domain::tier::quota::Quota;
use vouch::domain::tier::{Measure, Tier, Tiers};
use vouch::program::Program;
use vouch::views::case;
use vouch::views::referral::Facts;

use super::matrix::{Reader, Thing};
use crate::junk::holds::bytes::Bytes;
use crate::junk::holds::cases::every_case;
use crate::junk::holds::facts::{MEMBER, NOW, SALES, at, lived, stories, submission};

/// A word that is in the world once, and what it tells.
pub struct Mark {
    pub thing: Thing,
    pub what: &'static str,
    pub word: String,
}

impl Mark {
    pub fn is_in(&self, drawn: &str) -> bool {
        match self.thing {
            // However it is grouped.
            Thing::Amount => {
                let digits: String = drawn.chars().filter(char::is_ascii_digit).collect();
                digits.contains(&self.word)
            }
            Thing::Name | Thing::Own | Thing::Contact | Thing::Rival | Thing::Internal => {
                drawn.contains(&self.word)
            }
        }
    }
}

/// The built-in rules, with tiers by what won deals come to.
pub fn with_tiers() -> Rules {
    let tier = |name: &str, from| Tier {
        name: name.to_owned(),
        from,
        promise_days: None,
        quota: Quota::default(),
        perks: Vec::new(),
    };
    let measure = Measure::Revenue { currency: "EUR".to_owned() };
    let all = vec![tier("Bronze", 0), tier("Silver", 1_000), tier("Gold", i64::MAX)];
    let tiers = Tiers { measure, window_days: 1_095, all };
    Rules { tiers, ..Program::built_in().rules }
}

struct Marks<'a> {
    random: &'a mut StdRng,
    all: Vec<Mark>,
}

impl Marks<'_> {
    fn keep(&mut self, thing: Thing, what: &'static str, word: String) -> String {
        self.all.push(Mark { thing, what, word: word.clone() });
        word
    }

    fn word(&mut self, thing: Thing, what: &'static str) -> String {
        let word = (0..12).map(|_| char::from(self.random.random_range(b'a'..=b'z'))).collect();
        self.keep(thing, what, word)
    }

    /// A referral's number: of the own partner with a Q, of others with an X.
    fn number(&mut self, thing: Thing) -> String {
        let first = if thing == Thing::Own { 'Q' } else { 'X' };
        let mut letter = || char::from(self.random.random_range(b'A'..=b'Z'));
        let (second, third) = (letter(), letter());
        let number = self.random.random_range(10_000..99_999);
        self.keep(thing, "number", format!("{first}{second}{third}-{number}"))
    }
}

/// A referral at some point of its story.
pub struct OfReferral {
    pub facts: Facts,
    /// What happened last.
    pub event: ReferralEvent,
    pub reason: String,
    pub marks: Vec<Mark>,
}

/// A referral's story with words of its own in it: which words, by the name of their field.
fn told(story: &mut [Value], marks: &mut Marks<'_>) -> BTreeMap<Seal, String> {
    let mut words = BTreeMap::new();
    for event in story.iter_mut().filter_map(Value::as_object_mut) {
        let approved = event.get("kind").is_some_and(|kind| kind == "approved");
        for (field, value) in event.iter_mut() {
            let (thing, what) = match field.as_str() {
                "reason" if approved => (Thing::Internal, "why it was approved all the same"),
                "note" => (Thing::Internal, "an internal note"),
                "record" => (Thing::Internal, "the record of a reversal or a consent"),
                "question" | "answer" | "text" | "next_step" | "reason" => {
                    (Thing::Own, "what was written")
                }
                "amount_minor" => {
                    let minor = marks.random.random_range(10_i64.pow(12)..10_i64.pow(13));
                    marks.keep(Thing::Amount, "the amount", minor.to_string());
                    *value = json!(minor);
                    continue;
                }
                _ => continue,
            };
            // Some are words of the programme's lists.
            if value.as_str().is_none_or(|word| word.len() < 64) {
                continue;
            }
            let seal = Seal(format!("{field} {}", words.len()));
            *value = json!(seal);
            words.insert(seal, marks.word(thing, what));
        }
    }
    words
}

pub fn of_referral(random: &mut StdRng) -> OfReferral {
    let mut marks = Marks { random, all: Vec::new() };
    let mut stories = stories();
    let mut story = stories.swap_remove(marks.random.random_range(0..stories.len()));
    let words = told(&mut story, &mut marks);
    let mut first = submission("acme.example");
    first.number = marks.number(Thing::Own).parse().expect("a number");
    let (referral, event) = lived(ReferralId::new(1), first, story);
    let own = |marks: &mut Marks<'_>, what| marks.word(Thing::Own, what);
    let contact = |marks: &mut Marks<'_>, what| marks.word(Thing::Contact, what);
    for other in [2, 9] {
        let id = ReferralId::new(other).to_string();
        marks.keep(Thing::Rival, "a referral's id", id);
    }
    let names = [(SALES, "the owner"), (MEMBER, "the sender")];
    let facts = Facts {
        partner: partner(&mut marks, Thing::Own, PartnerId::new(1)),
        company: own(&mut marks, "company"),
        need: own(&mut marks, "need"),
        contact_name: contact(&mut marks, "name"),
        contact_email: format!("{}@acme.example", contact(&mut marks, "address")),
        job_title: contact(&mut marks, "title"),
        source: String::new(),
        thread: String::new(),
        note: marks.word(Thing::Internal, "the note"),
        exception: marks.word(Thing::Internal, "why it was approved all the same"),
        question: own(&mut marks, "question"),
        next_step: own(&mut marks, "next step"),
        text: own(&mut marks, "text"),
        words,
        names: names.map(|(id, what)| (id, own(&mut marks, what))).into(),
        release: own(&mut marks, "why it is to be released"),
        naming: marks.word(Thing::Internal, "who agreed to be named"),
        owner_gone: marks.random.random(),
        won: 2,
        candidates: (0..2).map(|_| candidate(&mut marks)).collect(),
        matches: (0..2)
            .map(|_| (marks.number(Thing::Rival), marks.word(Thing::Rival, "partner")))
            .collect(),
        referral,
    };
    let reason = marks.word(Thing::Internal, "why a partner is suspended");
    OfReferral { facts, event, reason, marks: marks.all }
}

fn candidate(marks: &mut Marks<'_>) -> Candidate {
    Candidate {
        number: AccountNo::stored(7),
        name: marks.word(Thing::Internal, "an account that may be the same"),
        standing: Standing::ALL[marks.random.random_range(0..Standing::ALL.len())],
        active: Some(at(NOW).date_naive()),
        reason: Reason::Name { points: 9_411 },
        likely: true,
    }
}

fn partner(marks: &mut Marks<'_>, thing: Thing, id: PartnerId) -> Partner {
    let code = marks.number(thing)[..3].parse().expect("a code");
    let called = if thing == Thing::Own { Thing::Name } else { thing };
    let mut partner = Partner::fresh(id, code, &marks.word(called, "partner"), at(NOW));
    partner.domains = vec![format!("{}.example", marks.word(thing, "a partner's website"))];
    partner.workspaces = vec![format!("slack:T{id}")];
    partner
}

/// A case at some point of its story, seen by one of its sides.
pub struct OfCase {
    pub facts: case::Facts,
    pub event: CaseEvent,
    /// The side whose partner reads.
    pub own: ReferralId,
    pub marks: Vec<Mark>,
}

pub fn of_case(random: &mut StdRng) -> OfCase {
    let mut data = [0; 64];
    random.fill_bytes(&mut data);
    let mut all = every_case(&mut Bytes::new(&data));
    let (mut facts, event) = all.swap_remove(random.random_range(0..all.len()));
    let mut marks = Marks { random, all: Vec::new() };
    let at = marks.random.random_range(0..facts.sides.len());
    let own = facts.sides[at].referral.id;
    let id = facts.case.id.to_string();
    marks.keep(Thing::Internal, "a case's id", id);
    for (n, side) in facts.sides.iter_mut().enumerate() {
        let thing = if side.referral.id == own { Thing::Own } else { Thing::Rival };
        let sender = PersonId::new(100 + u128::try_from(n).expect("a handful"));
        side.referral.submission.by = sender;
        side.referral.submission.on_behalf = false;
        side.referral.submission.number = marks.number(thing).parse().expect("a number");
        side.partner = partner(&mut marks, thing, side.partner.id);
        facts.names.insert(sender, marks.word(thing, "a sender"));
        marks.keep(thing, "a referral's id", side.referral.id.to_string());
        marks.keep(thing, "a partner's id", side.partner.id.to_string());
        let whose = side.referral.id.to_string();
        let written = facts.words.iter_mut().filter(|(seal, _)| seal.0.ends_with(&whose));
        for (_, word) in written {
            *word = marks.word(thing, "what was written");
        }
    }
    OfCase { facts, event, own, marks: marks.all }
}

/// The channel that this reader is; `None` for a person alone.
pub fn channel(reader: Reader, partner: &Partner) -> Option<Channel> {
    let stranger =
        Company { workspace: "slack:TSTRANGER".to_owned(), name: "Elsewhere".to_owned() };
    let member = Company { workspace: partner.workspaces[0].clone(), name: "Its own".to_owned() };
    let (audience, companies) = match reader {
        Reader::ItsChannel => (Some(Audience::Partner), vec![member]),
        Reader::ItsChannelShared => (Some(Audience::Partner), vec![member, stranger]),
        Reader::RivalsChannel => (Some(Audience::Partner), Vec::new()),
        Reader::Community => (Some(Audience::Community), Vec::new()),
        Reader::NotSetUp => (None, Vec::new()),
        Reader::Inside => (Some(Audience::Internal), Vec::new()),
        Reader::InsideShared => (Some(Audience::Internal), vec![member]),
        Reader::Resolvers => (Some(Audience::Resolvers), Vec::new()),
        Reader::ResolversShared => (Some(Audience::Resolvers), vec![stranger]),
        Reader::Sender
        | Reader::Colleague
        | Reader::Sales
        | Reader::Resolver
        | Reader::Manager
        | Reader::Asker
        | Reader::Nobody => return None,
    };
    let mut channel = Channel::new("slack:C1".to_owned(), at(NOW));
    let whose = if reader == Reader::RivalsChannel { PartnerId::new(77) } else { partner.id };
    channel.partner = Some(whose);
    (channel.audience, channel.companies) = (audience, companies);
    Some(channel)
}
