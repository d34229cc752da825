//! What the ports of a switch need besides being there: filters, and NICs that know their addresses.

use crate::backend::model::MacAddress;
use crate::backend::plan::PlanBuilder;
use crate::backend::policy::network::fdb;
use crate::backend::policy::network::filters;
use crate::backend::policy::network::representor;

/// Brings filters and forwarding entries of all ports up to date. `gone` are addresses of adapters that the plan has removed.
pub(in crate::backend::policy) fn keep(plan: &mut PlanBuilder, gone: &[MacAddress]) {
    filters::keep(plan);
    representor::keep(plan);
    fdb::keep(plan, gone);
}
