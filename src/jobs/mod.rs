//! One file per thing the clock does. A job takes no input and looks only at the state, so running
//! it twice, late or after a crash is the same.

pub mod deadlines;
pub mod groups;
pub mod reminders;
pub mod sweep;
