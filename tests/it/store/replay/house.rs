//! What is set up and changed around the referrals: partners, people, groups, channels, by chat, by
//! file and by what the platform says.

use std::sync::Mutex;

use chrono::NaiveTime;
use chrono_tz::Tz;
use vouch::app::execute::{Link, Use};
use vouch::app::people::{AskAnswers, Met};
use vouch::app::setup::Prune;
use vouch::app::setup::file::SetupFile;
use vouch::app::{People, Sealed, quiet};
use vouch::chat::inbound::Reply;
use vouch::chat::{
    Boxed, Group, Neighbour, PersonRef, Place, PlatformName, Profile, Room, SendError,
};
use vouch::domain::actor::Role;
use vouch::domain::actor::link::{self, Standing};
use vouch::domain::actor::notify::{Quiet, Topic};
use vouch::domain::actor::roles::{Change, Origin};
use vouch::domain::group::Grant;
use vouch::domain::ids::{PartnerId, PersonId};
use vouch::domain::partner::manage::{Open, Wish};
use vouch::domain::partner::{Audience, Partner, PartnerKind};
use vouch::store::queries;

use super::super::Dice;
use super::story::{ADMIN, NEWCOMERS, SETUP, Story};

const HOME: &str = "T1";
/// Full members of the house.
const STAFF: [&str; 5] =
    ["slack:T1:U5", "slack:T1:U6", "slack:T1:U7", "slack:T1:U8", "slack:T1:U9"];
/// They cannot join a partner by themselves.
const GUESTS: [&str; 3] = ["slack:T1:G1", "slack:T1:G2", "slack:T1:G3"];
const GROUPS: [&str; 2] = ["slack:S1", "slack:S2"];
const CHANNELS: [&str; 5] = ["slack:C1", "slack:C2", "slack:C3", "slack:C4", "slack:C5"];

/// A platform on which people come into groups and leave them as the dice fall.
pub struct Crowd(Mutex<Dice>);

impl Default for Crowd {
    fn default() -> Self {
        Self(Mutex::new(Dice(11)))
    }
}

impl People for Crowd {
    fn profile<'a>(
        &'a self,
        _: &'a str,
        person: &'a PersonRef,
    ) -> Boxed<'a, Result<Profile, SendError>> {
        let guest = person.user.starts_with('G');
        let display_name = "Somebody".to_owned();
        let person = person.clone();
        let (deactivated, bot, locale, zone) = (false, false, None, None);
        let profile = Profile { person, display_name, guest, deactivated, bot, locale, zone };
        Box::pin(async { Ok(profile) })
    }

    fn room<'a>(&'a self, _: &'a Place) -> Boxed<'a, Result<Room, SendError>> {
        Box::pin(async { Err(SendError::Unknown) })
    }

    fn address<'a>(&'a self, _: &'a Place, _: &'a str) -> Boxed<'a, Result<String, SendError>> {
        Box::pin(async { Err(SendError::Unknown) })
    }

    fn groups<'a>(
        &'a self,
        _: PlatformName,
        _: &'a str,
    ) -> Boxed<'a, Result<Vec<Group>, SendError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn group_members<'a>(
        &'a self,
        _: PlatformName,
        _: &'a str,
        _: &'a str,
    ) -> Boxed<'a, Result<Vec<PersonRef>, SendError>> {
        let mut dice = self.0.lock().unwrap();
        let everybody = STAFF.iter().chain(&GUESTS);
        let members = everybody.filter(|_| dice.throw(2) == 0).map(|one| one.parse().unwrap());
        let members = members.collect();
        Box::pin(async { Ok(members) })
    }
}

/// What is done about partners that are there.
#[derive(Clone, Copy)]
enum About {
    Name,
    Code,
    Suspend,
    Resume,
    End,
}

