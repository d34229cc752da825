//! `Msvm_*`: virtual machines, their settings and their adapters, as Hyper-V's own provider shows them.

use std::sync::Arc;

use super::Asked;
use super::system::set;
use crate::host_access::{HostAccess, computer_name};
use crate::reader::SCOPE;
use iovsh_backend::State;
use iovsh_backend::model::{Adapter, Vm, VmState};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{PsObject, Value};

fn look(cx: &mut Context) -> Flow<Arc<State>> {
    cx.snapshot(&SCOPE)
}

fn id(vm: &Vm) -> String {
    vm.id.to_string().to_uppercase()
}

/// `EnabledState` of Hyper-V's provider.
fn enabled_state(state: VmState) -> u16 {
    match state {
        VmState::Running => 2,
        VmState::Off => 3,
        VmState::Stopping => 4,
        VmState::Saved => 32769,
        VmState::Paused => 32768,
    }
}

/// `Msvm_ComputerSystem`: the host, and a virtual machine each.
pub(super) fn computer_system(cx: &mut Context, _: &Asked) -> Flow<Vec<PsObject>> {
    let host = computer_name(cx)?;
    let state = look(cx)?;
    let object = PsObject::custom();
    set(&object, "Caption", "Hosting Computer System");
    set(&object, "Description", "Microsoft Hosting Computer System");
    set(&object, "ElementName", host.as_str());
    set(&object, "Name", host.as_str());
    set(&object, "CreationClassName", "Msvm_ComputerSystem");
    set(&object, "EnabledState", Value::UInt16(2));
    set(&object, "HealthState", Value::UInt16(5));
    set(&object, "Status", "OK");
    let mut found = vec![object];
    for vm in &state.vms {
        let object = PsObject::custom();
        set(&object, "Caption", "Virtual Machine");
        set(&object, "Description", "Microsoft Virtual Machine");
        set(&object, "ElementName", vm.name.as_str());
        set(&object, "Name", id(vm));
        set(&object, "CreationClassName", "Msvm_ComputerSystem");
        set(
            &object,
            "EnabledState",
            Value::UInt16(enabled_state(vm.state)),
        );
        set(&object, "HealthState", Value::UInt16(5));
        set(
            &object,
            "OperationalStatus",
            Value::typed_array("System.UInt16", vec![Value::UInt16(2)]),
        );
        set(
            &object,
            "OnTimeInMilliseconds",
            Value::ULong(vm.uptime.saturating_mul(1000)),
        );
        set(
            &object,
            "NumberOfNumaNodes",
            vm.facts
                .numa_nodes
                .and_then(|nodes| u16::try_from(nodes).ok())
                .map_or(Value::Null, Value::UInt16),
        );
        set(&object, "Status", "OK");
        found.push(object);
    }
    Ok(found)
}

/// `Msvm_VirtualSystemSettingData`: the settings of each virtual machine.
pub(super) fn system_setting(cx: &mut Context, _: &Asked) -> Flow<Vec<PsObject>> {
    let state = look(cx)?;
    Ok(state
        .vms
        .iter()
        .map(|vm| {
            let object = PsObject::custom();
            set(&object, "Caption", "Virtual Machine Settings");
            set(&object, "InstanceID", format!("Microsoft:{}", id(vm)));
            set(&object, "ElementName", vm.name.as_str());
            set(&object, "VirtualSystemIdentifier", id(vm));
            set(
                &object,
                "VirtualSystemType",
                "Microsoft:Hyper-V:System:Realized",
            );
            set(
                &object,
                "VirtualSystemSubType",
                "Microsoft:Hyper-V:SubType:2",
            );
            set(&object, "ConfigurationID", id(vm));
            set(
                &object,
                "Version",
                vm.facts.machine_version().map_or(Value::Null, Value::from),
            );
            object
        })
        .collect())
}

/// `Msvm_KvpExchangeComponent`: what a guest tells of itself.
pub(super) fn kvp_exchange(cx: &mut Context, _: &Asked) -> Flow<Vec<PsObject>> {
    let state = look(cx)?;
    Ok(state
        .vms
        .iter()
        .map(|vm| {
            let runs = vm.state == VmState::Running;
            let object = PsObject::custom();
            set(&object, "Caption", "Key-Value Pair Exchange");
            set(&object, "ElementName", "Key-Value Pair Exchange");
            set(&object, "SystemName", id(vm));
            set(&object, "SystemCreationClassName", "Msvm_ComputerSystem");
            set(&object, "EnabledState", Value::UInt16(2));
            set(
                &object,
                "OperationalStatus",
                Value::typed_array(
                    "System.UInt16",
                    vec![Value::UInt16(if runs { 2 } else { 13 })],
                ),
            );
            set(
                &object,
                "GuestIntrinsicExchangeItems",
                Value::strings(if runs { pairs(vm) } else { Vec::new() }),
            );
            set(
                &object,
                "GuestExchangeItems",
                Value::strings(Vec::<String>::new()),
            );
            object
        })
        .collect())
}

