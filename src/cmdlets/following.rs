//! Objects that follow what they show, as Hyper-V's do: a machine or an adapter in a variable says how it is when it is asked, so that a
//! loop that waits for its state ends.

use std::rc::Rc;
use std::sync::Arc;

use iovsh_shell::argument::Guid;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Session;
use iovsh_shell::value::{MemberKind, PsObject, Value};

use crate::Services;
use crate::host_access::shell_error;
use crate::place::is_past;
use crate::reader::{Reader, look_directly};
use crate::types::{VirtualMachine, VmNetworkAdapter, uuid};

/// Properties that say which object of which host it is, and stay. A cmdlet that is given the object reads them, and does not look at the
/// host for that.
const STAYS: &[&str] = &["Id", "VMId", "ComputerName", "PSComputerName", "CimSession"];

/// Has an object of a machine or of its adapter show how it is now, where what it shows was read a second ago or before somebody changed
/// its host from here. What is gone stays as it was last, and `IsDeleted` says so.
///
/// # Errors
/// Its host cannot be reached or observed.
pub fn follow(session: &mut Session, object: &PsObject, name: &str) -> Flow {
    let stays = STAYS.iter().any(|stays| stays.eq_ignore_ascii_case(name));
    if stays || !object.read_at().is_some_and(is_past) {
        return Ok(());
    }
    let (Some(shown), Some(services)) =
        (Shown::by(object), Services::from_any(&session.services()))
    else {
        return Ok(());
    };
    let number = services
        .named(shown.computer(), None)
        .map_err(|error| shell_error(&error))?;
    let place = services.place(number);
    let state = place
        .follow(look_directly)
        .map_err(|error| shell_error(&error))?;
    let elsewhere = place.name().filter(|_| number != services.home());
    let reader = Reader::new(&state, shown.computer().to_owned()).told_of(elsewhere.map(Rc::from));
    let Some(vm) = state.vm(uuid(shown.machine())) else {
        return gone(object);
    };
    match &shown {
        Shown::Machine(_) => object.show(Arc::new(reader.vm(vm))),
        Shown::Adapter(known) => {
            let mut adapters = vm.adapters.iter();
            let is_it = |id: String| id.eq_ignore_ascii_case(&known.adapter_id);
            match adapters.find(|adapter| is_it(adapter.settings.id.to_string())) {
                Some(adapter) => object.show(Arc::new(reader.adapter(vm, adapter))),
                None => return gone(object),
            }
        }
    }
    Ok(())
}

/// What is gone is as it was last, and may come back: a machine that moves to and fro.
fn gone(object: &PsObject) -> Flow {
    object.show_for_now("IsDeleted", MemberKind::Property(Value::Bool(true)));
    object.is_current();
    Ok(())
}

/// What an object shows.
enum Shown {
    Machine(Arc<VirtualMachine>),
    Adapter(Arc<VmNetworkAdapter>),
}

impl Shown {
    /// `None` for an object of something else, and for what was put down at a checkpoint.
    fn by(object: &PsObject) -> Option<Self> {
        if let Some(machine) = object.payload::<VirtualMachine>() {
            return Some(Self::Machine(machine));
        }
        let adapter = object.payload::<VmNetworkAdapter>()?;
        (adapter.vm_snapshot_id == Guid::default()).then_some(Self::Adapter(adapter))
    }

    fn computer(&self) -> &str {
        match self {
            Self::Machine(machine) => &machine.computer_name,
            Self::Adapter(adapter) => &adapter.computer_name,
        }
    }

    fn machine(&self) -> Guid {
        match self {
            Self::Machine(machine) => machine.id,
            Self::Adapter(adapter) => adapter.vm_id,
        }
    }
}
