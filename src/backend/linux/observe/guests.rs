//! What only the guests can tell: their addresses, and the memory that they need.
//!
//! Nothing of it is needed for a plan, so nothing of it may fail a command: what nobody tells stays unknown.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

use serde::Deserialize;

use crate::model::{
    Adapter, AddressSource, GuestFacts, InsideGuest, InterfaceName, MacAddress, Scope, Service,
    State, Vm,
};

use super::super::libvirt::{DomainRef, Hypervisor};
use super::inside::{self, Wanted};
use super::{Look, networks};

/// How long a guest's agent has to answer.
const AGENT_TIMEOUT: Duration = Duration::from_secs(1);
/// So many interfaces, addresses of one, and default routes of a guest are looked at: what it says of itself it may have made up.
const MOST: usize = 1024;
/// So many of its interfaces with the address of one adapter are asked about: a failover pair is three.
const ALIKE: usize = 8;
/// So many letters of what it says it is.
const LONGEST: usize = 200;

/// Fills in addresses and memory demand of the VMs that are in `state` already, and whose guests the scope asks.
pub(super) fn observe(look: &Look<'_>, scope: &Scope, state: &mut State) {
    let is_asked = |vm: &Vm| vm.state.is_active() && scope.asks_guest_of(vm.id);
    if !state.vms.iter().any(is_asked) {
        return;
    }
    let libvirt = &look.host.libvirt;
    let demands: HashMap<[u8; 16], u64> = libvirt
        .memory_demands()
        .unwrap_or_default()
        .into_iter()
        .collect();
    let neighbours = look.host.netlink.resolved().unwrap_or_default();
    let with_agent = state
        .vms
        .iter()
        .filter(|vm| is_asked(vm) && vm.facts.agent == Some(true))
        .filter(|vm| vm.settings().services.has(Service::Facts));
    let asked: Vec<DomainRef> = with_agent
        .map(|vm| DomainRef {
            name: vm.name.clone(),
            uuid: *vm.id.as_bytes(),
            id: -1,
        })
        .collect();
    let command = "{\"execute\":\"guest-network-get-interfaces\"}";
    let answers = libvirt
        .agents(&asked, command, AGENT_TIMEOUT)
        .unwrap_or_default();
    // Only those who have answered are asked more.
    let awake: Vec<DomainRef> = asked
        .iter()
        .zip(&answers)
        .filter(|(_, answer)| answer.as_ref().is_ok_and(|text| !text.is_empty()))
        .map(|(domain, _)| domain.clone())
        .collect();
    let routes = libvirt.agents(
        &awake,
        "{\"execute\":\"guest-network-get-route\"}",
        AGENT_TIMEOUT,
    );
    let routes: HashMap<[u8; 16], Vec<String>> = awake
        .iter()
        .zip(routes.unwrap_or_default())
        .filter_map(|(domain, answer)| Some((domain.uuid, default_interfaces(&answer.ok()?)?)))
        .collect();
    let named: HashMap<[u8; 16], Vec<(MacAddress, String)>> = asked
        .iter()
        .zip(&answers)
        .filter_map(|(domain, answer)| Some((domain.uuid, names(answer.as_ref().ok()?))))
        .collect();
    let systems = libvirt.agents(&awake, "{\"execute\":\"guest-get-osinfo\"}", AGENT_TIMEOUT);
    let systems: HashMap<[u8; 16], GuestFacts> = awake
        .iter()
        .zip(systems.unwrap_or_default())
        .filter_map(|(domain, answer)| Some((domain.uuid, system(&answer.ok()?)?)))
        .collect();
    let told: HashMap<[u8; 16], Vec<(MacAddress, String)>> = asked
        .into_iter()
        .zip(answers)
        .filter_map(|(domain, answer)| Some((domain.uuid, addresses(&answer.ok()?))))
        .collect();
    let is_told = |vm: &Vm, adapter: &Adapter| {
        let told = told.get(vm.id.as_bytes());
        told.is_some_and(|told| told.iter().any(|(mac, _)| *mac == adapter.mac))
    };
    let told_by_files = files(libvirt, &awake, &state.vms, &routes, &named);
    let lent = leases(look, state.vms.iter().filter(|vm| is_asked(vm)), is_told);
    for vm in state.vms.iter_mut().filter(|vm| is_asked(vm)) {
        let kibibytes = demands.get(vm.id.as_bytes());
        vm.facts.memory_demand = kibibytes.map(|k| k.saturating_mul(1024));
        vm.facts.guest = systems.get(vm.id.as_bytes()).cloned();
        let told = told.get(vm.id.as_bytes()).map_or(&[][..], Vec::as_slice);
        let lent = lent.get(vm.id.as_bytes()).map_or(&[][..], Vec::as_slice);
        for adapter in &mut vm.adapters {
            let (source, addresses) = best(adapter.mac, told, lent, &neighbours);
            adapter.address_source = source;
            adapter.ip_addresses = addresses;
            let id = vm.id.as_bytes();
            if let Some(named) = named.get(id) {
                let files = told_by_files.get(id);
                let routes = routes.get(id).or_else(|| files?.routes.as_ref());
                adapter.inside = says(adapter, named, routes, files);
            }
        }
    }
}

