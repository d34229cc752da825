//! Hosts: what can be observed of one, what can be planned for it, and what carries a plan out.

pub mod linux;
