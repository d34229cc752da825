//! Since when the use of virtual machines is counted, and what it is.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::host_access::HostAccess;
use crate::types::{CimSession, Credential, ResourcePoolType, VirtualMachine};
use crate::vm::{change_as_wanted, found};
use crate::{complete, unsupported};
use iovsh_backend::model::{Metering, Usage, Uuid, VfDetail, Vm, VmDetail};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::metering::usage;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_backend::{Scope, State};
use iovsh_derive::Parameters;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::syntax::quote::quote_argument;
use iovsh_shell::wildcard;

/// What measuring takes.
pub const USAGE: Scope = Scope {
    links: true,
    functions: VfDetail::Counters,
    vms: VmDetail::Full,
    usage: true,
    ..Scope::NOTHING
};

/// Seconds since 1970.
pub fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |now| now.as_secs())
}

/// Counting begins now.
fn from_now(state: &State, vm: &Vm) -> Metering {
    Metering {
        since: now(),
        before: Box::new(match vm.state.is_active() {
            true => usage(state, vm).unwrap_or_default(),
            false => Usage::nothing(),
        }),
    }
}

/// The error for a machine whose use is not counted.
pub fn not_metered(vm: &Vm) -> ShellError {
    let message = format!("The use of '{}' is not counted.", vm.name);
    ShellError::new("Vm.NotMetered", ErrorCategory::InvalidOperation, message)
        .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
        .target(vm.name.as_str())
        .help(format!(
            "Begin with it: Enable-VMResourceMetering {}",
            quote_argument(&wildcard::quote(&vm.name))
        ))
}

/// Virtual machines whose use is counted, or is not any more.
#[derive(Parameters)]
pub struct Metered {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, complete = complete::vms)]
    vm_name: Vec<String>,
    #[param(set = "ResourcePool", position = 0, mandatory, from_pipeline, by_property_name, alias = "Name", refused = unsupported::POOL)]
    resource_pool_name: Option<String>,
    /// The kind of pool.
    #[param(set = "ResourcePool", position = 1, by_property_name)]
    resource_pool_type: Option<ResourcePoolType>,
    /// Sessions with other hosts, of New-CimSession.
    #[param(
        set("VMName", "ResourcePool"),
        by_property_name,
        allow_null_property,
        not_null_or_empty
    )]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(set("VMName", "ResourcePool"), not_null_or_empty, complete = complete::hosts)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(set("VMName", "ResourcePool"), not_null_or_empty)]
    credential: Vec<Credential>,
}

/// What becomes of counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// It begins, and goes on where it has begun.
    On,
    /// It begins anew where it has begun.
    Anew,
    /// It ends.
    Off,
}

impl Metered {
    /// Changes what is counted of these machines.
    ///
    /// # Errors
    /// `Vm.NotMetered` is written for those where nothing can begin anew; those of the change.
    pub fn count(&self, cx: &mut Context, counting: Counting) -> Flow {
        let state = cx.snapshot(&USAGE)?;
        let mut wanted = Vec::new();
        for vm in found(cx, &state, &self.vm_name, &self.vm)? {
            let metering = match (counting, vm.settings().metering) {
                (Counting::On, Some(known)) => Some(known),
                (Counting::On, None) | (Counting::Anew, Some(_)) => Some(from_now(&state, vm)),
                (Counting::Anew, None) => {
                    cx.error(not_metered(vm))?;
                    continue;
                }
                (Counting::Off, _) => None,
            };
            wanted.push((vm.id, metering));
        }
        let intent = |vm: Uuid, metering| Intent::SetVm {
            vm: vm.into(),
            changes: Box::new(Changes {
                metering: Some(metering),
                ..Changes::default()
            }),
        };
        change_as_wanted(cx, wanted, false, intent, |_, _| Ok(()))
    }
}
