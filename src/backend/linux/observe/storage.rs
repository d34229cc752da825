//! Servers that the host's disks are on: taking the NIC that leads to one would take the disks.

use std::net::IpAddr;

use crate::linux::sysfs::Sysfs;

/// The addresses of the servers of mounted NFS file systems (`addr=` in `/proc/mounts`) and of iSCSI sessions
/// (`/sys/class/iscsi_connection`).
pub(super) fn servers(sysfs: &Sysfs) -> Vec<IpAddr> {
    let mounts = sysfs.text("/proc/mounts").unwrap_or_default();
    let of_nfs = mounts.lines().filter_map(|line| {
        let mut fields = line.split_whitespace().skip(2);
        let kind = fields.next().filter(|kind| kind.starts_with("nfs"))?;
        let options = fields.next().filter(|_| kind != "nfsd")?;
        let address = options
            .split(',')
            .find_map(|option| option.strip_prefix("addr="))?;
        address.parse().ok()
    });
    let of_iscsi = sysfs
        .names("/sys/class/iscsi_connection")
        .into_iter()
        .filter_map(|name| {
            let file = format!("/sys/class/iscsi_connection/{name}/persistent_address");
            sysfs.text(&file)?.parse().ok()
        });
    of_nfs.chain(of_iscsi).collect()
}

/// Whether an address is in the subnet of an interface that has the address `own` with this prefix length.
pub(super) fn is_in(address: IpAddr, own: IpAddr, prefix: u8) -> bool {
    fn bits(address: IpAddr) -> (u128, u32) {
        match address {
            IpAddr::V4(v4) => (u128::from(u32::from(v4)), 32),
            IpAddr::V6(v6) => (u128::from(v6), 128),
        }
    }
    let ((a, width), (b, other)) = (bits(address), bits(own));
    let host_part = width.saturating_sub(u32::from(prefix));
    width == other && (host_part >= width || a >> host_part == b >> host_part)
}

#[cfg(test)]
mod tests {
    use super::{is_in, servers};
    use crate::linux::fixture::Tree;

    #[test]
    fn servers_of_mounts_and_sessions_are_found() {
        let root = Tree::empty();
        root.file(
            "/proc/mounts",
            "10.0.0.5:/root / nfs4 rw,vers=4.2,addr=10.0.0.5 0 0\nnfsd /proc/fs/nfsd nfsd rw 0 0\n/dev/sda1 /boot ext4 rw 0 0\n",
        );
        root.file(
            "/sys/class/iscsi_connection/connection1:0/persistent_address",
            "2001:db8::7\n",
        );
        let found: Vec<String> = servers(&root.sysfs())
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(found, ["10.0.0.5", "2001:db8::7"]);
    }

    #[test]
    fn subnets_are_told_apart() {
        let case = |a: &str, b: &str, prefix| is_in(a.parse().unwrap(), b.parse().unwrap(), prefix);
        assert!(case("10.0.0.5", "10.0.0.200", 24));
        assert!(!case("10.0.1.5", "10.0.0.200", 24));
        assert!(case("10.0.1.5", "192.0.2.1", 0));
        assert!(case("2001:db8::7", "2001:db8::1", 64));
        assert!(!case("10.0.0.5", "2001:db8::1", 0));
        assert!(case("10.0.0.5", "10.0.0.5", 32) && !case("10.0.0.5", "10.0.0.4", 32));
    }
}
