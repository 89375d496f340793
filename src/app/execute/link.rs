//! Saying what a channel is for, and taking that back; saying which company a partner is.

use crate::app::people::identity_of;
use crate::app::{App, agreement, homes, setup, start};
use crate::chat::Room;
use crate::chat::inbound::{Inbound, Reply, What};
use crate::chat::view::{Line, Message};
use crate::domain::ids::{PartnerId, ReferralId};
use crate::domain::outcome::{ChannelEvent, Event, PartnerEvent};
use crate::domain::partner::{Audience, Channel, Company, Partner, may_link};
use crate::program::InForce;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::{State, Stream};
use crate::store::{StoreError, queue};
use crate::text::{Arg, Voice};
use crate::views::{self, Say, channel as words};

use super::{Decided, Outcome, say_one};

/// What a channel is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    pub audience: Audience,
    /// Set for [`Audience::Partner`] and for no other.
    pub partner: Option<PartnerId>,
}

/// A channel to be linked, as the platform says it is at this moment.
#[derive(Clone, Debug)]
pub struct Link {
    /// `platform:channel`.
    pub channel: String,
    /// `platform:workspace` whose installation speaks there.
    pub workspace: String,
    pub to: Use,
    pub room: Room,
    /// The version whose change was previewed; a channel that nobody has set up has no preview.
    pub previewed: Option<i64>,
}

impl App {
    /// Links a channel.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn link_channel(&self, inbound: &Inbound, link: Link) -> Result<Outcome, StoreError> {
        let welcome = self.welcome().await?;
        let mut needs = needs(inbound, &link.channel);
        needs.partners.extend(link.to.partner.map(|partner| partner.to_string()));
        let (asker, id) = (Asker::of(self, inbound), link.channel.clone());
        let unit =
            move |desk: &mut Desk, stamp: &Stamp| link_in(desk, &link, &asker, &welcome, stamp);
        let outcome = self.answer_once(inbound, "link", needs, unit).await?;
        // What waited because the channel did not work is looked at again.
        queue::wake(&self.store.writer, &id, self.now()).await?;
        Ok(outcome)
    }

    /// Unlinks a channel; `previewed` is the version that a form showed, none for a button.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn unlink_channel(
        &self,
        inbound: &Inbound,
        channel: &str,
        previewed: Option<i64>,
    ) -> Result<Outcome, StoreError> {
        let (id, asker) = (channel.to_owned(), Asker::of(self, inbound));
        self.answer_once(inbound, "unlink", needs(inbound, channel), move |desk, stamp| {
            if !asker.may(desk) {
                return Ok(asker.forged());
            }
            let Some(channel) = asker.linked(desk, &id) else {
                return Ok(asker.no(not_linked(desk, &id, &asker.voice), "not_linked"));
            };
            if previewed.is_some_and(|version| version != channel.version) {
                return Ok(asker.no(asker.voice.line("setup-changed", &[]), "stale"));
            }
            let line = words::unlinked(&asker.voice, &channel);
            homes::append(
                desk,
                &Stream::Channel(id.clone()),
                Event::Channel(ChannelEvent::ChannelUnlinked),
                stamp,
            )?;
            Ok(Decided::Answer(asker.told(views::note(line))))
        })
        .await
    }

    /// Records which company in its channel a partner is: from now on that company's full members
    /// become the partner's by pressing, and details may be posted where nobody else is.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn confirm_company(
        &self,
        inbound: &Inbound,
        channel: &str,
        workspace: &str,
    ) -> Result<Outcome, StoreError> {
        let open = self.open_of(channel).await?;
        let needs = Needs { everything_set_up: true, ..needs(inbound, channel) };
        let (id, asker) = (channel.to_owned(), Asker::of(self, inbound));
        let workspace = workspace.to_owned();
        let in_force = self.in_force.clone();
        self.answer_once(inbound, "company", needs, move |desk, stamp| {
            confirm_in(desk, (&id, &workspace), &asker, (&open, &in_force), stamp)
        })
        .await
    }
}

