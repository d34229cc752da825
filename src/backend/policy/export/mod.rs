//! Exports: a virtual machine with its disks as a folder, and a virtual machine out of such a folder.

mod arrive;
mod compare;
mod disk;
pub(in crate::policy) mod folders;
mod give;
mod kept;
mod read;
pub(in crate::policy) mod stored;
mod take;
mod wanted;

pub use compare::compare;
pub use folders::ways;
pub use give::{Export, Live};
pub use read::{first_look, manifest};
pub use wanted::{Import, scope};

pub(in crate::policy) use give::export;
pub(in crate::policy) use take::import;
