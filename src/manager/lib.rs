//! The full-screen manager.
