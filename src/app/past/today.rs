//! What partners and sales do on the day on which somebody sees the world first: it is decided now, so
//! that promises and deadlines are this day's, and its cards and receipts go out as always.

use chrono::TimeDelta;

use super::scene::{Lead, Scene};
use crate::app::execute::Act;
use crate::app::{App, Sealed};
use crate::domain::referral::{Introduction, Relationship};
use crate::store::StoreError;
use crate::views::forms::input;

const NORTH: &str = "slack:T0NORTH0001:U0NORTHMEM1";
const SOUTH: &str = "slack:T0SOUTH0001:U0SOUTHMEM1";
const EAST: &str = "slack:T0EAST00001:U0EAST0MEM1";
const WEST: &str = "slack:T0WEST00001:U0WEST0MEM1";
const SALES: &str = "slack:T0VENDOR001:U0SALES0001";

impl App {
    /// Lets one referral wait, puts a question to another partner, and has two want the same customer.
    pub(super) async fn live_today(&self) -> Result<(), StoreError> {
        let ago = |minutes| Scene { app: self, ago: TimeDelta::minutes(minutes) };
        ago(52).refer(EAST, ROWAN).await?;
        let asked = ago(41).refer(NORTH, JUNIPER).await?;
        let introduction = Introduction::Introduce;
        let need = "Their head of operations wants one list of all orders by summer.";
        let other = Lead { introduction, need, contact: "Kim Rowe", ..ROWAN };
        ago(27).refer(WEST, other).await?;
        ago(9).refer(SOUTH, MAPLE).await?;
        if let Some(asked) = asked {
            let question = Sealed::new("Which of their two sites would start?");
            let act = Act::Ask(question.seal.clone());
            ago(0).act(SALES, asked.id, act, vec![(input::QUESTION, question)]).await?;
        }
        Ok(())
    }
}

const MAPLE: Lead<'_> = Lead {
    company: "Maple Freight",
    domain: "maple-freight.example",
    need: "They plan routes on paper and want to stop before the season starts.",
    contact: "Robin Hale",
    relationship: Relationship::Client,
    introduction: Introduction::Expect,
};
const JUNIPER: Lead<'_> = Lead {
    company: "Juniper Foods",
    domain: "juniper-foods.example",
    need: "Two sites, one shared stock, and nobody sees both.",
    contact: "Sam Ortega",
    relationship: Relationship::Friend,
    introduction: Introduction::Mention,
};
const ROWAN: Lead<'_> = Lead {
    company: "Rowan Tools",
    domain: "rowan-tools.example",
    need: "They outgrew their spreadsheets and look for something this quarter.",
    contact: "Alex Moor",
    relationship: Relationship::Event,
    introduction: Introduction::Expect,
};
