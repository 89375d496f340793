//! Companies that want to join: what was sent is kept once, shown to whoever looks after partners, and
//! decided by them once ([`deciding`]). Nobody who applies learns who else did, or who is a partner. What
//! comes by the website is in [`outside`], what is asked before the decision in [`questions`], who is sent
//! the form in [`inviting`].

pub mod deciding;
mod inviting;
pub mod outside;
mod questions;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::execute::{Decided, Outcome, say_one};
use super::notify::sales_channels;
use super::people::{Met, tell_in_charge, tell_newcomer};
use super::{App, Sealed, community, facts, homes, new_application_id};
use crate::chat::inbound::{Inbound, Reply};
use crate::chat::view::Message;
use crate::domain::actor::Person;
use crate::domain::calendar::Calendar;
use crate::domain::ids::{ApplicationId, PersonId};
use crate::domain::joining::application::{
    Applicant, Application, Applied, NotNow, Stage, may_apply,
};
use crate::domain::joining::question::Question;
use crate::domain::joining::{Joining, Scored, Told};
use crate::domain::outcome::{ApplicationEvent, Event, Refusal, Seal};
use crate::domain::partner::{Partner, PartnerKind};
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::{StoreError, applications, queries};
use crate::views::Say;
use crate::views::joining::question::Asked;
use crate::views::joining::{self as view, Card, input};
use crate::views::news::{Join, News};

/// What somebody typed, checked for shape.
#[derive(Clone)]
pub struct Typed {
    pub company: String,
    /// A registrable domain, or where many companies share one, the host that was named.
    pub site: String,
    pub own_site: bool,
    pub kind: PartnerKind,
    pub serves: String,
    pub why: String,
}

impl Typed {
    fn told(&self) -> Told<'_> {
        let Self { site, own_site, kind, serves, why, .. } = self;
        Told { site, own_site: *own_site, kind: *kind, serves, why }
    }
}

/// What somebody sends, ready to be kept: made before the decision, because a decision may run twice.
struct Sending {
    typed: Typed,
    company: Sealed,
    serves: Sealed,
    why: Sealed,
    scored: Vec<Scored>,
    answer_days: u32,
}

impl Sending {
    fn new(typed: Typed, joining: &Joining) -> Self {
        let [company, serves, why] =
            [&typed.company, &typed.serves, &typed.why].map(|text| Sealed::new(text));
        let (scored, answer_days) = (joining.score(&typed.told()), joining.answer_days);
        Self { typed, company, serves, why, scored, answer_days }
    }

    /// The domain that says which company it is.
    fn domain(&self) -> Option<&str> {
        self.typed.own_site.then_some(self.typed.site.as_str())
    }

    /// Records it, and shows it to whoever decides; gives the time by which that is promised.
    fn receive(
        &self,
        desk: &mut Desk,
        (id, by): (ApplicationId, Applicant),
        calendar: &Calendar,
        stamp: &Stamp,
    ) -> Result<DateTime<Utc>, StoreError> {
        let words = [(&self.company, "company"), (&self.serves, "serves"), (&self.why, "why")];
        words.iter().for_each(|(text, field)| desk.keep(text.row(&id.to_string(), field)));
        let due = calendar.business_days_later(desk.now, self.answer_days);
        let applied = ApplicationEvent::ApplicationReceived(Applied {
            by,
            company: self.company.seal.clone(),
            site: self.typed.site.clone(),
            own_site: self.typed.own_site,
            partner_kind: self.typed.kind,
            serves: self.serves.seal.clone(),
            why: self.why.seal.clone(),
            scored: self.scored.clone(),
            due,
        });
        happen(desk, id, applied, stamp)?;
        if !show(desk, id, stamp) {
            let waits = News::Joining { application: id, about: Join::Waits };
            tell_in_charge(desk, &waits, stamp);
        }
        Ok(due)
    }
}