/// What files of a guest say.
#[derive(Default)]
struct Files {
    /// Of each interface that was asked about: the text about its device, and its state.
    devices: HashMap<String, [Option<String>; 2]>,
    /// The interfaces of its default routes, where its agent has no call for them.
    routes: Option<Vec<String>>,
}

/// Asks the guests whose adapters have VFs what their interfaces are, and those whose agents do not tell routes for the tables of them.
fn files(
    libvirt: &impl Hypervisor,
    awake: &[DomainRef],
    vms: &[Vm],
    routes: &HashMap<[u8; 16], Vec<String>>,
    named: &HashMap<[u8; 16], Vec<(MacAddress, String)>>,
) -> HashMap<[u8; 16], Files> {
    let mut wanted = Vec::new();
    for domain in awake {
        let Some(vm) = vms.iter().find(|vm| *vm.id.as_bytes() == domain.uuid) else {
            continue;
        };
        let with_vf = vm.adapters.iter().filter(|adapter| adapter.vf.is_some());
        let mut paths: Vec<String> = with_vf
            .flat_map(|adapter| {
                let all = named.get(&domain.uuid).into_iter().flatten();
                let own = all.filter(|(mac, _)| *mac == adapter.mac).take(ALIKE);
                own.flat_map(|(_, name)| inside::files_of(name))
            })
            .collect();
        if !routes.contains_key(&domain.uuid) {
            paths.extend(inside::ROUTES.map(str::to_owned));
        }
        let domain = || domain.clone();
        let paths = paths.into_iter();
        wanted.extend(paths.map(|path| Wanted {
            domain: domain(),
            path,
        }));
    }
    let mut texts: HashMap<([u8; 16], &str), String> = HashMap::new();
    let read = inside::read(libvirt, &wanted, AGENT_TIMEOUT);
    for (one, text) in wanted.iter().zip(read) {
        if let Some(text) = text {
            texts.insert((one.domain.uuid, one.path.as_str()), text);
        }
    }
    let mut all = HashMap::new();
    for domain in awake {
        let text = |path: &str| texts.get(&(domain.uuid, path)).cloned();
        let [ipv4, ipv6] = inside::ROUTES.map(text);
        let names = named.get(&domain.uuid).into_iter().flatten();
        let devices = names.map(|(_, name)| {
            let files = inside::files_of(name);
            (name.clone(), files.map(|path| text(&path)))
        });
        let files = Files {
            devices: devices.collect(),
            routes: inside::default_interfaces(ipv4.as_deref(), ipv6.as_deref()),
        };
        all.insert(domain.uuid, files);
    }
    all
}

