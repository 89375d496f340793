//! Reading what a batch needs, one statement a table.

use std::collections::BTreeSet;

use super::{Desk, Needs};
use crate::domain::account::asking::Asking;
use crate::domain::actor::Person;
use crate::domain::board::snapshot::Snapshot;
use crate::domain::case::Case;
use crate::domain::edition::Edition;
use crate::domain::group::UserGroup;
use crate::domain::ids::{PersonId, ReferralId};
use crate::domain::joining::application::Application;
use crate::domain::partner::{Channel, Partner};
use crate::domain::referral::Referral;
use crate::domain::rhythm::Rhythm;
use crate::domain::shout::Shout;
use crate::store::StoreError;
use crate::store::dialect::{Tx, as_json, fetch_all};
use crate::store::rows::{
    ApplicationRow, AskingRow, BoardRow, CaseRow, ChannelRow, CountedRow, EditionRow, FormRow,
    GroupRow, IdentityRow, InboxRow, InstallationRow, InvitationRow, KnownRow, PartnerRow,
    PersonRow, ReferralRow, RhythmRow, ShoutRow,
};

impl Desk {
    pub(super) async fn load_plumbing(
        &mut self,
        tx: &mut Tx,
        needs: &Needs,
    ) -> Result<(), StoreError> {
        if !needs.inbox.is_empty() {
            let keys = as_json(&needs.inbox)?;
            for row in fetch_all!(tx tx, InboxRow, InboxRow::BY_KEY, &keys)? {
                self.answers.insert(row.key, row.answer);
            }
        }
        if !needs.forms.is_empty() {
            let keys = as_json(&needs.forms)?;
            for row in fetch_all!(tx tx, FormRow, FormRow::BY_ID, &keys)? {
                if let Ok(id) = row.form_id.parse() {
                    self.forms.insert(id, row);
                }
            }
        }
        if !needs.installations.is_empty() {
            let keys = as_json(&needs.installations)?;
            let rows = fetch_all!(tx tx, InstallationRow, InstallationRow::BY_WORKSPACE, &keys)?;
            self.installations.extend(rows.into_iter().map(|row| (row.workspace.clone(), row)));
        }
        if !needs.invitations.is_empty() {
            let keys = as_json(&needs.invitations)?;
            let rows = fetch_all!(tx tx, InvitationRow, InvitationRow::BY_HASH, &keys)?;
            self.invitations.extend(rows.into_iter().map(|row| (row.hash.clone(), row)));
        }
        self.codes.load(tx, needs).await
    }

    pub(super) async fn load_state(
        &mut self,
        tx: &mut Tx,
        needs: &Needs,
    ) -> Result<(), StoreError> {
        if !needs.referrals.is_empty() {
            let keys = as_json(&needs.referrals)?;
            for row in fetch_all!(tx tx, ReferralRow, ReferralRow::BY_ID, &keys)? {
                self.take_referral(&row)?;
            }
        }
        let mut domains = needs.domains.clone();
        if !needs.undecided_of.is_empty() {
            let keys = as_json(&needs.undecided_of)?;
            for row in fetch_all!(tx tx, ReferralRow, ReferralRow::UNDECIDED_OF, &keys)? {
                self.take_referral(&row)?;
                domains.insert(row.domain);
            }
        }
        if !needs.all_of.is_empty() {
            let keys = as_json(&needs.all_of)?;
            for row in fetch_all!(tx tx, ReferralRow, ReferralRow::ALL_OF, &keys)? {
                self.take_referral(&row)?;
            }
        }
        if !domains.is_empty() {
            if self.head.companies {
                self.load_companies(tx, &mut domains).await?;
            }
            let keys = as_json(&domains)?;
            for row in fetch_all!(tx tx, ReferralRow, ReferralRow::ON, &keys)? {
                self.take_referral(&row)?;
            }
        }
        self.load_cases(tx, needs, &domains).await?;
        if !needs.aliases.is_empty() {
            self.load_aliases(tx, &needs.aliases).await?;
        }
        if !needs.askings.is_empty() {
            let keys = as_json(&needs.askings)?;
            for row in fetch_all!(tx tx, AskingRow, AskingRow::BY_PARTNER, &keys)? {
                let asking = Asking::try_from(&row)?;
                self.state.askings.insert(asking.partner, asking);
            }
        }
        if !needs.boards.is_empty() {
            let keys = as_json(&needs.boards)?;
            for row in fetch_all!(tx &mut *tx, BoardRow, BoardRow::BY_PERIOD, &keys)? {
                let board = Snapshot::try_from(&row)?;
                self.state.boards.insert(board.period, board);
            }
        }
        if !needs.shouts.is_empty() {
            let keys = as_json(&needs.shouts)?;
            for row in fetch_all!(tx &mut *tx, ShoutRow, ShoutRow::BY_OCCASION, &keys)? {
                let shout = Shout::try_from(&row)?;
                self.state.shouts.insert(shout.occasion, shout);
            }
        }
        if !needs.rhythms.is_empty() {
            let keys = as_json(&needs.rhythms)?;
            for row in fetch_all!(tx &mut *tx, RhythmRow, RhythmRow::BY_SERIES, &keys)? {
                let rhythm = Rhythm::try_from(&row)?;
                self.state.rhythms.insert(rhythm.series, rhythm);
            }
        }
        self.load_people(tx, needs).await?;
        self.load_applications(tx, needs).await?;
        self.load_partners(tx, needs).await?;
        self.load_counted(tx, needs).await?;
        self.load_groups(tx, needs).await?;
        self.load_channels(tx, needs).await?;
        self.load_places(tx, needs).await
    }

