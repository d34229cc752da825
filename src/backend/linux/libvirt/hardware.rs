//! Processors and memory of running domains, through libvirt's daemon.

use super::procedures::{self as p, TypedValue};
use super::{Affect, Client, DomainRef, Result, bulk};
use crate::domain_xml::hardware::PERIOD;
use crate::model::Usage;

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
        /// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_RUNNING`, and `..._NOWAIT`: a domain that is busy is left out.
        const RUNNING_NOWAIT: u32 = (1 << 4) | (1 << 29);
        let arguments = (Vec::new(), GROUPS, RUNNING_NOWAIT);
        let (all,) = self.call(&p::CONNECT_GET_ALL_DOMAIN_STATS, &arguments)?;
        let each = all.iter();
        Ok(each
            .map(|(domain, counts)| (domain.uuid, usage(counts)))
            .collect())
    }
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
    Usage {
        processor: bulk::number(counts, "cpu.time").unwrap_or(0),
        read: sum("block.", &[".rd.bytes"]),
        written: sum("block.", &[".wr.bytes"]),
        operations: sum("block.", &[".rd.reqs", ".wr.reqs"]),
        waited: sum("block.", &[".rd.times", ".wr.times"]),
        // As the guest sees it: what the host's end sends is what it gets, and libvirt has turned that round.
        received: sum("net.", &[".rx.bytes"]),
        sent: sum("net.", &[".tx.bytes"]),
    }
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
        ];
        let expected = Usage {
            processor: 7,
            read: 24,
            operations: 3,
            received: 3,
            sent: 4,
            ..Usage::default()
        };
        assert_eq!(usage(&counts), expected);
        assert_eq!(usage(&[]), Usage::default());
    }
}
