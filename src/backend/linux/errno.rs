//! Error numbers of the kernel that are told apart. A number is compared as it came: one that `rustix` does not know is no mistake.

use rustix::io::Errno;

pub const PERMISSION: i32 = Errno::PERM.raw_os_error();
pub const NOT_FOUND: i32 = Errno::NOENT.raw_os_error();
pub const NO_SUCH_ROUTE: i32 = Errno::SRCH.raw_os_error();
pub const TOO_BIG: i32 = Errno::TOOBIG.raw_os_error();
pub const AGAIN: i32 = Errno::AGAIN.raw_os_error();
pub const NO_MEMORY: i32 = Errno::NOMEM.raw_os_error();
pub const ACCESS: i32 = Errno::ACCESS.raw_os_error();
pub const BUSY: i32 = Errno::BUSY.raw_os_error();
pub const EXISTS: i32 = Errno::EXIST.raw_os_error();
pub const NO_DEVICE: i32 = Errno::NODEV.raw_os_error();
pub const INVALID: i32 = Errno::INVAL.raw_os_error();
pub const NO_SPACE: i32 = Errno::NOSPC.raw_os_error();
pub const READ_ONLY: i32 = Errno::ROFS.raw_os_error();
pub const RANGE: i32 = Errno::RANGE.raw_os_error();
pub const NOT_SUPPORTED: i32 = Errno::OPNOTSUPP.raw_os_error();
pub const NO_SUCH_ADDRESS: i32 = Errno::ADDRNOTAVAIL.raw_os_error();
pub const ABORTED: i32 = Errno::CONNABORTED.raw_os_error();
pub const TIMED_OUT: i32 = Errno::TIMEDOUT.raw_os_error();
