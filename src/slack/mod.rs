//! Slack, as one of the platforms behind [`crate::chat`].
