//! The parts without I/O, each by itself: `cargo bench --bench pure`.
//!
//! What a delivery costs besides the database: verify, decode, decide, normalise, render; and
//! what a picture costs. Where the rest goes is in docs/performance.md.

use std::collections::BTreeMap;
use std::time::UNIX_EPOCH;

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use divan::{Bencher, black_box};
use form_urlencoded::Serializer;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use vouch::chat::chart::{Bar, Chart, Lines, Series, Shape};
use vouch::chat::view::{Form, Message, Panel};
use vouch::domain::actor::{Membership, Person, Role};
use vouch::domain::ids::{FormId, PartnerId, PersonId, ReferralId};
use vouch::domain::outcome::{ReferralEvent, Refusal, Seal};
use vouch::domain::partner::Partner;
use vouch::domain::referral::{
    self, Approve, Basis, Introduction, Referral, Relationship, Submit, Submitted,
};
use vouch::domain::tier::count::Counted;
use vouch::domain::{Rules, account};
use vouch::picture;
use vouch::program::Program;
use vouch::secret::Secret;
use vouch::slack::decode::{Delivery, delivery};
use vouch::slack::render::{self, Drawn};
use vouch::slack::signature::Signature;
use vouch::text::{Language, Texts, Voice};
use vouch::views::forms::{self, Known};
use vouch::views::referral::{Facts, partner, receipt, sales};

fn main() {
    divan::main();
}

/// Deliveries as the sandbox sends them over a socket.
const DELIVERIES: [(&str, &str); 6] = [
    ("press", include_str!("../tests/it/corpus/sandbox/block_actions.json")),
    ("form sent", include_str!("../tests/it/corpus/sandbox/view_submission.json")),
    ("form closed", include_str!("../tests/it/corpus/sandbox/view_closed.json")),
    ("command", include_str!("../tests/it/corpus/sandbox/slash_command.json")),
    ("mention", include_str!("../tests/it/corpus/sandbox/app_mention.json")),
    ("event", include_str!("../tests/it/corpus/sandbox/member_joined_channel.json")),
];

fn frame(name: &str) -> &'static str {
    let found = DELIVERIES.iter().find(|(one, _)| *one == name);
    found.expect("one of those above").1
}

/// A form sent, as it comes by HTTP.
fn posted() -> String {
    let frame: Value = serde_json::from_str(frame("form sent")).expect("JSON");
    Serializer::new(String::new()).append_pair("payload", &frame["payload"].to_string()).finish()
}

mod verify {
    use super::*;

    const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

    fn signed(body: &str) -> HeaderMap {
        let moment = UNIX_EPOCH.elapsed().expect("after 1970").as_secs();
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length");
        mac.update(format!("v0:{moment}:{body}").as_bytes());
        let signature = format!("v0={}", hex::encode(mac.finalize().into_bytes()));
        let mut headers = HeaderMap::new();
        headers.insert("x-slack-signature", signature.parse().expect("hex digits"));
        headers.insert("x-slack-request-timestamp", moment.into());
        headers
    }

    #[divan::bench]
    fn form_sent(bencher: Bencher<'_, '_>) {
        let (signature, body) = (Signature::new(&Secret::new(SECRET.to_owned())), posted());
        let headers = signed(&body);
        assert!(signature.stands(&headers, &body));
        bencher.bench(|| signature.stands(black_box(&headers), black_box(&body)));
    }
}

mod decode {
    use super::*;

    #[divan::bench(args = DELIVERIES.map(|(name, _)| name))]
    fn by_socket(name: &str) -> Delivery {
        delivery(black_box(frame(name)), DateTime::UNIX_EPOCH)
    }

    #[divan::bench]
    fn form_sent_by_http(bencher: Bencher<'_, '_>) {
        let body = posted();
        bencher.bench(|| delivery(black_box(&body), DateTime::UNIX_EPOCH));
    }
}

const NORTH: PartnerId = PartnerId::new(1);
const SALES: PersonId = PersonId::new(1);
const MEMBER: PersonId = PersonId::new(3);

fn now() -> DateTime<Utc> {
    "2026-03-06T15:00:00Z".parse().expect("a time")
}

fn seal(text: &str) -> Seal {
    Seal::of(&[0; 32], text)
}

fn north() -> Partner {
    Partner::fresh(NORTH, "NOR".parse().expect("a code"), "North Partner", now())
}

fn somebody(id: PersonId) -> Person {
    let mut person = Person::new(id);
    if id == SALES {
        person.roles.insert(Role::Sales);
    } else {
        person.membership = Some(Membership { partner: NORTH, admin: false, group: None });
    }
    person
}

fn wanted() -> Submit {
    Submit {
        form: FormId::new(7),
        domain: account::website("acme.example").expect("a website"),
        company: seal("Acme"),
        need: seal("A new warehouse by spring"),
        relationship: Relationship::Client,
        introduction: Introduction::Expect,
        basis: Basis::Agreed,
        contact_name: Some(seal("Jo Contact")),
        contact_email: Some(seal("jo@acme.example")),
        job_title: None,
        source: None,
        on_behalf: false,
    }
}

fn registered(rules: &Rules) -> Submitted {
    let (by, partner) = (somebody(MEMBER), north());
    referral::submit(wanted(), &by, &partner, (&[], &[]), rules, now()).expect("it is registered")
}

fn submitted(rules: &Rules) -> Referral {
    let first = registered(rules).events.remove(0);
    let receipt = "4af08c21aa90be3d7c55e1f2".repeat(3);
    let id = ReferralId::new(1);
    Referral::from_first(id, &first, now(), "3f9c1a", &receipt).expect("the first event")
}

