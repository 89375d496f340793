//! First steps: a partner's list stands in its channels from the moment it begins, is drawn anew
//! whenever a step may have been done, and ends with the first referral that is accepted.
//!
//! [`before`] and [`follow`] stand around everything that happens ([`super::homes::append`]), so that
//! no fact which is a step can be forgotten. They cost nothing while no partner is at its first steps.

use super::execute::{Decided, Outcome, say_one};
use super::people::{Met, channels_of, identity_of, tell_manager, tell_managers};
use super::{App, Sealed, homes};
use crate::chat::inbound::{Inbound, Reply};
use crate::chat::view::Message;
use crate::domain::actor::Person;
use crate::domain::ids::{PartnerId, PersonId, ReferralId};
use crate::domain::outcome::{Event, PartnerEvent, PersonEvent, Refusal};
use crate::domain::partner::{Audience, Channel, Partner, PartnerState};
use crate::domain::referral::Status;
use crate::domain::start::{self, Care, List, Step};
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::{StoreError, queries, start as stored};
use crate::views::news::News;
use crate::views::{self, Say, start as view};

/// Under which the words of who asks for help are kept.
const FIELD: &str = "help";

/// On whose list an event may show.
pub(super) enum Touched {
    Nobody,
    Partner(PartnerId),
    /// A referral, and how it stood.
    Referral(ReferralId, Option<Status>),
}

/// Taken before an event is appended.
pub(super) fn before(desk: &Desk, stream: &Stream, event: &Event) -> Touched {
    match stream {
        Stream::Partner(id) => Touched::Partner(*id),
        Stream::Referral(id) => {
            Touched::Referral(*id, desk.state().referrals.get(id).map(|one| one.status))
        }
        Stream::Person(id) => {
            let partner = if let Event::Person(
                PersonEvent::MemberJoined { partner, .. }
                | PersonEvent::MemberJoinedByGroup { partner, .. },
            ) = event
            {
                Some(*partner)
            } else {
                let left = matches!(event, Event::Person(PersonEvent::MemberLeft));
                let person = desk.person(id).filter(|_| left);
                person.and_then(|person| person.membership.as_ref()).map(|one| one.partner)
            };
            partner.map_or(Touched::Nobody, Touched::Partner)
        }
        Stream::Channel(_)
        | Stream::Group(_)
        | Stream::Case(_)
        | Stream::Alias(_)
        | Stream::Asking(_)
        | Stream::Program(_)
        | Stream::Board(_)
        | Stream::Shout(_)
        | Stream::Rhythm(_)
        | Stream::Application(_) => Touched::Nobody,
    }
}

/// Draws the list anew on which it may show, and ends it when its first referral is accepted.
///
/// # Errors
/// As [`Desk::append`].
pub(super) fn follow(desk: &mut Desk, touched: &Touched, stamp: &Stamp) -> Result<(), StoreError> {
    if !desk.has_starts() {
        return Ok(());
    }
    let (id, accepted) = match touched {
        Touched::Nobody => return Ok(()),
        Touched::Partner(id) => (*id, false),
        Touched::Referral(id, was) => match desk.state().referrals.get(id) {
            Some(now) if Some(now.status) != *was => {
                (now.partner(), matches!(now.status, Status::Approved | Status::Won))
            }
            Some(_) | None => return Ok(()),
        },
    };
    let Some(partner) = desk.state().partners.get(&id) else { return Ok(()) };
    let (open, ends) = (partner.start.is_open(), partner.start.ended == Some(desk.now));
    if open && accepted {
        let ended = Event::Partner(PartnerEvent::StartEnded);
        homes::append(desk, &Stream::Partner(id), ended, stamp)?;
    } else if open || ends {
        show(desk, id, stamp);
    }
    Ok(())
}

/// Leaves the list to be drawn wherever the partner reads.
fn show(desk: &mut Desk, partner: PartnerId, stamp: &Stamp) {
    let channels: Vec<String> =
        channels_of(desk.state(), partner).map(|(channel, _)| channel.to_owned()).collect();
    for channel in channels {
        let say = Say::StartList { partner, channel };
        let drawn = say.card_id().is_some_and(|card| desk.draws(&card));
        if !drawn {
            say_one(desk, &say, &stamp.cause);
        }
    }
}

/// The list in a channel that has just become its partner's, if it is open.
pub(super) fn show_in(desk: &mut Desk, channel: &str, stamp: &Stamp) {
    let linked = desk.state().channels.get(channel);
    let partner = linked.and_then(Channel::of_partner);
    let partner = partner.and_then(|id| desk.state().partners.get(&id));
    if let Some(partner) = partner.filter(|one| one.start.is_open()) {
        let say = Say::StartList { partner: partner.id, channel: channel.to_owned() };
        say_one(desk, &say, &stamp.cause);
    }
}