impl Story<'_> {
    /// Something is set up, or changes.
    pub async fn house_changes(&mut self) {
        match self.throw(21) {
            0 | 1 => self.partner_opens().await,
            2..=5 => self.partner_changes().await,
            6 => self.role_changes().await,
            7 => self.admin_changes().await,
            8 | 9 => self.link_is_asked_for().await,
            10..=11 => self.link_is_decided().await,
            12 => self.standing_changes().await,
            13 => self.group_changes().await,
            14..=16 => self.channel_changes().await,
            17 | 18 => self.platform_says_of_channel().await,
            19 => self.platform_says_of_person().await,
            _ => self.file_is_applied().await,
        }
    }

    /// Few at a time, so that something happens with each.
    async fn partner_opens(&mut self) {
        if self.standing_partners().await.len() > 4 {
            return;
        }
        let name = self.any(&["Alder Works", "Birch and Sons", "Cedar Group", "Dogwood"]);
        let code = self.app.propose_code(name).await.unwrap().unwrap();
        let kind = self.any(&[PartnerKind::Referral, PartnerKind::Reseller]);
        let open =
            Open { code, name: name.to_owned(), domains: vec!["tree.example".to_owned()], kind };
        let inbound = self.inbound(ADMIN, String::new());
        let manager = ADMIN.parse().unwrap();
        self.app.open_partner(&inbound, open, manager, Reply::Nothing).await.unwrap();
        // Until the first referral somebody may think better of the code.
        if self.throw(2) == 0 {
            let partners = self.standing_partners().await;
            let opened = partners.iter().find(|partner| partner.code == code).unwrap();
            let free = self.app.propose_code("Elm").await.unwrap().unwrap();
            self.decides(opened.id, Wish::ChangeCode(free), None).await;
        }
    }

    async fn partner_changes(&mut self) {
        let standing = self.standing_partners().await;
        // Sometimes one whose partnership has ended.
        let partner =
            if self.throw(8) == 0 { self.any_partner().await } else { self.any(&standing) };
        let lasting = ["NOR", "SOU"].contains(&partner.code.to_string().as_str());
        // What may be referred for should mostly stay so.
        let about = if lasting {
            self.any(&[About::Name, About::Suspend, About::Resume, About::Resume])
        } else {
            self.any(&[About::Name, About::Code, About::Suspend, About::Resume, About::End])
        };
        let reason = Sealed::new("words of somebody");
        let seal = self.any(&[None, Some(reason.seal.clone())]);
        let said = seal.is_some().then_some(reason);
        let (wish, said) = match about {
            About::Name => (Wish::Rename(format!("{} & Co", partner.name)), None),
            About::Code => {
                let code = self.app.propose_code("Elm").await.unwrap().unwrap();
                (Wish::ChangeCode(code), None)
            }
            About::Suspend => (Wish::Suspend(seal), said),
            About::Resume => (Wish::Resume, None),
            About::End => (Wish::Terminate(seal), said),
        };
        self.decides(partner.id, wish, said).await;
    }

    async fn decides(&mut self, partner: PartnerId, wish: Wish, reason: Option<Sealed>) {
        let inbound = self.inbound(ADMIN, String::new());
        self.app.decide_partner(&inbound, partner, wish, reason, Reply::Nothing).await.unwrap();
    }

    async fn role_changes(&mut self) {
        // Without finance, the partner manager may reverse what is won.
        let role = self.any(&[Role::Admin, Role::Sales, Role::Auditor, Role::CommunityManager]);
        let change = self.any(&[Change::Give, Change::Take]);
        let whom = self.any(&[&STAFF[..], &GUESTS].concat());
        let met = self.meets(whom).await;
        let by = self.any(&[ADMIN, ADMIN, ADMIN, STAFF[0]]);
        let inbound = self.inbound(by, String::new());
        self.app.set_role(&inbound, change, role, met).await.unwrap();
        self.wants_something(whom).await;
    }

    /// What somebody says about what they are told, and what they take back of it: without dice.
    async fn wants_something(&mut self, whom: &str) {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let quiet = Quiet::new(hour(20), hour(8));
        let wish = quiet::Wish { topics: [Topic::Questions].into(), quiet };
        let inbound = self.inbound(whom, String::new());
        self.app.set_notify(&inbound, wish, Tz::UTC).await.unwrap();
        let person = queries::person_of(&self.app.store.db, whom).await.unwrap();
        let seen = person.and_then(|person| person.wanted).map_or(0, |wanted| wanted.version);
        let inbound = self.inbound(whom, String::new());
        self.app.undo_notify(&inbound, seen, Tz::UTC).await.unwrap();
    }

    /// By the operator's word.
    async fn admin_changes(&mut self) {
        let whom = self.any(&STAFF).parse().unwrap();
        if self.throw(2) == 0 {
            let name = self.any(&[None, Some(Sealed::new("Somebody"))]);
            self.app.grant_admin(&whom, name, "admin grant").await.unwrap();
        } else {
            self.app.revoke_admin(&whom).await.unwrap();
        }
    }

    async fn link_is_asked_for(&mut self) {
        let whom = self.any(&GUESTS);
        let met = self.meets(whom).await;
        let partner = self.any_partner().await.id;
        let line = self.app.voice().line("saved", &[]);
        let answers =
            AskAnswers { asked: line.clone(), asked_before: line.clone(), refused_before: line };
        let inbound = self.inbound(whom, String::new());
        self.app.ask_for_link(&inbound, met, partner, answers).await.unwrap();
    }

    async fn link_is_decided(&mut self) {
        let Some(whom) = self.any_known(&[&GUESTS[..], &NEWCOMERS].concat()).await else { return };
        let wish = self.any(link::Wish::ALL);
        let answer = self.app.voice().line("saved", &[]);
        let inbound = self.inbound(ADMIN, String::new());
        self.app.decide_link(&inbound, whom, wish, answer).await.unwrap();
    }

    async fn standing_changes(&mut self) {
        let pool = [&GUESTS[..], &NEWCOMERS, &STAFF].concat();
        let Some(whom) = self.any_known(&pool).await else { return };
        let people = queries::everybody(&self.app.store.db).await.unwrap();
        let person = people.into_iter().find(|person| person.id == whom).unwrap();
        let Some(membership) = person.membership else { return };
        let to = self.any(Standing::ALL);
        let inbound = self.inbound(ADMIN, String::new());
        let done = self.app.set_standing(&inbound, whom, membership.partner, to, Reply::Nothing);
        done.await.unwrap();
    }

    async fn group_changes(&mut self) {
        let partner = self.any_partner().await.id;
        let member = Grant::PartnerMember { partner };
        let grants =
            self.any(&[None, Some(Grant::Sales), Some(Grant::CommunityManager), Some(member)]);
        let id = self.any(&GROUPS);
        let inbound = self.inbound(ADMIN, String::new());
        let workspace = format!("slack:{HOME}");
        let bound = self.app.bind_group(&inbound, id.to_owned(), workspace, grants, Reply::Nothing);
        bound.await.unwrap();
        self.app.sync_group(id).await.unwrap();
    }

    async fn channel_changes(&mut self) {
        let id = self.any(&CHANNELS);
        let inbound = self.inbound(ADMIN, String::new());
        match self.throw(5) {
            0 => drop(self.app.unlink_channel(&inbound, id, None).await.unwrap()),
            1 => {
                let workspace = self.any(&["slack:T2", "slack:T8"]);
                self.app.confirm_company(&inbound, id, workspace).await.unwrap();
            }
            _ => {
                let audience = self.any(&[
                    Audience::Internal,
                    Audience::Resolvers,
                    Audience::Partner,
                    Audience::Community,
                ]);
                let partner = self.any_partner().await.id;
                let partner = (audience == Audience::Partner).then_some(partner);
                let now = queries::channel(&self.app.store.db, id).await.unwrap();
                // Sometimes as it was some time ago.
                let seen = now.map(|channel| channel.version);
                let link = Link {
                    channel: id.to_owned(),
                    workspace: format!("slack:{HOME}"),
                    to: Use { audience, partner },
                    room: self.room(),
                    previewed: self.any(&[seen, seen, seen, Some(0)]),
                };
                self.app.link_channel(&inbound, link).await.unwrap();
            }
        }
    }

    async fn platform_says_of_channel(&mut self) {
        let (app, id) = (self.app, self.any(&CHANNELS));
        let room = self.room();
        let workspace = format!("slack:{HOME}");
        match self.throw(8) {
            0 | 1 => {
                let adder = self.any(&[None, Some(ADMIN.parse().unwrap())]);
                let room = self.any(&[None, Some(room)]);
                app.channel_met(id, &workspace, room, adder, "test").await
            }
            2 | 3 => app.channel_seen(id, room, "test").await,
            4 => app.channel_died(id, "is_archived").await,
            5 => app.channel_works(id).await,
            6 => {
                let others: Vec<_> = CHANNELS.into_iter().filter(|other| *other != id).collect();
                app.channel_renumbered(id, self.any(&others), "test").await
            }
            _ => app.channel_revived(id).await,
        }
        .unwrap();
    }

    /// Somebody is gone, and mostly back the next time.
    async fn platform_says_of_person(&mut self) {
        let whom = self.any(&[&STAFF[..2], &GUESTS, &NEWCOMERS].concat());
        let now = self.any(&[Origin::Gone, Origin::Home, Origin::Home, Origin::Guest]);
        self.app.people_seen(vec![(whom.to_owned(), now)], "test").await.unwrap();
    }

    /// The file that was applied first, with changes.
    async fn file_is_applied(&mut self) {
        let name = format!("South Partner {}", self.throw(3));
        let kind = self.any(&["referral", "reseller", "affiliate"]);
        let state = self.any(&["", "state = \"approved\"\n", "state = \"suspended\"\n"]);
        let language = self.any(&["", "language = \"de\"\n", "language = \"en\"\n"]);
        let manager = "manager = \"slack:T1:U0\"\n";
        let south = format!("name = \"{name}\"\nkind = \"{kind}\"\n{manager}{language}{state}");
        let more = self.any(&[
            "",
            "[[group]]\nid = \"slack:S1\"\nrole = \"sales\"\n",
            "[[channel]]\nid = \"slack:C3\"\naudience = \"community\"\n",
            "[[person]]\nid = \"slack:T1:U5\"\nname = \"Somebody\"\nroles = [\"resolver\"]\n",
            "[[partner]]\ncode = \"FIR\"\nname = \"Fir\"\nstate = \"terminated\"\n",
            "[[partner]]\ncode = \"FIR\"\nname = \"Fir\"\nstate = \"approved\"\n",
        ]);
        let text = SETUP.replace("name = \"South Partner\"\n", &south) + more;
        let prune = self.any(&[Prune::No, Prune::Yes]);
        self.app.apply_setup(&SetupFile::read(&text).unwrap(), prune).await.unwrap();
    }

    /// What the platform says of a channel.
    fn room(&mut self) -> Room {
        let company = |workspace: &str| Neighbour {
            workspace: workspace.to_owned(),
            name: format!("Company {workspace}"),
        };
        let neighbours = self.any(&[
            Vec::new(),
            vec![company("T2")],
            vec![company("T8")],
            vec![company("T2"), company("T8")],
        ]);
        Room { name: format!("#channel-{}", self.throw(3)), member: true, neighbours, posts: false }
    }

    async fn meets(&mut self, whom: &str) -> Met {
        self.app.meet(HOME, &whom.parse().unwrap(), HOME).await.unwrap()
    }

    async fn any_partner(&mut self) -> Partner {
        let partners = self.partners().await;
        self.any(&partners)
    }

    /// One of these, if already somebody has heard of them.
    async fn any_known(&mut self, of: &[&str]) -> Option<PersonId> {
        let identity = self.any(of);
        let known = queries::person_of(&self.app.store.db, identity).await.unwrap();
        known.map(|person| person.id)
    }
}
