//! What stands in a post about boards when it is said: by what partners say and are called then.

use chrono::{DateTime, Utc};

use super::POSTED;
use crate::app::App;
use crate::chat::view::Message;
use crate::domain::board::period::{Period, Span};
use crate::domain::board::snapshot::{Snapshot, Stage};
use crate::domain::board::{Own, Placed};
use crate::domain::partner::Partner;
use crate::domain::posts::Absence;
use crate::domain::rhythm::month::Month;
use crate::store::{StoreError, boards, rhythm};
use crate::views::board::posts::{self as view, Shown};

/// So many are looked back for the one that was the newest when a post came.
const LOOKED_BACK: i64 = 60;
/// Quarters that a partner's own chart goes back.
const QUARTERS: usize = 4;

impl App {
    /// What a community channel reads of these boards, by what partners say and are called now;
    /// `None` when there is no board, or when a newer post had taken its place while it waited; `stood`
    /// since when it stands, if it does.
    ///
    /// # Errors
    /// [`StoreError`], here and below.
    pub async fn board_post(
        &self,
        boards: &[Period],
        stood: Option<DateTime<Utc>>,
    ) -> Result<Option<Message>, StoreError> {
        let newest = self.newest(stood).await?;
        if newest.is_some_and(|newest| newest.post != boards.first().copied()) {
            return Ok(None);
        }
        let shown = self.shown(boards).await?;
        Ok(view::post(&self.voice(), &shown))
    }

    /// What whoever decides about the first one is shown.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board_preview(&self, boards: &[Period]) -> Result<Option<Message>, StoreError> {
        let shown = self.shown(boards).await?;
        let Some(first) = shown.first() else { return Ok(None) };
        // Somebody may have answered meanwhile.
        if first.board.stage != Stage::Previewed {
            return Ok(None);
        }
        Ok(Some(view::preview(&self.voice(), &shown)))
    }

    async fn shown(&self, boards: &[Period]) -> Result<Vec<Shown>, StoreError> {
        let partners = self.partners_by_id().await?;
        let mut shown = Vec::new();
        for period in boards {
            let Some(board) = boards::snapshot(&self.store.db, *period).await? else { continue };
            let places = board.board(POSTED, &partners);
            let of = |place: &Placed| Some((place.partner, partners.get(&place.partner)?.code));
            let codes = places.iter().flatten().filter_map(of).collect();
            shown.push(Shown { places, board, codes });
        }
        Ok(shown)
    }

    /// What a partner's channel reads of its own places; `None` when its people do not want to, or when
    /// a newer post had taken its place while it waited.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn own_place_post(
        &self,
        partner: &Partner,
        places: &[(Period, Own)],
        away: Option<Absence>,
        stood: Option<DateTime<Utc>>,
    ) -> Result<Option<Message>, StoreError> {
        if !self.hears_notes(partner).await? || !self.is_newest(places, stood).await? {
            return Ok(None);
        }
        let over = places.iter().map(|(period, _)| *period).find(|one| one.span() == Span::Quarter);
        let quarters = match over {
            Some(last) => self.quarters(partner, last).await?,
            None => Vec::new(),
        };
        Ok(Some(view::own(&self.voice(), POSTED, places, away, &quarters)))
    }

    /// The board that was posted last; where something stands, of those before it came.
    async fn newest(&self, stood: Option<DateTime<Utc>>) -> Result<Option<Snapshot>, StoreError> {
        let mut posted = boards::posted(&self.store.db, LOOKED_BACK).await?.into_iter();
        Ok(posted.find(|one| stood.is_none_or(|stood| one.since <= stood)))
    }

    /// Whether these are of what was posted last.
    async fn is_newest(
        &self,
        places: &[(Period, Own)],
        stood: Option<DateTime<Utc>>,
    ) -> Result<bool, StoreError> {
        let Some(newest) = self.newest(stood).await? else { return Ok(true) };
        let Some((period, _)) = places.first() else { return Ok(true) };
        let of = boards::snapshot(&self.store.db, *period).await?.and_then(|board| board.post);
        Ok(of == newest.post)
    }

    /// What became of a partner's referrals in the quarters up to this one, since it joined.
    pub(in crate::app) async fn quarters(
        &self,
        partner: &Partner,
        last: Period,
    ) -> Result<Vec<(Period, Month)>, StoreError> {
        let calendar = &self.program().rules.calendar;
        let joined = calendar.local_date(partner.added_at);
        let back = std::iter::successors(Some(last), |period| Some(period.previous()));
        let shown = back.take(QUARTERS).filter(|one| one.last_day() >= joined || *one == last);
        let mut quarters = Vec::new();
        for period in shown {
            let mut counted =
                rhythm::month(&self.store.db, &[partner.id], period, calendar).await?;
            quarters.push((period, counted.remove(&partner.id).unwrap_or_default()));
        }
        quarters.reverse();
        Ok(quarters)
    }
}