    /// After the people: whose identity it is, they know.
    async fn load_applications(&mut self, tx: &mut Tx, needs: &Needs) -> Result<(), StoreError> {
        let mut rows = Vec::new();
        if !needs.applications.is_empty() {
            let keys = as_json(&needs.applications)?;
            rows.extend(fetch_all!(tx &mut *tx, ApplicationRow, ApplicationRow::BY_ID, &keys)?);
        }
        let identities = needs.applications_of.iter();
        let people: BTreeSet<String> = identities
            .filter_map(|identity| self.state.identities.get(identity))
            .map(ToString::to_string)
            .collect();
        if !people.is_empty() {
            let keys = as_json(&people)?;
            rows.extend(fetch_all!(tx &mut *tx, ApplicationRow, ApplicationRow::OF, &keys)?);
        }
        if !needs.applications_on.is_empty() {
            let keys = as_json(&needs.applications_on)?;
            rows.extend(fetch_all!(tx &mut *tx, ApplicationRow, ApplicationRow::ON, &keys)?);
        }
        for row in rows {
            let application = Application::try_from(&row)?;
            self.state.applications.insert(application.id, application);
        }
        Ok(())
    }

    /// The cases that are open on these accounts, and every referral that is in one: a claim may be
    /// about one that has ended.
    async fn load_cases(
        &mut self,
        tx: &mut Tx,
        needs: &Needs,
        domains: &BTreeSet<String>,
    ) -> Result<(), StoreError> {
        let mut rows = Vec::new();
        if !domains.is_empty() {
            let keys = as_json(domains)?;
            rows.extend(fetch_all!(tx &mut *tx, CaseRow, CaseRow::OPEN_ON, &keys)?);
        }
        if !needs.cases.is_empty() {
            let keys = as_json(&needs.cases)?;
            rows.extend(fetch_all!(tx &mut *tx, CaseRow, CaseRow::BY_ID, &keys)?);
        }
        if !needs.all_of.is_empty() {
            rows.extend(fetch_all!(tx &mut *tx, CaseRow, CaseRow::OPEN)?);
        }
        let mut parties = self.take_cases(&rows)?;
        let away = self.in_review_elsewhere();
        if needs.even || !away.is_empty() {
            let rows = fetch_all!(tx &mut *tx, CaseRow, CaseRow::OPEN_WITH, as_json(&away)?)?;
            parties.extend(self.take_cases(&rows)?);
        }
        parties.retain(|id| !self.state.referrals.contains_key(id));
        if needs.even || !parties.is_empty() {
            let keys = as_json(&parties)?;
            for row in fetch_all!(tx tx, ReferralRow, ReferralRow::BY_ID, &keys)? {
                self.take_referral(&row)?;
            }
        }
        Ok(())
    }

    /// Takes cases, and gives the referrals that are in them.
    fn take_cases(&mut self, rows: &[CaseRow]) -> Result<BTreeSet<ReferralId>, StoreError> {
        let mut parties = BTreeSet::new();
        for row in rows {
            let case = Case::try_from(row)?;
            parties.extend(case.parties.iter().map(|party| party.referral));
            self.state.cases.insert(case.id, case);
        }
        Ok(parties)
    }

    /// Referrals in review whose case does not stand on a domain that was asked for: when it was
    /// opened, another domain was of the same company.
    fn in_review_elsewhere(&self) -> BTreeSet<ReferralId> {
        let in_review = self.state.referrals.values().filter(|one| one.match_open);
        in_review.map(|one| one.id).filter(|id| self.case_of(id).is_none()).collect()
    }

    async fn load_people(&mut self, tx: &mut Tx, needs: &Needs) -> Result<(), StoreError> {
        if needs.everything_set_up {
            for row in fetch_all!(tx tx, IdentityRow, IdentityRow::ALL)? {
                let id = row.person_id.parse().map_err(|_| StoreError::no_id(&row.person_id))?;
                self.state.identities.insert(row.identity, id);
            }
            for row in fetch_all!(tx tx, PersonRow, PersonRow::ALL)? {
                self.take_person(&row)?;
            }
            return Ok(());
        }
        if !needs.identities.is_empty() {
            let keys = as_json(&needs.identities)?;
            for row in fetch_all!(tx tx, KnownRow, KnownRow::BY_IDENTITY, &keys)? {
                let id = self.take_person(&row.person)?;
                self.state.identities.insert(row.identity, id);
            }
        }
        let mut people = needs.people.clone();
        people.extend(self.concerned());
        if needs.even || !people.is_empty() {
            let keys = as_json(&people)?;
            for row in fetch_all!(tx tx, PersonRow, PersonRow::BY_ID, &keys)? {
                self.take_person(&row)?;
            }
        }
        Ok(())
    }

