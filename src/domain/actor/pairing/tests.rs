//! Who is taken in by a code, who is not, and what undoing it leaves.

use super::*;
use crate::domain::actor::Membership;

const NORTH: PartnerId = PartnerId::new(1);
const SLACK: &str = "slack:T1:U1";
const DISCORD: &str = "discord:G1:7";
const SERVER: &str = "discord:G1";

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(minute * 60, 0).unwrap()
}

fn person(id: u128, identity: &str) -> Person {
    let mut person = Person::new(PersonId::new(id));
    person.identities.extend((!identity.is_empty()).then(|| identity.to_owned()));
    person
}

fn with_role(id: u128, role: Role) -> Person {
    Person { roles: [role].into(), ..person(id, SLACK) }
}

fn member(id: u128, identity: &str, admin: bool) -> Person {
    let membership = Some(Membership { partner: NORTH, admin, group: None });
    Person { membership, ..person(id, identity) }
}

fn offer(partner: Option<PartnerId>, by: u128, place: &str) -> Offer {
    Offer { partner, by: PersonId::new(by), place: place.to_owned(), until: at(10) }
}

fn entry(origin: Origin) -> Entry<'static> {
    let tries = Tries::default();
    Entry { identity: DISCORD, installation: SERVER, partner: Some(NORTH), origin, tries }
}

#[test]
fn a_code_makes_a_member_in_its_place_and_time_and_of_nobody_who_matters_already() {
    let manager = with_role(9, Role::PartnerManager);
    let stranger = || person(1, "");
    let joins = || {
        let id = PersonId::new(1);
        let entered = PersonEvent::CodeEntered { partner: NORTH, by: PersonId::new(9) };
        let joined = PersonEvent::MemberJoined { partner: NORTH, admin: false };
        Ok(vec![(id, entered), (id, joined)])
    };
    let people = |no| Err(CodeNo::People(no));
    let for_north = |place| Some(offer(Some(NORTH), 9, place));
    let boss = member(9, SLACK, true);
    let gone = Person { gone: [SLACK.to_owned()].into(), ..boss.clone() };
    #[rustfmt::skip]
    let table = [
        // why                  code                          maker                     who                           from             minute  what follows
        ("it fits",             for_north(SERVER),            &manager,                 stranger(),                   Origin::Home,    9,      joins()),
        ("a guest",             for_north(SERVER),            &manager,                 stranger(),                   Origin::Guest,   9,      joins()),
        ("by a partner admin",  for_north(SERVER),            &boss,                    stranger(),                   Origin::Home,    9,      joins()),
        ("was known",           for_north(SERVER),            &manager,                 person(1, DISCORD),           Origin::Home,    9,      joins()),
        ("no such code",        None,                         &manager,                 stranger(),                   Origin::Home,    9,      Err(CodeNo::Wrong)),
        ("too late",            for_north(SERVER),            &manager,                 stranger(),                   Origin::Home,    10,     Err(CodeNo::Wrong)),
        ("another server",      for_north("discord:G2"),      &manager,                 stranger(),                   Origin::Home,    9,      Err(CodeNo::Wrong)),
        ("another platform",    for_north("slack:T1"),        &manager,                 stranger(),                   Origin::Home,    9,      Err(CodeNo::Wrong)),
        ("a plain member's",    for_north(SERVER),            &member(9, SLACK, false), stranger(),                   Origin::Home,    9,      Err(CodeNo::Wrong)),
        ("of who is gone",      for_north(SERVER),            &gone,                    stranger(),                   Origin::Home,    9,      Err(CodeNo::Wrong)),
        ("member already",      for_north(SERVER),            &manager,                 member(1, DISCORD, false),    Origin::Home,    9,      people(PeopleNo::SpeaksForPartner)),
        ("one of the vendor's", for_north(SERVER),            &manager,                 with_role(1, Role::Sales),    Origin::Home,    9,      people(PeopleNo::HasRole)),
        ("switched off",        for_north(SERVER),            &manager,                 stranger(),                   Origin::Gone,    9,      people(PeopleNo::Gone)),
    ];
    for (why, code, maker, who, origin, minute, follows) in table {
        let entered =
            enter(code.as_ref().map(|code| (code, maker)), &who, entry(origin), at(minute));
        assert_eq!(entered, follows, "{why}");
    }
}

