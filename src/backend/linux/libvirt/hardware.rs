//! Processors and memory of running domains, through libvirt's daemon.

use super::procedures::{self as p, TypedValue};
use super::{Affect, Client, DomainRef, Result};
use crate::domain_xml::hardware::PERIOD;

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
}
