//! Processors and memory of running domains, through libvirt's daemon.

use super::procedures::{self as p, TypedValue};
use super::{Affect, Client, DomainRef, Result, bulk};
use crate::domain_xml::hardware::PERIOD;
use crate::model::{DiskUsage, Usage};

impl Client {
    /// Plugs processors in, or asks the guest to let some go.
    ///
    /// # Errors
    /// What libvirt and QEMU refuse.
    pub fn set_vcpus(&self, domain: &DomainRef, count: u32, affect: Affect) -> Result<()> {
        let args = (domain.clone(), count, affect.flags());
        self.call(&p::DOMAIN_SET_VCPUS_FLAGS, &args)
    }

    /// Sets what the balloon leaves the guest, in KiB.
    ///
    /// # Errors
    /// What libvirt and QEMU refuse.
    pub fn set_memory(&self, domain: &DomainRef, kibibytes: u64, affect: Affect) -> Result<()> {
        let args = (domain.clone(), kibibytes, affect.flags());
        self.call(&p::DOMAIN_SET_MEMORY_FLAGS, &args)
    }

    /// Sets a domain's share of the processors, and the time of a period that each of its processors gets at most (-1: all).
    ///
    /// # Errors
    /// What libvirt and the kernel refuse.
    pub fn set_scheduler(
        &self,
        domain: &DomainRef,
        shares: u64,
        quota: i64,
        affect: Affect,
    ) -> Result<()> {
        let parameters = vec![
            ("cpu_shares".to_owned(), TypedValue::Ullong(shares)),
            ("vcpu_period".to_owned(), TypedValue::Ullong(PERIOD)),
            ("vcpu_quota".to_owned(), TypedValue::Llong(quota)),
        ];
        let args = (domain.clone(), parameters, affect.flags());
        self.call(&p::DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS, &args)
    }

    /// What all running domains have used since they were started, in one round trip.
    ///
    /// # Errors
    /// The daemon cannot be asked.
    pub fn usages(&self) -> Result<Vec<([u8; 16], Usage)>> {
        /// `VIR_DOMAIN_STATS_CPU_TOTAL`, `..._INTERFACE` and `..._BLOCK`.
        const GROUPS: u32 = (1 << 1) | (1 << 4) | (1 << 5);
        /// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_RUNNING`, and `..._NOWAIT`: of a domain that is busy the disks are only named.
        const RUNNING_NOWAIT: u32 = (1 << 4) | (1 << 29);
        let arguments = (Vec::new(), GROUPS, RUNNING_NOWAIT);
        let (all,) = self.call(&p::CONNECT_GET_ALL_DOMAIN_STATS, &arguments)?;
        let each = all.iter();
        Ok(each
            .map(|(domain, counts)| (domain.uuid, usage(counts)))
            .collect())
    }

    /// Whether the processors of each paused domain have run since its process began, by how often they left the guest. Domains of which
    /// nobody counts that, and those that are busy, are left out.
    ///
    /// # Errors
    /// The daemon cannot be asked.
    pub fn paused_that_ran(&self) -> Result<Vec<([u8; 16], bool)>> {
        /// `VIR_DOMAIN_STATS_VCPU`.
        const VCPU: u32 = 1 << 3;
        /// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_PAUSED` and `..._NOWAIT`.
        const PAUSED_NOWAIT: u32 = (1 << 5) | (1 << 29);
        let arguments = (Vec::new(), VCPU, PAUSED_NOWAIT);
        let (all,) = self.call(&p::CONNECT_GET_ALL_DOMAIN_STATS, &arguments)?;
        let each = all.iter();
        Ok(each
            .filter_map(|(domain, counts)| Some((domain.uuid, has_run(counts)?)))
            .collect())
    }
}

/// Whether a processor ever left the guest, which it does as soon as it runs.
fn has_run(counts: &[p::TypedParam]) -> Option<bool> {
    let exits = counts
        .iter()
        .filter(|(name, _)| name.starts_with("vcpu.") && name.ends_with(".exits.sum"));
    let mut exits = exits.filter_map(|(_, value)| value.as_u64()).peekable();
    exits.peek()?;
    Some(exits.any(|count| count > 0))
}

