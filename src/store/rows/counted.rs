//! What of referrals counts for a tier, as a part of their rows.

use super::{BadRow, Columns};
use crate::domain::ids::PartnerId;
use crate::domain::tier::count::Counted;
use crate::store::dialect::Sql;

#[derive(sqlx::FromRow)]
pub struct CountedRow {
    referral_id: String,
    partner_id: String,
    status: String,
    submitted_us: i64,
    decided_us: Option<i64>,
    ruled: String,
    closing: Option<String>,
    share_bp: Option<i64>,
}

impl CountedRow {
    /// What some partners have open, or what has come to its status since then.
    pub const OF: Sql = Sql {
        lite: "select referral_id, partner_id, status, submitted_us, decided_us, ruled, closing,
                      share_bp
                 from referral
                where partner_id in (select value from json_each($1))
                  and (status in ('submitted', 'in_conflict', 'needs_info', 'approved')
                       or since_us >= $2)
                order by referral_id",
        pg: "select referral_id, partner_id, status, submitted_us, decided_us, ruled, closing,
                    share_bp
               from referral
              where partner_id = any (array(select json_array_elements_text($1::json)))
                and (status in ('submitted', 'in_conflict', 'needs_info', 'approved')
                     or since_us >= $2)
              order by referral_id",
    };

    /// Whose it is, and what counts of it.
    pub fn read(&self) -> Result<(PartnerId, Counted), BadRow> {
        let read = Columns { table: "referral", key: &self.referral_id };
        let counted = Counted {
            decided_at: self.decided_us.map(|us| read.time("decided_us", us)).transpose()?,
            ruled: !read.list::<Vec<serde_json::Value>>("ruled", &self.ruled)?.is_empty(),
            closing: self.closing.as_ref().map(|text| read.list("closing", text)).transpose()?,
            share_bp: self.share_bp.map(|share| read.count("share_bp", share)).transpose()?,
            ..Counted::new(
                read.parse("referral_id", &self.referral_id)?,
                read.parse("status", &self.status)?,
                read.time("submitted_us", self.submitted_us)?,
            )
        };
        Ok((read.parse("partner_id", &self.partner_id)?, counted))
    }
}
