//! The account tables below the stories: what comes in, what is found again, what a backup carries.

#[path = "../../../benches/accounts/corpus.rs"]
mod corpus;
#[path = "../../../benches/accounts/recall.rs"]
mod recall;

use chrono::{NaiveDate, TimeDelta};
use vouch::app::accounts::candidates;
use vouch::app::accounts::intake::{Goal, Intake, Tally};
use vouch::domain::account::Domain;
use vouch::domain::account::known::{AccountNo, Standing, Told};
use vouch::domain::account::name::Name;
use vouch::store::accounts::hook::{self, Taken};
use vouch::store::accounts::keys;
use vouch::store::accounts::like::like;
use vouch::store::accounts::put::{A_FEW, Put, compare, put};
use vouch::store::accounts::{self, Entry};
use vouch::store::backup::restore::restore;
use vouch::store::backup::take::take;
use vouch::store::dialect::Db;
use vouch::store::open::{self, Purpose};
use vouch::store::turns::Turns;
use vouch::store::upgrade::Steps;

use super::{Room, on_each};
use crate::world::database::Database;
use recall::{Hits, measure};

fn domain(text: &str) -> Domain {
    Domain::stored(text.to_owned())
}

/// What stands on a domain.
async fn known(db: &Db, of: &str) -> Vec<Entry> {
    accounts::on(db, &domain(of)).await.unwrap().entries
}

fn told(id: &str, name: &str, domains: &[&str], standing: Standing) -> Told {
    Told {
        source: "crm".to_owned(),
        external_id: id.to_owned(),
        name: Some(name.to_owned()),
        standing: Some(standing),
        domains: Some(domains.iter().map(|one| domain(one)).collect()),
        ..Told::default()
    }
}

async fn puts(room: &Room, told: &[Told]) -> Vec<Put> {
    let became = put(&room.store, told, room.clock.now()).await.unwrap();
    keys::make(&room.store).await.unwrap();
    became
}

async fn names_like(room: &Room, typed: &str) -> Vec<String> {
    let found = like(&room.store.db, &Name::of(typed), 5).await.unwrap();
    found.into_iter().map(|one| one.name).collect()
}

#[tokio::test]
async fn what_is_said_twice_changes_nothing_and_what_changes_is_found_anew() {
    on_each(async |room| {
        let acme = told("1", "Northwind Traders", &["northwind.example"], Standing::Customer);
        let birch = told("2", "Birch Valley GmbH", &[], Standing::Known);
        let both = [acme.clone(), birch.clone()];
        assert_eq!(compare(&room.store.db, &both, room.clock.now()).await.unwrap(), [Put::New; 2]);
        assert!(names_like(room, "Northwind").await.is_empty());
        assert_eq!(puts(room, &both).await, [Put::New; 2]);
        assert_eq!(puts(room, &both).await, [Put::Same; 2]);
        assert_eq!(names_like(room, "Nortwind Traders").await, ["Northwind Traders"]);

        let renamed = Told { name: Some("Sunrise Optics".to_owned()), ..acme };
        let again = [renamed.clone(), birch];
        let would = compare(&room.store.db, &again, room.clock.now()).await.unwrap();
        assert_eq!(would, [Put::Changed, Put::Same]);
        assert_eq!(puts(room, &again).await, [Put::Changed, Put::Same]);
        assert_eq!(names_like(room, "Sunrise Optics").await, ["Sunrise Optics"]);
        assert!(names_like(room, "Northwind Traders").await.is_empty());

        let moved = Told { domains: Some([domain("sunrise.example")].into()), ..renamed };
        assert_eq!(puts(room, &[moved]).await, [Put::Changed]);
        let standing = async |of: &str| {
            known(&room.store.db, of).await.pop().map(|one| (one.standing, one.name))
        };
        let customer = (Standing::Customer, "Sunrise Optics".to_owned());
        assert_eq!(standing("sunrise.example").await, Some(customer));
        assert_eq!(standing("northwind.example").await, None);
    })
    .await;
}