fn needs(inbound: &Inbound, channel: &str) -> Needs {
    let mut needs = Needs::default();
    needs.channels.insert(channel.to_owned());
    needs.identities.extend(inbound.identity());
    needs
}

/// Who asks, and how they are answered.
struct Asker {
    identity: String,
    voice: Voice<'static>,
    /// Whether they look at a form, which gives way to the answer.
    in_form: bool,
}

impl Asker {
    fn of(app: &App, inbound: &Inbound) -> Self {
        Self {
            identity: identity_of(inbound),
            voice: app.voice(),
            in_form: matches!(inbound.what, What::FormSent { .. }),
        }
    }

    fn may(&self, desk: &Desk) -> bool {
        desk.person_of(&self.identity).is_some_and(may_link)
    }

    /// The channel, if it is linked and they may change that.
    fn linked(&self, desk: &Desk, id: &str) -> Option<Channel> {
        let channel = desk.state().channels.get(id).filter(|_| self.may(desk))?;
        (!channel.is_open()).then(|| channel.clone())
    }

    fn told(&self, message: Message) -> Reply {
        if !self.in_form {
            return Reply::Private(message);
        }
        let title = self.voice.words("setup-link-title", &[]);
        Reply::Panel(views::panel(&self.voice, title, message.parts))
    }

    fn no(&self, line: Line, reason: &'static str) -> Decided {
        Decided::No(self.told(views::note(line)), reason)
    }

    fn forged(&self) -> Decided {
        self.no(views::refusals::forged(&self.voice), "outsider")
    }
}

/// Somebody else has unlinked it meanwhile.
fn not_linked(desk: &Desk, id: &str, voice: &Voice<'_>) -> Line {
    let shown = desk.state().channels.get(id).map_or(id, Channel::shown);
    voice.line("setup-not-linked", &[("channel", Arg::Word(shown))])
}

fn link_in(
    desk: &mut Desk,
    link: &Link,
    asker: &Asker,
    welcome: &setup::Welcome,
    stamp: &Stamp,
) -> Result<Decided, StoreError> {
    let voice = &asker.voice;
    if !asker.may(desk) {
        return Ok(asker.forged());
    }
    let before = desk.state().channels.get(&link.channel);
    if before.is_some_and(|now| !now.is_open() && Some(now.version) != link.previewed) {
        return Ok(asker.no(voice.line("setup-changed", &[]), "stale"));
    }
    if !link.room.neighbours.is_empty() && is_for_vendor_alone(link.to.audience) {
        return Ok(asker.no(words::shared(voice, &link.room), "shared"));
    }
    if link.room.posts && link.to.audience != Audience::Community {
        return Ok(asker.no(words::forum(voice, &link.room), "forum"));
    }
    // Who was meant may go on as another by now.
    let partner = link.to.partner.and_then(|id| desk.state().partner_now(&id)).cloned();
    if partner.is_none() && link.to.audience == Audience::Partner {
        return Ok(asker.forged());
    }
    let first = partner.as_ref().is_some_and(|one| !start::has_channel(desk, one.id));
    see(desk, &link.channel, &link.room, stamp)?;
    let linked = ChannelEvent::ChannelLinked {
        workspace: link.workspace.clone(),
        audience: link.to.audience,
        partner: partner.as_ref().map(|one| one.id),
    };
    let stream = Stream::Channel(link.channel.clone());
    homes::append(desk, &stream, Event::Channel(linked.clone()), stamp)?;
    welcome.leave(desk, &stream, &linked, stamp);
    start::begin_with(desk, &link.channel, (welcome.start, first), stamp)?;
    let channel = desk.state().channels.get(&link.channel).ok_or(StoreError::Misplaced)?;
    Ok(Decided::Answer(asker.told(words::linked(voice, channel, partner.as_ref()))))
}

const fn is_for_vendor_alone(audience: Audience) -> bool {
    match audience {
        Audience::Internal | Audience::Resolvers => true,
        Audience::Partner | Audience::Community => false,
    }
}

