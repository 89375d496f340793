//! The agreement in a partner's channel, and to whoever asks for it.

use super::facts::{at, voice};
use super::shown::message;
use crate::domain::agreement::Agreement;
use crate::views::agreement::{self, Standing};

pub fn agreed(version: &str, summary: &[&str]) -> Agreement {
    Agreement {
        version: version.to_owned(),
        date: "2026-03-01".parse().unwrap(),
        summary: summary.iter().map(|one| (*one).to_owned()).collect(),
        link: "https://vendor.example/agreement.pdf".to_owned(),
        sha256: "0123456789abcdef".repeat(4),
    }
}

pub fn every_sheet() -> String {
    let voice = voice();
    let told = agreed("2", &["Your introductions stay yours.", "Either side ends it in a month."]);
    let at = at("2026-03-06T14:04:00Z");
    let by_who = Standing::Accepted { who: "Partner admin", at };
    let asked = |may| Standing::Asked { may };
    let sheets = [
        agreement::sheet(&voice, &told, "North Partner", asked(true)),
        agreement::sheet(&voice, &agreed("1", &[]), "North Partner", asked(false)),
        agreement::sheet(&voice, &told, "North Partner", by_who),
        agreement::needed(&voice, "2"),
    ];
    sheets.iter().map(message).collect()
}