#[tokio::test]
async fn what_is_older_than_what_is_known_changes_nothing_but_its_activity_counts() {
    on_each(async |room| {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let now = room.clock.now();
        let deal = |stage: &str, active| Told {
            standing: None,
            stage: Some(Some(stage.to_owned())),
            active: Some(active),
            ..told("opportunity:1", "Acme", &["acme.example"], Standing::Known)
        };
        let put_at = async |told: Told, minutes| {
            let at = now + TimeDelta::minutes(minutes);
            put(&room.store, &[told], at).await.unwrap()[0]
        };
        assert_eq!(put_at(deal("proposal", day(20)), 0).await, Put::New);
        assert_eq!(put_at(deal("meeting", day(5)), -1).await, Put::Older);
        let deals = known(&room.store.db, "acme.example").await;
        assert_eq!(deals[0].stage.as_deref(), Some("proposal"));
        assert_eq!(deals[0].worked, [day(5), day(20)]);
        assert_eq!(deals[0].found().active, Some(day(20)));
        // Lost: nothing of the vendor's own stands there any more.
        assert_eq!(put_at(deal("closed_lost", day(21)), 1).await, Put::Changed);
        let deals = known(&room.store.db, "acme.example").await;
        assert_eq!((deals[0].standing, deals[0].worked.len()), (Standing::Known, 0));
    })
    .await;
}

#[tokio::test]
async fn an_event_of_a_crm_counts_once_in_thirty_days() {
    on_each(async |room| {
        let acme = told("1", "Acme", &["acme.example"], Standing::Customer);
        let take = async |id: &str, told: &Told, days| {
            let now = room.clock.now() + TimeDelta::days(days);
            let told = vec![told.clone()];
            hook::take(&room.store.writer, id.to_owned(), told, now, now).await.unwrap()
        };
        assert_eq!(take("evt_1", &acme, 0).await, Taken::Now(vec![Put::New]));
        let other = Told { name: Some("Acme Two".to_owned()), ..acme.clone() };
        assert_eq!(take("evt_1", &other, 1).await, Taken::Before);
        assert_eq!(take("evt_2", &other, 1).await, Taken::Now(vec![Put::Changed]));
        // Another source counts its events by itself.
        let elsewhere = Told { source: "erp".to_owned(), ..acme.clone() };
        assert_eq!(take("evt_1", &elsewhere, 2).await, Taken::Now(vec![Put::New]));
        assert_eq!(take("evt_1", &other, 31).await, Taken::Now(vec![Put::Same]));
        let nameless = Told { external_id: "3".to_owned(), name: None, ..acme };
        assert_eq!(take("evt_3", &nameless, 31).await, Taken::Now(vec![Put::Nameless]));
    })
    .await;
}

