//! *Who we look for*: the ideal customer as the programme describes it, for everybody of the programme.

use super::actor::{Actor, Standing};
use super::refer::is_full_member;
use super::{By, Command, Flow, Opened, Opening, Slash, no_form};
use crate::app::App;
use crate::chat::inbound::Inbound;
use crate::chat::view::Line;
use crate::domain::actor::{Person, Role};
use crate::domain::knowledge::Reader;
use crate::domain::partner::{Partner, PartnerState};
use crate::domain::start::Step;
use crate::store::StoreError;
use crate::views::knowledge::{self, Knows, Offers};
use crate::views::refusals;

pub const FLOW: Flow = Flow {
    name: "icp",
    commands: &[Command {
        word: "icp",
        takes: None,
        slash: Slash::Registered,
        by: By { members: true, roles: &Role::ALL },
    }],
    form: |app, opening| Box::pin(show(app, opening)),
    act: no_form,
};

/// As whom somebody is given to know something.
pub(super) enum Asks<'a> {
    Member(&'a Partner),
    /// Somebody of the vendor, in this partner's channel: as its people would.
    Behalf,
    Vendor,
}

impl Asks<'_> {
    pub(super) const fn reader(&self) -> Reader {
        match self {
            Self::Member(_) | Self::Behalf => Reader::Partner,
            Self::Vendor => Reader::Vendor,
        }
    }

    /// Who can say what the programme does not.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(super) async fn knows(&self, app: &App) -> Result<Knows, StoreError> {
        Ok(match self {
            Self::Member(partner) => Knows::Manager(app.manager_name(partner.manager).await?),
            Self::Behalf | Self::Vendor => Knows::File,
        })
    }
}

/// As whom somebody asks who belongs to the programme; all others are told how they come to, with a
/// word for why.
pub(super) async fn asks<'a>(
    app: &App,
    inbound: &Inbound,
    actor: &'a Actor,
) -> Result<Asks<'a>, (Line, &'static str)> {
    let voice = app.voice();
    let nobody = Err((voice.line("help-nobody", &[]), "not_a_member"));
    match &actor.standing {
        Standing::Member(partner) if partner.state == PartnerState::Terminated => {
            Err((refusals::closed(&voice, partner, None), "partner_ended"))
        }
        Standing::Member(partner) => Ok(Asks::Member(partner)),
        // Whoever is not said to be one counts as none.
        Standing::Newcomer(partner) => match is_full_member(app, inbound, actor).await {
            Some(true) => Ok(Asks::Member(partner)),
            Some(false) | None => nobody,
        },
        Standing::Behalf(_) => Ok(Asks::Behalf),
        // Whatever their role: what its people may not read is not shown where they are.
        Standing::Vendor if actor.is(Person::is_vendor) => Ok(match actor.partner_here() {
            Some(_) => Asks::Behalf,
            None => Asks::Vendor,
        }),
        Standing::Stranger => Err((refusals::forged(&voice), "outsider")),
        Standing::Vendor | Standing::Unknown => nobody,
    }
}

async fn show(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let (voice, program) = (app.voice(), app.program());
    let asks = match asks(app, opening.inbound, opening.actor).await {
        Ok(asks) => asks,
        Err((line, why)) => return Ok(Opened::instead(line, why)),
    };
    let Some(ideal) = &program.knowledge.ideal else {
        let line = knowledge::no_ideal(&voice, &asks.knows(app).await?);
        return Ok(Opened::instead(line, "not_described"));
    };
    let reader = asks.reader();
    let offers = Offers {
        assets: program.knowledge.has_assets(reader),
        quizzes: !program.knowledge.quizzes.is_empty(),
    };
    let shown = knowledge::ideal(&voice, ideal, reader, offers);
    match &asks {
        Asks::Member(partner) if partner.start.awaits(Step::Ideal) => {
            let step = (partner.id, Step::Ideal);
            Ok(Opened::decided(&voice, app.take_step(opening.inbound, step, shown).await?))
        }
        Asks::Member(_) | Asks::Behalf | Asks::Vendor => Ok(Opened::Shown(shown)),
    }
}
