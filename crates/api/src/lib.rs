//! What AWS says.
