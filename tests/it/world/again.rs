//! Deliveries that come more than once, late or in the wrong order, as a platform's can.

use serde_json::{Value, json};

use super::World;

impl World {
    /// From now on each delivery comes so many times at once.
    pub async fn deliveries_come(&self, times: usize) {
        assert_eq!(self.post("deliveries", &json!({ "copies": times })).await["ok"], true);
    }

    /// Events of these kinds are kept back from now on.
    pub async fn holds(&self, kinds: &[&str]) {
        assert_eq!(self.post("deliveries", &json!({ "hold": kinds })).await["ok"], true);
    }

    /// What was kept back comes now, the newest first; gives how many deliveries that were.
    pub async fn releases(&self) -> usize {
        let released = self.post("deliveries", &json!({ "release": true })).await;
        self.settle().await;
        usize::try_from(released["released"].as_u64().unwrap()).unwrap()
    }

    /// What was delivered since the log stood at `after`, in its order, and where it stands now.
    /// What came again by [`World::comes_again`] is not in it once more, and what came over Discord's
    /// Gateway (its frames have an `op`) not at all: it brings again only what a session has missed.
    pub async fn delivered_since(&self, after: u64) -> (Vec<Value>, u64) {
        let (mut log, next) = self.log_since(after).await;
        log.retain(|entry| {
            let is_delivery = entry["kind"] == "event" || entry["kind"] == "push";
            // The question to an address before anything is delivered there is none.
            let odd = ["raw", "url_verification"].iter().any(|odd| entry["method"] == *odd);
            is_delivery && !odd && entry["request"]["op"].is_null()
        });
        (log, next)
    }

    /// Delivers these again, one after the other, as repetitions of a platform that missed the
    /// answers.
    pub async fn comes_again<'a>(&self, deliveries: impl IntoIterator<Item = &'a Value>) {
        for delivery in deliveries {
            let again = json!({ "raw": delivery["request"], "retry": 1 });
            let answer = self.post("deliver", &again).await;
            assert_eq!(answer["ok"], true, "{} came again: {answer}", delivery["method"]);
        }
        self.settle().await;
    }
}
