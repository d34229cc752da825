//! What stands below the shell and the backend, and knows neither: what kind of error something is, whether the work of a
//! thread is to end, and the signals of the process.

pub mod base64;
pub mod category;
pub mod interrupt;
pub mod signals;
