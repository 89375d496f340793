//! What stands in the log and in no other random story: a partner's yes to an agreement; and notes of
//! their own accord, of which one series is shown, let out, sent in two parts and stopped.

use vouch::domain::feedback::Score;
use vouch::domain::ids::{ApplicationId, PartnerId, PersonId};
use vouch::domain::joining::Scored;
use vouch::domain::joining::application::{Applicant, Applied, Invited};
use vouch::domain::outcome::{
    ApplicationEvent, Event, PartnerEvent, PersonEvent, RhythmEvent, Seal,
};
use vouch::domain::partner::PartnerKind;
use vouch::domain::rhythm::{Away, Series};
use vouch::domain::start::Step;
use vouch::store::desk::{Desk, Needs, Stamp};
use vouch::store::project::Stream;
use vouch::store::queries;

use super::story::Story;

impl Story<'_> {
    pub async fn notes(&mut self) {
        let partners = queries::partners(&self.app.store.db).await.unwrap();
        let partner = partners.first().expect("somebody").id;
        let (by, one) = (PersonId::new(1), PartnerId::new(1));
        let first = self.app.now().date_naive();
        let (from, to) = (self.app.now(), Some(self.app.now()));
        let away = Some(Away { first, from, notes: 3, to });
        let left =
            |through| RhythmEvent::NotesLeft { round: first, to: [one].into(), away, through };
        let week = Stream::Rhythm(Series::Week);
        let (version, sha256) = ("1".to_owned(), "a".repeat(64));
        let yes = PartnerEvent::AgreementAccepted { version, sha256, by };
        let seen = PartnerEvent::StartStepTaken { step: Step::Ideal };
        let stuck = PartnerEvent::StartStuck { step: Step::Colleagues };
        for (stream, event) in [
            (&week, Event::Rhythm(RhythmEvent::NotesShown { partner: one })),
            (&week, Event::Rhythm(RhythmEvent::NotesStarted { by })),
            (&week, Event::Rhythm(left(Some(one)))),
            (&Stream::Partner(partner), Event::Partner(PartnerEvent::PartnerNudged)),
            (&Stream::Partner(partner), Event::Partner(yes)),
            (&Stream::Partner(partner), Event::Partner(PartnerEvent::StartBegun)),
            (&Stream::Partner(partner), Event::Partner(seen.clone())),
            (&Stream::Partner(partner), Event::Partner(seen)),
            (&Stream::Partner(partner), Event::Partner(stuck)),
            (&Stream::Partner(partner), Event::Partner(PartnerEvent::StartEnded)),
            (&week, Event::Rhythm(left(None))),
            (&week, Event::Rhythm(RhythmEvent::NotesStopped { by })),
        ] {
            let needs = Needs {
                rhythms: [Series::Week.to_string()].into(),
                partners: [partner.to_string()].into(),
                ..Needs::default()
            };
            let stamp = Stamp {
                actor: "system".to_owned(),
                cause: "rhythm".to_owned(),
                program: self.app.program().version.clone(),
            };
            let stream = stream.clone();
            let unit =
                move |desk: &mut Desk| desk.append(&stream, event.clone(), &stamp).map(|_| ());
            self.app.store.writer.decide(needs, unit).await.unwrap();
        }
    }
}

