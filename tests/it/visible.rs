//! Who may see what, proved: in random worlds full of words that are not for everybody, everything
//! that is said is drawn for everybody, and looked through for what its reader may not see.
//!
//! The seed is printed; `VOUCH_SEED=… cargo test --test it visible` repeats it.

mod drawn;
mod matrix;
mod shown;
mod worlds;

use std::collections::{BTreeMap, BTreeSet};

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use vouch::chat::view::Part;
use vouch::domain::account::Domain;
use vouch::text::Language;
use vouch::views::accounts::Answer;
use vouch::views::{Say, accounts};

use drawn::World;
use matrix::{Reader, Thing, readers_of};
use worlds::Mark;

/// So that each kind comes before each reader at least as often.
const WORLDS: usize = 150;
const AT_LEAST: usize = 100;

fn worlds() -> impl Iterator<Item = World> {
    let given = std::env::var("VOUCH_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or(20_261_122);
    println!("VOUCH_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    (0..WORLDS).map(move |_| World {
        language: if random.random() { Language::English } else { Language::German },
        referral: worlds::of_referral(&mut random),
        case: worlds::of_case(&mut random),
    })
}

/// How often something came before somebody, and what was seen of it.
#[derive(Default)]
struct Count {
    tried: usize,
    drawn: usize,
    seen: BTreeSet<Thing>,
}

impl Count {
    /// # Panics
    /// When the reader sees what is not for them.
    fn look(&mut self, (kind, reader): (&str, Reader), texts: &[String], marks: &[Mark]) {
        self.tried += 1;
        self.drawn += usize::from(!texts.is_empty());
        for text in texts {
            for mark in marks.iter().filter(|mark| mark.is_in(text)) {
                let (thing, what) = (mark.thing, mark.what);
                assert!(
                    reader.may_see(thing),
                    "{reader:?} sees {what} ({thing:?}) in {kind}: {text}"
                );
                self.seen.insert(thing);
            }
        }
    }
}

/// What the outbox would have the reader read. A channel has to be one for this kind; what goes to
/// one person is addressed to them, or not said.
fn read(world: &World, say: &Say, reader: Reader) -> Vec<String> {
    let (partner, _) = world.about(say);
    let to_be_read = readers_of(say).contains(&reader);
    if let Some(channel) = worlds::channel(reader, partner) {
        let is_read = say.readers().are_in(&channel, Some(partner));
        assert_eq!(is_read, to_be_read, "{} in {reader:?}", say.kind());
    }
    if to_be_read { world.drawn(say, reader) } else { Vec::new() }
}

#[test]
fn nobody_sees_what_is_not_for_them_in_anything_that_is_said() {
    let mut counts: BTreeMap<(&str, Reader), Count> = BTreeMap::new();
    for world in worlds() {
        for say in drawn::every_say() {
            let (_, marks) = world.about(&say);
            for reader in Reader::ALL {
                let key = (say.kind(), reader);
                counts.entry(key).or_default().look(key, &read(&world, &say, reader), marks);
            }
        }
    }
    for ((kind, reader), count) in &counts {
        println!("{kind:<16} {reader:<17?} {:>4} tried {:>4} drawn", count.tried, count.drawn);
        assert!(count.tried >= AT_LEAST, "{kind} before {reader:?}: {} times", count.tried);
    }
    everything_is_read_by_somebody(&counts);
    println!("{} kinds before {} readers, 0 fails", drawn::every_say().len(), Reader::ALL.len());
}

/// The kinds that an outbox can hold, by what is answered to a row of none of them.
fn kinds() -> BTreeSet<String> {
    let row = serde_json::json!({ "say": "of no kind" });
    let refused = serde_json::from_value::<Say>(row).expect_err("no kind").to_string();
    let (_, expected) = refused.split_once("expected one of").expect("the kinds");
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_kind_of_what_is_said_is_among_those_that_are_tried() {
    let tried = drawn::every_say();
    let tried: BTreeSet<String> = tried.iter().map(|say| say.kind().to_owned()).collect();
    assert_eq!(tried, kinds());
}

#[test]
fn nobody_sees_what_is_not_for_them_in_a_list_a_panel_or_a_form() {
    let mut counts: BTreeMap<(&str, Reader), Count> = BTreeMap::new();
    for world in worlds() {
        for reader in Reader::ALL {
            for (what, text) in shown::of_referral(&world, reader) {
                let count = counts.entry((what, reader)).or_default();
                count.look((what, reader), &[text], &world.referral.marks);
            }
            for (what, text) in shown::of_case(&world, reader) {
                let count = counts.entry((what, reader)).or_default();
                count.look((what, reader), &[text], &world.case.marks);
            }
        }
    }
    for ((what, reader), count) in &counts {
        println!("{what:<24} {reader:<10?} {:>4} drawn, with {:?}", count.drawn, count.seen);
        assert!(count.drawn >= AT_LEAST, "{what} before {reader:?}: {} times", count.drawn);
    }
}

/// What nobody would see in any case proves nothing.
fn everything_is_read_by_somebody(counts: &BTreeMap<(&str, Reader), Count>) {
    for say in drawn::every_say() {
        for reader in readers_of(&say) {
            let count = &counts[&(say.kind(), *reader)];
            assert!(count.drawn > 0, "{} never came before {reader:?}", say.kind());
        }
    }
    for thing in Thing::ALL {
        let seen = counts.values().any(|count| count.seen.contains(&thing));
        assert!(seen, "{thing:?} is in nothing that is said");
    }
}

/// One sentence is all in which the two answers differ: not a part more, not another button.
#[test]
fn clear_and_will_be_reviewed_differ_in_one_sentence() {
    let domain = Domain::stored("acme.example".to_owned());
    for world in worlds() {
        let answer = |answer| accounts::checked(&world.voice(), &domain, answer, 3, 20);
        let (mut clear, mut review) = (answer(Answer::Clear), answer(Answer::Review));
        assert_ne!(clear.parts[0], review.parts[0]);
        let sentences = [clear.parts.remove(0), review.parts.remove(0)];
        assert!(sentences.iter().all(|part| matches!(part, Part::Text(_))), "{sentences:?}");
        assert_eq!(clear, review);
    }
}
