//! Members of values: properties, methods, indexes, and what a pipeline takes apart.

mod access;
mod enumeration;
mod index;
mod invoke;
mod listing;
mod psobject;

pub use access::{get_property, property_not_found, set_property};
pub use enumeration::{count, enumerate, is_enumerable, table_behind};
pub use index::{get_index, get_index_output, set_index};
pub use invoke::call_method;
pub use listing::{PropertyInfo, has_property, properties, property_names, shown_names};
pub use psobject::{MemberInfoValue, MemberSetValue, PsObjectView, TypeNamesValue};
