//! Message texts by language and key.