#[test]
fn another_account_is_the_same_persons_when_it_is_nobody_elses() {
    let own = |place| Some(offer(None, 3, place));
    let (id, other) = (PersonId::new(3), PersonId::new(1));
    let identity = || DISCORD.to_owned();
    let paired = || (id, PersonEvent::IdentityPaired { identity: identity() });
    let parted = || (other, PersonEvent::IdentityParted { identity: identity(), by: id });
    let people = |no| Err(CodeNo::People(no));
    let owner = || member(3, SLACK, false);
    let sales = || with_role(3, Role::Sales);
    let there =
        Person { identities: [SLACK.to_owned(), "discord:G1:8".to_owned()].into(), ..owner() };
    #[rustfmt::skip]
    let table = [
        // why                  code            owner          who                          from             what follows
        ("unknown before",      own("discord"), owner(),       person(1, ""),               Origin::Home,    Ok(vec![paired()])),
        ("known, and nobody",   own("discord"), owner(),       person(1, DISCORD),          Origin::Home,    Ok(vec![parted(), paired()])),
        ("a member's, a guest", own("discord"), owner(),       person(1, ""),               Origin::Guest,   Ok(vec![paired()])),
        ("of the vendor's",     own("discord"), sales(),       person(1, ""),               Origin::Home,    Ok(vec![paired()])),
        ("a role, a guest",     own("discord"), sales(),       person(1, ""),               Origin::Guest,   people(PeopleNo::Guest)),
        ("a role, elsewhere",   own("discord"), sales(),       person(1, ""),               Origin::Outside, people(PeopleNo::Outside)),
        ("another platform",    own("slack"),   owner(),       person(1, ""),               Origin::Home,    Err(CodeNo::Wrong)),
        ("of who is nobody",    own("discord"), person(3, SLACK), person(1, ""),            Origin::Home,    Err(CodeNo::Wrong)),
        ("their own",           own("discord"), owner(),       owner(),                     Origin::Home,    Err(CodeNo::Own)),
        ("one is there",        own("discord"), there,         person(1, ""),               Origin::Home,    Err(CodeNo::There)),
        ("a member's",          own("discord"), owner(),       member(1, DISCORD, false),   Origin::Home,    people(PeopleNo::SpeaksForPartner)),
        ("somebody's in sales", own("discord"), owner(),       with_role(1, Role::Sales),   Origin::Home,    people(PeopleNo::HasRole)),
    ];
    for (why, code, owner, who, origin, follows) in table {
        let entered = enter(code.as_ref().map(|code| (code, &owner)), &who, entry(origin), at(9));
        assert_eq!(entered, follows, "{why}");
    }
}

#[test]
fn after_five_that_do_not_work_no_code_is_looked_at_for_an_hour() {
    let manager = with_role(9, Role::PartnerManager);
    let code = offer(Some(NORTH), 9, SERVER);
    let mut tries = Tries::default();
    for minute in 0..5 {
        assert_eq!(tries.rest(at(minute)), None, "{minute}");
        tries = tries.one_more(at(minute));
    }
    #[rustfmt::skip]
    let table = [
        // minute  rests until
        (4,        Some(at(64))),
        (63,       Some(at(64))),
        (64,       None),
    ];
    for (minute, until) in table {
        assert_eq!(tries.rest(at(minute)), until, "{minute}");
    }
    let souths = Entry { partner: Some(PartnerId::new(2)), ..entry(Origin::Home) };
    let elsewhere = enter(Some((&code, &manager)), &person(1, ""), souths, at(9));
    assert_eq!(elsewhere, Err(CodeNo::Wrong), "in another partner's channel");
    let entry = Entry { tries, ..entry(Origin::Home) };
    let right = enter(Some((&code, &manager)), &person(1, ""), entry, at(9));
    assert_eq!(right, Err(CodeNo::Rests { until: at(64) }), "not even the right one");
    assert_eq!(tries.one_more(at(64)), Tries { wrong: 1, last: at(64) }, "it begins anew");
}

#[test]
fn an_added_account_is_taken_back_once_by_whoever_answers_for_its_owner() {
    let paired = PersonEvent::IdentityPaired { identity: DISCORD.to_owned() };
    let added = |mut person: Person| {
        person.apply(&paired, at(0));
        person
    };
    let parted = |by| PersonEvent::IdentityParted { identity: DISCORD.to_owned(), by };
    let mut over = added(member(3, SLACK, false));
    over.apply(&parted(PersonId::new(8)), at(1));
    let by = PersonId::new(9);
    let (manager, admin) = (Role::PartnerManager, Role::Admin);
    #[rustfmt::skip]
    let table = [
        // whose                             by            what follows
        (added(member(3, SLACK, false)),     manager,      Ok(parted(by))),
        (added(member(3, SLACK, false)),     admin,        Ok(parted(by))),
        (added(member(3, SLACK, false)),     Role::Sales,  Err(PeopleNo::NotManager)),
        (added(with_role(3, Role::Sales)),   admin,        Ok(parted(by))),
        (added(with_role(3, Role::Sales)),   manager,      Err(PeopleNo::NotAdmin)),
        (member(3, DISCORD, false),          manager,      Err(PeopleNo::NothingToDecide)),
        (over,                               manager,      Err(PeopleNo::NothingToDecide)),
    ];
    for (whose, role, follows) in table {
        assert_eq!(part(&whose, DISCORD, &with_role(9, role)), follows, "{role} {whose:?}");
    }
}

#[test]
fn two_accounts_are_one_person_who_is_written_to_where_they_acted_last() {
    let mut one = member(3, SLACK, true);
    let paired = PersonEvent::IdentityPaired { identity: DISCORD.to_owned() };
    let used = |identity: &str| PersonEvent::IdentityUsed { identity: identity.to_owned() };
    let reached = |one: &Person| one.reached_as().cloned();
    assert!(may_add(&one, "discord") && !may_add(&one, "slack"));
    one.apply(&paired, at(0));
    assert!(!may_add(&one, "discord"));
    assert_eq!(reached(&one).as_deref(), Some(DISCORD), "there the code was typed");
    assert!(one.moves_to(SLACK) && !one.moves_to(DISCORD) && !one.moves_to("slack:T1:U2"));
    one.apply(&used(SLACK), at(1));
    assert_eq!(reached(&one).as_deref(), Some(SLACK));
    one.apply(&PersonEvent::PersonLeft { identity: SLACK.to_owned() }, at(2));
    assert_eq!(reached(&one).as_deref(), Some(DISCORD), "one is left");
    assert!(!one.is_gone() && one.is_member_of(&NORTH));
    let parted = PersonEvent::IdentityParted { identity: DISCORD.to_owned(), by: one.id };
    one.apply(&parted, at(3));
    assert!(one.is_gone());
    assert_eq!(one.added[DISCORD], Some(Parting { by: one.id, at: at(3) }));
}
