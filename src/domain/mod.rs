//! The rules of a referral programme, as plain functions over plain data.
