//! Sizes of memory that were asked for.

use crate::invalid;
use iovsh_shell::argument::Nullable;
use iovsh_shell::error::Flow;

/// A size in bytes; none when it was not asked for.
pub fn size(value: Nullable<i64>) -> Flow<Option<u64>> {
    match *value {
        None => Ok(None),
        Some(number) => match u64::try_from(number) {
            Ok(size) if size > 0 => Ok(Some(size)),
            _ => Err(invalid::parameter(
                format!("{number} bytes are no size of memory."),
                "Give memory with a unit, for example 2GB.",
            )
            .into()),
        },
    }
}
