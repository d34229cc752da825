//! Settings of adapters of VMs that are off: what is kept, what is refused, and that doing it twice is doing it once.

use iovsh::backend::HostError;
use iovsh::backend::model::{
    AclAction, AclAddress, AclDirection, AclSide, Adapter, AdapterAlias, AdapterSettings,
    AdapterVlan, Bandwidth, ExtendedAcl, InterruptModeration, MacAddress, PortAcl, PortMirroring,
    SwitchType, Uuid, VlanId, Vm,
};
use iovsh::backend::policy::Intent;
use iovsh::backend::policy::adapter::{Changes, MacChoice, NewAdapter};
use iovsh::backend::policy::switch::NewSwitch;
use iovsh::backend::policy::{self};

use crate::bench::Bench;

/// A VM that is off, on a private switch, with what the scenario needs to know of it.
struct Off<'a> {
    bench: &'a Bench,
    vm: Vm,
    alias: AdapterAlias,
}

const SWITCH: &str = "ct-inner";
const VM: &str = "ct-off";

impl<'a> Off<'a> {
    fn made(bench: &'a Bench) -> Self {
        private(bench, SWITCH);
        let vm = bench.make_vm(VM, Some(SWITCH));
        let alias = vm.adapters[0].alias.clone();
        Self { bench, vm, alias }
    }

    fn gone(self) {
        self.bench.settle();
        self.bench.drop_vm(VM);
        self.bench.drop_switch(SWITCH);
    }

    fn adapter(&self) -> Adapter {
        let vm = self.bench.vm(VM);
        vm.adapter(&self.alias).expect("the adapter").clone()
    }

    fn settings(&self) -> AdapterSettings {
        self.adapter().settings
    }

    /// Sets, sees that a second time changes nothing, and gives what is kept.
    fn set(&self, changes: &Changes) -> AdapterSettings {
        self.bench.run(|s| {
            Intent::SetAdapter {
                vm: self.vm.id,
                adapter: self.alias.clone(),
                changes: Box::new(changes.clone()),
            }
            .plan(s)
        });
        let (again, _) = self.bench.run(|s| {
            Intent::SetAdapter {
                vm: self.vm.id,
                adapter: self.alias.clone(),
                changes: Box::new(changes.clone()),
            }
            .plan(s)
        });
        assert!(again.is_empty(), "{again:?}");
        self.settings()
    }

    fn refused(&self, changes: &Changes) -> HostError {
        Intent::SetAdapter {
            vm: self.vm.id,
            adapter: self.alias.clone(),
            changes: Box::new(changes.clone()),
        }
        .plan(&self.bench.state())
        .expect_err("refused")
    }
}

fn private(bench: &Bench, name: &str) {
    let new = NewSwitch {
        switch_type: SwitchType::Private,
        uplinks: Vec::new(),
        ..bench.new_switch(name, false)
    };
    bench.run(|state| policy::Intent::CreateSwitch(new.clone()).plan(state));
}

pub fn a_weight_is_kept_and_never_above_a_hundred(bench: &Bench) {
    let off = Off::made(bench);
    let weigh = |weight| Changes {
        iov_weight: Some(weight),
        ..Changes::default()
    };
    assert_eq!(off.set(&weigh(1)).iov_weight, 1);
    assert_eq!(off.set(&weigh(250)).iov_weight, 100);
    assert_eq!(off.set(&weigh(0)).iov_weight, 0);
    off.gone();
}

pub fn queue_pairs_and_moderation_are_kept(bench: &Bench) {
    let off = Off::made(bench);
    let kept = off.set(&Changes {
        iov_queue_pairs: Some(4),
        interrupt_moderation: Some(InterruptModeration::Adaptive),
        vmq_weight: Some(7),
        ..Changes::default()
    });
    assert_eq!(
        (
            kept.iov_queue_pairs,
            kept.interrupt_moderation,
            kept.vmq_weight
        ),
        (4, InterruptModeration::Adaptive, 7)
    );
    off.gone();
}