/// What a guest says of one of its adapters. A failover pair is three interfaces with one MAC address: the route is of the one that leads, and the
/// VF is the one with a PCI device.
fn says(
    adapter: &Adapter,
    named: &[(MacAddress, String)],
    routes: Option<&Vec<String>>,
    files: Option<&Files>,
) -> InsideGuest {
    let own = || named.iter().filter(|(mac, _)| *mac == adapter.mac);
    let devices: Vec<(Option<String>, bool)> = own()
        .filter_map(|(_, name)| {
            let [uevent, state] = files?.devices.get(name)?;
            let works = state.as_deref().is_some_and(inside::works);
            Some((inside::pci_driver(uevent.as_deref()?), works))
        })
        .collect();
    let vf = devices.iter().find(|(driver, _)| driver.is_some());
    InsideGuest {
        default_route: routes.map(|routes| own().any(|(_, name)| routes.contains(name))),
        vf_driver: vf.and_then(|(driver, _)| driver.clone()),
        on_vf: match (&adapter.vf, vf) {
            (None, _) => own().next().map(|_| false),
            (Some(_), Some((_, works))) => Some(*works),
            (Some(_), None) => (!devices.is_empty()).then_some(false),
        },
    }
}

/// The addresses behind a MAC address, of the one who knows best among those who know any.
fn best(
    mac: MacAddress,
    told: &[(MacAddress, String)],
    lent: &[(MacAddress, String)],
    neighbours: &[(MacAddress, String)],
) -> (Option<AddressSource>, Vec<String>) {
    let sources = [
        (AddressSource::Agent, told),
        (AddressSource::Lease, lent),
        (AddressSource::Neighbour, neighbours),
    ];
    for (source, all) in sources {
        let own = all.iter().filter(|(of, _)| *of == mac);
        let mut found: Vec<String> = own.map(|(_, address)| address.clone()).collect();
        if !found.is_empty() {
            found.sort();
            found.dedup();
            return (Some(source), found);
        }
    }
    (None, Vec::new())
}

/// What libvirt's networks have lent to the guests that say nothing themselves. Only who is connected to one is asked for.
fn leases<'v>(
    look: &Look<'_>,
    vms: impl Iterator<Item = &'v Vm>,
    is_told: impl Fn(&Vm, &Adapter) -> bool,
) -> HashMap<[u8; 16], Vec<(MacAddress, String)>> {
    let silent: Vec<&Vm> = vms
        .filter(|vm| {
            let mut adapters = vm.adapters.iter();
            adapters.any(|adapter| adapter.bridge.is_some() && !is_told(vm, adapter))
        })
        .collect();
    if silent.is_empty() {
        return HashMap::new();
    }
    let bridges: Vec<&InterfaceName> = networks::observe(look)
        .unwrap_or_default()
        .iter()
        .filter_map(|network| network.bridge.as_ref())
        .collect();
    let on_network = |vm: &&Vm| {
        let mut ports = vm.adapters.iter().filter_map(|a| a.bridge.as_ref());
        ports.any(|port| bridges.contains(&port))
    };
    let borrowers: Vec<DomainRef> = silent
        .into_iter()
        .filter(on_network)
        .map(|vm| DomainRef {
            name: vm.name.clone(),
            uuid: *vm.id.as_bytes(),
            id: -1,
        })
        .collect();
    if borrowers.is_empty() {
        return HashMap::new();
    }
    let lent = look.host.libvirt.leases(&borrowers).unwrap_or_default();
    let with_macs = |leases: Vec<(String, String)>| -> Vec<(MacAddress, String)> {
        let each = leases.into_iter();
        each.filter_map(|(mac, address)| Some((mac.parse().ok()?, address)))
            .collect()
    };
    borrowers
        .into_iter()
        .zip(lent)
        .map(|(domain, leases)| (domain.uuid, with_macs(leases)))
        .collect()
}

