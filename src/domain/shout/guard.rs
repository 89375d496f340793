//! What may not stand in a shout-out: an amount of money ([`amount`]), the name of a customer who has
//! not agreed to be named, the name of another partner ([`named`]).

mod amount;
mod named;

pub use amount::says_an_amount;
pub use named::Said;
