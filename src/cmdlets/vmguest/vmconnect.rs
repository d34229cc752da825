//! `vmconnect`.

use crate::complete;
use crate::host_access::{HostAccess, services};
use crate::selection;
use crate::types::display_address;
use iovsh_backend::Scope;
use iovsh_backend::host::HostAddress;
use iovsh_backend::model::{Vm, VmDetail};
use iovsh_backend::plan::virsh::virsh_vm_step;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::relay::{self, ESCAPE_NAME, End};
use iovsh_shell::syntax::quote::quote_argument;
use rustix::fs::{FlockOperation, Mode, OFlags, flock, open};
use rustix::stdio::{stdin, stdout};
use rustix::termios::isatty;
use std::os::fd::OwnedFd;

/// Opens the serial console of a running virtual machine in this terminal. Ctrl+] leaves it.
///
/// All other keys, Ctrl+C too, are the guest's. What shows on the console is what the guest writes to its first serial port: with Linux, a login
/// where its kernel has `console=ttyS0`. One person at a time has it.
///
/// A machine whose first serial port is no terminal of the host, and every machine with -Address, is answered with the address of its display,
/// for a viewer (`remote-viewer vnc://127.0.0.1:5900`). Set-VMVideo gives a machine a display, Set-VMComPort says where a serial port leads.
///
/// # Examples
/// What leads to a machine:
/// ```iovsh
/// PS> Set-VMVideo web1 -ResolutionType Single -HorizontalResolution 1024 -VerticalResolution 768
/// PS> Start-VM web1
/// PS> vmconnect web1 -Address
/// /dev/pts/255
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    name = "vmconnect",
    module = "Hyper-V",
    alias("vmconnect.exe"),
    output = "System.String"
)]
pub struct VmConnect {
    /// The virtual machine; or, as with Hyper-V's program, the host before it: localhost.
    #[param(position = 0, mandatory, complete = complete::vms)]
    name: String,
    /// The virtual machine, where the host stands before it.
    #[param(position = 1, complete = complete::vms)]
    vm_name: Option<String>,
    /// Emits what leads to the machine: the terminal of its serial port and the address of its display. Nothing is opened.
    address: bool,
}

impl Cmdlet for VmConnect {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let name = match &self.vm_name {
            None => &self.name,
            Some(vm) if ["localhost", "."].contains(&self.name.to_lowercase().as_str()) => vm,
            Some(vm) => return Err(elsewhere(&self.name, vm).into()),
        };
        let scope = Scope {
            vms: VmDetail::Full,
            ..Scope::NOTHING
        };
        let state = cx.snapshot(&scope)?;
        for vm in selection::by_name(cx, &state.vms, std::slice::from_ref(name))? {
            self.connect(cx, vm)?;
        }
        Ok(())
    }
}

impl VmConnect {
    fn connect(&self, cx: &mut Context, vm: &Vm) -> Flow {
        if !vm.state.is_active() {
            let message = format!(
                "'{}' does not run, so nothing shows on its console.",
                vm.name
            );
            let error = error(
                "Vm.InvalidState",
                ErrorCategory::InvalidOperation,
                message,
                vm,
            );
            return cx
                .error(error.help(format!("Start it: Start-VM {}.", quote_argument(&vm.name))));
        }
        let terminal = vm.facts.terminal.as_deref();
        let display = display_address(vm);
        match (terminal, display) {
            (None, None) => {
                let message = format!(
                    "'{}' has no display, and its first serial port is no terminal of the host.",
                    vm.name
                );
                let error = error("Vm.NoConsole", ErrorCategory::ObjectNotFound, message, vm);
                cx.error(error.help(format!(
                    "Give it one while it is off: Set-VMVideo {0}; Get-VMComPort {0} shows where its serial ports lead.",
                    quote_argument(&vm.name)
                )))
            }
            (terminal, display) if self.address => {
                let mut all = terminal.map(str::to_owned).into_iter().chain(display);
                all.try_for_each(|one| cx.emit(one))
            }
            (None, Some(display)) => cx.emit(display),
            (Some(terminal), _) => join(cx, vm, terminal),
        }
    }
}