impl App {
    /// An application with what stands behind its seals.
    ///
    /// # Errors
    /// [`StoreError`], here and below.
    pub async fn application(&self, id: ApplicationId) -> Result<Option<Card>, StoreError> {
        let db = &self.store.db;
        let Some(application) = applications::application(db, id).await? else { return Ok(None) };
        let of = |seal: &Seal| (id.to_string(), seal.clone());
        let (applied, decision) = (application.applied.as_ref(), application.decision.as_ref());
        let asked = applied.iter().flat_map(|one| [&one.company, &one.serves, &one.why]);
        let sender = applied.and_then(|one| match &one.by {
            Applicant::InChat { .. } => None,
            Applicant::OnWebsite { name, email } => Some((name, email)),
        });
        let sent_by = sender.iter().flat_map(|(name, email)| [*name, *email]);
        let invited = application.invited.iter().map(|one| &one.company);
        let reason = decision.and_then(|one| one.reason.as_ref());
        let questions = application.questions.iter();
        let questions = questions.flat_map(|one| {
            [Some(&one.text), one.answer.as_ref().map(|answer| &answer.text)].into_iter().flatten()
        });
        let seals = asked.chain(sent_by).chain(invited).chain(reason).chain(questions).map(of);
        let seals = seals.collect();
        let words = queries::words(db, &seals).await?;
        let said = |seal: Option<&Seal>| {
            seal.and_then(|seal| words.get(seal)).cloned().unwrap_or_default()
        };
        let company = applied.map(|one| &one.company);
        let company = company.or(application.invited.as_ref().map(|one| &one.company));
        let askers = application.questions.iter().map(|one| one.by);
        let people = decision.map(|one| one.by).into_iter().chain(application.person());
        let names = facts::names(db, &people.chain(askers).collect()).await?;
        let sender_id: BTreeSet<PersonId> = application.person().into_iter().collect();
        let senders = queries::people(db, &sender_id).await?;
        let (sender_now, gone) = (senders.values().next(), senders.values().any(Person::is_gone));
        let name = |id: Option<PersonId>| id.and_then(|id| names.get(&id)).cloned();
        let partners = queries::partners(db).await?;
        let became = decision.and_then(|one| one.partner);
        let domain = application.domain();
        let known = |one: &&Partner| {
            Some(one.id) != became && one.domains.iter().any(|own| Some(own.as_str()) == domain)
        };
        let known_as = partners.iter().find(known).map(|one| (one.code, one.name.clone()));
        let became = partners.iter().find(|one| Some(one.id) == became).map(|one| one.code);
        let somebody = || self.voice().words("somebody", &[]);
        let of_question = |one: &Question| Asked {
            who: name(Some(one.by)).unwrap_or_else(somebody),
            question: said(Some(&one.text)),
            answer: said(one.answer.as_ref().map(|answer| &answer.text)),
        };
        let asked = application.questions.iter().map(of_question).collect();
        Ok(Some(Card {
            company: said(company),
            serves: said(applied.map(|one| &one.serves)),
            why: said(applied.map(|one| &one.why)),
            who: match sender {
                Some((name, _)) => said(Some(name)),
                None => name(application.person()).unwrap_or_default(),
            },
            email: said(sender.map(|(_, email)| email)),
            by: name(decision.map(|one| one.by)).unwrap_or_else(somebody),
            reason: said(reason),
            known_as,
            became,
            asked,
            gone,
            elsewhere: sender_now.and_then(|person| deciding::elsewhere(person, partners.iter())),
            application,
        }))
    }