    fn take_person(&mut self, row: &PersonRow) -> Result<PersonId, StoreError> {
        let person = Person::try_from(row)?;
        let id = person.id;
        self.state.people.insert(id, person);
        Ok(id)
    }

    /// Whoever may have to hear of what happens to the referrals on the desk.
    fn concerned(&self) -> impl Iterator<Item = String> {
        self.state.referrals.values().flat_map(|referral| {
            let asker = referral.question.as_ref().map(|question| question.by);
            let people = [Some(referral.submission.by), referral.owner, asker];
            people.into_iter().flatten().map(|person| person.to_string())
        })
    }

    async fn load_partners(&mut self, tx: &mut Tx, needs: &Needs) -> Result<(), StoreError> {
        let mut partners = needs.partners.clone();
        // What becomes of a partner's referrals may be one of its first steps.
        if needs.counted_since.is_some() || self.head.starts {
            partners.extend(self.owners());
        }
        let rows = if needs.everything_set_up {
            fetch_all!(tx tx, PartnerRow, PartnerRow::ALL)?
        } else if partners.is_empty() {
            return Ok(());
        } else {
            fetch_all!(tx tx, PartnerRow, PartnerRow::BY_ID, as_json(&partners)?)?
        };
        for row in rows {
            let partner = Partner::try_from(&row)?;
            self.state.partners.insert(partner.id, partner);
        }
        Ok(())
    }

    /// The partners of the referrals on the desk.
    fn owners(&self) -> impl Iterator<Item = String> {
        self.state.referrals.values().map(|referral| referral.partner().to_string())
    }

    async fn load_counted(&mut self, tx: &mut Tx, needs: &Needs) -> Result<(), StoreError> {
        let Some(since) = needs.counted_since else { return Ok(()) };
        let partners: BTreeSet<String> =
            self.owners().chain(needs.partners.iter().cloned()).collect();
        for partner in &partners {
            let id = partner.parse().map_err(|_| StoreError::no_id(partner))?;
            self.counted.insert(id, Vec::new());
        }
        let (keys, since_us) = (as_json(&partners)?, since.timestamp_micros());
        for row in fetch_all!(tx tx, CountedRow, CountedRow::OF, &keys, since_us)? {
            let (partner, counted) = row.read()?;
            self.counted.entry(partner).or_default().push(counted);
        }
        Ok(())
    }

    /// Groups and versions of the programme are few and only looked at where things are set up.
    async fn load_groups(&mut self, tx: &mut Tx, needs: &Needs) -> Result<(), StoreError> {
        if !needs.everything_set_up {
            return Ok(());
        }
        for row in fetch_all!(tx &mut *tx, EditionRow, EditionRow::ALL)? {
            let edition = Edition::try_from(&row)?;
            self.state.editions.insert(edition.id.clone(), edition);
        }
        for row in fetch_all!(tx tx, GroupRow, GroupRow::ALL)? {
            let group = UserGroup::try_from(&row)?;
            self.state.groups.insert(group.id.clone(), group);
        }
        Ok(())
    }

    async fn load_channels(&mut self, tx: &mut Tx, needs: &Needs) -> Result<(), StoreError> {
        let rows = if needs.everything_set_up {
            fetch_all!(tx tx, ChannelRow, ChannelRow::ALL)?
        } else if needs.channels.is_empty() {
            return Ok(());
        } else {
            let keys = as_json(&needs.channels)?;
            fetch_all!(tx tx, ChannelRow, ChannelRow::BY_ID, &keys)?
        };
        self.take_channels(&rows)
    }

    /// The channels in which something will have to be said: sales', resolvers', and those of every
    /// partner on the desk.
    async fn load_places(&mut self, tx: &mut Tx, needs: &Needs) -> Result<(), StoreError> {
        let partners: BTreeSet<String> =
            self.owners().chain(needs.partners.iter().cloned()).collect();
        if partners.is_empty() || needs.everything_set_up {
            return Ok(());
        }
        let keys = as_json(&partners)?;
        let rows = fetch_all!(tx tx, ChannelRow, ChannelRow::PLACES, &keys)?;
        self.take_channels(&rows)
    }

    fn take_channels(&mut self, rows: &[ChannelRow]) -> Result<(), StoreError> {
        for row in rows {
            let channel = Channel::try_from(row)?;
            self.state.channels.insert(channel.id.clone(), channel);
        }
        Ok(())
    }

    fn take_referral(&mut self, row: &ReferralRow) -> Result<(), StoreError> {
        let referral = Referral::try_from(row)?;
        self.state.referrals.insert(referral.id, referral);
        Ok(())
    }
}