/// The addresses that the guest reported, as the texts of `Msvm_KvpExchangeDataItem`.
fn pairs(vm: &Vm) -> Vec<String> {
    let all: Vec<&str> = vm
        .adapters
        .iter()
        .flat_map(|adapter| &adapter.ip_addresses)
        .map(|address| address.split('/').next().unwrap_or(address))
        .collect();
    let of_kind = |six: bool| -> String {
        let found: Vec<&str> = all
            .iter()
            .copied()
            .filter(|address| address.contains(':') == six)
            .collect();
        found.join(";")
    };
    [
        ("NetworkAddressIPv4", of_kind(false)),
        ("NetworkAddressIPv6", of_kind(true)),
    ]
    .into_iter()
    .filter(|(_, data)| !data.is_empty())
    .map(|(name, data)| item(name, &data))
    .collect()
}

fn item(name: &str, data: &str) -> String {
    let escaped = |text: &str| {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    };
    format!(
        "<INSTANCE CLASSNAME=\"Msvm_KvpExchangeDataItem\"><PROPERTY NAME=\"Caption\" TYPE=\"string\"></PROPERTY><PROPERTY NAME=\"Data\" TYPE=\"string\"><VALUE>{}</VALUE></PROPERTY><PROPERTY NAME=\"Description\" TYPE=\"string\"></PROPERTY><PROPERTY NAME=\"ElementName\" TYPE=\"string\"></PROPERTY><PROPERTY NAME=\"InstanceID\" TYPE=\"string\"></PROPERTY><PROPERTY NAME=\"Name\" TYPE=\"string\"><VALUE>{}</VALUE></PROPERTY><PROPERTY NAME=\"Source\" TYPE=\"uint16\"><VALUE>2</VALUE></PROPERTY></INSTANCE>",
        escaped(data),
        escaped(name),
    )
}

fn instance_id(vm: &Vm, adapter: &Adapter) -> String {
    let own = adapter.settings.id.to_string().to_uppercase();
    format!("Microsoft:{}\\{own}", id(vm))
}

/// One object for each adapter of each virtual machine.
fn each(cx: &mut Context, f: impl Fn(&Vm, &Adapter) -> PsObject) -> Flow<Vec<PsObject>> {
    let state = look(cx)?;
    Ok(state
        .vms
        .iter()
        .flat_map(|vm| vm.adapters.iter().map(move |adapter| (vm, adapter)))
        .map(|(vm, adapter)| f(vm, adapter))
        .collect())
}

/// `Msvm_SyntheticEthernetPortSettingData`: the settings of each adapter.
pub(super) fn port_setting(cx: &mut Context, _: &Asked) -> Flow<Vec<PsObject>> {
    each(cx, |vm, adapter| {
        let address: String = adapter
            .mac
            .to_string()
            .chars()
            .filter(char::is_ascii_hexdigit)
            .collect();
        let object = PsObject::custom();
        set(&object, "Caption", "Ethernet Port");
        set(&object, "InstanceID", instance_id(vm, adapter));
        set(&object, "ElementName", adapter.settings.name.as_str());
        set(&object, "Address", address.to_uppercase());
        set(&object, "StaticMacAddress", !adapter.settings.dynamic_mac);
        set(
            &object,
            "ResourceSubType",
            "Microsoft:Hyper-V:Synthetic Ethernet Port",
        );
        set(
            &object,
            "VirtualSystemIdentifiers",
            Value::strings([format!(
                "{{{}}}",
                adapter.settings.id.to_string().to_uppercase()
            )]),
        );
        object
    })
}

/// `Msvm_EthernetSwitchPortOffloadSettingData`: what each adapter asks of hardware.
pub(super) fn offload_setting(cx: &mut Context, _: &Asked) -> Flow<Vec<PsObject>> {
    each(cx, |vm, adapter| {
        let settings = &adapter.settings;
        let object = PsObject::custom();
        set(&object, "Caption", "Ethernet Switch Port Offload Settings");
        set(
            &object,
            "ElementName",
            "Ethernet Switch Port Offload Settings",
        );
        set(&object, "InstanceID", instance_id(vm, adapter));
        set(
            &object,
            "VMQOffloadWeight",
            Value::UInt32(u32::from(settings.vmq_weight)),
        );
        set(
            &object,
            "IOVOffloadWeight",
            Value::UInt32(u32::from(settings.iov_weight)),
        );
        set(
            &object,
            "IOVQueuePairsRequested",
            Value::UInt32(settings.iov_queue_pairs),
        );
        set(
            &object,
            "IOVInterruptModeration",
            Value::UInt32(settings.interrupt_moderation as u32),
        );
        object
    })
}

/// `Msvm_EthernetSwitchPortOffloadData`: what each adapter has got.
pub(super) fn offload(cx: &mut Context, _: &Asked) -> Flow<Vec<PsObject>> {
    each(cx, |vm, adapter| {
        let object = PsObject::custom();
        set(
            &object,
            "Caption",
            "Ethernet Switch Port Offload Feature Status",
        );
        set(&object, "InstanceID", instance_id(vm, adapter));
        set(&object, "SystemName", id(vm));
        set(
            &object,
            "IovOffloadUsage",
            Value::UInt32(if adapter.vf.is_some() {
                u32::from(adapter.settings.iov_weight.max(1))
            } else {
                0
            }),
        );
        object
    })
}