/// Whether a partner has a channel on the desk, whatever becomes of it.
pub(super) fn has_channel(desk: &Desk, partner: PartnerId) -> bool {
    desk.state().channels.values().any(|one| one.of_partner() == Some(partner))
}

/// Begins the list of a partner that has just been given a channel; `first` when it had none before.
///
/// # Errors
/// As [`Desk::append`].
pub(super) fn begin_with(
    desk: &mut Desk,
    channel: &str,
    (care, first): (Care, bool),
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let linked = desk.state().channels.get(channel);
    let linked = linked.filter(|one| one.audience == Some(Audience::Partner));
    let partner = linked.and_then(|one| desk.state().partners.get(&one.partner?));
    let begins = partner.filter(|partner| start::begins(partner, care, first));
    if let Some(id) = begins.map(|partner| partner.id) {
        let begun = Event::Partner(PartnerEvent::StartBegun);
        homes::append(desk, &Stream::Partner(id), begun, stamp)?;
    }
    Ok(())
}

/// Makes who asks a member of the partner, as who registers becomes one: otherwise they would be
/// known, and nobody's.
fn join(
    desk: &mut Desk,
    (met, partner): (&Met, PartnerId),
    channel: Option<String>,
    stamp: &Stamp,
) -> Result<PersonId, StoreError> {
    let person = met.introduce(desk, stamp)?;
    let joined = Event::Person(PersonEvent::MemberJoined { partner, admin: false });
    homes::append(desk, &Stream::Person(person), joined, stamp)?;
    tell_managers(desk, &News::FirstPress { person, partner, channel }, partner, stamp);
    Ok(person)
}

impl App {
    /// How the first steps of a partner stand; none where their list has not begun.
    ///
    /// # Errors
    /// [`StoreError`], here and below.
    pub async fn start_list(&self, partner: &Partner) -> Result<Option<List>, StoreError> {
        if partner.start.begun.is_none() {
            return Ok(None);
        }
        let facts = stored::facts(&self.store.db, partner.id).await?;
        let program = self.program();
        let (agreement, ideal) = (program.rules.agreement.as_ref(), &program.knowledge.ideal);
        Ok(List::of(partner, agreement, ideal.is_some(), &facts))
    }

