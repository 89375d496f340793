//! Codes that are typed: somebody joins, somebody links another account, and some of it is undone.

use vouch::app::code::Code;
use vouch::chat::PlatformName;
use vouch::chat::inbound::Inbound;
use vouch::chat::view::Line;
use vouch::domain::actor::link::Wish;
use vouch::domain::ids::PersonId;
use vouch::store::queries;

use super::story::{ADMIN, MEMBERS, Story};

const SERVER: &str = "G1";

impl Story<'_> {
    fn on_discord(&mut self, who: &str) -> Inbound {
        let inbound = self.inbound(who, String::new());
        let workspace = SERVER.to_owned();
        Inbound { platform: PlatformName::Discord, workspace, ..inbound }
    }

    async fn id_of(&self, identity: &str) -> PersonId {
        queries::person_of(&self.app.store.db, identity).await.unwrap().unwrap().id
    }

    async fn types(&mut self, who: &str, code: Option<Code>) {
        let met = self.app.meet(SERVER, &who.parse().unwrap(), SERVER).await.unwrap();
        let inbound = self.on_discord(who);
        self.app.enter_code(&inbound, met, code, None).await.unwrap();
    }

    /// Without dice.
    pub async fn codes(&mut self, at: u64) {
        let partner = self.standing_partners().await[0].id;
        let (manager, member) = (self.id_of(ADMIN).await, self.id_of(MEMBERS[0].1).await);
        let (new, own) = (format!("discord:{SERVER}:1{at}"), format!("discord:{SERVER}:2{at}"));
        let place = format!("discord:{SERVER}");
        let made = self.app.make_code(manager, Some(partner), place).await.unwrap();
        self.types(&new, None).await;
        self.types(&new, Some(made.code.clone())).await;
        // It worked once.
        self.types(&own, Some(made.code)).await;
        if at.is_multiple_of(3) {
            let who = self.id_of(&new).await;
            let inbound = self.inbound(ADMIN, String::new());
            let said = Line::plain(String::new());
            self.app.decide_link(&inbound, who, Wish::Undo, said).await.unwrap();
        }
        let made = self.app.make_code(member, None, "discord".to_owned()).await.unwrap();
        self.types(&own, Some(made.code)).await;
        self.app.acts_as(MEMBERS[0].1, "story").await.unwrap();
        self.app.acts_as(&own, "story").await.unwrap();
        let inbound = self.inbound(ADMIN, String::new());
        let said = Line::plain(String::new());
        self.app.part(&inbound, member, &own, said).await.unwrap();
    }
}
