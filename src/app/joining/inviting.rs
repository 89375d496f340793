//! Somebody is sent the form, who can use it.

use super::{happen, hears};
use crate::app::execute::{Decided, Outcome};
use crate::app::people::{Met, identity_of};
use crate::app::{App, Sealed, new_application_id};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::actor::roles::PeopleNo;
use crate::domain::joining::application::{Invited, may_apply};
use crate::domain::outcome::{ApplicationEvent, Refusal};
use crate::store::StoreError;
use crate::store::desk::Needs;
use crate::views::joining as view;
use crate::views::news::Join;

impl App {
    /// Sends somebody the form, with what is known of their company in it: the website, and whether it
    /// says which company it is. Nobody is sent a form that they could not send.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn invite_partner(
        &self,
        inbound: &Inbound,
        met: Met,
        (company, site): (Sealed, Option<(String, bool)>),
        answer: Reply,
    ) -> Result<Outcome, StoreError> {
        let (identity, id) = (identity_of(inbound), new_application_id());
        let (voice, calendar) = (self.voice(), self.program().rules.calendar.clone());
        let invites = met.person.to_string();
        let domain = site.as_ref().filter(|(_, own)| *own).map(|(site, _)| site.clone());
        let mut needs = Needs::everything_set_up();
        needs.applications_of.insert(invites.clone());
        needs.applications_on.extend(domain.clone());
        self.answer_once(inbound, "invite", needs, move |desk, stamp| {
            let by = desk.person_of(&identity).filter(|person| person.manages_partners());
            let Some(by) = by.map(|person| person.id) else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let person = met.on(desk);
            if person.membership.is_some() {
                let why = PeopleNo::SpeaksForPartner;
                return Ok(Decided::Refused(Refusal::People { why }));
            }
            if person.is_vendor() {
                return Ok(Decided::Refused(Refusal::People { why: PeopleNo::HasRole }));
            }
            let known = desk.person_of(&invites).map(|person| person.id);
            let today = calendar.local_date(desk.now);
            let all = desk.state().applications.values();
            if let Err(no) = may_apply(all, known, domain.as_deref(), today) {
                let (field, line) = view::not_invited(&voice, &met.name, no);
                let errors = [(field.to_owned(), line.words())];
                return Ok(Decided::No(Reply::FieldErrors(errors.into()), "not_now"));
            }
            let person = met.introduce(desk, stamp)?;
            desk.keep(company.row(&id.to_string(), "company"));
            let company = company.seal.clone();
            let site = site.as_ref().map(|(site, _)| site.clone());
            let invited = ApplicationEvent::PartnerInvited(Invited { person, by, company, site });
            happen(desk, id, invited, stamp)?;
            hears(desk, (id, Join::Invited), Some(person), stamp);
            Ok(Decided::Answer(answer.clone()))
        })
        .await
    }
}
