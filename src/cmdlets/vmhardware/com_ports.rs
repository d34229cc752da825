//! The numbers of serial ports.

use crate::invalid;
use iovsh_shell::error::Interrupt;

/// A machine has the ports 1 and 2.
pub fn no_such_port() -> Interrupt {
    invalid::parameter(
        "A virtual machine has the serial ports 1 and 2.",
        "Choose one of the two with -Number.",
    )
    .into()
}