pub fn a_static_mac_comes_and_goes(bench: &Bench) {
    let off = Off::made(bench);
    let dynamic = off.adapter().mac;
    let mac = MacAddress([0x02, 0xca, 0xfe, 0, 0, 1]);
    let fixed = Changes {
        mac: Some(MacChoice::Static(mac)),
        ..Changes::default()
    };
    assert!(!off.set(&fixed).dynamic_mac);
    assert_eq!(off.adapter().mac, mac);
    let from_pool = Changes {
        mac: Some(MacChoice::Dynamic),
        ..Changes::default()
    };
    assert!(off.set(&from_pool).dynamic_mac);
    assert_ne!(off.adapter().mac, mac);
    assert_eq!(off.adapter().mac.0[..3], dynamic.0[..3], "from the pool");
    off.gone();
}

pub fn addresses_that_no_adapter_can_have_are_refused(bench: &Bench) {
    let off = Off::made(bench);
    let nic = bench.link().mac;
    for (mac, id) in [
        (MacAddress([0; 6]), "Adapter.MacInvalid"),
        (MacAddress([0x01, 0, 0x5e, 0, 0, 1]), "Adapter.MacInvalid"),
        (MacAddress([0xff; 6]), "Adapter.MacInvalid"),
        (nic, "Adapter.MacInUse"),
    ] {
        let before = off.adapter();
        let error = off.refused(&Changes {
            mac: Some(MacChoice::Static(mac)),
            ..Changes::default()
        });
        assert_eq!(error.id, id, "{mac}");
        assert_eq!(off.adapter(), before);
    }
    off.gone();
}

pub fn an_access_vlan_is_kept_and_its_switch_filters(bench: &Bench) {
    let off = Off::made(bench);
    let bridge = off.adapter().bridge.expect("its bridge");
    let filters = || {
        bench
            .state()
            .bridge(&bridge)
            .expect("the bridge")
            .vlan_filtering
    };
    assert!(!filters());
    let vlan = AdapterVlan::Access(VlanId::try_from(42).expect("a VLAN"));
    let kept = off.set(&Changes {
        vlan: Some(vlan.clone()),
        ..Changes::default()
    });
    assert_eq!(kept.vlan, vlan);
    assert!(filters());
    let none = off.set(&Changes {
        vlan: Some(AdapterVlan::Untagged),
        ..Changes::default()
    });
    assert_eq!(none.vlan, AdapterVlan::Untagged);
    off.gone();
}

pub fn a_trunk_is_kept(bench: &Bench) {
    let off = Off::made(bench);
    let vlan = AdapterVlan::Trunk {
        native: VlanId::try_from(7).ok(),
        allowed: "100-110,200".parse().expect("VLANs"),
    };
    let kept = off.set(&Changes {
        vlan: Some(vlan.clone()),
        ..Changes::default()
    });
    assert_eq!(kept.vlan, vlan);
    off.gone();
}

pub fn switches_of_an_adapter_are_kept(bench: &Bench) {
    let off = Off::made(bench);
    for on in [true, false] {
        let kept = off.set(&Changes {
            allow_teaming: Some(on),
            mac_spoofing: Some(on),
            dhcp_guard: Some(on),
            router_guard: Some(on),
            ..Changes::default()
        });
        let flags = [
            kept.allow_teaming,
            kept.mac_spoofing,
            kept.dhcp_guard,
            kept.router_guard,
        ];
        assert_eq!(flags, [on; 4]);
    }
    off.gone();
}

pub fn bandwidth_is_kept(bench: &Bench) {
    let off = Off::made(bench);
    for (maximum, minimum) in [(1000, 100), (0, 0)] {
        let kept = off.set(&Changes {
            maximum_bandwidth: Some(Bandwidth::of_megabits(maximum)),
            minimum_bandwidth: Some(Bandwidth::of_megabits(minimum)),
            ..Changes::default()
        });
        assert_eq!(
            (
                kept.maximum_bandwidth.in_megabits(),
                kept.minimum_bandwidth.in_megabits()
            ),
            (maximum, minimum)
        );
    }
    off.gone();
}

pub fn a_part_in_mirroring_is_kept(bench: &Bench) {
    let off = Off::made(bench);
    for mode in [
        PortMirroring::Source,
        PortMirroring::Destination,
        PortMirroring::None,
    ] {
        let kept = off.set(&Changes {
            port_mirroring: Some(mode),
            ..Changes::default()
        });
        assert_eq!(kept.port_mirroring, mode);
    }
    off.gone();
}