    /// The list in a partner's channel; `posted` when it stands there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn start_post(
        &self,
        partner: &Partner,
        posted: bool,
    ) -> Result<Option<Message>, StoreError> {
        let wanted = partner.start.is_open() && partner.state == PartnerState::Approved;
        if !posted && !wanted {
            return Ok(None);
        }
        let list = self.start_list(partner).await?;
        Ok(list.map(|list| view::card(&self.voice(), &list)))
    }

    /// Whether whoever looks after a partner can begin its list.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn can_start(&self, partner: &Partner) -> Result<bool, StoreError> {
        let wanted = self.program().start.checklist && partner.start.begun.is_none();
        if !wanted || partner.state != PartnerState::Approved {
            return Ok(false);
        }
        let db = &self.store.db;
        let places = queries::places_of(db, &partner.id).await?;
        let channel = places.iter().any(|one| one.of_partner() == Some(partner.id));
        let accepted = stored::facts(db, partner.id).await?.accepted;
        Ok(start::begin(partner, accepted, channel).is_ok())
    }

    /// Begins the list of a partner, by the word of whoever looks after partners.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn begin_start(
        &self,
        inbound: &Inbound,
        id: PartnerId,
    ) -> Result<Outcome, StoreError> {
        let accepted = stored::facts(&self.store.db, id).await?.accepted;
        let (identity, voice) = (identity_of(inbound), self.voice());
        self.answer_once(inbound, "start", Needs::everything_set_up(), move |desk, stamp| {
            let may = desk.person_of(&identity).is_some_and(Person::manages_partners);
            let partner = desk.state().partners.get(&id).filter(|_| may).cloned();
            let Some(partner) = partner else { return Ok(Decided::Refused(Refusal::Outsider)) };
            let channel = channels_of(desk.state(), id).next().is_some();
            let begun = start::begin(&partner, accepted, channel);
            let line = view::begun(&voice, &partner.name, begun.as_ref().err());
            let reply = Reply::Private(views::note(line));
            let Ok(event) = begun else { return Ok(Decided::No(reply, "not_begun")) };
            homes::append(desk, &Stream::Partner(id), Event::Partner(event), stamp)?;
            Ok(Decided::Answer(reply))
        })
        .await
    }

    /// Records that a partner has taken a step, if its list waits for that; `message` is what whoever
    /// took it reads.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn take_step(
        &self,
        inbound: &Inbound,
        (id, step): (PartnerId, Step),
        message: Message,
    ) -> Result<Outcome, StoreError> {
        let needs = Needs { partners: [id.to_string()].into(), ..Needs::default() };
        self.answer_once(inbound, "start", needs, move |desk, stamp| {
            let partner = desk.state().partners.get(&id);
            if partner.is_some_and(|partner| partner.start.awaits(step)) {
                let taken = Event::Partner(PartnerEvent::StartStepTaken { step });
                homes::append(desk, &Stream::Partner(id), taken, stamp)?;
            }
            Ok(Decided::Answer(Reply::Private(message.clone())))
        })
        .await
    }

    /// Hands somebody's question about the first steps, or about the `agreement`, to whoever looks
    /// after the partner. `met` is who asks, where they are not known: they become a member by it.
    /// `here` is the channel in which they ask.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn ask_for_help(
        &self,
        inbound: &Inbound,
        (partner, met): (&Partner, Option<Met>),
        (text, agreement): (Sealed, bool),
        here: Option<String>,
    ) -> Result<Outcome, StoreError> {
        let (identity, id) = (identity_of(inbound), partner.id);
        let (manager, voice) = (self.feedback_reader(partner).await?, self.voice());
        let (step, answer) = match agreement {
            true => {
                let sent = views::agreement::question_sent(&voice, manager.as_deref());
                (Some(Step::Agreement), sent)
            }
            false => {
                let list = self.start_list(partner).await?;
                (list.and_then(|list| list.next()), view::help_sent(&voice, manager.as_deref()))
            }
        };
        let answer = Reply::Panel(answer);
        self.answer_once(inbound, "start", Needs::everything_set_up(), move |desk, stamp| {
            let known = desk.person_of(&identity).map(|person| person.id);
            let person = match (known, &met) {
                (Some(known), _) => known,
                (None, Some(met)) => join(desk, (met, id), here.clone(), stamp)?,
                (None, None) => return Ok(Decided::Refused(Refusal::Outsider)),
            };
            desk.keep(text.row(&person.to_string(), FIELD));
            let text = text.seal.clone();
            let asked = PersonEvent::HelpAsked { partner: id, step, text: text.clone() };
            homes::append(desk, &Stream::Person(person), Event::Person(asked), stamp)?;
            let own = || channels_of(desk.state(), id).next().map(|(own, _)| own.to_owned());
            let channel = here.clone().or_else(own);
            let news = News::StartHelp { person, partner: id, step, text, channel, agreement };
            tell_manager(desk, &news, id, stamp);
            Ok(Decided::Answer(answer.clone()))
        })
        .await
    }

    /// Looks how far a partner has come: where nothing has moved for too long, whoever looks after it
    /// hears at which step, once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn look_at_start(&self, partner: &Partner) -> Result<(), StoreError> {
        let Some(list) = self.start_list(partner).await? else { return Ok(()) };
        let (program, now) = (self.program(), self.now());
        let stuck = list.stuck(partner, &program.rules.calendar, program.start, now);
        let Some(step) = stuck else { return Ok(()) };
        let (id, since, stamp) = (partner.id, list.moved, self.by_itself("start"));
        let unit = move |desk: &mut Desk| {
            let partner = desk.state().partners.get(&id).map(|partner| &partner.start);
            if partner.is_some_and(|start| start.is_open() && !start.raised.contains(&step)) {
                let stuck = Event::Partner(PartnerEvent::StartStuck { step });
                homes::append(desk, &Stream::Partner(id), stuck, &stamp)?;
                tell_manager(desk, &News::StartStuck { partner: id, step, since }, id, &stamp);
            }
            Ok(())
        };
        self.store.writer.decide(Needs::everything_set_up(), unit).await
    }

    /// What somebody is told of a step at which nothing moves; `None` when it is done, or over.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(super) async fn of_stuck(
        &self,
        partner: PartnerId,
        step: Step,
    ) -> Result<Option<List>, StoreError> {
        let Some(partner) = self.partner(Some(partner)).await? else { return Ok(None) };
        let list = self.start_list(&partner).await?;
        Ok(list.filter(|list| list.ended.is_none() && list.open().any(|one| one == step)))
    }
}
