//! `vouch replay`: how a referral came to stand where it stands, event by event, with what each
//! decision rested on.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::DateTime;
use serde_json::{Map, Value, json};

use super::as_of::{AsOf, rules_of};
use super::{Trouble, database_url, instant, say};
use crate::config::Config;
use crate::domain::Rules;
use crate::domain::account::alias::group;
use crate::domain::actor::Person;
use crate::domain::ids::{CaseId, ReferralId, ReferralNumber};
use crate::domain::outcome::{Event, Seal};
use crate::domain::referral::{Referral, Stage};
use crate::store::dialect::Db;
use crate::store::history::walk;
use crate::store::open::open_snapshot;
use crate::store::project::{State, Stream};
use crate::store::queries;
use crate::store::rows::EventRow;

/// One event about the referral or a case about it, and what was known before.
struct Step {
    row: EventRow,
    /// How the referral stood; none before its first event.
    before: Option<Referral>,
    /// Who did it, and what they were then.
    who: Who,
    /// Other live referrals of the company then, as sales knew its domains, by number, with their
    /// status.
    others: Vec<(String, &'static str)>,
}

struct Who {
    person: Option<(String, Option<Seal>)>,
    identity: String,
    roles: Vec<String>,
}

/// Prints it.
pub async fn run(
    config: &Config,
    typed: &str,
    as_of: Option<AsOf>,
    as_json: bool,
) -> Result<(), Trouble> {
    let number: ReferralNumber = typed.parse().map_err(|_| {
        Trouble::wrong_use("A referral's number is three letters and a count: NOR-12.")
    })?;
    let db = open_snapshot(&database_url(&config.database)).await?;
    let Some(referral) = queries::referral_numbered(&db, &number).await? else {
        db.close().await;
        return Err(Trouble::failed(format!("There is no referral {number}.")));
    };
    let until = match as_of {
        Some(as_of) => Some(as_of.until(&db).await?),
        None => None,
    };
    let mut steps = Vec::new();
    let mut cases = BTreeSet::new();
    let state = walk(&db, until, |state, stream, event, row| {
        if is_about(referral.id, stream, event, &mut cases) {
            steps.push(Step::of(&referral, state, row));
        }
    })
    .await?;
    if steps.is_empty() {
        db.close().await;
        return Err(Trouble::failed(format!("{number} was not registered yet by then.")));
    }
    let told = Told::read(&db, &state, &referral, &steps, &cases).await?;
    db.close().await;
    if as_json {
        say(&told.as_json(&number, &steps).to_string());
    } else {
        say(&told.in_lines(&number, &referral, &steps));
    }
    Ok(())
}

/// Whether an event is about the referral, or about a case in which it is.
fn is_about(id: ReferralId, stream: &Stream, event: &Event, cases: &mut BTreeSet<CaseId>) -> bool {
    if let (Stream::Case(case), Event::Case(event)) = (stream, event)
        && event.comes_in().iter().any(|party| party.referral == id)
    {
        cases.insert(*case);
    }
    match stream {
        Stream::Referral(other) => *other == id,
        Stream::Case(case) => cases.contains(case),
        Stream::Partner(_)
        | Stream::Channel(_)
        | Stream::Person(_)
        | Stream::Group(_)
        | Stream::Alias(_)
        | Stream::Asking(_)
        | Stream::Program(_)
        | Stream::Board(_)
        | Stream::Shout(_)
        | Stream::Rhythm(_)
        | Stream::Application(_) => false,
    }
}

impl Step {
    fn of(referral: &Referral, state: &State, row: &EventRow) -> Self {
        let id = referral.id;
        let before = state.referrals.get(&id).cloned();
        // Its own domain never changes; which others are the same company, sales says.
        let company = group(&state.aliases, &referral.submission.domain);
        let others = state.referrals.values().filter(|one| {
            one.id != id && one.status.is_live() && company.contains(&one.submission.domain)
        });
        let others = others.map(|one| (one.number().to_string(), one.status.as_str())).collect();
        let person = state.identities.get(&row.actor).and_then(|id| state.people.get(id));
        let roles = person.map(|one| one.all_roles().into_iter().map(|role| role.to_string()));
        let mut roles: Vec<String> = roles.into_iter().flatten().collect();
        let of = person.and_then(|one| one.membership.as_ref()).map(|of| of.partner);
        let partner = of.and_then(|id| state.partners.get(&id));
        roles.extend(partner.map(|partner| format!("member of {}", partner.name)));
        let named = |person: &Person| (person.id.to_string(), person.name.clone());
        let who = Who { person: person.map(named), identity: row.actor.clone(), roles };
        Self { row: row.clone(), before, who, others }
    }

    fn payload(&self) -> Map<String, Value> {
        match serde_json::from_str(&self.row.payload) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        }
    }

    fn at(&self) -> String {
        instant(DateTime::from_timestamp_micros(self.row.at_us).unwrap_or_default())
    }
}

/// What stands for ids and seals when somebody reads them, and the rules of each version.
struct Told {
    words: BTreeMap<String, String>,
    rules: BTreeMap<String, Rules>,
}

