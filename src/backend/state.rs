//! Desired state on disk: what was asked for, atomically replaced, versioned, and never overwritten when it is broken.

mod desired;
mod store;

pub use desired::{
    Desired, DesiredEdit, DesiredNic, DesiredSwitch, NicOriginals, VfClaim, VfOriginals,
};
pub use store::{IntentFile, Lock, Store};