#[tokio::test]
async fn candidates_are_found_by_domain_by_the_contacts_address_and_by_name() {
    on_each(async |room| {
        puts(
            room,
            &[
                told("1", "Acme Widgets", &["acme.example", "acme.de"], Standing::Customer),
                told("2", "Birch Valley", &["birch.example"], Standing::OffLimits),
                told("3", "Northwind Traders", &[], Standing::Known),
            ],
        )
        .await;
        let why = async |website: &str, contact: Option<&str>, company: &str| {
            let contact = contact.map(domain);
            let db = &room.store.db;
            let found = candidates(db, &domain(website), contact.as_ref(), company).await.unwrap();
            let one = found.iter().map(|one| format!("{} {}", one.reason, one.name));
            one.collect::<Vec<_>>()
        };
        assert_eq!(why("acme.de", None, "Something else").await, ["domain Acme Widgets"]);
        assert_eq!(
            why("new.example", Some("birch.example"), "Nortwind Traders").await,
            ["e-mail Birch Valley", "name 0.94 Northwind Traders"]
        );
        // An account is shown once, for the surest reason.
        assert_eq!(why("acme.example", Some("acme.de"), "Acme").await, ["domain Acme Widgets"]);
        assert!(why("new.example", None, "Zebra Crossing").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_backup_carries_accounts_and_their_keys_are_made_anew() {
    on_each(async |room| {
        let acme = told("1", "Northwind Traders", &["northwind.example"], Standing::Customer);
        puts(room, std::slice::from_ref(&acme)).await;
        let file = room.folder.path().join("accounts.backup");
        take(&room.database.url, &file, room.clock.now()).await.unwrap();
        assert!(!std::fs::read_to_string(&file).unwrap().contains("account_key"));

        let folder = room.folder.path().join("elsewhere");
        std::fs::create_dir_all(&folder).unwrap();
        let to = Database::make(room.database.kind.other(), &folder).await;
        restore(&to.url, &file, &Steps::shipped()).await.unwrap();
        let opened = open::open(&to.url, Purpose::Sandbox, room.clock.clone()).await;
        let (store, task) = opened.unwrap();
        let found = async || like(&store.db, &Name::of("Northwind"), 5).await.unwrap().len();
        assert_eq!((found().await, keys::make(&store).await.unwrap()), (0, 1));
        assert_eq!((found().await, keys::make(&store).await.unwrap()), (1, 0));
        let customer = known(&store.db, "northwind.example").await;
        assert_eq!(customer[0].standing, Standing::Customer);
        task.finish().await;
        store.db.close().await;
        to.drop().await;
    })
    .await;
}

#[tokio::test]
async fn events_that_come_late_change_nothing_although_nothing_new_was_said_since() {
    on_each(async |room| {
        let now = room.clock.now();
        let stage = |stage: &str| Told {
            standing: None,
            stage: Some(Some(stage.to_owned())),
            ..told("opportunity:1", "Acme", &["acme.example"], Standing::Known)
        };
        let take = async |id: &str, told: Told, minutes| {
            let at = now + TimeDelta::minutes(minutes);
            let taken = hook::take(&room.store.writer, id.to_owned(), vec![told], at, now).await;
            let Taken::Now(became) = taken.unwrap() else { panic!("{id} is new") };
            became[0]
        };
        assert_eq!(take("1", stage("proposal"), 0).await, Put::New);
        assert_eq!(take("2", stage("proposal"), 20).await, Put::Same);
        assert_eq!(take("3", stage("meeting"), 10).await, Put::Older);
        assert_eq!(take("4", stage("negotiation"), 30).await, Put::Changed);
    })
    .await;
}

/// Names of an import into SQLite are found when all of some thousands are in; what happens to one of
/// them meanwhile counts. On PostgreSQL they are found at once.
#[tokio::test]
async fn an_import_that_was_cut_off_before_its_names_could_be_found_is_completed() {
    on_each(async |room| {
        let now = room.clock.now();
        let later = |many: u64| if matches!(room.store.db, Db::Lite(_)) { many } else { 0 };
        let imports = async |names: &[(&str, &str)]| {
            let told: Vec<Told> =
                names.iter().map(|(id, name)| told(id, name, &[], Standing::Customer)).collect();
            put(&room.store, &told, now).await.unwrap();
        };
        imports(&[("1", "Northwind"), ("2", "Tailspin"), ("3", "Fabrikam")]).await;
        assert_eq!(names_like(room, "Northwind").await.is_empty(), later(1) == 1);
        // A CRM renames one, and another import another, before anything is made.
        let renamed = told("2", "Contoso", &[], Standing::Customer);
        let at = now + TimeDelta::minutes(1);
        hook::take(&room.store.writer, "1".to_owned(), vec![renamed], at, at).await.unwrap();
        imports(&[("3", "Adventure Works")]).await;
        assert_eq!(
            names_like(room, "Contoso").await,
            ["Contoso"],
            "one alone has its keys at once"
        );
        assert_eq!(keys::make(&room.store).await.unwrap(), later(2));
        for (typed, found) in [
            ("Northwind", &["Northwind"][..]),
            ("Tailspin", &[]),
            ("Contoso", &["Contoso"]),
            ("Fabrikam", &[]),
            ("Adventure Works", &["Adventure Works"]),
        ] {
            assert_eq!(names_like(room, typed).await, found, "{typed}");
        }
        // A new name of an import takes the keys of the old one back.
        imports(&[("1", "Eastwind")]).await;
        assert!(names_like(room, "Northwind").await.is_empty());
        assert_eq!(keys::make(&room.store).await.unwrap(), later(1));
        assert_eq!(names_like(room, "Eastwind").await, ["Eastwind"]);
    })
    .await;
}

/// On SQLite; writers of PostgreSQL do not wait for each other.
#[tokio::test]
async fn an_import_makes_way_for_whoever_waits_to_write_and_loses_nothing_by_it() {
    const MANY: usize = 5 * A_FEW;
    let room = Room::make(crate::world::database::Kind::Sqlite).await;
    let turns = Turns::of(&room.store.db);
    let one = |at: usize| told(&at.to_string(), &format!("Company {at}"), &[], Standing::Customer);
    let many: Vec<Told> = (0..MANY).map(one).collect();
    let waiting = turns.wait();
    assert!(waiting.is_some() && turns.is_awaited());
    let taken = put(&room.store, &many, room.clock.now()).await.unwrap();
    assert_eq!(taken.len(), A_FEW, "as many as it had in hand");
    // Two may wait at once, and it is over when both are through.
    let other = turns.wait();
    drop(waiting);
    assert!(turns.is_awaited());
    drop(other);
    assert!(!turns.is_awaited());
    let became = puts(&room, &many).await;
    let (same, new) = became.split_at(A_FEW);
    assert!(same.iter().all(|one| *one == Put::Same) && new.iter().all(|one| *one == Put::New));
    assert_eq!(became.len(), MANY);
    // An import lets whoever waits through before it goes on, also when that is in the middle of it.
    let holds = turns.wait();
    let names = (MANY..MANY * 2).map(one);
    let mut intake = Intake::new(Goal::Write(&room.store), room.clock.now());
    let (taken, ()) = tokio::join!(
        async {
            for told in names {
                intake.take(told).await.unwrap();
            }
            intake.flush().await.unwrap();
            intake.tally.new
        },
        async {
            tokio::task::yield_now().await;
            drop(holds);
        }
    );
    assert_eq!(taken, MANY as u64);
    room.close().await;
}

/// The corruption test, small: benches/accounts has it with a hundred thousand and a million.
#[tokio::test]
async fn names_written_otherwise_are_found_again() {
    const SIZE: usize = 2_000;
    let room = Room::make(crate::world::database::Kind::Sqlite).await;
    let mut names = corpus::Names::new(1);
    let mut intake = Intake::new(Goal::Write(&room.store), room.clock.now());
    let mut known: Vec<(AccountNo, String)> = Vec::new();
    for (at, name) in names.by_ref().take(SIZE).enumerate() {
        let one = told(&at.to_string(), &name, &[], Standing::Customer);
        known.push((one.number(), name));
        intake.take(one).await.unwrap();
    }
    intake.flush().await.unwrap();
    assert_eq!(intake.tally, Tally { new: SIZE as u64, ..Tally::default() });
    let absent: Vec<String> = names.take(100).collect();
    let ask = async |typed: &str| -> Hits {
        let found = like(&room.store.db, &Name::of(typed), 5).await.unwrap();
        found.into_iter().map(|one| (one.number, one.points)).collect()
    };
    let recall = measure(&known, &absent, 30, ask).await;
    for kind in corpus::KINDS {
        let least = if kind == corpus::Kind::TwoTypos { 7_500 } else { 9_000 };
        assert!(recall.of(kind) >= least, "{kind:?}: {}", recall.of(kind));
    }
    assert!(recall.all() >= 9_700, "{}", recall.all());
    assert!(recall.precision() >= 9_500, "{} of {}", recall.right, recall.likely);
    assert!(recall.found * 2 > recall.present, "{} of {}", recall.found, recall.present);
    room.close().await;
}
