//! The record that a PF holds for a VF in use is what its adapter asks for, whoever had the VF before and whoever writes to it since.

use iovsh::backend::model::{VfAdmin, VfLinkState, VfRate, VfVlan, VlanProtocol, drivers};
use proptest::prelude::*;
use proptest::sample::select;

use crate::{Host, set_up};

fn first_vf(host: &Host) -> VfAdmin {
    let state = host.state();
    let vf = state.functions[0].vfs.iter().find(|vf| vf.owner.is_some());
    vf.expect("a VF in use").admin.expect("readable")
}

#[test]
fn what_somebody_left_on_a_vf_is_taken_off() {
    let host = Host::of("leftover-vf-settings");
    let before: Vec<_> = host.state().functions[0]
        .vfs
        .iter()
        .map(|vf| vf.admin)
        .collect();
    host.does(&format!("{}; Start-VM web1", set_up("")));
    let admin = first_vf(&host);
    assert_eq!(
        (admin.vlan, admin.rate),
        (VfVlan::default(), VfRate::default())
    );
    assert_eq!((admin.spoof_check, admin.trust), (Some(true), Some(false)));
    host.does("Stop-VM web1 -TurnOff -Force");
    let after: Vec<_> = host.state().functions[0]
        .vfs
        .iter()
        .map(|vf| vf.admin)
        .collect();
    assert_eq!(after, before, "each is as it was found");
}

#[test]
fn a_vf_that_another_tool_rewrites_is_degraded_until_it_is_repaired() {
    let host = Host::of("drift");
    host.does(&format!(
        "{}; Set-VMNetworkAdapterVlan -VMName web1 -Access -VlanId 42; Start-VM web1",
        set_up("-MaximumBandwidth 100000000")
    ));
    let asked = first_vf(&host);
    let spoils: [fn(&mut VfAdmin); 5] = [
        |a| a.vlan = VfVlan::default(),
        |a| a.spoof_check = Some(false),
        |a| a.trust = Some(true),
        |a| a.rate = VfRate::default(),
        |a| a.mac = "02:00:00:00:99:99".parse().unwrap(),
    ];
    for spoil in spoils {
        host.edit(|world| spoil(world.state.functions[0].vfs[0].admin.as_mut().unwrap()));
        let status = host.does("$a = Get-VMNetworkAdapter web1; \"$($a.Status)\"; \"$($a.StatusDescription)\"; $a.IovUsage");
        assert!(status.text().contains("Degraded"), "{}", status.text());
        assert!(
            status.text().contains("somebody else has changed it"),
            "{}",
            status.text()
        );
        assert!(
            host.repair()
                .iter()
                .any(|step| step == "Change the settings of VF 0")
        );
        assert_eq!(first_vf(&host), asked);
        let status = host.does("\"$((Get-VMNetworkAdapter web1).StatusDescription)\"");
        assert!(
            status.text().contains("OK (SR-IOV active)"),
            "{}",
            status.text()
        );
        assert!(host.repair().is_empty(), "nothing is left to do");
    }
}

#[test]
fn the_tag_of_a_service_provider_comes_back() {
    let host = Host::of("leftover-vf-settings");
    host.edit(|world| {
        for vf in &mut world.state.functions[0].vfs {
            vf.admin.as_mut().unwrap().vlan.protocol = VlanProtocol::Service;
        }
    });
    host.does(&format!(
        "{}; Set-VMNetworkAdapterVlan -VMName web1 -Access -VlanId 42; Start-VM web1",
        set_up("")
    ));
    assert_eq!(first_vf(&host).vlan.protocol, VlanProtocol::Customer);
    host.does("Stop-VM web1 -TurnOff -Force");
    let vlan = host.state().functions[0].vfs[0].admin.unwrap().vlan;
    assert_eq!(
        (vlan.id.map(|id| id.get()), vlan.protocol),
        (Some(100), VlanProtocol::Service)
    );
}

fn admin() -> impl Strategy<Value = VfAdmin> {
    let link = select(vec![
        VfLinkState::Auto,
        VfLinkState::Enable,
        VfLinkState::Disable,
    ]);
    (
        0..3_u8,
        0..4_u16,
        0..8_u8,
        any::<[bool; 4]>(),
        0..900_u32,
        link,
    )
        .prop_map(
            |(mac, vlan, qos, [service, spoof_check, trust, rated], rate, link_state)| VfAdmin {
                mac: if mac == 0 {
                    "00:00:00:00:00:00".parse().unwrap()
                } else {
                    format!("02:00:00:00:77:0{mac}").parse().unwrap()
                },
                vlan: VfVlan {
                    id: vlan.try_into().ok(),
                    qos: if vlan == 0 { 0 } else { qos },
                    protocol: if service && vlan > 0 {
                        VlanProtocol::Service
                    } else {
                        VlanProtocol::Customer
                    },
                },
                spoof_check: Some(spoof_check),
                trust: Some(trust),
                rate: VfRate {
                    minimum: 0,
                    maximum: if rated { rate } else { 0 },
                },
                link_state: Some(link_state),
            },
        )
}

/// What web1's VF holds while it is in use, with this driver, these settings and this record before; and whether each VF was as before
/// when it was free again.
fn lived(driver: &str, setting: &str, found: VfAdmin) -> (VfAdmin, Vec<VfAdmin>, Vec<VfAdmin>) {
    let host = Host::of("leftover-vf-settings");
    host.edit(|world| {
        world.state.functions[0].driver = Some(driver.to_owned());
        for vf in &mut world.state.functions[0].vfs {
            vf.admin = Some(found);
        }
        world.state.links[1].speed = Some(10_000);
    });
    let all = |host: &Host| -> Vec<VfAdmin> {
        host.state().functions[0]
            .vfs
            .iter()
            .filter_map(|vf| vf.admin)
            .collect()
    };
    let before = all(&host);
    host.does(&format!("{}; {setting}; Start-VM web1", set_up("")));
    let used = first_vf(&host);
    host.does("Stop-VM web1 -TurnOff -Force");
    (used, before, all(&host))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_record_in_use_does_not_depend_on_the_one_before(
        first in admin(),
        second in admin(),
        setting in select(vec![
            "",
            "Set-VMNetworkAdapter web1 -MacAddressSpoofing On",
            "Set-VMNetworkAdapter web1 -AllowTeaming On",
            "Set-VMNetworkAdapter web1 -MaximumBandwidth 200MB",
            "Set-VMNetworkAdapterVlan web1 -Access -VlanId 42",
        ]),
        driver in select(vec!["igb", "ixgbe", "i40e", "ice", "mlx5_core", "bnxt_en", "qede", "ionic", "nfp", "octeon_ep"]),
    ) {
        prop_assume!(drivers().iter().any(|d| d.name == driver));
        let (used, before, after) = lived(driver, setting, first);
        let (other, ..) = lived(driver, setting, second);
        prop_assert_eq!(used, other);
        // Where a driver takes no zero, the VF is parked under an address of its own.
        let zero = before[0].mac.is_zero();
        for (before, mut after) in before.into_iter().zip(after) {
            if zero {
                after.mac = before.mac;
            }
            prop_assert_eq!(before, after);
        }
    }
}
