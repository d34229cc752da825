//! What files in a Linux guest tell of its network devices: which driver has the VF and whether it carries the guest's frames, and by which
//! interface its default route goes where its agent has no call for routes.
//!
//! Each file is asked for by the agent's `guest-file-open`, `-read` and `-close`, in three rounds over all guests together. What an agent
//! forbids, or a guest has not got, stays unknown.

use std::time::Duration;

use iovsh_base::base64::from_base64;
use serde_json::{Value, json};

use super::super::libvirt::{DomainRef, Hypervisor};

/// Most of a file that is asked for, in bytes. sysfs gives a page at most; a table of routes may be longer, and then is not believed.
const MOST: usize = 64 << 10;
/// The table of IPv4 routes, and that of IPv6.
pub(super) const ROUTES: [&str; 2] = ["/proc/net/route", "/proc/net/ipv6_route"];

/// A file in a guest.
#[derive(Clone)]
pub(super) struct Wanted {
    pub domain: DomainRef,
    pub path: String,
}

/// The files that say what an interface of a guest is: its device, and whether it works.
pub(super) fn files_of(interface: &str) -> [String; 2] {
    let at = |file: &str| format!("/sys/class/net/{interface}/{file}");
    [at("device/uevent"), at("operstate")]
}

/// What is in these files, in their order.
pub(super) fn read(
    libvirt: &impl Hypervisor,
    wanted: &[Wanted],
    within: Duration,
) -> Vec<Option<String>> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let ask = |asked: Vec<(DomainRef, String)>| -> Vec<Option<Value>> {
        let count = asked.len();
        let answers = libvirt.agent_commands(&asked, within).unwrap_or_default();
        let mut told: Vec<Option<Value>> = answers
            .into_iter()
            .map(|answer| returned(&answer.ok()?))
            .collect();
        told.resize(count, None);
        told
    };
    let command = |name: &str, arguments: Value| {
        json!({ "execute": name, "arguments": arguments }).to_string()
    };
    let open = wanted.iter().map(|one| {
        let arguments = json!({ "path": one.path, "mode": "r" });
        (one.domain.clone(), command("guest-file-open", arguments))
    });
    let opened = ask(open.collect());
    let there: Vec<(usize, &DomainRef, i64)> = opened
        .iter()
        .zip(wanted)
        .enumerate()
        .filter_map(|(at, (handle, one))| Some((at, &one.domain, handle.as_ref()?.as_i64()?)))
        .collect();
    let each = |name: &str, more: Option<usize>| {
        let asked = there.iter().map(|(_, domain, handle)| {
            let arguments = match more {
                Some(count) => json!({ "handle": handle, "count": count }),
                None => json!({ "handle": handle }),
            };
            ((*domain).clone(), command(name, arguments))
        });
        ask(asked.collect())
    };
    let read = each("guest-file-read", Some(MOST));
    each("guest-file-close", None);
    let mut all = vec![None; wanted.len()];
    for ((at, _, _), answer) in there.iter().zip(read) {
        if let Some(place) = all.get_mut(*at) {
            *place = answer.and_then(|answer| text(&answer));
        }
    }
    all
}

/// What an agent returns.
fn returned(answer: &str) -> Option<Value> {
    let mut answer: Value = serde_json::from_str(answer).ok()?;
    Some(answer.get_mut("return")?.take())
}

/// The whole text of a file in the answer to `guest-file-read`.
fn text(answer: &Value) -> Option<String> {
    let bytes = from_base64(answer.get("buf-b64")?.as_str()?)?;
    (bytes.len() < MOST)
        .then(|| String::from_utf8(bytes).ok())
        .flatten()
}

/// The driver of an interface that is a PCI device of the guest itself, which a VF is: what stands in its device's `uevent`. `None` of one
/// that is not, as a virtio device is not: it hangs on the virtio bus.
pub(super) fn pci_driver(uevent: &str) -> Option<String> {
    let value = |name: &str| {
        let mut lines = uevent.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
    };
    value("PCI_SLOT_NAME")?;
    value("DRIVER").map(str::to_owned)
}

/// An interface works whose state is this. Drivers that tell no carrier have `unknown`.
pub(super) fn works(operstate: &str) -> bool {
    matches!(operstate.trim(), "up" | "unknown")
}