fn confirm_in(
    desk: &mut Desk,
    (id, workspace): (&str, &str),
    asker: &Asker,
    (open, in_force): (&[ReferralId], &InForce),
    stamp: &Stamp,
) -> Result<Decided, StoreError> {
    let Some(channel) = asker.linked(desk, id) else { return Ok(asker.forged()) };
    let state = desk.state();
    let partner = channel.partner.and_then(|partner| state.partners.get(&partner)).cloned();
    let company = channel.companies.iter().find(|one| one.workspace == workspace);
    let (Some(partner), Some(company)) = (partner, company) else { return Ok(asker.forged()) };
    if is_anothers(state, &partner, workspace) {
        let line = words::taken(&asker.voice, company);
        return Ok(asker.no(line, "contested"));
    }
    if !partner.workspaces.iter().any(|own| own == workspace) {
        add_workspace(desk, (&partner, workspace), open, in_force, stamp)?;
    }
    let partner = desk.state().partners.get(&partner.id).unwrap_or(&partner);
    Ok(Decided::Answer(asker.told(words::confirmed(&asker.voice, &channel, partner, company))))
}

/// Makes the workspace the partner's: its people join by registering, and what was held back because
/// they were there is drawn, or asked.
pub(in crate::app) fn add_workspace(
    desk: &mut Desk,
    (partner, workspace): (&Partner, &str),
    open: &[ReferralId],
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let own = desk.state().channels.values();
    let mixed: Vec<String> = own
        .filter(|one| one.of_partner() == Some(partner.id) && !one.is_for(partner))
        .map(|one| one.id.clone())
        .collect();
    let mut workspaces = partner.workspaces.clone();
    workspaces.push(workspace.to_owned());
    let changed = PartnerEvent::PartnerChanged {
        name: partner.name.clone(),
        domains: partner.domains.clone(),
        workspaces,
        test: partner.test,
    };
    homes::append(desk, &Stream::Partner(partner.id), Event::Partner(changed), stamp)?;
    for say in cards_of(desk.state(), &partner.id, open) {
        say_one(desk, &say, &stamp.cause);
    }
    let program = in_force.now();
    for channel in mixed {
        agreement::ask_in(desk, &channel, program.rules.agreement.as_ref(), stamp);
    }
    Ok(())
}

/// Whether the workspace is a partner's other than this one, or the vendor's own.
fn is_anothers(state: &State, partner: &Partner, workspace: &str) -> bool {
    let others = state.partners.values().filter(|other| other.id != partner.id);
    let vendors = state.channels.values().any(|channel| channel.workspace == workspace);
    vendors || others.flat_map(|other| &other.workspaces).any(|taken| taken == workspace)
}

/// The cards of a partner's open referrals in those of its channels in which they may stand now.
pub(in crate::app) fn cards_of(
    state: &State,
    partner: &PartnerId,
    open: &[ReferralId],
) -> Vec<Say> {
    let Some(partner) = state.partners.get(partner) else { return Vec::new() };
    let channels = state.channels.values().filter(|channel| channel.is_for(partner));
    let card = |channel: &Channel, referral: &ReferralId| Say::PartnerCard {
        referral: *referral,
        channel: channel.id.clone(),
    };
    channels.flat_map(|channel| open.iter().map(move |referral| card(channel, referral))).collect()
}

/// Records what the platform says of a channel, when that is news.
pub(in crate::app) fn see(
    desk: &mut Desk,
    id: &str,
    room: &Room,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let platform = id.split_once(':').map_or(id, |(platform, _)| platform);
    let companies: Vec<Company> = room
        .neighbours
        .iter()
        .map(|other| Company {
            workspace: format!("{platform}:{}", other.workspace),
            name: other.name.clone(),
        })
        .collect();
    let known = desk.state().channels.get(id);
    let same = known.is_some_and(|channel| {
        channel.name.as_ref() == Some(&room.name) && channel.companies == companies
    });
    if !same {
        let seen = ChannelEvent::ChannelSeen { name: room.name.clone(), companies };
        homes::append(desk, &Stream::Channel(id.to_owned()), Event::Channel(seen), stamp)?;
    }
    Ok(())
}