impl Story<'_> {
    /// Somebody misses a quiz, passes it, and what they hold is over; and they say how it is going, one
    /// month twice, and ask for help.
    pub async fn quizzes(&mut self) {
        let everybody = queries::everybody(&self.app.store.db).await.unwrap();
        let person = everybody.first().expect("somebody").id;
        let quiz = || "basics".to_owned();
        let on = self.app.now().date_naive();
        let taken = |right, through| PersonEvent::QuizTaken {
            quiz: quiz(),
            right,
            of: 3,
            need: 2,
            on,
            through,
        };
        let ended = PersonEvent::CertificateEnded { quiz: quiz(), through: on };
        let said = |month: &str, score, text| PersonEvent::FeedbackGiven {
            partner: PartnerId::new(1),
            month: month.parse().unwrap(),
            score,
            text,
        };
        let words = Some(Seal("5ea1".repeat(16)));
        let asked = |step| PersonEvent::HelpAsked {
            partner: PartnerId::new(1),
            step,
            text: Seal("5ea1".repeat(16)),
        };
        let [low, .., high] = Score::ALL;
        for event in [
            taken(1, None),
            taken(2, Some(on)),
            ended,
            taken(3, Some(on)),
            said("2030-03", low, words),
            said("2030-03", high, None),
            said("2030-04", high, None),
            asked(Some(Step::Consent)),
            asked(None),
        ] {
            let needs = Needs { people: [person.to_string()].into(), ..Needs::default() };
            let stamp = Stamp {
                actor: "system".to_owned(),
                cause: "certificates".to_owned(),
                program: self.app.program().version.clone(),
            };
            let event = Event::Person(event);
            let unit = move |desk: &mut Desk| {
                desk.append(&Stream::Person(person), event.clone(), &stamp).map(|_| ())
            };
            self.app.store.writer.decide(needs, unit).await.unwrap();
        }
    }
}

impl Story<'_> {
    /// One company is invited, applies and becomes a partner, another waits too long for its no.
    pub async fn applications(&mut self) {
        let partners = queries::partners(&self.app.store.db).await.unwrap();
        let (partner, by) = (partners.first().expect("somebody").id, PersonId::new(1));
        let seal = || Seal("a".repeat(64));
        let site = || "fresh.example".to_owned();
        let invited = Invited { person: by, by, company: seal(), site: Some(site()) };
        let scored = Scored { criterion: "Own website".to_owned(), points: 3, of: 3 };
        let applied = |own_site| Applied {
            by: Applicant::InChat { person: by },
            company: seal(),
            site: site(),
            own_site,
            partner_kind: PartnerKind::Reseller,
            serves: seal(),
            why: seal(),
            scored: vec![scored.clone()],
            due: self.app.now(),
        };
        let again_from = self.app.now().date_naive();
        let sender = Applicant::OnWebsite { name: seal(), email: seal() };
        let on_website = Applied { by: sender, ..applied(true) };
        let now = self.app.now();
        let asked = || ApplicationEvent::ApplicationAsked { by, question: seal(), silent_at: now };
        let answered = || ApplicationEvent::ApplicationAnswered { answer: seal(), due: now };
        for (id, event) in [
            (1, ApplicationEvent::PartnerInvited(invited.clone())),
            (1, ApplicationEvent::ApplicationReceived(applied(true))),
            (1, ApplicationEvent::ApplicationAccepted { by, partner }),
            (2, ApplicationEvent::ApplicationReceived(applied(false))),
            (2, ApplicationEvent::ApplicationReminded),
            (2, asked()),
            (2, answered()),
            (2, asked()),
            (2, ApplicationEvent::ApplicationDeclined { by, reason: seal(), again_from }),
            (3, ApplicationEvent::PartnerInvited(invited)),
            (4, ApplicationEvent::ApplicationReceived(applied(true))),
            (4, asked()),
            (4, ApplicationEvent::ApplicationReminded),
            (5, ApplicationEvent::ApplicationReceived(on_website)),
            (5, ApplicationEvent::ApplicationDeclined { by, reason: seal(), again_from }),
        ] {
            let id = ApplicationId::new(id);
            let needs = Needs { applications: [id.to_string()].into(), ..Needs::default() };
            let stamp = Stamp {
                actor: "system".to_owned(),
                cause: "joining".to_owned(),
                program: self.app.program().version.clone(),
            };
            let event = Event::Application(event);
            let unit = move |desk: &mut Desk| {
                desk.append(&Stream::Application(id), event.clone(), &stamp).map(|_| ())
            };
            self.app.store.writer.decide(needs, unit).await.unwrap();
        }
    }
}
