//! Enumerations of .NET and PowerShell that scripts name.

use super::registry;
use crate::value::EnumType;
use iovsh_base::category::ErrorCategory;

macro_rules! enumerations {
    ($($(#[$doc:meta])* $constant:ident $name:literal $flags:literal { $($member:literal = $number:literal),* $(,)? })*) => {
        $($(#[$doc])* pub static $constant: EnumType = EnumType {
            name: $name,
            members: &[$(($member, $number)),*],
            flags: $flags,
        };)*

        static ALL: &[&EnumType] = &[$(&$constant,)* &ERROR_CATEGORY];
    };
}

/// `System.Management.Automation.ErrorCategory`.
pub static ERROR_CATEGORY: EnumType = EnumType {
    name: "System.Management.Automation.ErrorCategory",
    members: ErrorCategory::MEMBERS,
    flags: false,
};

enumerations! {
    /// `System.Management.Automation.ErrorView`.
    ERROR_VIEW "System.Management.Automation.ErrorView" false {
        "NormalView" = 0, "CategoryView" = 1, "ConciseView" = 2, "DetailedView" = 3,
    }
    /// `System.DayOfWeek`.
    DAY_OF_WEEK "System.DayOfWeek" false {
        "Sunday" = 0, "Monday" = 1, "Tuesday" = 2, "Wednesday" = 3, "Thursday" = 4, "Friday" = 5, "Saturday" = 6,
    }
    /// `System.Globalization.CalendarWeekRule`.
    CALENDAR_WEEK_RULE "System.Globalization.CalendarWeekRule" false {
        "FirstDay" = 0, "FirstFullWeek" = 1, "FirstFourDayWeek" = 2,
    }
    /// `System.Globalization.CultureTypes`.
    CULTURE_TYPES "System.Globalization.CultureTypes" true {
        "NeutralCultures" = 1, "SpecificCultures" = 2, "InstalledWin32Cultures" = 4, "AllCultures" = 7,
    }
    /// `System.DateTimeKind`.
    DATE_TIME_KIND "System.DateTimeKind" false { "Unspecified" = 0, "Utc" = 1, "Local" = 2 }
    /// `System.StringSplitOptions`.
    STRING_SPLIT_OPTIONS "System.StringSplitOptions" true { "None" = 0, "RemoveEmptyEntries" = 1, "TrimEntries" = 2 }
    /// `System.StringComparison`.
    STRING_COMPARISON "System.StringComparison" false {
        "CurrentCulture" = 0, "CurrentCultureIgnoreCase" = 1, "InvariantCulture" = 2,
        "InvariantCultureIgnoreCase" = 3, "Ordinal" = 4, "OrdinalIgnoreCase" = 5,
    }
    /// `System.MidpointRounding`.
    MIDPOINT_ROUNDING "System.MidpointRounding" false {
        "ToEven" = 0, "AwayFromZero" = 1, "ToZero" = 2, "ToNegativeInfinity" = 3, "ToPositiveInfinity" = 4,
    }
    /// `System.ConsoleColor`.
    CONSOLE_COLOR "System.ConsoleColor" false {
        "Black" = 0, "DarkBlue" = 1, "DarkGreen" = 2, "DarkCyan" = 3, "DarkRed" = 4, "DarkMagenta" = 5,
        "DarkYellow" = 6, "Gray" = 7, "DarkGray" = 8, "Blue" = 9, "Green" = 10, "Cyan" = 11, "Red" = 12,
        "Magenta" = 13, "Yellow" = 14, "White" = 15,
    }
    /// `System.ConsoleKey`, without the keys that no terminal reports.
    CONSOLE_KEY "System.ConsoleKey" false {
        "None" = 0, "Backspace" = 8, "Tab" = 9, "Enter" = 13, "Escape" = 27, "Spacebar" = 32, "PageUp" = 33, "PageDown" = 34,
        "End" = 35, "Home" = 36, "LeftArrow" = 37, "UpArrow" = 38, "RightArrow" = 39, "DownArrow" = 40, "Insert" = 45,
        "Delete" = 46, "D0" = 48, "D1" = 49, "D2" = 50, "D3" = 51, "D4" = 52, "D5" = 53, "D6" = 54, "D7" = 55, "D8" = 56,
        "D9" = 57, "A" = 65, "B" = 66, "C" = 67, "D" = 68, "E" = 69, "F" = 70, "G" = 71, "H" = 72, "I" = 73, "J" = 74,
        "K" = 75, "L" = 76, "M" = 77, "N" = 78, "O" = 79, "P" = 80, "Q" = 81, "R" = 82, "S" = 83, "T" = 84, "U" = 85,
        "V" = 86, "W" = 87, "X" = 88, "Y" = 89, "Z" = 90, "Multiply" = 106, "Add" = 107, "Subtract" = 109, "Divide" = 111,
        "F1" = 112, "F2" = 113, "F3" = 114, "F4" = 115, "F5" = 116, "F6" = 117, "F7" = 118, "F8" = 119, "F9" = 120,
        "F10" = 121, "F11" = 122, "F12" = 123, "F13" = 124, "F14" = 125, "F15" = 126, "F16" = 127, "F17" = 128, "F18" = 129,
        "F19" = 130, "F20" = 131, "F21" = 132, "F22" = 133, "F23" = 134, "F24" = 135, "OemPlus" = 187, "OemComma" = 188,
        "OemMinus" = 189, "OemPeriod" = 190,
    }
    /// `System.ConsoleModifiers`.
    CONSOLE_MODIFIERS "System.ConsoleModifiers" true { "None" = 0, "Alt" = 1, "Shift" = 2, "Control" = 4 }
    /// `System.Management.Automation.Host.ControlKeyStates`.
    CONTROL_KEY_STATES "System.Management.Automation.Host.ControlKeyStates" true {
        "RightAltPressed" = 1, "LeftAltPressed" = 2, "RightCtrlPressed" = 4, "LeftCtrlPressed" = 8, "ShiftPressed" = 16,
        "NumLockOn" = 32, "ScrollLockOn" = 64, "CapsLockOn" = 128, "EnhancedKey" = 256,
    }
    /// `System.Management.Automation.Host.ReadKeyOptions`.
    READ_KEY_OPTIONS "System.Management.Automation.Host.ReadKeyOptions" true {
        "AllowCtrlC" = 1, "NoEcho" = 2, "IncludeKeyDown" = 4, "IncludeKeyUp" = 8,
    }
    /// `System.Text.RegularExpressions.RegexOptions`.
    REGEX_OPTIONS "System.Text.RegularExpressions.RegexOptions" true {
        "None" = 0, "IgnoreCase" = 1, "Multiline" = 2, "ExplicitCapture" = 4, "Compiled" = 8, "Singleline" = 16,
        "IgnorePatternWhitespace" = 32, "RightToLeft" = 64, "ECMAScript" = 256, "CultureInvariant" = 512,
    }
    /// `System.Net.Sockets.AddressFamily`.
    ADDRESS_FAMILY "System.Net.Sockets.AddressFamily" false {
        "Unspecified" = 0, "Unix" = 1, "InterNetwork" = 2, "InterNetworkV6" = 23,
    }
    /// `System.IO.FileAttributes`.
    FILE_ATTRIBUTES "System.IO.FileAttributes" true {
        "None" = 0, "ReadOnly" = 1, "Hidden" = 2, "System" = 4, "Directory" = 16, "Archive" = 32, "Device" = 64,
        "Normal" = 128, "Temporary" = 256, "ReparsePoint" = 1024,
    }
    /// `System.UriKind`.
    URI_KIND "System.UriKind" false { "RelativeOrAbsolute" = 0, "Absolute" = 1, "Relative" = 2 }
    /// `System.PlatformID`.
    PLATFORM_ID "System.PlatformID" false { "Win32NT" = 2, "Unix" = 4 }
    /// `System.EnvironmentVariableTarget`.
    ENVIRONMENT_VARIABLE_TARGET "System.EnvironmentVariableTarget" false { "Process" = 0, "User" = 1, "Machine" = 2 }
    /// `System.Environment+SpecialFolder`, as far as it means something on Linux.
    SPECIAL_FOLDER "System.Environment+SpecialFolder" false {
        "Desktop" = 0, "MyDocuments" = 5, "UserProfile" = 40, "ApplicationData" = 26, "LocalApplicationData" = 28,
        "CommonApplicationData" = 35,
    }
    /// `System.Globalization.NumberStyles`.
    NUMBER_STYLES "System.Globalization.NumberStyles" true {
        "None" = 0, "AllowLeadingWhite" = 1, "AllowTrailingWhite" = 2, "AllowLeadingSign" = 4, "Integer" = 7,
        "AllowTrailingSign" = 8, "AllowParentheses" = 16, "AllowDecimalPoint" = 32, "AllowThousands" = 64,
        "Number" = 111, "AllowExponent" = 128, "Float" = 167, "AllowCurrencySymbol" = 256, "Currency" = 383,
        "Any" = 511, "AllowHexSpecifier" = 512, "HexNumber" = 515,
    }
    /// `System.Globalization.DateTimeStyles`.
    DATE_TIME_STYLES "System.Globalization.DateTimeStyles" true {
        "None" = 0, "AllowLeadingWhite" = 1, "AllowTrailingWhite" = 2, "AllowInnerWhite" = 4, "AllowWhiteSpaces" = 7,
        "NoCurrentDateDefault" = 8, "AdjustToUniversal" = 16, "AssumeLocal" = 32, "AssumeUniversal" = 64,
        "RoundtripKind" = 128,
    }
    /// `System.Base64FormattingOptions`.
    BASE64_FORMATTING_OPTIONS "System.Base64FormattingOptions" false { "None" = 0, "InsertLineBreaks" = 1 }
    /// `System.Xml.XmlNodeType`.
    XML_NODE_TYPE "System.Xml.XmlNodeType" false {
        "None" = 0, "Element" = 1, "Attribute" = 2, "Text" = 3, "CDATA" = 4, "ProcessingInstruction" = 7,
        "Comment" = 8, "Document" = 9, "DocumentType" = 10, "Whitespace" = 13, "XmlDeclaration" = 17,
    }
    /// `System.Management.Automation.ActionPreference`.
    ACTION_PREFERENCE "System.Management.Automation.ActionPreference" false {
        "SilentlyContinue" = 0, "Stop" = 1, "Continue" = 2, "Inquire" = 3, "Ignore" = 4, "Suspend" = 5, "Break" = 6,
    }
    /// `System.Management.Automation.ConfirmImpact`.
    CONFIRM_IMPACT "System.Management.Automation.ConfirmImpact" false {
        "None" = 0, "Low" = 1, "Medium" = 2, "High" = 3,
    }
    /// `System.Management.Automation.ScopedItemOptions`.
    SCOPED_ITEM_OPTIONS "System.Management.Automation.ScopedItemOptions" true {
        "None" = 0, "ReadOnly" = 1, "Constant" = 2, "Private" = 4, "AllScope" = 8, "Unspecified" = 16,
    }
    /// `System.Management.Automation.PSMemberTypes`.
    PS_MEMBER_TYPES "System.Management.Automation.PSMemberTypes" true {
        "AliasProperty" = 1, "CodeProperty" = 2, "Property" = 4, "NoteProperty" = 8, "ScriptProperty" = 16,
        "Properties" = 31, "PropertySet" = 32, "Method" = 64, "CodeMethod" = 128, "ScriptMethod" = 256,
        "Methods" = 448, "ParameterizedProperty" = 512, "MemberSet" = 1024, "Event" = 2048, "Dynamic" = 4096,
        "All" = 8191,
    }
    /// `System.Management.Automation.CommandTypes`.
    COMMAND_TYPES "System.Management.Automation.CommandTypes" true {
        "Alias" = 1, "Function" = 2, "Filter" = 4, "Cmdlet" = 8, "ExternalScript" = 16, "Application" = 32,
        "Script" = 64, "Configuration" = 256, "All" = 383,
    }
    /// `System.Management.Automation.WhereOperatorSelectionMode`.
    WHERE_MODE "System.Management.Automation.WhereOperatorSelectionMode" false {
        "Default" = 0, "First" = 1, "Last" = 2, "SkipUntil" = 3, "Until" = 4, "Split" = 5,
    }
    /// `System.Management.Automation.SplitOptions`.
    SPLIT_OPTIONS "System.Management.Automation.SplitOptions" true {
        "SimpleMatch" = 1, "RegexMatch" = 2, "CultureInvariant" = 4, "IgnorePatternWhitespace" = 8, "Multiline" = 16,
        "Singleline" = 32, "IgnoreCase" = 64, "ExplicitCapture" = 128,
    }
    /// `System.Management.Automation.PSTokenType`.
    PS_TOKEN_TYPE "System.Management.Automation.PSTokenType" false {
        "Unknown" = 0, "Command" = 1, "CommandParameter" = 2, "CommandArgument" = 3, "Number" = 4, "String" = 5,
        "Variable" = 6, "Member" = 7, "LoopLabel" = 8, "Attribute" = 9, "Type" = 10, "Operator" = 11, "GroupStart" = 12,
        "GroupEnd" = 13, "Keyword" = 14, "Comment" = 15, "StatementSeparator" = 16, "NewLine" = 17,
        "LineContinuation" = 18, "Position" = 19,
    }
    /// `System.TypeCode`.
    TYPE_CODE "System.TypeCode" false {
        "Empty" = 0, "Object" = 1, "DBNull" = 2, "Boolean" = 3, "Char" = 4, "SByte" = 5, "Byte" = 6, "Int16" = 7,
        "UInt16" = 8, "Int32" = 9, "UInt32" = 10, "Int64" = 11, "UInt64" = 12, "Single" = 13, "Double" = 14,
        "Decimal" = 15, "DateTime" = 16, "String" = 18,
    }
    /// `System.Security.Principal.WindowsBuiltInRole`: what is-admin checks ask for.
    WINDOWS_BUILT_IN_ROLE "System.Security.Principal.WindowsBuiltInRole" false {
        "Administrator" = 544, "User" = 545, "Guest" = 546, "PowerUser" = 547,
    }
    /// `Microsoft.PowerShell.Commands.TestPathType`.
    TEST_PATH_TYPE "Microsoft.PowerShell.Commands.TestPathType" false { "Any" = 0, "Container" = 1, "Leaf" = 2 }
    /// `System.IO.FileMode`.
    FILE_MODE "System.IO.FileMode" false {
        "CreateNew" = 1, "Create" = 2, "Open" = 3, "OpenOrCreate" = 4, "Truncate" = 5, "Append" = 6,
    }
    /// `System.IO.FileAccess`.
    FILE_ACCESS "System.IO.FileAccess" true { "Read" = 1, "Write" = 2, "ReadWrite" = 3 }
    /// `System.IO.FileShare`.
    FILE_SHARE "System.IO.FileShare" true {
        "None" = 0, "Read" = 1, "Write" = 2, "ReadWrite" = 3, "Delete" = 4, "Inheritable" = 16,
    }
    /// `System.Runtime.InteropServices.OSPlatform`.
    OS_PLATFORM "System.Runtime.InteropServices.OSPlatform" false {
        "FreeBSD" = 0, "Linux" = 1, "OSX" = 2, "Windows" = 3,
    }
    /// `System.IO.WatcherChangeTypes`.
    WATCHER_CHANGE_TYPES "System.IO.WatcherChangeTypes" true {
        "Created" = 1, "Deleted" = 2, "Changed" = 4, "Renamed" = 8, "All" = 15,
    }
    /// `System.IO.NotifyFilters`.
    NOTIFY_FILTERS "System.IO.NotifyFilters" true {
        "FileName" = 1, "DirectoryName" = 2, "Attributes" = 4, "Size" = 8, "LastWrite" = 16, "LastAccess" = 32,
        "CreationTime" = 64, "Security" = 256,
    }
    /// `System.IO.Compression.CompressionMode`.
    COMPRESSION_MODE "System.IO.Compression.CompressionMode" false { "Decompress" = 0, "Compress" = 1 }
    /// `System.IO.Compression.CompressionLevel`.
    COMPRESSION_LEVEL "System.IO.Compression.CompressionLevel" false {
        "Optimal" = 0, "Fastest" = 1, "NoCompression" = 2, "SmallestSize" = 3,
    }
    /// `System.Security.AccessControl.AccessControlType`.
    ACCESS_CONTROL_TYPE "System.Security.AccessControl.AccessControlType" false { "Allow" = 0, "Deny" = 1 }
    /// `System.Security.AccessControl.InheritanceFlags`.
    INHERITANCE_FLAGS "System.Security.AccessControl.InheritanceFlags" true {
        "None" = 0, "ContainerInherit" = 1, "ObjectInherit" = 2,
    }
    /// `System.Security.AccessControl.PropagationFlags`.
    PROPAGATION_FLAGS "System.Security.AccessControl.PropagationFlags" true {
        "None" = 0, "NoPropagateInherit" = 1, "InheritOnly" = 2,
    }
    /// `System.Security.AccessControl.FileSystemRights`.
    FILE_SYSTEM_RIGHTS "System.Security.AccessControl.FileSystemRights" true {
        "ListDirectory" = 1, "ReadData" = 1, "WriteData" = 2, "CreateFiles" = 2, "CreateDirectories" = 4, "AppendData" = 4,
        "ReadExtendedAttributes" = 8, "WriteExtendedAttributes" = 16, "Traverse" = 32, "ExecuteFile" = 32,
        "DeleteSubdirectoriesAndFiles" = 64, "ReadAttributes" = 128, "WriteAttributes" = 256, "Write" = 278,
        "Delete" = 65_536, "ReadPermissions" = 131_072, "Read" = 131_209, "ReadAndExecute" = 131_241,
        "Modify" = 197_055, "ChangePermissions" = 262_144, "TakeOwnership" = 524_288, "Synchronize" = 1_048_576,
        "FullControl" = 2_032_127,
    }
    /// `System.IO.SeekOrigin`.
    SEEK_ORIGIN "System.IO.SeekOrigin" false { "Begin" = 0, "Current" = 1, "End" = 2 }
    /// `System.IO.SearchOption`.
    SEARCH_OPTION "System.IO.SearchOption" false { "TopDirectoryOnly" = 0, "AllDirectories" = 1 }
    /// `System.Net.NetworkInformation.IPStatus`, as far as a ping on Linux can tell.
    IP_STATUS "System.Net.NetworkInformation.IPStatus" false {
        "Success" = 0, "DestinationNetworkUnreachable" = 11002, "DestinationHostUnreachable" = 11003,
        "DestinationProtocolUnreachable" = 11004, "DestinationPortUnreachable" = 11005, "TimedOut" = 11010,
        "TtlExpired" = 11013, "BadDestination" = 11018, "Unknown" = -1,
    }
    /// `System.Diagnostics.ProcessWindowStyle`.
    PROCESS_WINDOW_STYLE "System.Diagnostics.ProcessWindowStyle" false {
        "Normal" = 0, "Hidden" = 1, "Minimized" = 2, "Maximized" = 3,
    }
    /// `System.Net.SecurityProtocolType`.
    SECURITY_PROTOCOL_TYPE "System.Net.SecurityProtocolType" true {
        "SystemDefault" = 0, "Tls" = 192, "Tls11" = 768, "Tls12" = 3072, "Tls13" = 12288,
    }
}

/// The names of the enumerations here.
pub fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|ty| ty.name)
}

/// An enumeration by its full name, or its name without `System.` or the namespace of PowerShell, without regard to case.
pub fn by_name(name: &str) -> Option<&'static EnumType> {
    ALL.iter()
        .copied()
        .find(|ty| {
            ty.name.eq_ignore_ascii_case(name)
                || ty
                    .name
                    .strip_prefix("System.")
                    .is_some_and(|short| short.eq_ignore_ascii_case(name))
        })
        .or_else(|| registry::enumeration(name))
}

/// A value of `ty`.
pub fn value(ty: &'static EnumType, number: i64) -> crate::value::Value {
    crate::value::Value::Enum(std::rc::Rc::new(crate::value::EnumValue { ty, number }))
}