impl Told {
    async fn read(
        db: &Db,
        state: &State,
        referral: &Referral,
        steps: &[Step],
        cases: &BTreeSet<CaseId>,
    ) -> Result<Self, Trouble> {
        let mut sealed = BTreeSet::new();
        for step in steps {
            for seal in seals(&Value::Object(step.payload())) {
                sealed.insert((referral.id.to_string(), Seal(seal.clone())));
                sealed.extend(cases.iter().map(|case| (case.to_string(), Seal(seal.clone()))));
            }
        }
        let named =
            state.people.values().filter_map(|one| Some((one.id.to_string(), one.name.clone()?)));
        sealed.extend(named);
        let kept = queries::words(db, &sealed).await?;
        let mut words: BTreeMap<String, String> = BTreeMap::new();
        for person in state.people.values() {
            let name = person.name.as_ref().and_then(|seal| kept.get(seal));
            words.extend(name.map(|name| (person.id.to_string(), name.clone())));
        }
        words.extend(kept.into_iter().map(|(seal, text)| (seal.0, format!("“{text}”"))));
        let partners = state.partners.values();
        words.extend(partners.map(|one| (one.id.to_string(), one.name.clone())));
        let referrals = state.referrals.values();
        words.extend(referrals.map(|one| (one.id.to_string(), one.number().to_string())));
        let mut rules = BTreeMap::new();
        for step in steps {
            let version = &step.row.program;
            if !rules.contains_key(version) {
                rules.insert(version.clone(), rules_of(db, version).await?);
            }
        }
        Ok(Self { words, rules })
    }

    fn name(&self, who: &Who) -> String {
        let known = who.person.as_ref().and_then(|(id, _)| self.words.get(id));
        known.cloned().unwrap_or_else(|| who.identity.clone())
    }

    /// What a decision rested on.
    fn inputs(&self, step: &Step) -> Value {
        let rules = self.rules.get(&step.row.program);
        let before = step.before.as_ref();
        json!({
            "status": before.map(|one| one.status.as_str()),
            "stage": before.and_then(|one| one.stage).map(Stage::as_str),
            "version": before.map(|one| one.version),
            "decide_by": before.map(|one| instant(one.promise.due)),
            "in_review": before.map(|one| one.match_open),
            "others_on_the_account": step.others.iter()
                .map(|(number, status)| json!({ "number": number, "status": status }))
                .collect::<Vec<_>>(),
            "roles": step.who.roles,
            "rules": rules.map(|rules| json!({
                "version": step.row.program,
                "protection_days": rules.protection_days,
                "promise_days": rules.promise_days,
                "time_zone": rules.calendar.zone().name(),
            })),
        })
    }

    fn as_json(&self, number: &ReferralNumber, steps: &[Step]) -> Value {
        let event = |step: &Step| {
            json!({
                "seq": step.row.seq,
                "at": step.at(),
                "stream": step.row.stream,
                "kind": step.row.kind,
                "by": self.name(&step.who),
                "inputs": self.inputs(step),
                "event": self.readable(Value::Object(step.payload())),
            })
        };
        json!({ "number": number.to_string(), "events": steps.iter().map(event).collect::<Vec<_>>() })
    }

    fn in_lines(&self, number: &ReferralNumber, referral: &Referral, steps: &[Step]) -> String {
        let domain = referral.submission.domain.as_str();
        let partner = self.words.get(&referral.partner().to_string()).map_or("", String::as_str);
        let mut text = format!("{number} {domain}, {partner}");
        for step in steps {
            let roles = step.who.roles.join(", ");
            let roles = if roles.is_empty() { roles } else { format!(" ({roles})") };
            let by = self.name(&step.who);
            // Writing to a text cannot go wrong.
            let _ = write!(
                text,
                "\n\n{:>6}  {}  {}  by {by}{roles}",
                step.row.seq,
                step.at(),
                step.row.kind
            );
            let _ = write!(text, "\n        it stood: {}", stood(step));
            if let Some(rules) = self.rules.get(&step.row.program) {
                let _ = write!(
                    text,
                    "\n        rules {}: {} days of protection, {} business days to decide, {}",
                    step.row.program,
                    rules.protection_days,
                    rules.promise_days,
                    rules.calendar.zone().name(),
                );
            }
            for (field, value) in step.payload().into_iter().filter(|(field, _)| field != "kind") {
                let _ = write!(text, "\n        {field}: {}", shown(&self.readable(value)));
            }
        }
        text
    }

    /// With names for ids, and words for seals as far as they are kept.
    fn readable(&self, value: Value) -> Value {
        match value {
            Value::String(text) => match self.words.get(&text) {
                Some(words) => Value::String(words.clone()),
                None if is_seal(&text) => Value::String("(words that are not kept)".to_owned()),
                None => Value::String(text),
            },
            Value::Array(all) => all.into_iter().map(|one| self.readable(one)).collect(),
            Value::Object(fields) => {
                let read = |(name, value)| (name, self.readable(value));
                Value::Object(fields.into_iter().map(read).collect())
            }
            other => other,
        }
    }
}

/// How the referral stood before, in a line.
fn stood(step: &Step) -> String {
    let mut line = step.before.as_ref().map_or_else(|| "not registered".to_owned(), standing);
    if !step.others.is_empty() {
        let others: Vec<String> =
            step.others.iter().map(|(number, status)| format!("{number} {status}")).collect();
        let _ = write!(line, "; on the account: {}", others.join(", "));
    }
    line
}

fn standing(before: &Referral) -> String {
    let mut line = before.status.as_str().to_owned();
    if let Some(stage) = before.stage {
        let _ = write!(line, ", {}", stage.as_str());
    }
    if before.status.is_undecided() {
        let _ = write!(line, ", to be decided by {}", instant(before.promise.due));
    }
    if before.match_open {
        line.push_str(", in review");
    }
    line
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Whether this stands for somebody's words.
fn is_seal(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn seals(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if is_seal(text) => vec![text.clone()],
        Value::Array(all) => all.iter().flat_map(seals).collect(),
        Value::Object(fields) => fields.values().flat_map(seals).collect(),
        _ => Vec::new(),
    }
}