/// What the agent's answer to `guest-get-osinfo` says.
fn system(answer: &str) -> Option<GuestFacts> {
    let answer: serde_json::Value = serde_json::from_str(answer).ok()?;
    let answer = answer.get("return")?;
    let text = |name: &str| Some(answer.get(name)?.as_str()?.chars().take(LONGEST).collect());
    Some(GuestFacts {
        system: text("pretty-name").or_else(|| text("name")),
        kernel: text("kernel-release"),
    })
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "return")]
    interfaces: Vec<GuestInterface>,
}

#[derive(Deserialize)]
struct GuestInterface {
    #[serde(default)]
    name: String,
    #[serde(rename = "hardware-address")]
    mac: Option<MacAddress>,
    #[serde(rename = "ip-addresses", default)]
    addresses: Vec<GuestAddress>,
}

#[derive(Deserialize)]
struct GuestAddress {
    #[serde(rename = "ip-address")]
    address: String,
}

/// The addresses in the agent's answer to `guest-network-get-interfaces`.
fn addresses(answer: &str) -> Vec<(MacAddress, String)> {
    let Ok(answer) = serde_json::from_str::<Answer>(answer) else {
        return Vec::new();
    };
    let each = answer.interfaces.into_iter().take(MOST);
    each.filter_map(|interface| Some((interface.mac?, interface.addresses)))
        .flat_map(|(mac, all)| {
            let all = all.into_iter().take(MOST).map(|one| one.address);
            all.map(move |address| (mac, address))
        })
        .filter(|(_, address)| address.parse::<IpAddr>().is_ok())
        .collect()
}

/// The names of the guest's interfaces in that answer.
fn names(answer: &str) -> Vec<(MacAddress, String)> {
    let Ok(answer) = serde_json::from_str::<Answer>(answer) else {
        return Vec::new();
    };
    let each = answer.interfaces.into_iter().take(MOST);
    each.filter_map(|interface| Some((interface.mac?, interface.name)))
        .collect()
}

#[derive(Deserialize)]
struct RoutesAnswer {
    #[serde(rename = "return")]
    routes: Vec<GuestRoute>,
}

/// QEMU's `GuestNetworkRoute` (`qga/qapi-schema.json`), as far as it tells a default route from others.
#[derive(Deserialize)]
struct GuestRoute {
    iface: String,
    destination: String,
    metric: i64,
    mask: Option<String>,
    #[serde(rename = "desprefixlen")]
    length: Option<String>,
    version: i64,
}

impl GuestRoute {
    fn is_default(&self) -> bool {
        let is_zero = |text: &String| text.chars().all(|c| c == '0');
        let leads = match self.version {
            4 => {
                self.destination == "0.0.0.0"
                    && self.mask.as_ref().is_none_or(|mask| mask == "0.0.0.0")
            }
            6 => {
                let mut digits = self.destination.chars();
                digits.all(|c| matches!(c, '0' | ':')) && self.length.as_ref().is_none_or(is_zero)
            }
            _ => false,
        };
        // The kernel refuses by one of the loopback what no other route leads to.
        leads && self.iface != "lo"
    }
}