/// The interfaces that the default routes with the least metric go by, in the kernel's tables of routes (`fib_route_seq_show` in
/// net/ipv4/fib_trie.c, `rt6_info_route` in net/ipv6/ip6_fib.c). `None` where neither was read.
pub(super) fn default_interfaces(ipv4: Option<&str>, ipv6: Option<&str>) -> Option<Vec<String>> {
    if ipv4.is_none() && ipv6.is_none() {
        return None;
    }
    const UP: u32 = 1;
    const REJECT: u32 = 0x200;
    let goes = |flags: &str| {
        let flags = u32::from_str_radix(flags, 16).unwrap_or(0);
        flags & UP != 0 && flags & REJECT == 0
    };
    let of_ipv4 = ipv4.unwrap_or_default().lines().skip(1).filter_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [interface, to, _, flags, _, _, metric, mask, ..] = fields.as_slice() else {
            return None;
        };
        let leads = *to == "00000000" && *mask == "00000000" && goes(flags);
        leads.then(|| Some((metric.parse::<u32>().ok()?, (*interface).to_owned())))?
    });
    let of_ipv6 = ipv6.unwrap_or_default().lines().filter_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [to, length, _, _, _, metric, _, _, flags, interface] = fields.as_slice() else {
            return None;
        };
        let is_all = to.chars().all(|c| c == '0') && *length == "00";
        let leads = is_all && goes(flags) && *interface != "lo";
        leads.then(|| {
            Some((
                u32::from_str_radix(metric, 16).ok()?,
                (*interface).to_owned(),
            ))
        })?
    });
    let mut found = Vec::new();
    for routes in [of_ipv4.collect::<Vec<_>>(), of_ipv6.collect()] {
        let least = routes.iter().map(|(metric, _)| *metric).min();
        let best = routes.into_iter().filter(|(m, _)| Some(*m) == least);
        found.extend(best.map(|(_, interface)| interface));
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vf_is_told_from_virtio_by_its_device() {
        let vf = "DRIVER=igbvf\nPCI_CLASS=20000\nPCI_ID=8086:10CA\nPCI_SLOT_NAME=0000:07:00.0\nMODALIAS=pci:v00008086\n";
        assert_eq!(pci_driver(vf).as_deref(), Some("igbvf"));
        assert_eq!(
            pci_driver("DRIVER=virtio_net\nMODALIAS=virtio:d00000001v00001AF4\n"),
            None
        );
        assert_eq!(pci_driver("PCI_SLOT_NAME=0000:07:00.0\n"), None);
        assert_eq!(pci_driver(""), None);
        assert!(works("up\n") && works("unknown") && !works("down\n") && !works(""));
    }

    #[test]
    fn the_tables_of_the_kernel_tell_the_default_route() {
        let ipv4 = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n\
            eth1\t00000000\t0102A8C0\t0003\t0\t0\t200\t00000000\t0\t0\t0\n\
            eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n\
            eth2\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n";
        let ipv6 = "00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003 eth3\n\
            00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200 lo\n\
            fe800000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth4\n";
        let names =
            |names: &[&str]| Some(names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
        assert_eq!(
            default_interfaces(Some(ipv4), Some(ipv6)),
            names(&["eth0", "eth3"])
        );
        assert_eq!(default_interfaces(Some(ipv4), None), names(&["eth0"]));
        assert_eq!(default_interfaces(Some(""), None), names(&[]));
        assert_eq!(
            default_interfaces(Some("nonsense\nmore of it"), Some("x")),
            names(&[])
        );
        assert_eq!(default_interfaces(None, None), None);
    }

    #[test]
    fn an_answer_that_is_none_is_nothing() {
        assert_eq!(
            returned("{\"error\":{\"class\":\"CommandNotFound\"}}"),
            None
        );
        assert_eq!(returned(""), None);
        let file =
            returned("{\"return\":{\"count\":4,\"buf-b64\":\"dXAK\",\"eof\":true}}").unwrap();
        assert_eq!(text(&file).as_deref(), Some("up\n"));
        assert_eq!(text(&json!({"count": 1, "buf-b64": "?"})), None);
    }
}
