//! Domains that stand for one another, questions of partners, and the vendor's accounts as rows.

use chrono::NaiveDate;

use super::{BadRow, Columns};
use crate::domain::account::Domain;
use crate::domain::account::alias::Alias;
use crate::domain::account::asking::Asking;
use crate::domain::account::known::{AccountNo, Standing};
use crate::store::dialect::{Sql, row};

row! {
    AliasRow in "alias" key "domain" replace {
        domain: String,
        version: i64,
        stands_for: Option<String>,
    }
    select {
        ALL: "order by domain";
    }
}

impl AliasRow {
    /// Everything in the groups of these domains, and what is known of their main ones.
    pub const GROUPS_OF: Sql = Sql {
        lite: "with asked as (select value as domain from json_each($1)),
                    mains as (select domain from asked
                              union select stands_for from alias
                                     where domain in (select domain from asked)
                                       and stands_for is not null)
               select domain, version, stands_for from alias
                where domain in (select domain from mains)
                   or stands_for in (select domain from mains)",
        pg: "with mains as materialized (
               select json_array_elements_text($1::json) as domain
               union select stands_for from alias
                      where domain = any (array(select json_array_elements_text($1::json)))
                        and stands_for is not null)
             select domain, version, stands_for from alias
              where domain = any (array(select domain from mains))
                 or stands_for = any (array(select domain from mains))",
    };
}

impl From<&Alias> for AliasRow {
    fn from(alias: &Alias) -> Self {
        Self {
            domain: alias.domain.to_string(),
            version: alias.version,
            stands_for: alias.of.as_ref().map(ToString::to_string),
        }
    }
}

impl From<AliasRow> for Alias {
    fn from(row: AliasRow) -> Self {
        Self {
            domain: Domain::stored(row.domain),
            version: row.version,
            of: row.stands_for.map(Domain::stored),
        }
    }
}

row! {
    AskingRow in "asking" key "partner_id" replace {
        partner_id: String,
        version: i64,
        day: String,
        asked: i64,
    }
    select {
        ALL: "order by partner_id";
        BY_PARTNER: in "partner_id", "";
    }
}

impl From<&Asking> for AskingRow {
    fn from(asking: &Asking) -> Self {
        Self {
            partner_id: asking.partner.to_string(),
            version: asking.version,
            day: asking.day.to_string(),
            asked: asking.asked.into(),
        }
    }
}

impl TryFrom<&AskingRow> for Asking {
    type Error = BadRow;

    fn try_from(row: &AskingRow) -> Result<Self, BadRow> {
        let read = Columns { table: "asking", key: &row.partner_id };
        Ok(Self {
            partner: read.parse("partner_id", &row.partner_id)?,
            version: row.version,
            day: read.parse("day", &row.day)?,
            asked: read.count("asked", row.asked)?,
        })
    }
}

row! {
    /// An account of the vendor's own systems.
    AccountRow in "account" key "account_no" replace {
        account_no: i64,
        source: String,
        external_id: String,
        name: String,
        standing: String,
        owner: Option<String>,
        stage: Option<String>,
        amount_minor: Option<i64>,
        currency: Option<String>,
        name_version: i64,
        said_us: i64,
    }
    select {
        KEYLESS: "where name_version < $1 order by name_version, account_no limit $2";
    }
}

impl AccountRow {
    pub const BY_NUMBER: Sql = Sql {
        lite: "select account_no, source, external_id, name, standing, owner, stage, amount_minor,
                      currency, name_version, said_us
                 from account where account_no in (select value from json_each($1))",
        pg: "select account_no, source, external_id, name, standing, owner, stage, amount_minor,
                    currency, name_version, said_us
               from account
              where account_no = any (array(select json_array_elements_text($1::json)::bigint))",
    };
}

row! {
    AccountDomainRow in "account_domain" key "domain, account_no" replace {
        domain: String,
        account_no: i64,
    }
}

impl AccountDomainRow {
    pub const OF: Sql = Sql {
        lite: "select domain, account_no from account_domain
                where account_no in (select value from json_each($1))",
        pg: "select domain, account_no from account_domain
              where account_no = any (array(select json_array_elements_text($1::json)::bigint))",
    };
}

row! {
    AccountActivityRow in "account_activity" key "account_no, day" replace {
        account_no: i64,
        day: String,
    }
}

impl AccountActivityRow {
    /// The last day of each.
    pub const LAST_OF: Sql = Sql {
        lite: "select account_no, max(day) as day from account_activity
                where account_no in (select value from json_each($1)) group by account_no",
        pg: "select account_no, max(day) as day from account_activity
              where account_no = any (array(select json_array_elements_text($1::json)::bigint))
              group by account_no",
    };
}

row! {
    AccountKeyRow in "account_key" key "key, account_no" replace {
        key: i64,
        account_no: i64,
    }
}

/// An account, by one of its domains.
#[derive(Clone, sqlx::FromRow)]
pub struct AccountOnRow {
    pub domain: String,
    pub account_no: i64,
    pub name: String,
    pub standing: String,
    pub owner: Option<String>,
    pub stage: Option<String>,
    /// Of an opportunity: days with logged activity, a list.
    pub worked: Option<String>,
}

impl AccountOnRow {
    /// The accounts on these domains, each with all of its domains.
    pub const ON: Sql = Sql {
        lite: "select e.domain, a.account_no, a.name, a.standing, a.owner, a.stage,
                      case when a.standing = 'opportunity' then
                        (select json_group_array(v.day) from account_activity v
                          where v.account_no = a.account_no) end as worked
                 from (select distinct account_no from account_domain
                        where domain in (select value from json_each($1)) limit 200) d
                 join account a on a.account_no = d.account_no
                 join account_domain e on e.account_no = a.account_no
                order by a.account_no, e.domain",
        pg: "select e.domain, a.account_no, a.name, a.standing, a.owner, a.stage,
                    case when a.standing = 'opportunity' then
                      (select json_agg(v.day)::text from account_activity v
                        where v.account_no = a.account_no) end as worked
               from (select distinct account_no from account_domain
                      where domain = any (array(select json_array_elements_text($1::json)))
                      limit 200) d
               join account a on a.account_no = d.account_no
               join account_domain e on e.account_no = a.account_no
              order by a.account_no, e.domain",
    };

    pub(in crate::store) fn standing(&self) -> Result<Standing, BadRow> {
        let key = self.account_no.to_string();
        Columns { table: "account", key: &key }.parse("standing", &self.standing)
    }

    pub(in crate::store) fn worked(&self) -> Result<Vec<NaiveDate>, BadRow> {
        let Some(worked) = &self.worked else { return Ok(Vec::new()) };
        let key = self.account_no.to_string();
        let mut days: Vec<NaiveDate> =
            Columns { table: "account_activity", key: &key }.list("day", worked)?;
        days.sort_unstable();
        Ok(days)
    }

    pub(in crate::store) const fn number(&self) -> AccountNo {
        AccountNo::stored(self.account_no)
    }
}
