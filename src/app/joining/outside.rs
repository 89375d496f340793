//! What comes by the website: the same rule, rubric and card as in a chat, from somebody whom no chat
//! reaches. Their name and address lie under seal, as everything that people write.

use chrono::{DateTime, Utc};

use super::{Sending, Typed};
use crate::app::{App, Sealed, new_application_id};
use crate::domain::ids::ApplicationId;
use crate::domain::joining::Joining;
use crate::domain::joining::application::{Applicant, may_apply};
use crate::store::desk::{Desk, Needs};
use crate::store::{StoreError, applications};

/// Who fills in the page.
#[derive(Clone)]
pub struct Sender {
    pub name: String,
    pub email: String,
}

/// What became of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is with the vendor, since now or since the same form was sent before; an answer is promised
    /// by then.
    Received { due: DateTime<Utc> },
    /// The company waits for an answer, or had a no. Which of them is said to nobody: whoever fills in
    /// the page could be anybody.
    NotNow,
}

impl App {
    /// The id that a form of the page is sent under: what is sent twice is one application.
    #[must_use]
    pub fn form_to_apply(&self) -> ApplicationId {
        new_application_id()
    }

    /// By when an answer is promised to the application with this id; none where there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn promised(&self, id: ApplicationId) -> Result<Option<DateTime<Utc>>, StoreError> {
        let one = applications::application(&self.store.db, id).await?;
        Ok(one.and_then(|one| one.applied).map(|applied| applied.due))
    }

    /// Receives what was sent on the page, once, under the id of its form.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn apply_on_website(
        &self,
        id: ApplicationId,
        sender: Sender,
        typed: Typed,
        joining: &Joining,
    ) -> Result<Sent, StoreError> {
        let sending = Sending::new(typed, joining);
        let (name, email) = (Sealed::new(&sender.name), Sealed::new(&sender.email));
        let mut needs = Needs::everything_set_up();
        needs.applications.insert(id.to_string());
        needs.applications_on.extend(sending.domain().map(str::to_owned));
        let calendar = self.program().rules.calendar.clone();
        let stamp = self.by_itself("apply");
        let unit = move |desk: &mut Desk| {
            let all = &desk.state().applications;
            if let Some(before) = all.get(&id).and_then(|one| one.applied.as_ref()) {
                return Ok(Sent::Received { due: before.due });
            }
            let today = calendar.local_date(desk.now);
            if may_apply(all.values(), None, sending.domain(), today).is_err() {
                return Ok(Sent::NotNow);
            }
            for (text, field) in [(&name, "name"), (&email, "email")] {
                desk.keep(text.row(&id.to_string(), field));
            }
            let by = Applicant::OnWebsite { name: name.seal.clone(), email: email.seal.clone() };
            let due = sending.receive(desk, (id, by), &calendar, &stamp)?;
            Ok(Sent::Received { due })
        };
        self.store.writer.decide(needs, unit).await
    }
}
