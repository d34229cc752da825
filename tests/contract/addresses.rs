//! What the host does with addresses for others: which networks it translates, whom it asks for names, and whom it takes for neighbours.

use iovsh::backend::Scope;
use iovsh::backend::model::{Cidr, MacAddress, NameServer, Resolver};
use iovsh::backend::plan::{IpChange, NatChange, NeighborRef, NeighborSpec};

use crate::bench::Bench;

pub fn a_network_is_translated_and_no_longer(bench: &Bench) {
    let forwarding = bench.state().nat.forwarding;
    bench.shows(
        "New-NetNat ct-nat -InternalIPInterfaceAddressPrefix 10.99.7.0/24 -WarningAction SilentlyContinue | % { \"$($_.Name) $($_.Active)\" }
         (Get-NetNat ct-nat).InternalIPInterfaceAddressPrefix",
        &["ct-nat True", "10.99.7.0/24"],
    );
    assert_eq!(bench.state().nat.forwarding, Some(true));
    bench.shows(
        "Add-NetNatStaticMapping ct-nat -Protocol TCP -ExternalIPAddress 0.0.0.0 -ExternalPort 28080 -InternalIPAddress 10.99.7.5 -InternalPort 80 | Out-Null
         Get-NetNatStaticMapping -NatName ct-nat | % { \"$($_.Protocol) $($_.ExternalPort) $($_.InternalIPAddress) $($_.InternalPort)\" }",
        &["TCP 28080 10.99.7.5 80"],
    );
    let nats = bench.state().nat.nats;
    assert_eq!(
        (nats.len(), nats[0].mappings.len()),
        (1, 1),
        "one network and one way into it: {nats:?}"
    );
    bench.refuses(
        "New-NetNat ct-nat -InternalIPInterfaceAddressPrefix 10.99.8.0/24",
        "Nat.Exists",
    );
    bench.refuses(
        "New-NetNat ct-more -InternalIPInterfaceAddressPrefix 10.99.7.128/25",
        "Nat.Overlaps",
    );
    bench.refuses(
        "Add-NetNatStaticMapping ct-nat -Protocol TCP -ExternalIPAddress 0.0.0.0 -ExternalPort 28081 -InternalIPAddress 10.99.9.5 -InternalPort 80",
        "Nat.MappingOutside",
    );
    // Whatever leads outside is no network behind the host.
    let state = bench.state();
    let way_out = state.links.iter().find(|link| link.default_route);
    let own = way_out.and_then(|link| link.addresses.iter().find(|text| text.contains('.')));
    if let Some(own) = own.and_then(|text| Cidr::parse(text)) {
        bench.refuses(
            &format!(
                "New-NetNat ct-more -InternalIPInterfaceAddressPrefix {}",
                own.network()
            ),
            "Nat.WayOut",
        );
    }
    // Somebody else takes the rules away: a repair brings them back.
    bench.apply(NatChange::Set { nats: Vec::new() });
    bench.shows("(Get-NetNat ct-nat).Active", &["False"]);
    bench.settle();
    assert_eq!(bench.state().nat.nats, nats);
    bench.types("Remove-NetNat ct-nat -Confirm:$false");
    assert!(bench.state().nat.nats.is_empty());
    if let Some(on) = forwarding {
        bench.apply(NatChange::SetForwarding { on });
        assert_eq!(bench.state().nat.forwarding, Some(on));
    }
}

/// Where each interface has its own servers, and where the host has one list; where another tool keeps them, it is refused.
pub fn name_servers_are_set_and_put_back(bench: &Bench) {
    let nic = &bench.nic;
    let set = format!(
        "Set-DnsClientServerAddress {nic} -ServerAddresses 192.0.2.53, 2001:db8::53 -WarningAction SilentlyContinue"
    );
    let before = bench.ip();
    let interface = match &before.resolver {
        Some(Resolver::PerInterface) => Some(bench.link().name),
        Some(Resolver::HostFile) => None,
        Some(Resolver::Tool(_)) => {
            bench.refuses(&set, "Dns.Managed");
            return;
        }
        None => {
            bench.refuses(&set, "Dns.Unknown");
            return;
        }
    };
    let now = || bench.ip().name_servers_of(interface.as_ref()).to_vec();
    let found = now();
    bench.types(&set);
    let wanted =
        ["192.0.2.53", "2001:db8::53"].map(|text| NameServer::parse(text).expect("an address"));
    assert_eq!(now(), wanted);
    if interface.is_some() {
        bench.shows(
            &format!("(Get-DnsClientServerAddress {nic} -AddressFamily IPv4).ServerAddresses"),
            &["192.0.2.53"],
        );
    }
    bench.types(&format!(
        "Set-DnsClientServerAddress {nic} -ResetServerAddresses -WarningAction SilentlyContinue"
    ));
    assert!(now().is_empty());
    bench.apply(IpChange::SetNameServers {
        interface: interface.clone(),
        servers: found.clone(),
    });
    assert_eq!(now(), found);
}

/// Neither the interface's networks nor who answers is asked: a neighbour is what somebody said.
pub fn a_neighbor_is_named_and_forgotten(bench: &Bench) {
    let nic = &bench.nic;
    let interface = bench.link().name;
    let named = |address: &str| {
        let state = bench.observed(&Scope::NEIGHBORS);
        let mut all = state.neighbors.into_iter();
        let address = address.parse().expect("an address");
        all.find(|known| known.is_at(&interface, address) && known.is_permanent())
            .and_then(|known| known.mac)
    };
    let mac = |last: u8| MacAddress([0x02, 0, 0, 0, 0, last]);
    for address in ["198.51.100.77", "2001:db8::77"] {
        let new = format!(
            "New-NetNeighbor {address} -InterfaceAlias {nic} -LinkLayerAddress 02-00-00-00-00-07 -PolicyStore ActiveStore"
        );
        bench.shows(
            &format!("{new} | % {{ \"$($_.IPAddress) $($_.LinkLayerAddress) $($_.State)\" }}"),
            &[&format!("{address} 02-00-00-00-00-07 Permanent")],
        );
        assert_eq!(named(address), Some(mac(7)));
        bench.refuses(&new, "Neighbor.Exists");
        // Somebody else names another one; a plan that knows of the first puts it back.
        let neighbor = |last| NeighborSpec {
            interface: interface.clone(),
            address: address.parse().expect("an address"),
            mac: mac(last),
        };
        for last in [8, 7] {
            bench.apply(IpChange::AddNeighbor {
                neighbor: neighbor(last),
            });
            assert_eq!(named(address), Some(mac(last)));
        }
        bench.types(&format!(
            "Get-NetNeighbor {address} -InterfaceAlias {nic} | Remove-NetNeighbor -Confirm:$false"
        ));
        assert_eq!(named(address), None);
        bench.refuses(
            &format!("Remove-NetNeighbor {address} -InterfaceAlias {nic} -Confirm:$false"),
            "CmdletizationQuery_NotFound_IPAddress",
        );
        // One that is not there is as wished.
        bench.apply(IpChange::RemoveNeighbor {
            neighbor: NeighborRef {
                interface: interface.clone(),
                address: address.parse().expect("an address"),
            },
        });
    }
    for nobody in ["224.0.0.9", "0.0.0.0", "ff02::1"] {
        bench.refuses(
            &format!(
                "New-NetNeighbor {nobody} -InterfaceAlias {nic} -LinkLayerAddress 02-00-00-00-00-07"
            ),
            "Neighbor.Invalid",
        );
    }
    let nowhere = bench.refused(IpChange::AddNeighbor {
        neighbor: NeighborSpec {
            interface: "ct-nowhere".parse().expect("a name"),
            address: [198, 51, 100, 77].into(),
            mac: mac(7),
        },
    });
    assert!(nowhere.cause.is_some(), "{nowhere}");
}
