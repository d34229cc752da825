//! iovsh: a PowerShell-like administration shell for SR-IOV networking on Linux KVM/VFIO hosts.
//!
//! Three packages, and the arrows between them point one way:
//!
//! - [`shell`]: the language. Values, parser, binder, interpreter, formatting, line editor. It knows no host.
//! - [`backend`]: hosts. The model, the plans, and what carries them out. It knows no shell.
//! - [`cmdlets`]: the only place that knows both, one file a cmdlet.
//!
//! Below all three stand [`category`], what kind of error something is, [`interrupt`], whether the work of a thread is to end,
//! and [`signals`].

pub use iovsh_backend as backend;
pub use iovsh_base::{category, interrupt, signals};
pub use iovsh_cmdlets as cmdlets;
pub use iovsh_shell as shell;
