//! iovsh: a PowerShell-like administration shell for SR-IOV networking on Linux KVM/VFIO hosts.
//!
//! Four packages, and the arrows between them point one way:
//!
//! - [`shell`]: the language. Values, parser, binder, interpreter, formatting, line editor. It knows no host.
//! - [`backend`]: hosts. The model, the plans, and what carries them out. It knows no shell.
//! - [`cmdlets`]: the only place that knows both, one file a cmdlet.
//! - [`manager`]: the full-screen manager. It knows hosts and the words of cmdlets, not the language.
//!
//! Below all of them stand [`category`], what kind of error something is, [`interrupt`], whether the work of a thread is to end,
//! and [`signals`].

pub use iovsh_backend as backend;
pub use iovsh_base::{category, interrupt, signals};
pub use iovsh_cmdlets as cmdlets;
pub use iovsh_manager as manager;
pub use iovsh_shell as shell;
