//! Filters on the screen.
