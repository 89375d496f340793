//! What partners ask about companies, and which domains sales says are one.

use vouch::app::Sealed;
use vouch::app::accounts::Alias;
use vouch::app::execute::{Act, Aside};
use vouch::app::setup::Prune;
use vouch::app::setup::file::SetupFile;
use vouch::chat::inbound::Reply;
use vouch::domain::account::Domain;
use vouch::domain::account::known::{Standing, Told};
use vouch::domain::ids::PartnerId;
use vouch::domain::outcome::AskingEvent;
use vouch::domain::partner::Consent;
use vouch::store::accounts::keys;
use vouch::store::accounts::put::put;

use super::story::{ADMINS_OF, Story};

fn company(at: u64) -> Domain {
    Domain::stored(format!("company{at}.example"))
}

impl Story<'_> {
    /// The vendor's own systems know two of the companies.
    pub async fn has_accounts(&self) {
        let told = |at: u64, standing| Told {
            source: "crm".to_owned(),
            external_id: at.to_string(),
            name: Some(format!("Company {at}")),
            standing: Some(standing),
            domains: Some([company(at)].into()),
            ..Told::default()
        };
        let told = [told(8, Standing::Customer), told(9, Standing::Opportunity)];
        put(&self.app.store, &told, self.app.now()).await.unwrap();
        keys::make(&self.app.store).await.unwrap();
    }

    /// Why the latest of the partner's stands where it stands, and then a person.
    async fn reason_asked(&mut self, partner: PartnerId) {
        let latest = self.latest(12).await;
        let Some(referral) = latest.iter().find(|one| one.partner() == partner) else { return };
        let event = AskingEvent::ReasonAsked { referral: referral.id };
        let aside = Aside { asked: Some((partner, event)), ..Aside::default() };
        let inbound = self.inbound("slack:T2:U3", String::new());
        self.app.record(&inbound, Reply::Nothing, "shown", aside).await.unwrap();
        let inbound = self.inbound("slack:T2:U3", String::new());
        let act = Act::AskPerson(Sealed::new("words of somebody").seal);
        self.app.act_on(&inbound, referral, act, Vec::new()).await.unwrap();
    }

    /// Somebody of the partner is handed something on.
    async fn asset_taken(&mut self, partner: PartnerId, at: u64) {
        let version = if at.is_multiple_of(2) { 1 } else { 2 };
        let event = AskingEvent::AssetTaken { asset: "intro-deck".to_owned(), version };
        let aside = Aside { asked: Some((partner, event)), ..Aside::default() };
        let inbound = self.inbound("slack:T2:U3", String::new());
        self.app.record(&inbound, Reply::Nothing, "shown", aside).await.unwrap();
    }

    /// Whoever speaks for a partner says what others may read of it.
    async fn consents(&mut self, at: u64) {
        let (code, identity) = ADMINS_OF[usize::from(at.is_multiple_of(2))];
        let partners = self.standing_partners().await;
        let partner = partners.iter().find(|one| one.code.to_string() == code);
        let Some(partner) = partner.map(|one| one.id) else { return };
        let shown_as = at.is_multiple_of(3).then(|| format!("Name {}", at % 4));
        let consent = Consent { boards: at.is_multiple_of(2), shout_outs: at % 4 < 2, shown_as };
        let inbound = self.inbound(identity, String::new());
        self.app.choose_consent(&inbound, partner, consent, Reply::Nothing).await.unwrap();
    }

    /// A role of the server goes with another tier.
    async fn tier_role_moves(&mut self, at: u64) {
        let tier = if at.is_multiple_of(2) { "Silver" } else { "Gold" };
        let file = format!(
            "[vendor]\nworkspace = \"T1\"\nserver = \"900\"\n\
             [[tier_role]]\ntier = \"{tier}\"\nrole = \"discord:1\"\n"
        );
        self.app.apply_setup(&SetupFile::read(&file).unwrap(), Prune::No).await.unwrap();
    }

    /// Somebody asks; two domains become one company, or are one no more.
    pub async fn companies(&mut self, at: u64) {
        let partners = self.standing_partners().await;
        let inbound = self.inbound("slack:T2:U3", String::new());
        self.app.check(&inbound, &partners[0], company(at % 30)).await.unwrap();
        self.reason_asked(partners[0].id).await;
        self.asset_taken(partners[0].id, at).await;
        self.consents(at).await;
        self.tier_role_moves(at).await;
        let alias = match at % 3 {
            0 => Alias::Part(company(20 + at % 4)),
            _ => Alias::Join(company(20 + at % 4), company(20 + at % 5)),
        };
        let inbound = self.inbound("slack:T1:U1", String::new());
        self.app.alias(&inbound, alias).await.unwrap();
    }
}
