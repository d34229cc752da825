//! The host, its events and its devices, as they are typed and shown at the prompt.

use crate::bench::Bench;

pub fn the_host_supports_sriov(bench: &Bench) {
    bench.shows(
        "Get-VMHost | % { \"$($_.IovSupport) $(@($_.IovSupportReasons).Count) $($_.LogicalProcessorCount -gt 0) $($_.MemoryCapacity -gt 0)\" }",
        &["True 0 True True"],
    );
}

pub fn the_mac_pool_at_the_prompt(bench: &Bench) {
    bench.types("New-VM ct-before -NoVHD");
    let own = bench.types("Get-VMHost | % { \"$($_.MacAddressMinimum) $($_.MacAddressMaximum)\" }");
    let (first, last) = own.split_once(' ').expect("two addresses");
    bench.shows(
        "Set-VMHost -MacAddressMinimum 00155DCC0000 -MacAddressMaximum 00155DCC0001
         1..2 | % { New-VM \"ct-$_\" -NoVHD } | Get-VMNetworkAdapter | % MacAddress | sort",
        &["00155DCC0000", "00155DCC0001"],
    );
    bench.refuses("New-VM ct-3 -NoVHD", "Host.MacPoolExhausted");
    bench.refuses(
        "Set-VMHost -MacAddressMinimum 00155DCC0001 -MacAddressMaximum 00155DCC0000",
        "Host.MacPoolInvalid",
    );
    bench.types(&format!(
        "Set-VMHost -MacAddressMinimum {first} -MacAddressMaximum {last}; Get-VM ct-* | Remove-VM -Force"
    ));
}

pub fn consent_to_taking_vfs_at_the_prompt(bench: &Bench) {
    bench.shows(
        "$true, $false | % { Set-VMHost -IovPreemptionEnabled $_; (Get-VMHost).IovPreemptionEnabled }",
        &["True", "False"],
    );
}

pub fn an_override_is_refused_where_interrupts_are_remapped(bench: &Bench) {
    bench.refuses("Enable-VMHostIovOverride -Force", "IovOverride.NotNeeded");
    bench.types("Disable-VMHostIovOverride");
}

pub fn acts_are_events(bench: &Bench) {
    let nic = &bench.nic;
    bench.shows(
        &format!(
            "$since = (Get-Date).AddSeconds(-1)
             New-VMSwitch ct-x -NetAdapterName {nic} -EnableIov $true | Out-Null
             Remove-VMSwitch ct-x -Force
             $found = Get-WinEvent -FilterHashtable @{{ LogName = '*'; StartTime = $since }} -Oldest
             @($found | ? Message -like '*ct-x*').Count -ge 2
             @($found | ? {{ $_.TimeCreated -lt $since }}).Count"
        ),
        &["True", "0"],
    );
}

pub fn refused_acts_are_events_too(bench: &Bench) {
    bench.shows(
        "$since = (Get-Date).AddSeconds(-1)
         Remove-VMSwitch ct-nowhere -Force -ErrorAction SilentlyContinue
         New-VM ct-refused -NoVHD -SwitchName ct-nowhere -ErrorAction SilentlyContinue
         $found = Get-WinEvent -FilterHashtable @{ LogName = '*'; StartTime = $since }
         @($found | ? Message -like '*ct-nowhere*').Count -ge 1",
        &["True"],
    );
}

pub fn events_are_limited_and_ordered(bench: &Bench) {
    bench.types(
        "1..3 | % { New-VMSwitch \"ct-$_\" -SwitchType Private }; Remove-VMSwitch ct-* -Force",
    );
    bench.shows(
        "(Get-WinEvent -LogName * -MaxEvents 2).Count
         $newest = Get-WinEvent -LogName * -MaxEvents 3
         $newest[0].TimeCreated -ge $newest[2].TimeCreated
         $oldest = Get-WinEvent -LogName * -Oldest -MaxEvents 3
         $oldest[0].TimeCreated -le $oldest[2].TimeCreated",
        &["2", "True", "True"],
    );
}

pub fn devices_that_are_not_there_are_said(bench: &Bench) {
    let nic = &bench.nic;
    bench.types(&format!("Set-NetAdapterSriov {nic} -NumVFs 1"));
    let vf = bench.function().vfs[0].address;
    for path in ["0000:ff:1f.7".to_owned(), vf.to_string()] {
        for script in [
            "Dismount-VMHostAssignableDevice -LocationPath",
            "Mount-VMHostAssignableDevice -LocationPath",
        ] {
            bench.refuses(&format!("{script} {path}"), "Pci.NotFound");
        }
    }
    bench.asks(iovsh::backend::policy::Intent::ResetSriov {
        nic: nic.to_string(),
        force: false,
    });
}
