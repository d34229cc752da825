//! Network adapters of VMs that are off, as they are typed and shown at the prompt.

use crate::bench::Bench;

/// A VM that is off on a private switch, and what is shown of it; both are gone afterwards.
fn with_vm(bench: &Bench, work: impl FnOnce()) {
    bench.types("New-VMSwitch ct-p -SwitchType Private; New-VM ct-a -NoVHD -SwitchName ct-p");
    work();
    bench.types("Remove-VM ct-a -Force; Remove-VMSwitch ct-p -Force");
}

pub fn adapters_are_added_named_and_removed(bench: &Bench) {
    with_vm(bench, || {
        bench.shows(
            "Add-VMNetworkAdapter ct-a -Name back
             Add-VMNetworkAdapter ct-a -Name side -SwitchName ct-p -Passthru | % { \"$($_.Name) $($_.SwitchName)\" }
             (Get-VMNetworkAdapter ct-a).Name -join ','
             Rename-VMNetworkAdapter ct-a -Name back -NewName rear
             (Get-VMNetworkAdapter ct-a -Name re*).Name
             Get-VMNetworkAdapter ct-a -Name side | Remove-VMNetworkAdapter
             Remove-VMNetworkAdapter ct-a -Name rear
             @(Get-VMNetworkAdapter ct-a).Count",
            &["side ct-p", "Network Adapter,back,side", "rear", "1"],
        );
    });
}

pub fn adapters_of_one_name_are_set_together(bench: &Bench) {
    with_vm(bench, || {
        bench.shows(
            "1..2 | % { Add-VMNetworkAdapter ct-a -Name twin }
             Set-VMNetworkAdapter ct-a -Name twin -IovWeight 20
             (Get-VMNetworkAdapter ct-a).IovWeight -join ','
             Remove-VMNetworkAdapter ct-a -Name twin
             @(Get-VMNetworkAdapter ct-a).Count",
            &["0,20,20", "1"],
        );
    });
}

pub fn a_mac_is_taken_in_every_usual_form(bench: &Bench) {
    with_vm(bench, || {
        for typed in ["02cafe000001", "02-CA-FE-00-00-01", "02:ca:fe:00:00:01"] {
            bench.shows(
                &format!(
                    "Set-VMNetworkAdapter ct-a -DynamicMacAddress
                     Set-VMNetworkAdapter ct-a -StaticMacAddress '{typed}'
                     Get-VMNetworkAdapter ct-a | % {{ \"$($_.MacAddress) $($_.DynamicMacAddressEnabled)\" }}"
                ),
                &["02CAFE000001 False"],
            );
        }
        bench.refuses(
            "Add-VMNetworkAdapter ct-a -StaticMacAddress 02cafe000001",
            "Adapter.MacInUse",
        );
        for wrong in ["zz", "02cafe0000", "ffffffffffff", "01005e000001"] {
            bench.refuses(
                &format!("Set-VMNetworkAdapter ct-a -StaticMacAddress {wrong}"),
                "Adapter.MacInvalid",
            );
        }
    });
}

pub fn weights_outside_their_range_are_refused(bench: &Bench) {
    with_vm(bench, || {
        bench.shows(
            "1, 100, 0 | % { Set-VMNetworkAdapter ct-a -IovWeight $_; (Get-VMNetworkAdapter ct-a).IovWeight }",
            &["1", "100", "0"],
        );
        for (weight, id) in [
            ("101", "ParameterArgumentValidationError"),
            ("-1", "CannotConvertArgumentNoMessage"),
            ("heavy", "CannotConvertArgumentNoMessage"),
        ] {
            bench.refuses(
                &format!("Set-VMNetworkAdapter ct-a -IovWeight {weight}"),
                id,
            );
        }
    });
}

pub fn an_access_vlan_at_the_prompt(bench: &Bench) {
    with_vm(bench, || {
        bench.shows(
            "Set-VMNetworkAdapterVlan ct-a -Access -VlanId 42
             Get-VMNetworkAdapterVlan ct-a | % { \"$($_.OperationMode) $($_.AccessVlanId)\" }
             (Get-VMNetworkAdapterIsolation ct-a).IsolationMode.ToString()
             Set-VMNetworkAdapterVlan ct-a -Untagged
             Get-VMNetworkAdapterVlan ct-a | % { \"$($_.OperationMode) $($_.AccessVlanId)\" }",
            &["Access 42", "Vlan", "Untagged 0"],
        );
    });
}

pub fn a_trunk_at_the_prompt(bench: &Bench) {
    with_vm(bench, || {
        bench.shows(
            "Set-VMNetworkAdapterVlan ct-a -Trunk -NativeVlanId 5 -AllowedVlanIdList '10,20-22'
             Get-VMNetworkAdapterVlan ct-a | % {
                 \"$($_.OperationMode) $($_.NativeVlanId) $($_.AllowedVlanIdListString) $($_.AllowedVlanIdList.Count)\"
             }
             Set-VMNetworkAdapterVlan ct-a -Untagged",
            &["Trunk 5 10,20-22 4"],
        );
    });
}

pub fn vlans_that_cannot_be_are_refused(bench: &Bench) {
    with_vm(bench, || {
        for (how, id) in [
            ("-Access -VlanId 0", "InvalidParameter"),
            ("-Access -VlanId 4095", "InvalidParameter"),
            (
                "-Trunk -NativeVlanId 5 -AllowedVlanIdList 22-20",
                "InvalidParameter",
            ),
            (
                "-Isolated -PrimaryVlanId 2 -SecondaryVlanId 3",
                "NotSupported",
            ),
            ("-Access -Trunk", "InvalidParameter"),
        ] {
            bench.refuses(&format!("Set-VMNetworkAdapterVlan ct-a {how}"), id);
        }
    });
}

pub fn isolation_is_an_access_vlan(bench: &Bench) {
    with_vm(bench, || {
        bench.shows(
            "Set-VMNetworkAdapterIsolation ct-a -IsolationMode Vlan -DefaultIsolationID 12
             (Get-VMNetworkAdapterVlan ct-a).AccessVlanId
             Set-VMNetworkAdapterIsolation ct-a -IsolationMode None
             (Get-VMNetworkAdapterVlan ct-a).OperationMode.ToString()",
            &["12", "Untagged"],
        );
        bench.refuses(
            "Set-VMNetworkAdapterIsolation ct-a -IsolationMode NativeVirtualSubnet",
            "NotSupported",
        );
    });
}

pub fn guards_and_spoofing_at_the_prompt(bench: &Bench) {
    with_vm(bench, || {
        let shown = "Get-VMNetworkAdapter ct-a | % { \"$($_.DhcpGuard) $($_.RouterGuard) $($_.MacAddressSpoofing) $($_.AllowTeaming)\" }";
        bench.shows(
            &format!(
                "{shown}
                 Set-VMNetworkAdapter ct-a -DhcpGuard On -RouterGuard On -MacAddressSpoofing On -AllowTeaming On
                 {shown}
                 Set-VMNetworkAdapter ct-a -DhcpGuard Off -RouterGuard Off -MacAddressSpoofing Off -AllowTeaming Off
                 {shown}"
            ),
            &["Off Off Off Off", "On On On On", "Off Off Off Off"],
        );
        bench.refuses(
            "Set-VMNetworkAdapter ct-a -DhcpGuard Perhaps",
            "CannotConvertArgumentNoMessage",
        );
    });
}

pub fn port_acls_at_the_prompt(bench: &Bench) {
    with_vm(bench, || {
        bench.shows(
            "Add-VMNetworkAdapterAcl ct-a -Action Deny -Direction Both -RemoteIPAddress 192.0.2.0/24
             Add-VMNetworkAdapterAcl ct-a -Action Allow -Direction Inbound -RemoteMacAddress 02-00-00-00-00-09
             Get-VMNetworkAdapterAcl ct-a | % { \"$($_.Direction) $($_.Action) $($_.RemoteAddress)\" } | sort
             (Get-VMNetworkAdapter ct-a).AclList.Count
             Get-VMNetworkAdapterAcl ct-a | Remove-VMNetworkAdapterAcl
             @(Get-VMNetworkAdapterAcl ct-a).Count",
            &[
                "Inbound Allow 020000000009",
                "Inbound Deny 192.0.2.0/24",
                "Outbound Deny 192.0.2.0/24",
                "3",
                "0",
            ],
        );
        bench.refuses(
            "Add-VMNetworkAdapterAcl ct-a -Action Deny -Direction Both -RemoteIPAddress 192.0.2.0/99",
            "InvalidParameter",
        );
    });
}

pub fn extended_acls_at_the_prompt(bench: &Bench) {
    with_vm(bench, || {
        bench.shows(
            "Add-VMNetworkAdapterExtendedAcl ct-a -Action Deny -Direction Inbound -Weight 1
             Add-VMNetworkAdapterExtendedAcl ct-a -Action Allow -Direction Inbound -Weight 10 -Protocol tcp -LocalPort 22
             Get-VMNetworkAdapterExtendedAcl ct-a | sort Weight | % { \"$($_.Weight) $($_.Action) $($_.LocalPort)\".Trim() }
             Remove-VMNetworkAdapterExtendedAcl ct-a -Weight 10 -Direction Inbound
             @(Get-VMNetworkAdapterExtendedAcl ct-a).Count
             Get-VMNetworkAdapterExtendedAcl ct-a | Remove-VMNetworkAdapterExtendedAcl",
            &["1 Deny ANY", "10 Allow 22", "1"],
        );
    });
}

pub fn an_adapter_is_plugged_and_unplugged(bench: &Bench) {
    with_vm(bench, || {
        bench.shows(
            "Disconnect-VMNetworkAdapter ct-a
             Get-VMNetworkAdapter ct-a | % { \"$($_.Connected) [$($_.SwitchName)]\" }
             Get-VM ct-a | Get-VMNetworkAdapter | Connect-VMNetworkAdapter -SwitchName ct-p
             Get-VMNetworkAdapter ct-a | % { \"$($_.Connected) [$($_.SwitchName)]\" }",
            &["False []", "True [ct-p]"],
        );
        bench.refuses(
            "Connect-VMNetworkAdapter ct-a -SwitchName ct-none",
            "Switch.NotFound",
        );
    });
}

pub fn an_adapter_is_set_by_any_road(bench: &Bench) {
    with_vm(bench, || {
        bench.shows(
            "Set-VMNetworkAdapter -VMName ct-a -IovWeight 1
             Get-VM ct-a | Set-VMNetworkAdapter -IovQueuePairsRequested 2 3> $null
             Get-VM ct-a | Get-VMNetworkAdapter | Set-VMNetworkAdapter -MaximumBandwidth 3000000
             $found = Get-VMNetworkAdapter ct-a
             Set-VMNetworkAdapter -VMNetworkAdapter $found -IovInterruptModeration Off 3> $null
             Get-VMNetworkAdapter ct-a | % { \"$($_.IovWeight) $($_.IovQueuePairsRequested) $($_.BandwidthSetting.MaximumBandwidth) $($_.IovInterruptModeration)\" }
             Set-VMNetworkAdapter ct-a -IovWeight 0 -IovQueuePairsRequested 1 -MaximumBandwidth 0 -IovInterruptModeration Default 3> $null",
            &["1 2 3000000 Off"],
        );
    });
}

pub fn the_bandwidth_of_an_adapter_at_the_prompt(bench: &Bench) {
    with_vm(bench, || {
        bench.shows(
            "Set-VMNetworkAdapter ct-a -MaximumBandwidth 100000000
             (Get-VMNetworkAdapter ct-a).BandwidthSetting.MaximumBandwidth
             Set-VMNetworkAdapter ct-a -MaximumBandwidth 0
             $null -eq (Get-VMNetworkAdapter ct-a).BandwidthSetting",
            &["100000000", "True"],
        );
    });
}

pub fn what_a_linux_host_has_not_says_so(bench: &Bench) {
    with_vm(bench, || {
        for script in [
            "Get-VMNetworkAdapterRdma ct-a",
            "Get-VMNetworkAdapterRoutingDomainMapping ct-a",
            "Get-VMNetworkAdapterFailoverConfiguration ct-a",
        ] {
            bench.refuses(script, "NotSupported");
        }
    });
}

pub fn an_adapter_without_a_vf_says_why(bench: &Bench) {
    with_vm(bench, || {
        bench.shows(
            "Set-VMNetworkAdapter ct-a -IovWeight 50
             Get-VMNetworkAdapter ct-a | % { \"$($_.IovUsage) $($_.VFDataPathActive)\" }
             Set-VMNetworkAdapter ct-a -IovWeight 0",
            &["0 False"],
        );
        bench.refuses("Get-VMNetworkAdapter ct-none", "Vm.NotFound");
        bench.refuses(
            "Remove-VMNetworkAdapter ct-a -Name none",
            "Adapter.NotFound",
        );
    });
}
