//! What stands below the shell and the backend, and knows neither: what kind of error something is, whether the work of a
//! thread is to end, when two names are the same, which characters nobody sees, and the signals of the process.

pub mod base64;
pub mod category;
pub mod interrupt;
pub mod invisible;
pub mod names;
pub mod signals;
