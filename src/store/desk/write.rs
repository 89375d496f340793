//! Writing what a batch has left, one statement a table.

use std::collections::{BTreeMap, BTreeSet};

use super::{Desk, Written};
use crate::store::StoreError;
use crate::store::dialect::{Sql, Tx, as_json, execute, write_rows};
use crate::store::project::{State, Touched};
use crate::store::rows::{
    AliasRow, ApplicationRow, AskingRow, BoardRow, CaseRow, ChannelRow, EditionRow, GroupRow,
    IdentityRow, PartnerRow, PersonRow, ReferralRow, RhythmRow, ShoutRow, WorkspaceRow,
};

impl Desk {
    /// Writes everything that was left, one statement a table.
    pub(in crate::store) async fn write(self, tx: &mut Tx) -> Result<Written, StoreError> {
        let said = self.new.outbox.len() + self.new.tasks.len();
        let received = self.new.inbox.len();
        let written = Written { events: self.new.events.len(), received, said };
        write_rows(tx, &self.new.personal).await?;
        write_rows(tx, &self.new.events).await?;
        Self::write_state(tx, &self.state, &self.touched).await?;
        write_rows(tx, &self.new.forms).await?;
        write_rows(tx, &self.new.homes).await?;
        write_rows(tx, &self.new.inbox).await?;
        write_rows(tx, &self.new.outbox).await?;
        write_rows(tx, &self.new.tasks).await?;
        write_rows(tx, &self.new.installations).await?;
        if !self.new.spent.is_empty() {
            execute!(tx, SPEND, as_json(&self.new.spent)?)?;
        }
        self.codes.write(tx).await?;
        if written.events > 0 || written.said > 0 {
            execute!(
                tx,
                "update head set event_seq = $1, outbox_seq = $2, chain = $3, at_us = $4
                  where id = 1",
                self.head.event_seq,
                self.head.outbox_seq,
                &self.head.chain,
                self.head.at_us,
            )?;
        }
        Ok(written)
    }

    /// Writes the read rows of everything that was touched: by a batch, or by the whole log.
    pub(in crate::store) async fn write_state(
        tx: &mut Tx,
        state: &State,
        touched: &Touched,
    ) -> Result<(), StoreError> {
        let partners = rows::<_, _, PartnerRow>(&touched.partners, &state.partners);
        if !partners.is_empty() {
            write_rows(tx, &partners).await?;
        }
        if !touched.workspaces.is_empty() {
            let ids: Vec<String> = touched.workspaces.iter().map(ToString::to_string).collect();
            execute!(tx, FORGET_WORKSPACES, as_json(&ids)?)?;
            write_rows(tx, &workspaces(state, touched)).await?;
        }
        let channels = rows::<_, _, ChannelRow>(&touched.channels, &state.channels);
        write_rows(tx, &channels).await?;
        let people = rows::<_, _, PersonRow>(&touched.people, &state.people);
        write_rows(tx, &people).await?;
        let identities: Vec<IdentityRow> = touched
            .identities
            .iter()
            .filter_map(|identity| Some((identity, state.identities.get(identity)?)))
            .map(|(identity, person)| IdentityRow {
                identity: identity.clone(),
                person_id: person.to_string(),
            })
            .collect();
        write_rows(tx, &identities).await?;
        let groups = rows::<_, _, GroupRow>(&touched.groups, &state.groups);
        write_rows(tx, &groups).await?;
        let referrals = rows::<_, _, ReferralRow>(&touched.referrals, &state.referrals);
        write_rows(tx, &referrals).await?;
        let cases = rows::<_, _, CaseRow>(&touched.cases, &state.cases);
        write_rows(tx, &cases).await?;
        let aliases = rows::<_, _, AliasRow>(&touched.aliases, &state.aliases);
        write_rows(tx, &aliases).await?;
        let askings = rows::<_, _, AskingRow>(&touched.askings, &state.askings);
        write_rows(tx, &askings).await?;
        let editions = rows::<_, _, EditionRow>(&touched.editions, &state.editions);
        write_rows(tx, &editions).await?;
        let boards = rows::<_, _, BoardRow>(&touched.boards, &state.boards);
        write_rows(tx, &boards).await?;
        let shouts = rows::<_, _, ShoutRow>(&touched.shouts, &state.shouts);
        write_rows(tx, &shouts).await?;
        let rhythms = rows::<_, _, RhythmRow>(&touched.rhythms, &state.rhythms);
        write_rows(tx, &rhythms).await?;
        let applications = rows::<_, _, ApplicationRow>(&touched.applications, &state.applications);
        write_rows(tx, &applications).await?;
        Ok(())
    }
}

/// A workspace that a partner gave up must not lead to it any more.
const FORGET_WORKSPACES: Sql = Sql {
    lite: "delete from partner_workspace where partner_id in (select value from json_each($1))",
    pg: "delete from partner_workspace
          where partner_id = any (array(select json_array_elements_text($1::json)))",
};

const SPEND: Sql = Sql {
    lite: "delete from invitation where hash in (select value from json_each($1))",
    pg: "delete from invitation
          where hash = any (array(select json_array_elements_text($1::json)))",
};

fn workspaces(state: &State, touched: &Touched) -> Vec<WorkspaceRow> {
    let partners = touched.workspaces.iter().filter_map(|id| state.partners.get(id));
    let pairs = partners.flat_map(|partner| {
        partner.workspaces.iter().map(|workspace| (workspace.clone(), partner.id.to_string()))
    });
    // A map, because one statement may not write the same row twice.
    let pairs: BTreeMap<String, String> = pairs.collect();
    pairs
        .into_iter()
        .map(|(workspace, partner_id)| WorkspaceRow { workspace, partner_id })
        .collect()
}

fn rows<'a, K: Ord, V: 'a, R: From<&'a V>>(
    touched: &BTreeSet<K>,
    state: &'a BTreeMap<K, V>,
) -> Vec<R> {
    touched.iter().filter_map(|key| state.get(key)).map(R::from).collect()
}
