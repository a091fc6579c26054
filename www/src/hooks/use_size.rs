//! The size of an element, kept up to date.