/// What a domain has used, from what is counted of it.
fn usage(counts: &[p::TypedParam]) -> Usage {
    let sum = |group: &str, ends: &[&str]| {
        let of = counts.iter().filter(|(name, _)| {
            let rest = name.strip_prefix(group);
            rest.is_some_and(|rest| ends.iter().any(|end| rest.ends_with(end)))
        });
        of.filter_map(|(_, value)| value.as_u64())
            .fold(0, u64::saturating_add)
    };
    let has = |end: &str| {
        let mut names = counts.iter().map(|(name, _)| name);
        names.any(|name| name.starts_with("block.") && name.ends_with(end))
    };
    let are_counted = has(".rd.bytes") || !has(".name");
    let of_disks = |ends: &[&str]| are_counted.then(|| sum("block.", ends));
    Usage {
        processor: bulk::number(counts, "cpu.time").unwrap_or(0),
        read: of_disks(&[".rd.bytes"]),
        written: of_disks(&[".wr.bytes"]),
        operations: of_disks(&[".rd.reqs", ".wr.reqs"]),
        waited: of_disks(&[".rd.times", ".wr.times"]),
        // As the guest sees it: what the host's end sends is what it gets, and libvirt has turned that round.
        received: sum("net.", &[".rx.bytes"]),
        sent: sum("net.", &[".tx.bytes"]),
        disks: disks(counts),
    }
}

/// What of it is counted of each disk: libvirt numbers them, and names them beside their counts.
fn disks(counts: &[p::TypedParam]) -> Vec<DiskUsage> {
    let named = counts.iter().filter_map(|(name, value)| {
        let number = name.strip_prefix("block.")?.strip_suffix(".name")?;
        Some((number, value.as_text()?))
    });
    let count = |number: &str, end: &str| {
        bulk::number(counts, &format!("block.{number}.{end}")).unwrap_or(0)
    };
    // Of a disk that is not counted nothing is said.
    let each = named.filter_map(|(number, target)| {
        Some(DiskUsage {
            target: target.to_owned(),
            read: bulk::number(counts, &format!("block.{number}.rd.bytes"))?,
            written: count(number, "wr.bytes"),
            operations: count(number, "rd.reqs").saturating_add(count(number, "wr.reqs")),
            waited: count(number, "rd.times").saturating_add(count(number, "wr.times")),
        })
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_all_disks_and_adapters_are_added() {
        let of = |name: &str, value: u64| (name.to_owned(), TypedValue::Ullong(value));
        let counts = [
            of("cpu.time", 7),
            of("net.count", 2),
            of("net.0.rx.bytes", 1),
            of("net.1.rx.bytes", 2),
            of("net.1.tx.bytes", 4),
            of("block.0.rd.bytes", 8),
            of("block.1.rd.bytes", 16),
            of("block.0.rd.reqs", 1),
            of("block.0.wr.reqs", 2),
            (
                "block.1.name".to_owned(),
                TypedValue::Text("vdb".to_owned()),
            ),
        ];
        let expected = Usage {
            processor: 7,
            read: Some(24),
            operations: Some(3),
            received: 3,
            sent: 4,
            disks: vec![DiskUsage {
                target: "vdb".to_owned(),
                read: 16,
                ..DiskUsage::default()
            }],
            ..Usage::nothing()
        };
        assert_eq!(usage(&counts), expected);
        assert_eq!(usage(&[]), Usage::nothing(), "there are no disks");
    }

    /// While it sends a domain elsewhere, or copies a disk, libvirt does not ask QEMU for counts, and names the disks all the same.
    #[test]
    fn the_disks_of_a_busy_domain_are_not_counted_as_idle() {
        let counts = [
            ("cpu.time".to_owned(), TypedValue::Ullong(7)),
            ("block.count".to_owned(), TypedValue::Uint(1)),
            (
                "block.0.name".to_owned(),
                TypedValue::Text("vda".to_owned()),
            ),
        ];
        let expected = Usage {
            processor: 7,
            ..Usage::default()
        };
        assert_eq!(usage(&counts), expected);
        assert_eq!(expected.read, None);
    }

    /// A processor that runs leaves the guest again and again; one that nobody counts says nothing.
    #[test]
    fn one_processor_that_left_the_guest_has_run() {
        let counted = |counts: &[(&str, u64)]| {
            let named =
                |(name, count): &(&str, u64)| (name.to_string(), TypedValue::Ullong(*count));
            has_run(&counts.iter().map(named).collect::<Vec<_>>())
        };
        assert_eq!(counted(&[]), None);
        assert_eq!(
            counted(&[("vcpu.0.time", 9), ("vcpu.0.halt_exits.sum", 9)]),
            None
        );
        let still = ("vcpu.0.exits.sum", 0);
        assert_eq!(counted(&[still, ("vcpu.1.exits.sum", 0)]), Some(false));
        assert_eq!(counted(&[still, ("vcpu.1.exits.sum", 1)]), Some(true));
    }
}
