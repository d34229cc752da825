//! Whole PCI devices for VMs.

use iovsh::backend::Scope;
use iovsh::backend::model::VmState;
use iovsh::backend::policy::Intent;
use iovsh::backend::policy::{self, assign};

use crate::bench::Bench;

/// On the simulated host a disk controller, in the lab the second NIC; both can be reset and are alone in their groups.
const DEVICE: &str = "0000:02:00.0";

/// A device is taken from the host, given to a VM that starts with it, and put back as it was.
pub fn a_pci_device_goes_to_a_vm_and_back(bench: &Bench) {
    let device = || {
        let state = bench
            .machine()
            .snapshot(&Scope::ASSIGN)
            .expect("a snapshot");
        assign::device_named(&state, DEVICE)
            .expect("the device")
            .clone()
    };
    let run = |planner: &dyn Fn(&iovsh::backend::State) -> Result<_, _>| {
        let plan = planner(
            &bench
                .machine()
                .snapshot(&Scope::ASSIGN)
                .expect("a snapshot"),
        );
        let plan =
            plan.unwrap_or_else(|error: iovsh::backend::HostError| panic!("{}: {error}", error.id));
        bench
            .commit(&plan)
            .unwrap_or_else(|error| panic!("{}: {error}", error.id));
    };
    let refused = |planner: &dyn Fn(
        &iovsh::backend::State,
    )
        -> Result<iovsh::backend::Plan, iovsh::backend::HostError>| {
        let answer = planner(
            &bench
                .machine()
                .snapshot(&Scope::ASSIGN)
                .expect("a snapshot"),
        );
        answer.expect_err("a refusal").id.to_string()
    };
    let found = device();
    assert!(found.driver.is_some() && found.iommu_group.is_some());
    assert_eq!(found.group_peers, []);
    assert!(found.location_path().starts_with("PCIROOT(0)#PCI("));
    let vm = bench.make_vm("ct-a", None);

    assert_eq!(
        refused(&|s| Intent::AssignDevice {
            vm: vm.id,
            device: DEVICE.to_string()
        }
        .plan(s)),
        "Pci.NotDismounted"
    );
    assert_eq!(
        refused(&|s| Intent::MountDevice {
            device: DEVICE.to_string()
        }
        .plan(s)),
        "Pci.NotDismounted"
    );
    assert_eq!(
        refused(&|s| Intent::DismountDevice {
            device: "0000:ff:1f.7".to_owned(),
            force: false
        }
        .plan(s)),
        "Pci.NotFound"
    );
    run(&|s| {
        Intent::DismountDevice {
            device: DEVICE.to_string(),
            force: true,
        }
        .plan(s)
    });
    assert_eq!(device().driver.as_deref(), Some("vfio-pci"));
    run(&|s| {
        Intent::AssignDevice {
            vm: vm.id,
            device: DEVICE.to_string(),
        }
        .plan(s)
    });
    let assigned = bench.vm("ct-a").assigned;
    assert_eq!(assigned.len(), 1);
    assert_eq!(assigned[0].address, found.address);
    assert_eq!(
        refused(&|s| Intent::MountDevice {
            device: DEVICE.to_string()
        }
        .plan(s)),
        "Pci.InUse"
    );

    bench.run(|s| policy::Intent::StartVm { vm: "ct-a".into() }.plan(s));
    let running = bench.vm("ct-a");
    assert_eq!(
        (running.state, running.assigned.len()),
        (VmState::Running, 1)
    );
    assert_eq!(
        refused(&|s| Intent::UnassignDevice {
            vm: vm.id,
            address: found.address
        }
        .plan(s)),
        "Vm.Running"
    );
    assert_eq!(
        refused(&|s| policy::Intent::SaveVm { vm: "ct-a".into() }.plan(s)),
        "Vm.HasDevices"
    );
    bench.run(|s| {
        policy::Intent::StopVm {
            vm: "ct-a".into(),
            how: policy::vm::Stop::TurnOff,
        }
        .plan(s)
    });

    run(&|s| {
        Intent::UnassignDevice {
            vm: vm.id,
            address: found.address,
        }
        .plan(s)
    });
    assert_eq!(bench.vm("ct-a").assigned, []);
    run(&|s| {
        Intent::MountDevice {
            device: DEVICE.to_string(),
        }
        .plan(s)
    });
    assert_eq!(device().driver, found.driver);
    bench.run(|s| policy::Intent::RemoveVm { vm: "ct-a".into() }.plan(s));
    bench.wait("the device's interface is back", |state| {
        state.desired.dismounted.is_empty()
    });
}