pub fn port_acls_come_and_go(bench: &Bench) {
    let off = Off::made(bench);
    let acl = |action, address| PortAcl {
        action,
        direction: AclDirection::Inbound,
        side: AclSide::Remote,
        address,
    };
    let all = [
        acl(AclAction::Deny, AclAddress::AnyIp),
        acl(
            AclAction::Allow,
            AclAddress::Ip("192.0.2.0/24".parse().expect("a prefix")),
        ),
        acl(
            AclAction::Meter,
            AclAddress::Mac(MacAddress([2, 0, 0, 0, 0, 1])),
        ),
    ];
    bench.run(|s| {
        Intent::AddAcls {
            vm: off.vm.id,
            adapter: off.alias.clone(),
            acls: all.to_vec(),
        }
        .plan(s)
    });
    assert_eq!(off.settings().acls, all);
    assert_eq!(
        bench.no_plan(|s| Intent::AddAcls {
            vm: off.vm.id,
            adapter: off.alias.clone(),
            acls: all[..1].to_vec()
        }
        .plan(s)),
        "Acl.Exists"
    );
    bench.run(|s| {
        Intent::RemoveAcls {
            vm: off.vm.id,
            adapter: off.alias.clone(),
            acls: all[1..].to_vec(),
        }
        .plan(s)
    });
    assert_eq!(off.settings().acls, all[..1]);
    assert_eq!(
        bench.no_plan(|s| Intent::RemoveAcls {
            vm: off.vm.id,
            adapter: off.alias.clone(),
            acls: all.to_vec()
        }
        .plan(s)),
        "Acl.NotFound"
    );
    off.gone();
}

pub fn extended_acls_come_and_go(bench: &Bench) {
    let off = Off::made(bench);
    let acl = |weight| ExtendedAcl {
        action: AclAction::Deny,
        direction: AclDirection::Outbound,
        local: None,
        remote: "fd00::/8".parse().ok(),
        local_port: None,
        remote_port: "25".parse().ok(),
        protocol: Some(6),
        weight,
    };
    for weight in [1, 65_535] {
        bench.run(|s| {
            Intent::AddExtendedAcl {
                vm: off.vm.id,
                adapter: off.alias.clone(),
                acl: acl(weight),
            }
            .plan(s)
        });
    }
    assert_eq!(off.settings().extended_acls, [acl(1), acl(65_535)]);
    assert_eq!(
        bench.no_plan(|s| Intent::AddExtendedAcl {
            vm: off.vm.id,
            adapter: off.alias.clone(),
            acl: acl(1)
        }
        .plan(s)),
        "Acl.WeightInUse"
    );
    let outbound = AclDirection::Outbound;
    bench.run(|s| {
        Intent::RemoveExtendedAcl {
            vm: off.vm.id,
            adapter: off.alias.clone(),
            direction: outbound,
            weight: 1,
        }
        .plan(s)
    });
    assert_eq!(off.settings().extended_acls, [acl(65_535)]);
    assert_eq!(
        bench.no_plan(|s| Intent::RemoveExtendedAcl {
            vm: off.vm.id,
            adapter: off.alias.clone(),
            direction: outbound,
            weight: 1
        }
        .plan(s)),
        "Acl.NotFound"
    );
    off.gone();
}

pub fn an_adapter_is_renamed(bench: &Bench) {
    let off = Off::made(bench);
    bench.run(|s| {
        Intent::RenameAdapter {
            vm: off.vm.id,
            adapter: off.alias.clone(),
            new_name: "front".to_owned(),
        }
        .plan(s)
    });
    assert_eq!(off.settings().name, "front");
    off.gone();
}