/// The interfaces that the guest's default routes go by, one or several for each version of IP, from the agent's answer to
/// `guest-network-get-route`, which agents of QEMU 9.1 and later have. `None` of what is no such answer.
fn default_interfaces(answer: &str) -> Option<Vec<String>> {
    let answer: RoutesAnswer = serde_json::from_str(answer).ok()?;
    let mut found = Vec::new();
    for version in [4, 6] {
        let all = answer.routes.iter();
        let defaults: Vec<&GuestRoute> = all
            .filter(|route| route.version == version && route.is_default())
            .collect();
        let least = defaults.iter().map(|route| route.metric).min();
        let best = defaults.iter().filter(|route| Some(route.metric) == least);
        found.extend(best.take(MOST).map(|route| route.iface.clone()));
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::{Files, LONGEST, MOST, addresses, best, default_interfaces, names, says, system};
    use crate::model::{Adapter, AddressSource, InsideGuest, MacAddress};

    #[test]
    fn the_one_who_knows_best_is_believed_and_named() {
        let mac: MacAddress = "52:54:00:11:22:33".parse().unwrap();
        let other: MacAddress = "52:54:00:11:22:44".parse().unwrap();
        let says = |address: &str| vec![(mac, address.to_owned()), (other, "192.0.2.9".to_owned())];
        let (agent, lease, arp) = (says("192.0.2.1"), says("192.0.2.2"), says("192.0.2.3"));
        let of_other = vec![(other, "192.0.2.8".to_owned())];
        let asked = |told, lent, seen| best(mac, told, lent, seen);
        assert_eq!(
            asked(&agent, &lease, &arp),
            (Some(AddressSource::Agent), vec!["192.0.2.1".to_owned()])
        );
        assert_eq!(
            asked(&of_other, &lease, &arp),
            (Some(AddressSource::Lease), vec!["192.0.2.2".to_owned()])
        );
        assert_eq!(
            asked(&[], &of_other, &arp),
            (Some(AddressSource::Neighbour), vec!["192.0.2.3".to_owned()])
        );
        assert_eq!(asked(&of_other, &[], &[]), (None, Vec::new()));
    }

    /// A failover pair in the guest: eth0 leads, eth1 is the virtio device, eth2 the VF.
    #[test]
    fn a_guest_says_which_path_its_frames_take() {
        let adapter = |vf: bool| -> Adapter {
            let vf = vf.then(|| serde_json::json!({"address": "0000:01:10.0", "alias": "ua-vf"}));
            serde_json::from_value(serde_json::json!({
                "alias": "ua-1", "mac": "52:54:00:11:22:33", "bridge": null, "tap": null, "link_up": true, "teaming": true,
                "virtio": true, "vf": vf, "ip_addresses": [], "settings": {}
            }))
            .unwrap()
        };
        let mac: MacAddress = "52:54:00:11:22:33".parse().unwrap();
        let named: Vec<(MacAddress, String)> = ["eth0", "eth1", "eth2"]
            .map(|name| (mac, name.to_owned()))
            .into();
        let routes = vec!["eth0".to_owned()];
        let virtio = || Some("DRIVER=virtio_net\n".to_owned());
        let files = |state: Option<&str>| Files {
            devices: [
                ("eth0", [virtio(), Some("up\n".to_owned())]),
                ("eth1", [virtio(), Some("up\n".to_owned())]),
                (
                    "eth2",
                    [
                        state.map(|_| "DRIVER=igbvf\nPCI_SLOT_NAME=0000:07:00.0\n".to_owned()),
                        state.map(str::to_owned),
                    ],
                ),
            ]
            .map(|(name, texts)| (name.to_owned(), texts))
            .into(),
            routes: None,
        };
        let wanted = |driver: Option<&str>, on_vf| InsideGuest {
            default_route: Some(true),
            vf_driver: driver.map(str::to_owned),
            on_vf,
        };
        let told = |vf, files: Option<&Files>| says(&adapter(vf), &named, Some(&routes), files);
        assert_eq!(
            told(true, Some(&files(Some("up\n")))),
            wanted(Some("igbvf"), Some(true))
        );
        assert_eq!(
            told(true, Some(&files(Some("down\n")))),
            wanted(Some("igbvf"), Some(false))
        );
        // No driver has taken it.
        assert_eq!(told(true, Some(&files(None))), wanted(None, Some(false)));
        // The agent may not read files.
        assert_eq!(told(true, None), wanted(None, None));
        assert_eq!(told(false, None), wanted(None, Some(false)));
        let nothing = says(&adapter(true), &[], None, None);
        assert!(nothing.is_unknown());
    }

    #[test]
    fn the_default_route_with_the_least_metric_counts() {
        let answer = r#"{"return":[
            {"iface":"eth1","destination":"0.0.0.0","metric":200,"gateway":"192.0.2.1","mask":"0.0.0.0","flags":3,"version":4},
            {"iface":"eth0","destination":"0.0.0.0","metric":100,"gateway":"198.51.100.1","mask":"0.0.0.0","flags":3,"version":4},
            {"iface":"eth2","destination":"0.0.0.0","metric":0,"mask":"128.0.0.0","version":4},
            {"iface":"eth2","destination":"192.0.2.0","metric":0,"mask":"255.255.255.0","version":4},
            {"iface":"eth3","destination":"0000:0000:0000:0000:0000:0000:0000:0000","desprefixlen":"0","metric":1024,"version":6},
            {"iface":"lo","destination":"0000:0000:0000:0000:0000:0000:0000:0000","desprefixlen":"0","metric":-1,"version":6},
            {"iface":"eth4","destination":"0000:0000:0000:0000:0000:0000:0000:0000","desprefixlen":"60","metric":1,"version":6}]}"#;
        let wanted = vec!["eth0".to_owned(), "eth3".to_owned()];
        assert_eq!(default_interfaces(answer), Some(wanted));
        assert_eq!(default_interfaces(r#"{"return":[]}"#), Some(Vec::new()));
        let unknown = r#"{"error":{"class":"CommandNotFound","desc":"The command guest-network-get-route has not been found"}}"#;
        assert_eq!(default_interfaces(unknown), None);
        let told = names(
            r#"{"return":[{"name":"eth0","hardware-address":"52:54:00:11:22:33"},{"name":"tunl0"}]}"#,
        );
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].1, "eth0");
    }

    #[test]
    fn a_guest_that_makes_things_up_is_not_listened_to_without_end() {
        let much = |one: &str| format!("{{\"return\":[{}]}}", vec![one; 5000].join(","));
        let interface = r#"{"name":"x","hardware-address":"52:54:00:11:22:33","ip-addresses":[{"ip-address":"192.0.2.7"},{"ip-address":"\u001b[2J"},{"ip-address":"; reboot"}]}"#;
        assert_eq!(names(&much(interface)).len(), MOST);
        let told = addresses(&much(interface));
        assert_eq!(told.len(), MOST);
        assert!(told.iter().all(|(_, address)| address == "192.0.2.7"));
        let route = r#"{"iface":"x","destination":"0.0.0.0","metric":0,"version":4}"#;
        assert_eq!(default_interfaces(&much(route)).unwrap().len(), MOST);
        let facts = system(&format!(
            "{{\"return\":{{\"name\":\"{}\"}}}}",
            "x".repeat(5000)
        ));
        assert_eq!(facts.unwrap().system.unwrap().len(), LONGEST);
    }

    #[test]
    fn the_agents_answer_is_read_and_nonsense_is_nothing() {
        let answer = r#"{"return":[
            {"name":"lo","hardware-address":"00:00:00:00:00:00","ip-addresses":[{"ip-address-type":"ipv4","ip-address":"127.0.0.1","prefix":8}]},
            {"name":"eth0","hardware-address":"52:54:00:11:22:33","ip-addresses":[
                {"ip-address-type":"ipv4","ip-address":"192.0.2.7","prefix":24},
                {"ip-address-type":"ipv6","ip-address":"fe80::1","prefix":64}]},
            {"name":"tunl0"}]}"#;
        let found: Vec<String> = addresses(answer)
            .into_iter()
            .filter(|(mac, _)| mac.to_string() == "52:54:00:11:22:33")
            .map(|(_, address)| address)
            .collect();
        assert_eq!(found, ["192.0.2.7", "fe80::1"]);
        assert!(addresses("{\"error\":{}}").is_empty());
        assert!(addresses("").is_empty());
    }
}