    /// What somebody hears of an application; `None` when it is over.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(super) async fn of_joining(
        &self,
        id: ApplicationId,
        about: Join,
    ) -> Result<Option<Message>, StoreError> {
        let Some(card) = self.application(id).await? else { return Ok(None) };
        let (voice, waits) = (self.voice(), card.application.waiting().is_some());
        let open = card.application.open_question().map(|(number, _)| number);
        let decision = card.application.decision.clone();
        Ok(match about {
            Join::Waits => waits.then(|| view::card(&voice, &card)),
            // Whoever asked meanwhile has looked at it.
            Join::Late => (waits && open.is_none()).then(|| view::late(&voice, &card)),
            Join::Asked { question } if open == Some(question) => {
                view::question::question(&voice, &card, question)
            }
            Join::Answered { question } if waits => view::question::answer(&voice, &card, question),
            Join::Silent { question } if open == Some(question) => {
                view::question::silent(&voice, &card, question)
            }
            Join::Asked { .. } | Join::Answered { .. } | Join::Silent { .. } => None,
            Join::Invited => match &card.application.invited {
                Some(invited) if card.application.stage == Stage::Invited => {
                    Some(view::invitation(&voice, id, &self.name_of(invited.by).await?))
                }
                Some(_) | None => None,
            },
            Join::Accepted => {
                let became = decision.and_then(|one| one.partner);
                let Some(partner) = self.partner(became).await? else { return Ok(None) };
                let sender = card.application.person().into_iter().collect();
                let people = queries::people(&self.store.db, &sender).await?;
                // Whose place was taken away before they read this does not speak for it.
                if !people.values().any(|person| person.speaks_for(partner.id)) {
                    return Ok(None);
                }
                let manager = self.manager_name(partner.manager).await?;
                let steps = self.program().start.checklist;
                Some(view::welcome(&voice, &partner.name, manager.as_deref(), steps))
            }
            Join::Declined => {
                let again = decision.and_then(|one| one.again_from);
                again.map(|from| view::refused(&voice, &card.company, &card.reason, from))
            }
        })
    }

    /// The pinned beginning of a community channel, as it is now; `None` where nobody can apply and
    /// nobody ever could.
    #[must_use]
    pub fn join_intro(&self, posted: bool) -> Option<Message> {
        let program = self.program();
        let joining = program.joining.as_ref();
        (posted || joining.is_some()).then(|| view::intro(&self.voice(), joining))
    }

    /// Why somebody known cannot apply now, as far as that is about themselves.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn may_not_apply(&self, person: &Person) -> Result<Option<NotNow>, StoreError> {
        let own = applications::of_person(&self.store.db, person.id).await?;
        let today = self.program().rules.calendar.local_date(self.now());
        Ok(may_apply(own.iter(), Some(person.id), None, today).err())
    }

    /// Receives an application, once: the vendor's people read it, the sender hears by when they
    /// answer. `answering` is who does, `invitation` what was pressed.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn apply(
        &self,
        inbound: &Inbound,
        (met, typed): (Met, Typed),
        (joining, answering): (Joining, Option<String>),
        invitation: Option<ApplicationId>,
    ) -> Result<Outcome, StoreError> {
        let (identity, voice) = (met.person.to_string(), self.voice());
        let mut needs = Needs::everything_set_up();
        needs.applications_of.insert(identity.clone());
        needs.applications_on.extend(typed.own_site.then(|| typed.site.clone()));
        needs.applications.extend(invitation.map(|id| id.to_string()));
        let calendar = self.program().rules.calendar.clone();
        let (new, sending) = (new_application_id(), Sending::new(typed, &joining));
        self.answer_once(inbound, "apply", needs, move |desk, stamp| {
            let person = met.on(desk);
            if person.membership.is_some() || person.is_vendor() {
                return Ok(Decided::Refused(Refusal::Outsider));
            }
            let known = desk.person_of(&identity).map(|person| person.id);
            let today = calendar.local_date(desk.now);
            let all = desk.state().applications.values();
            if let Err(no) = may_apply(all, known, sending.domain(), today) {
                let line = view::not_now(&voice, answering.as_deref(), no).words();
                let errors = [(input::WEBSITE.to_owned(), line)];
                return Ok(Decided::No(Reply::FieldErrors(errors.into()), "not_now"));
            }
            let invited = invitation.filter(|id| {
                let one = desk.state().applications.get(id);
                one.zip(known).is_some_and(|(one, person)| one.invites(person))
            });
            let by = Applicant::InChat { person: met.introduce(desk, stamp)? };
            let due = sending.receive(desk, (invited.unwrap_or(new), by), &calendar, stamp)?;
            Ok(Decided::Answer(Reply::Panel(view::received(&voice, answering.as_deref(), due))))
        })
        .await
    }

    /// Tells whoever decides that the time of this one is over, once; while a question is open, whoever
    /// asked it that nobody has answered, likewise.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remind_of_application(&self, id: ApplicationId) -> Result<(), StoreError> {
        let stamp = self.by_itself("joining");
        let mut needs = Needs::everything_set_up();
        needs.applications.insert(id.to_string());
        let unit = move |desk: &mut Desk| {
            let late = desk.state().applications.get(&id).and_then(Application::due);
            if late.is_some_and(|due| due <= desk.now) {
                let open = questions::open(desk, id);
                happen(desk, id, ApplicationEvent::ApplicationReminded, &stamp)?;
                let news = |about| News::Joining { application: id, about };
                match open {
                    Some((question, by)) => {
                        let silent = news(Join::Silent { question });
                        questions::tell_asker(desk, &silent, by, &stamp);
                    }
                    None => tell_in_charge(desk, &news(Join::Late), &stamp),
                }
            }
            Ok(())
        };
        self.store.writer.decide(needs, unit).await
    }
}

/// The beginning of every community channel is drawn anew.
pub(super) fn introduce(desk: &mut Desk, stamp: &Stamp) {
    let channels: Vec<String> = community::channels(desk.state()).collect();
    for channel in channels {
        say_one(desk, &Say::JoinIntro { channel: channel.clone() }, &stamp.cause);
        say_one(desk, &Say::PinIntro { channel }, &stamp.cause);
    }
}

fn happen(
    desk: &mut Desk,
    id: ApplicationId,
    event: ApplicationEvent,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    homes::append(desk, &Stream::Application(id), Event::Application(event), stamp).map(|_| ())
}

/// Draws its card wherever sales works; whether it is read there now. Where nothing can be posted, or a
/// company has joined, it waits.
fn show(desk: &mut Desk, application: ApplicationId, stamp: &Stamp) -> bool {
    let channels: Vec<(String, bool)> = sales_channels(desk.state())
        .map(|channel| (channel.id.clone(), channel.dead.is_none() && channel.is_internal()))
        .collect();
    for (channel, _) in &channels {
        let card = Say::ApplicationCard { application, channel: channel.clone() };
        say_one(desk, &card, &stamp.cause);
    }
    channels.iter().any(|(_, read)| *read)
}

/// Leaves a direct message to whoever applied or was invited, where a chat reaches them.
fn hears(
    desk: &mut Desk,
    (application, about): (ApplicationId, Join),
    person: Option<PersonId>,
    stamp: &Stamp,
) {
    if let Some(person) = person {
        tell_newcomer(desk, News::Joining { application, about }, person, stamp);
    }
}