pub fn an_adapter_goes_from_switch_to_switch(bench: &Bench) {
    let off = Off::made(bench);
    private(bench, "ct-other");
    let bridge = |name: &str| {
        bench
            .state()
            .desired
            .switch_named(name)
            .map(|s| s.bridge.clone())
    };
    bench.run(|s| {
        Intent::ConnectAdapter {
            vm: off.vm.id,
            adapter: off.alias.clone(),
            switch: "ct-other".to_owned(),
        }
        .plan(s)
    });
    assert_eq!(off.adapter().bridge, bridge("ct-other"));
    bench.run(|s| {
        Intent::DisconnectAdapter {
            vm: off.vm.id,
            adapter: off.alias.clone(),
        }
        .plan(s)
    });
    assert_eq!(off.adapter().bridge, None);
    assert_eq!(
        bench.no_plan(|s| Intent::ConnectAdapter {
            vm: off.vm.id,
            adapter: off.alias.clone(),
            switch: "ct-none".to_owned()
        }
        .plan(s)),
        "Switch.NotFound"
    );
    bench.run(|s| {
        Intent::ConnectAdapter {
            vm: off.vm.id,
            adapter: off.alias.clone(),
            switch: SWITCH.to_string(),
        }
        .plan(s)
    });
    assert_eq!(off.adapter().bridge, bridge(SWITCH));
    bench.drop_switch("ct-other");
    off.gone();
}

pub fn settings_outlive_a_change_of_switch(bench: &Bench) {
    let off = Off::made(bench);
    let kept = off.set(&Changes {
        iov_weight: Some(33),
        dhcp_guard: Some(true),
        maximum_bandwidth: Some(Bandwidth::of_megabits(10)),
        ..Changes::default()
    });
    bench.run(|s| {
        Intent::DisconnectAdapter {
            vm: off.vm.id,
            adapter: off.alias.clone(),
        }
        .plan(s)
    });
    bench.run(|s| {
        Intent::ConnectAdapter {
            vm: off.vm.id,
            adapter: off.alias.clone(),
            switch: SWITCH.to_string(),
        }
        .plan(s)
    });
    assert_eq!(off.settings(), kept);
    off.gone();
}

pub fn adapters_are_added_to_and_removed_from_a_vm(bench: &Bench) {
    let off = Off::made(bench);
    let new = |name: &str, switch: Option<&str>| NewAdapter {
        vm: off.vm.id,
        id: Uuid::random(),
        name: name.to_owned(),
        switch: switch.map(str::to_owned),
        mac: MacChoice::Dynamic,
        emulated: false,
    };
    bench.run(|s| Intent::AddAdapter(new("second", Some(SWITCH))).plan(s));
    bench.run(|s| Intent::AddAdapter(new("third", None)).plan(s));
    let vm = bench.vm(VM);
    let addresses: std::collections::BTreeSet<_> = vm.adapters.iter().map(|a| a.mac).collect();
    assert_eq!((vm.adapters.len(), addresses.len()), (3, 3));
    assert_eq!(
        bench.no_plan(|s| Intent::AddAdapter(new("fourth", Some("ct-none"))).plan(s)),
        "Switch.NotFound"
    );
    for name in ["second", "third"] {
        let alias = policy::adapter_named(&vm, name).expect("it").alias.clone();
        bench.run(|s| {
            Intent::RemoveAdapter {
                vm: vm.id,
                adapter: alias.clone(),
            }
            .plan(s)
        });
    }
    assert_eq!(bench.vm(VM).adapters.len(), 1);
    off.gone();
}

pub fn a_switch_with_adapters_goes_and_leaves_them_unconnected(bench: &Bench) {
    let off = Off::made(bench);
    bench.drop_switch(SWITCH);
    let state = bench.state();
    let vm = state.vm_named(VM).expect("the VM");
    let status = policy::adapter_status(&state, vm, &vm.adapters[0]);
    assert_eq!(status.iov_usage, 0);
    private(bench, SWITCH);
    bench.run(|s| {
        Intent::ConnectAdapter {
            vm: off.vm.id,
            adapter: off.alias.clone(),
            switch: SWITCH.to_string(),
        }
        .plan(s)
    });
    off.gone();
}

pub fn an_adapter_that_is_not_there_is_said(bench: &Bench) {
    let off = Off::made(bench);
    let nobody: AdapterAlias = "ua-none".parse().expect("an alias");
    let nothing = Changes::default();
    assert_eq!(
        bench.no_plan(|s| Intent::SetAdapter {
            vm: off.vm.id,
            adapter: nobody.clone(),
            changes: Box::new(nothing.clone())
        }
        .plan(s)),
        "Adapter.NotFound"
    );
    assert_eq!(
        bench.no_plan(|s| Intent::SetAdapter {
            vm: Uuid::random(),
            adapter: off.alias.clone(),
            changes: Box::new(nothing.clone())
        }
        .plan(s)),
        "Vm.NotFound"
    );
    off.gone();
}
