//! What kind of error something is, in PowerShell's words: the shell and the hosts share them.

use serde::{Deserialize, Serialize};

macro_rules! categories {
    ($($name:ident = $number:literal,)+) => {
        /// `System.Management.Automation.ErrorCategory`, with PowerShell's names and numbers.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[repr(u8)]
        #[allow(missing_docs)] // The names are PowerShell's own and say what they mean.
        pub enum ErrorCategory {
            #[default]
            $($name = $number),+
        }

        impl ErrorCategory {
            /// All of them, by number.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Their names and numbers.
            pub const MEMBERS: &'static [(&'static str, i64)] = &[$((stringify!($name), $number)),+];

            /// PowerShell's name of the category.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name)),+
                }
            }
        }
    };
}

categories! {
    NotSpecified = 0,
    OpenError = 1,
    CloseError = 2,
    DeviceError = 3,
    DeadlockDetected = 4,
    InvalidArgument = 5,
    InvalidData = 6,
    InvalidOperation = 7,
    InvalidResult = 8,
    InvalidType = 9,
    MetadataError = 10,
    NotImplemented = 11,
    NotInstalled = 12,
    ObjectNotFound = 13,
    OperationStopped = 14,
    OperationTimeout = 15,
    SyntaxError = 16,
    ParserError = 17,
    PermissionDenied = 18,
    ResourceBusy = 19,
    ResourceExists = 20,
    ResourceUnavailable = 21,
    ReadError = 22,
    WriteError = 23,
    FromStdErr = 24,
    SecurityError = 25,
    ProtocolError = 26,
    ConnectionError = 27,
    AuthenticationError = 28,
    LimitsExceeded = 29,
    QuotaExceeded = 30,
    NotEnabled = 31,
}

impl ErrorCategory {
    /// The category with this number.
    pub fn from_number(number: i64) -> Option<Self> {
        let index = usize::try_from(number).ok()?;
        Self::ALL.get(index).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorCategory;

    #[test]
    fn names_and_numbers_lead_back_to_the_category() {
        for category in ErrorCategory::ALL {
            let number = i64::from(*category as u8);
            assert_eq!(ErrorCategory::from_number(number), Some(*category));
            assert!(ErrorCategory::MEMBERS.contains(&(category.name(), number)));
        }
        assert_eq!(ErrorCategory::ALL.len(), ErrorCategory::MEMBERS.len());
        assert_eq!(ErrorCategory::from_number(-1), None);
        assert_eq!(ErrorCategory::from_number(32), None);
    }
}
