//! The full-screen manager: a host at a glance, with live state, and dialogs that show the cmdlet they run.
//!
//! It knows the hosts (through [`iovsh_backend::Host`], to look and to be told what moves) and the words of cmdlets ([`Command`]).
//! Whatever is changed goes through a [`Commander`], which whoever starts the manager gives: it runs one cmdlet as the command line
//! would, with its plan, its undo and its journal. The language and its interpreter are unknown here.

mod actions;
mod app;
mod command;
mod dialogs;
mod draw;
mod form;
mod keys;
mod listing;
mod pages;
mod past;
mod place;
mod run;
mod shown;
mod terminal;
#[cfg(test)]
mod tests;
mod theme;

pub use app::App;
pub use command::{Argument, Command, Commander, Said};
pub use draw::draw;
pub use place::{Opener, Place, SCOPE, Seen};
pub use run::{Ended, run};
pub use theme::Theme;
