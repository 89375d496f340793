//! Whatever stands in a programme's file: it is read, or every mistake has a place and a sentence.

use vouch::chat::limits::{CHOICE, PICKS, units};
use vouch::program::{Misfit, Program};

/// # Panics
/// When a programme is taken that does not fit, or a mistake is told without place or sentence.
pub fn holds(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match Program::read(&text, "here") {
        Ok(program) => {
            fits(&program);
            // What is asked of it besides has a place and a sentence too.
            let (Ok((_, besides)) | Err(besides)) = Program::check(&text, "here");
            besides.iter().for_each(|misfit| told(&text, misfit));
            assert_eq!(vouch::program::diff::changes(&program, &program), []);
        }
        Err(misfits) => {
            assert!(!misfits.is_empty());
            misfits.iter().for_each(|misfit| told(&text, misfit));
            // A sentence repeats a word or two of the file.
            let said: usize = misfits.iter().map(|misfit| misfit.sentence.len()).sum();
            assert!(said <= 8 * text.len() + 300 * misfits.len(), "{said} of {}", text.len());
            assert!(misfits.len() <= 200, "{} mistakes", misfits.len());
        }
    }
}

fn fits(program: &Program) {
    let rules = &program.rules;
    assert!((1..=100).contains(&program.name.chars().count()));
    assert!((30..=180).contains(&rules.protection_days));
    assert!((1..=30).contains(&rules.promise_days));
    for reasons in [&rules.reject_reasons, &rules.lost_reasons] {
        assert!((1..=PICKS).contains(&reasons.len()));
        assert!(reasons.iter().all(|reason| (1..=CHOICE).contains(&units(reason))));
    }
    let now = "2026-03-06T15:00:00Z".parse().expect("a time");
    assert!(rules.calendar.business_days_later(now, rules.promise_days) > now);
}

/// Shared with the set-up file: a sentence, at a place that is there.
pub fn told(text: &str, misfit: &Misfit) {
    assert!(misfit.sentence.len() > 5, "{misfit}");
    assert!((1..=text.matches('\n').count() + 1).contains(&misfit.line), "{misfit}");
    let line = text.split('\n').nth(misfit.line - 1).unwrap_or_default();
    assert!((1..=line.chars().count() + 1).contains(&misfit.column), "{misfit}");
    assert!(text.get(misfit.span.clone()).is_some(), "{misfit:?}");
}