fn approved(referral: &Referral, rules: &Rules) -> Result<Vec<ReferralEvent>, Refusal> {
    let (by, command) = (somebody(SALES), Approve { owner: SALES, note: None, reason: None });
    referral::approve(referral, &command, &by, Some(&by), rules, now())
}

mod decide {
    use super::*;

    #[divan::bench]
    fn submission(bencher: Bencher<'_, '_>) {
        let rules = Program::built_in().rules;
        let (by, partner) = (somebody(MEMBER), north());
        let around: (&[&Referral], &[Counted]) = (&[], &[]);
        bencher.with_inputs(wanted).bench_values(|wanted| {
            referral::submit(wanted, black_box(&by), &partner, around, &rules, now())
        });
    }

    #[divan::bench]
    fn approval(bencher: Bencher<'_, '_>) {
        let rules = Program::built_in().rules;
        let referral = submitted(&rules);
        bencher.bench(|| approved(black_box(&referral), &rules));
    }
}

mod normalise {
    use super::*;

    #[divan::bench(args = [
        "acme.example",
        "HTTPS://www.Shop.Acme.co.uk/about?x=1#top",
        "https://bücher.example/",
        "not a website",
    ])]
    fn website(typed: &str) -> bool {
        account::website(black_box(typed)).is_ok()
    }

    #[divan::bench]
    fn e_mail() -> bool {
        account::email_domain(black_box("Jane.Doe@mail.acme.co.uk")).is_some()
    }
}

mod draw {
    use super::*;

    fn voice() -> Voice<'static> {
        let zone = chrono_tz::America::New_York;
        Voice { texts: Texts::shipped(), language: Language::English, zone, now: now() }
    }

    fn facts() -> Facts {
        let rules = Program::built_in().rules;
        let mut referral = submitted(&rules);
        let events = approved(&referral, &rules).expect("it is approved");
        events.iter().for_each(|event| referral.apply(event, now()));
        let name = |name: &str| name.to_owned();
        Facts {
            partner: north(),
            company: name("Acme"),
            need: name("A new warehouse by spring, with room for a second line later."),
            contact_name: name("Jo Contact"),
            contact_email: name("jo@acme.example"),
            job_title: name("Head of logistics"),
            source: String::new(),
            thread: String::new(),
            note: name("They know us from the fair."),
            exception: String::new(),
            question: String::new(),
            next_step: String::new(),
            text: String::new(),
            words: BTreeMap::new(),
            names: BTreeMap::from([(SALES, name("Sales 1")), (MEMBER, name("Partner member"))]),
            release: String::new(),
            naming: String::new(),
            owner_gone: false,
            won: 2,
            matches: Vec::new(),
            candidates: Vec::new(),
            referral,
        }
    }

    /// From the facts to what the platform gets.
    fn sent(message: &Message) -> String {
        let Drawn { text, blocks } = render::message(message);
        json!({ "text": text, "blocks": blocks }).to_string()
    }

    fn shown(panel: &Panel) -> String {
        render::panel(panel).to_string()
    }

    fn opened(form: &Form) -> String {
        render::form(form).to_string()
    }

    #[divan::bench]
    fn partner_card(bencher: Bencher<'_, '_>) {
        let facts = facts();
        bencher.bench(|| sent(&partner::card(&voice(), black_box(&facts))));
    }

    #[divan::bench]
    fn sales_card(bencher: Bencher<'_, '_>) {
        let facts = facts();
        bencher.bench(|| sent(&sales::card(&voice(), black_box(&facts))));
    }

    #[divan::bench]
    fn receipt_panel(bencher: Bencher<'_, '_>) {
        let facts = facts();
        bencher.bench(|| {
            let Facts { referral, partner, company, .. } = black_box(&facts);
            shown(&receipt::panel(&voice(), referral, partner, company))
        });
    }

    #[divan::bench]
    fn refer_form(bencher: Bencher<'_, '_>) {
        let known = Known::default();
        bencher.bench(|| opened(&forms::refer(&voice(), &FormId::new(7), black_box(&known))));
    }
}

/// What is drawn when a message is sent: 50 ms are allowed.
mod paint {
    use super::*;

    fn chart(shape: Shape) -> Chart {
        let title = "Approved referrals · March 2027".to_owned();
        Chart { title, foot: "Ties share a rank.".to_owned(), alt: String::new(), shape }
    }

    /// Every name has to be shortened.
    #[divan::bench(args = [5, 10, 20])]
    fn board(bencher: Bencher<'_, '_>, rows: u64) {
        let bar = |nth: u64| Bar {
            rank: nth.to_string(),
            name: format!("Partner {nth} of the Great Northern Referral Company"),
            code: "NOR".to_owned(),
            value: (100 - nth).to_string(),
            size: 100 - nth,
        };
        let chart = chart(Shape::Bars((1..=rows).map(bar).collect()));
        bencher.bench(|| picture::png(black_box(&chart)).expect("it is drawn").len());
    }

    #[divan::bench]
    fn trend(bencher: Bencher<'_, '_>) {
        let points = ["Q2 2026", "Q3 2026", "Q4 2026", "Q1 2027"].map(str::to_owned).to_vec();
        let series = |name: &str, values: [u32; 4]| Series {
            name: name.to_owned(),
            values: values.to_vec(),
        };
        let series = vec![
            series("Sent", [4, 6, 9, 12]),
            series("Approved", [3, 5, 7, 9]),
            series("Won", [0, 1, 2, 3]),
        ];
        let chart = chart(Shape::Lines(Lines { points, series }));
        bencher.bench(|| picture::png(black_box(&chart)).expect("it is drawn").len());
    }
}