/// Joins this terminal with that of the machine.
fn join(cx: &mut Context, vm: &Vm, terminal: &str) -> Flow {
    let place = services(cx)?.here();
    match &place.address {
        Some(HostAddress::Local) => {}
        Some(address @ HostAddress::Ssh(_)) => {
            return cx.error(elsewhere(&address.to_string(), &vm.name));
        }
        Some(HostAddress::Simulated(_)) | None => {
            let message = format!(
                "'{}' is simulated: nothing is behind its terminal {terminal}.",
                vm.name
            );
            let error = error("Vm.NoConsole", ErrorCategory::NotEnabled, message, vm);
            let console = "On a host with KVM this opens its serial console.";
            let help = match vm.facts.agent {
                Some(true) => format!(
                    "{console} Its guest answers: Invoke-Command -VMName {} {{ uname -r }}.",
                    quote_argument(&vm.name)
                ),
                _ => console.to_owned(),
            };
            return cx.error(error.help(help));
        }
    }
    if !isatty(stdin()) || !isatty(stdout()) {
        let message = format!(
            "The console of '{}' is for a terminal, and this command has none.",
            vm.name
        );
        let error = error(
            "Vm.NoTerminal",
            ErrorCategory::InvalidOperation,
            message,
            vm,
        );
        return cx.error(error.help(format!(
            "Type it at a terminal; vmconnect {} -Address says what leads there.",
            quote_argument(&vm.name)
        )));
    }
    let far = match opened(terminal) {
        Ok(far) => far,
        Err(why) => {
            let message = format!("The console of '{}' cannot be opened: {why}.", vm.name);
            let error = error("Vm.NoConsole", ErrorCategory::OpenError, message, vm);
            return cx.error(error.help(format!(
                "See who has it: fuser -v {terminal}. libvirt's own way: {}.",
                virsh_vm_step("console", "", vm, &[])
            )));
        }
    };
    cx.host_line(&format!(
        "Connected to '{}' ({terminal}). {ESCAPE_NAME} leaves; Enter wakes a login.",
        vm.name
    ))?;
    let ended = relay::join(&far);
    // Where the guest left the cursor nothing else is to be written.
    cx.host_line("")?;
    match ended {
        Ok(End::Escape | End::Left) => Ok(()),
        Ok(End::Gone) => cx.host_line(&format!("'{}' was stopped.", vm.name)),
        Err(why) => {
            let message = format!("The console of '{}' was lost: {why}.", vm.name);
            cx.error(error("Vm.NoConsole", ErrorCategory::ReadError, message, vm))
        }
    }
}

/// Opens the terminal, for one person at a time.
fn opened(terminal: &str) -> Result<OwnedFd, String> {
    if !terminal.starts_with("/dev/pts/") || terminal.contains("..") {
        return Err(format!("'{terminal}' is no terminal of a machine"));
    }
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let far = open(terminal, flags, Mode::empty()).map_err(|error| error.to_string())?;
    match flock(&far, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(far),
        Err(_) => Err("somebody has it open already".to_owned()),
    }
}

/// The answer for a machine of another host, whose terminals are there.
fn elsewhere(host: &str, vm: &str) -> ShellError {
    let host = host.trim_start_matches("ssh://");
    let message =
        format!("The console of '{vm}' is a terminal of '{host}', and not of this computer.");
    ShellError::new("Vm.NoConsole", ErrorCategory::InvalidOperation, message)
        .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
        .target(vm)
        .help(format!(
            "Open it there: ssh -t {} iovsh vmconnect {}.",
            quote_argument(host),
            quote_argument(vm)
        ))
}

fn error(id: &'static str, category: ErrorCategory, message: String, vm: &Vm) -> ShellError {
    ShellError::new(id, category, message)
        .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
        .target(vm.name.as_str())
}
