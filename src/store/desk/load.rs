//! Reading what a batch needs, one statement a table.

use std::collections::BTreeSet;

use super::{Desk, Needs};
use crate::domain::actor::Person;
use crate::domain::group::UserGroup;
use crate::domain::partner::{Channel, Partner};
use crate::domain::referral::Referral;
use crate::store::StoreError;
use crate::store::dialect::{Tx, as_json, fetch_all};
use crate::store::rows::{
    ChannelRow, FormRow, GroupRow, IdentityRow, InboxRow, InstallationRow, InvitationRow,
    PartnerRow, PersonRow, ReferralRow,
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
            for row in fetch_all!(tx tx, ReferralRow, ReferralRow::BY_FORM, &keys)? {
                self.take_referral(&row)?;
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
        Ok(())
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
        if !domains.is_empty() {
            let keys = as_json(&domains)?;
            for row in fetch_all!(tx tx, ReferralRow, ReferralRow::LIVE_ON, &keys)? {
                self.take_referral(&row)?;
            }
        }
        self.load_people(tx, needs).await?;
        self.load_partners(tx, needs).await?;
        self.load_groups(tx, needs).await?;
        self.load_channels(tx, needs).await?;
        self.load_places(tx, needs).await
    }

    async fn load_people(&mut self, tx: &mut Tx, needs: &Needs) -> Result<(), StoreError> {
        let mut people = needs.people.clone();
        let identities = if needs.everything_set_up {
            fetch_all!(tx tx, IdentityRow, IdentityRow::ALL)?
        } else if needs.identities.is_empty() {
            Vec::new()
        } else {
            let keys = as_json(&needs.identities)?;
            fetch_all!(tx tx, IdentityRow, IdentityRow::BY_IDENTITY, &keys)?
        };
        for row in identities {
            let id = row.person_id.parse().map_err(|_| StoreError::no_id(&row.person_id))?;
            people.insert(row.person_id);
            self.state.identities.insert(row.identity, id);
        }
        if people.is_empty() {
            return Ok(());
        }
        let keys = as_json(&people)?;
        for row in fetch_all!(tx tx, PersonRow, PersonRow::BY_ID, &keys)? {
            let person = Person::try_from(&row)?;
            self.state.people.insert(person.id, person);
        }
        Ok(())
    }

    async fn load_partners(&mut self, tx: &mut Tx, needs: &Needs) -> Result<(), StoreError> {
        let rows = if needs.everything_set_up {
            fetch_all!(tx tx, PartnerRow, PartnerRow::ALL)?
        } else if needs.partners.is_empty() {
            return Ok(());
        } else {
            let keys = as_json(&needs.partners)?;
            fetch_all!(tx tx, PartnerRow, PartnerRow::BY_ID, &keys)?
        };
        for row in rows {
            let partner = Partner::try_from(&row)?;
            self.state.partners.insert(partner.id, partner);
        }
        Ok(())
    }

    /// Groups are few and only looked at where things are set up.
    async fn load_groups(&mut self, tx: &mut Tx, needs: &Needs) -> Result<(), StoreError> {
        if !needs.everything_set_up {
            return Ok(());
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

    /// The channels in which something will have to be said: sales', and those of every partner on
    /// the desk.
    async fn load_places(&mut self, tx: &mut Tx, needs: &Needs) -> Result<(), StoreError> {
        let owners = self.state.referrals.values().map(|referral| referral.partner().to_string());
        let partners: BTreeSet<String> = owners.chain(needs.partners.iter().cloned()).collect();
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
        self.came_of.insert(referral.submission.form, referral.id);
        self.state.referrals.insert(referral.id, referral);
        Ok(())
    }
}
