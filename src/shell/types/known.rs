//! The table of .NET types that the shell knows by itself.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What the table says of a type.
#[derive(Debug)]
pub struct TypeInfo {
    /// The full .NET name.
    pub full_name: &'static str,
    /// PowerShell's short names (type accelerators); the first is the one that PowerShell prints.
    pub names: &'static [&'static str],
    /// The full name of the base type; empty for none.
    pub base: &'static str,
    /// The interfaces that `-is` may ask for.
    pub interfaces: &'static [&'static str],
    /// Whether it is a value type.
    pub value_type: bool,
}

macro_rules! known_types {
    ($($variant:ident $full:literal [$($name:literal),*] $base:literal [$($interface:literal),*] $value:literal;)*) => {
        /// A type of the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)] // The names are .NET's own.
        pub enum Known { $($variant),* }

        const ALL: &[Known] = &[$(Known::$variant),*];

        static INFO: &[TypeInfo] = &[$(TypeInfo {
            full_name: $full,
            names: &[$($name),*],
            base: $base,
            interfaces: &[$($interface),*],
            value_type: $value,
        }),*];
    };
}

known_types! {
    Object "System.Object" [] "" [] false;
    String "System.String" ["string"] "System.Object" ["System.IComparable", "System.ICloneable", "System.IConvertible", "System.Collections.IEnumerable"] false;
    Char "System.Char" ["char"] "System.ValueType" ["System.IComparable", "System.IConvertible"] true;
    Bool "System.Boolean" ["bool"] "System.ValueType" ["System.IComparable", "System.IConvertible"] true;
    SByte "System.SByte" ["sbyte"] "System.ValueType" ["System.IComparable", "System.IFormattable", "System.IConvertible"] true;
    Byte "System.Byte" ["byte"] "System.ValueType" ["System.IComparable", "System.IFormattable", "System.IConvertible"] true;
    Int16 "System.Int16" ["short", "int16"] "System.ValueType" ["System.IComparable", "System.IFormattable", "System.IConvertible"] true;
    UInt16 "System.UInt16" ["ushort", "uint16"] "System.ValueType" ["System.IComparable", "System.IFormattable", "System.IConvertible"] true;
    Int32 "System.Int32" ["int", "int32"] "System.ValueType" ["System.IComparable", "System.IFormattable", "System.IConvertible"] true;
    UInt32 "System.UInt32" ["uint", "uint32"] "System.ValueType" ["System.IComparable", "System.IFormattable", "System.IConvertible"] true;
    Int64 "System.Int64" ["long", "int64"] "System.ValueType" ["System.IComparable", "System.IFormattable", "System.IConvertible"] true;
    UInt64 "System.UInt64" ["ulong", "uint64"] "System.ValueType" ["System.IComparable", "System.IFormattable", "System.IConvertible"] true;
    Single "System.Single" ["float", "single"] "System.ValueType" ["System.IComparable", "System.IFormattable", "System.IConvertible"] true;
    Double "System.Double" ["double"] "System.ValueType" ["System.IComparable", "System.IFormattable", "System.IConvertible"] true;
    Decimal "System.Decimal" ["decimal"] "System.ValueType" ["System.IComparable", "System.IFormattable", "System.IConvertible"] true;
    BigInteger "System.Numerics.BigInteger" ["bigint"] "System.ValueType" ["System.IComparable", "System.IFormattable"] true;
    DateTime "System.DateTime" ["datetime"] "System.ValueType" ["System.IComparable", "System.IFormattable", "System.IConvertible"] true;
    TimeSpan "System.TimeSpan" ["timespan"] "System.ValueType" ["System.IComparable", "System.IFormattable"] true;
    Guid "System.Guid" ["guid"] "System.ValueType" ["System.IComparable", "System.IFormattable"] true;
    Version "System.Version" ["version"] "System.Object" ["System.IComparable", "System.ICloneable"] false;
    SemanticVersion "System.Management.Automation.SemanticVersion" ["semver"] "System.Object" ["System.IComparable"] false;
    Uri "System.Uri" ["uri"] "System.Object" [] false;
    Regex "System.Text.RegularExpressions.Regex" ["regex"] "System.Object" [] false;
    Match "System.Text.RegularExpressions.Match" [] "System.Text.RegularExpressions.Group" [] false;
    Group "System.Text.RegularExpressions.Group" [] "System.Text.RegularExpressions.Capture" [] false;
    Capture "System.Text.RegularExpressions.Capture" [] "System.Object" [] false;
    MatchCollection "System.Text.RegularExpressions.MatchCollection" [] "System.Object" ["System.Collections.ICollection", "System.Collections.IEnumerable"] false;
    GroupCollection "System.Text.RegularExpressions.GroupCollection" [] "System.Object" ["System.Collections.ICollection", "System.Collections.IEnumerable"] false;
    CaptureCollection "System.Text.RegularExpressions.CaptureCollection" [] "System.Object" ["System.Collections.ICollection", "System.Collections.IEnumerable"] false;
    XmlDocument "System.Xml.XmlDocument" ["xml"] "System.Xml.XmlNode" [] false;
    XmlElement "System.Xml.XmlElement" [] "System.Xml.XmlLinkedNode" [] false;
    XmlLinkedNode "System.Xml.XmlLinkedNode" [] "System.Xml.XmlNode" [] false;
    XmlAttribute "System.Xml.XmlAttribute" [] "System.Xml.XmlNode" [] false;
    XmlText "System.Xml.XmlText" [] "System.Xml.XmlCharacterData" [] false;
    XmlCharacterData "System.Xml.XmlCharacterData" [] "System.Xml.XmlLinkedNode" [] false;
    XmlCDataSection "System.Xml.XmlCDataSection" [] "System.Xml.XmlCharacterData" [] false;
    XmlComment "System.Xml.XmlComment" [] "System.Xml.XmlCharacterData" [] false;
    XmlDeclaration "System.Xml.XmlDeclaration" [] "System.Xml.XmlLinkedNode" [] false;
    XmlNode "System.Xml.XmlNode" [] "System.Object" ["System.Collections.IEnumerable", "System.ICloneable"] false;
    XmlNodeList "System.Xml.XmlNodeList" [] "System.Object" ["System.Collections.IEnumerable"] false;
    IPAddress "System.Net.IPAddress" ["ipaddress"] "System.Object" [] false;
    PhysicalAddress "System.Net.NetworkInformation.PhysicalAddress" [] "System.Object" [] false;
    Hashtable "System.Collections.Hashtable" ["hashtable"] "System.Object" ["System.Collections.IDictionary", "System.Collections.ICollection", "System.Collections.IEnumerable", "System.ICloneable"] false;
    OrderedDictionary "System.Collections.Specialized.OrderedDictionary" ["ordered"] "System.Object" ["System.Collections.Specialized.IOrderedDictionary", "System.Collections.IDictionary", "System.Collections.ICollection", "System.Collections.IEnumerable"] false;
    DictionaryEntry "System.Collections.DictionaryEntry" [] "System.ValueType" [] true;
    ArrayList "System.Collections.ArrayList" [] "System.Object" ["System.Collections.IList", "System.Collections.ICollection", "System.Collections.IEnumerable", "System.ICloneable"] false;
    Queue "System.Collections.Queue" [] "System.Object" ["System.Collections.ICollection", "System.Collections.IEnumerable", "System.ICloneable"] false;
    Stack "System.Collections.Stack" [] "System.Object" ["System.Collections.ICollection", "System.Collections.IEnumerable", "System.ICloneable"] false;
    SortedList "System.Collections.SortedList" [] "System.Object" ["System.Collections.IDictionary", "System.Collections.ICollection", "System.Collections.IEnumerable"] false;
    Array "System.Array" ["array"] "System.Object" ["System.Collections.IList", "System.Collections.ICollection", "System.Collections.IEnumerable", "System.ICloneable"] false;
    PsCustomObject "System.Management.Automation.PSCustomObject" ["pscustomobject"] "System.Object" [] false;
    PsObject "System.Management.Automation.PSObject" ["psobject"] "System.Object" ["System.IComparable", "System.IFormattable"] false;
    ScriptBlock "System.Management.Automation.ScriptBlock" ["scriptblock"] "System.Object" [] false;
    SwitchParameter "System.Management.Automation.SwitchParameter" ["switch"] "System.ValueType" [] true;
    PsCredential "System.Management.Automation.PSCredential" ["pscredential"] "System.Object" [] false;
    SecureString "System.Security.SecureString" ["securestring"] "System.Object" [] false;
    NetworkCredential "System.Net.NetworkCredential" [] "System.Object" [] false;
    PsReference "System.Management.Automation.PSReference" ["ref"] "System.Object" [] false;
    ErrorRecord "System.Management.Automation.ErrorRecord" [] "System.Object" [] false;
    PsVariable "System.Management.Automation.PSVariable" ["psvariable"] "System.Object" [] false;
    PsPrimitiveDictionary "System.Management.Automation.PSPrimitiveDictionary" ["psprimitivedictionary"] "System.Collections.Hashtable" [] false;
    PsVersionTable "System.Management.Automation.PSVersionHashTable" [] "System.Collections.Hashtable" [] false;
    PsBoundParametersDictionary "System.Management.Automation.PSBoundParametersDictionary" [] "System.Object" ["System.Collections.IDictionary", "System.Collections.ICollection", "System.Collections.IEnumerable"] false;
    DefaultParameterDictionary "System.Management.Automation.DefaultParameterDictionary" [] "System.Collections.Hashtable" [] false;
    Type "System.Type" ["type"] "System.Reflection.MemberInfo" [] false;
    RuntimeType "System.RuntimeType" [] "System.Reflection.TypeInfo" [] false;
    TypeInfo "System.Reflection.TypeInfo" [] "System.Type" [] false;
    ValueType "System.ValueType" [] "System.Object" [] false;
    Enum "System.Enum" [] "System.ValueType" ["System.IComparable", "System.IFormattable", "System.IConvertible"] false;
    Void "System.Void" ["void"] "System.ValueType" [] true;
    Math "System.Math" [] "System.Object" [] false;
    Convert "System.Convert" [] "System.Object" [] false;
    BitConverter "System.BitConverter" [] "System.Object" [] false;
    Environment "System.Environment" [] "System.Object" [] false;
    Console "System.Console" [] "System.Object" [] false;
    ConsoleReadLine "Microsoft.PowerShell.PSConsoleReadLine" [] "System.Object" [] false;
    Path "System.IO.Path" [] "System.Object" [] false;
    File "System.IO.File" [] "System.Object" [] false;
    Directory "System.IO.Directory" [] "System.Object" [] false;
    FileSystemInfo "System.IO.FileSystemInfo" [] "System.MarshalByRefObject" [] false;
    FileInfo "System.IO.FileInfo" [] "System.IO.FileSystemInfo" [] false;
    DirectoryInfo "System.IO.DirectoryInfo" [] "System.IO.FileSystemInfo" [] false;
    StreamReader "System.IO.StreamReader" [] "System.IO.TextReader" ["System.IDisposable"] false;
    StreamWriter "System.IO.StreamWriter" [] "System.IO.TextWriter" ["System.IDisposable"] false;
    FileStream "System.IO.FileStream" [] "System.IO.Stream" ["System.IDisposable"] false;
    MemoryStream "System.IO.MemoryStream" [] "System.IO.Stream" ["System.IDisposable"] false;
    Stream "System.IO.Stream" [] "System.MarshalByRefObject" ["System.IDisposable"] false;
    TextReader "System.IO.TextReader" [] "System.MarshalByRefObject" ["System.IDisposable"] false;
    TextWriter "System.IO.TextWriter" [] "System.MarshalByRefObject" ["System.IDisposable"] false;
    StringReader "System.IO.StringReader" [] "System.IO.TextReader" ["System.IDisposable"] false;
    StringWriter "System.IO.StringWriter" [] "System.IO.TextWriter" ["System.IDisposable"] false;
    Utf8Encoding "System.Text.UTF8Encoding" [] "System.Text.Encoding" [] false;
    UnicodeEncoding "System.Text.UnicodeEncoding" [] "System.Text.Encoding" [] false;
    AsciiEncoding "System.Text.ASCIIEncoding" [] "System.Text.Encoding" [] false;
    DateTimeOffset "System.DateTimeOffset" [] "System.ValueType" ["System.IComparable", "System.IFormattable"] true;
    DbNull "System.DBNull" [] "System.Object" [] false;
    WebUtility "System.Net.WebUtility" [] "System.Object" [] false;
    HttpUtility "System.Web.HttpUtility" [] "System.Object" [] false;
    Ping "System.Net.NetworkInformation.Ping" [] "System.Object" ["System.IDisposable"] false;
    ProcessStartInfo "System.Diagnostics.ProcessStartInfo" [] "System.Object" [] false;
    Process "System.Diagnostics.Process" [] "System.ComponentModel.Component" ["System.IDisposable"] false;
    XmlNamespaceManager "System.Xml.XmlNamespaceManager" [] "System.Object" ["System.Collections.IEnumerable"] false;
    ServicePointManager "System.Net.ServicePointManager" [] "System.Object" [] false;
    Marshal "System.Runtime.InteropServices.Marshal" [] "System.Object" [] false;
    IntPtr "System.IntPtr" [] "System.ValueType" [] true;
    TcpClient "System.Net.Sockets.TcpClient" [] "System.Object" ["System.IDisposable"] false;
    Assembly "System.Reflection.Assembly" [] "System.Object" [] false;
    PowerShell "System.Management.Automation.PowerShell" ["powershell"] "System.Object" [] false;
    Runspace "System.Management.Automation.Runspaces.Runspace" ["runspace"] "System.Object" [] false;
    RunspaceFactory "System.Management.Automation.Runspaces.RunspaceFactory" ["runspacefactory"] "System.Object" [] false;
    ChoiceDescription "System.Management.Automation.Host.ChoiceDescription" [] "System.Object" [] false;
    StringBuilder "System.Text.StringBuilder" [] "System.Object" [] false;
    Encoding "System.Text.Encoding" [] "System.Object" [] false;
    Random "System.Random" [] "System.Object" [] false;
    Stopwatch "System.Diagnostics.Stopwatch" [] "System.Object" [] false;
    CultureInfo "System.Globalization.CultureInfo" ["cultureinfo"] "System.Object" [] false;
    TextInfo "System.Globalization.TextInfo" [] "System.Object" [] false;
    StringComparer "System.StringComparer" [] "System.Object" [] false;
    Dns "System.Net.Dns" [] "System.Object" [] false;
    Thread "System.Threading.Thread" [] "System.Object" [] false;
    TimeZoneInfo "System.TimeZoneInfo" [] "System.Object" [] false;
    Gc "System.GC" [] "System.Object" [] false;
    WindowsIdentity "System.Security.Principal.WindowsIdentity" [] "System.Object" [] false;
    WindowsPrincipal "System.Security.Principal.WindowsPrincipal" [] "System.Object" [] false;
    IDisposable "System.IDisposable" [] "" [] false;
    IComparer "System.Collections.IComparer" [] "" [] false;
    IComparable "System.IComparable" [] "" [] false;
    IFormattable "System.IFormattable" [] "" [] false;
    IConvertible "System.IConvertible" [] "" [] false;
    ICloneable "System.ICloneable" [] "" [] false;
    IEnumerable "System.Collections.IEnumerable" [] "" [] false;
    ICollection "System.Collections.ICollection" [] "" [] false;
    IList "System.Collections.IList" [] "" [] false;
    IDictionary "System.Collections.IDictionary" [] "" [] false;
    IOrderedDictionary "System.Collections.Specialized.IOrderedDictionary" [] "" [] false;
    Timer "System.Timers.Timer" [] "System.ComponentModel.Component" ["System.IDisposable"] false;
    FileSystemWatcher "System.IO.FileSystemWatcher" [] "System.ComponentModel.Component" ["System.IDisposable"] false;
    LanguageParser "System.Management.Automation.Language.Parser" [] "System.Object" [] false;
    PsParser "System.Management.Automation.PSParser" [] "System.Object" [] false;
    RuntimeInformation "System.Runtime.InteropServices.RuntimeInformation" [] "System.Object" [] false;
    SecurityElement "System.Security.SecurityElement" [] "System.Object" [] false;
    PsMemberInfo "System.Management.Automation.PSMemberInfo" [] "System.Object" [] false;
    PsPropertyInfo "System.Management.Automation.PSPropertyInfo" [] "System.Management.Automation.PSMemberInfo" [] false;
    PsMethodInfo "System.Management.Automation.PSMethodInfo" [] "System.Management.Automation.PSMemberInfo" [] false;
    PsNoteProperty "System.Management.Automation.PSNoteProperty" ["psnoteproperty"] "System.Management.Automation.PSPropertyInfo" [] false;
    PsAliasProperty "System.Management.Automation.PSAliasProperty" ["psaliasproperty"] "System.Management.Automation.PSPropertyInfo" [] false;
    PsScriptProperty "System.Management.Automation.PSScriptProperty" ["psscriptproperty"] "System.Management.Automation.PSPropertyInfo" [] false;
    PsScriptMethod "System.Management.Automation.PSScriptMethod" ["psscriptmethod"] "System.Management.Automation.PSMethodInfo" [] false;
    PsPropertySet "System.Management.Automation.PSPropertySet" [] "System.Management.Automation.PSMemberInfo" [] false;
    HashAlgorithm "System.Security.Cryptography.HashAlgorithm" [] "System.Object" ["System.IDisposable"] false;
    KeyedHashAlgorithm "System.Security.Cryptography.KeyedHashAlgorithm" [] "System.Security.Cryptography.HashAlgorithm" ["System.IDisposable"] false;
    Hmac "System.Security.Cryptography.HMAC" [] "System.Security.Cryptography.KeyedHashAlgorithm" ["System.IDisposable"] false;
    Md5 "System.Security.Cryptography.MD5" [] "System.Security.Cryptography.HashAlgorithm" ["System.IDisposable"] false;
    Sha1 "System.Security.Cryptography.SHA1" [] "System.Security.Cryptography.HashAlgorithm" ["System.IDisposable"] false;
    Sha256 "System.Security.Cryptography.SHA256" [] "System.Security.Cryptography.HashAlgorithm" ["System.IDisposable"] false;
    Sha384 "System.Security.Cryptography.SHA384" [] "System.Security.Cryptography.HashAlgorithm" ["System.IDisposable"] false;
    Sha512 "System.Security.Cryptography.SHA512" [] "System.Security.Cryptography.HashAlgorithm" ["System.IDisposable"] false;
    Sha1Managed "System.Security.Cryptography.SHA1Managed" [] "System.Security.Cryptography.SHA1" ["System.IDisposable"] false;
    Sha256Managed "System.Security.Cryptography.SHA256Managed" [] "System.Security.Cryptography.SHA256" ["System.IDisposable"] false;
    Sha384Managed "System.Security.Cryptography.SHA384Managed" [] "System.Security.Cryptography.SHA384" ["System.IDisposable"] false;
    Sha512Managed "System.Security.Cryptography.SHA512Managed" [] "System.Security.Cryptography.SHA512" ["System.IDisposable"] false;
    Md5Provider "System.Security.Cryptography.MD5CryptoServiceProvider" [] "System.Security.Cryptography.MD5" ["System.IDisposable"] false;
    Sha1Provider "System.Security.Cryptography.SHA1CryptoServiceProvider" [] "System.Security.Cryptography.SHA1" ["System.IDisposable"] false;
    Sha256Provider "System.Security.Cryptography.SHA256CryptoServiceProvider" [] "System.Security.Cryptography.SHA256" ["System.IDisposable"] false;
    HmacMd5 "System.Security.Cryptography.HMACMD5" [] "System.Security.Cryptography.HMAC" ["System.IDisposable"] false;
    HmacSha1 "System.Security.Cryptography.HMACSHA1" [] "System.Security.Cryptography.HMAC" ["System.IDisposable"] false;
    HmacSha256 "System.Security.Cryptography.HMACSHA256" [] "System.Security.Cryptography.HMAC" ["System.IDisposable"] false;
    HmacSha384 "System.Security.Cryptography.HMACSHA384" [] "System.Security.Cryptography.HMAC" ["System.IDisposable"] false;
    HmacSha512 "System.Security.Cryptography.HMACSHA512" [] "System.Security.Cryptography.HMAC" ["System.IDisposable"] false;
    RandomNumberGenerator "System.Security.Cryptography.RandomNumberGenerator" [] "System.Object" ["System.IDisposable"] false;
    RandomProvider "System.Security.Cryptography.RNGCryptoServiceProvider" [] "System.Security.Cryptography.RandomNumberGenerator" ["System.IDisposable"] false;
    GzipStream "System.IO.Compression.GZipStream" [] "System.IO.Stream" ["System.IDisposable"] false;
    DeflateStream "System.IO.Compression.DeflateStream" [] "System.IO.Stream" ["System.IDisposable"] false;
    ZlibStream "System.IO.Compression.ZLibStream" [] "System.IO.Stream" ["System.IDisposable"] false;
    ZipFile "System.IO.Compression.ZipFile" [] "System.Object" [] false;
    Tuple "System.Tuple" [] "System.Object" [] false;
    NtAccount "System.Security.Principal.NTAccount" [] "System.Security.Principal.IdentityReference" [] false;
    SecurityIdentifier "System.Security.Principal.SecurityIdentifier" [] "System.Security.Principal.IdentityReference" [] false;
    IdentityReference "System.Security.Principal.IdentityReference" [] "System.Object" [] false;
    FileSystemAccessRule "System.Security.AccessControl.FileSystemAccessRule" [] "System.Object" [] false;
    CmdletBindingAttribute "System.Management.Automation.CmdletBindingAttribute" ["CmdletBinding"] "System.Attribute" [] false;
    ParameterAttribute "System.Management.Automation.ParameterAttribute" ["Parameter"] "System.Attribute" [] false;
    Attribute "System.Attribute" [] "System.Object" [] false;
    AliasAttribute "System.Management.Automation.AliasAttribute" ["Alias"] "System.Attribute" [] false;
    ValidateSetAttribute "System.Management.Automation.ValidateSetAttribute" ["ValidateSet"] "System.Attribute" [] false;
    ValidateRangeAttribute "System.Management.Automation.ValidateRangeAttribute" ["ValidateRange"] "System.Attribute" [] false;
    ValidatePatternAttribute "System.Management.Automation.ValidatePatternAttribute" ["ValidatePattern"] "System.Attribute" [] false;
    ValidateNotNullAttribute "System.Management.Automation.ValidateNotNullAttribute" ["ValidateNotNull"] "System.Attribute" [] false;
    ValidateNotNullOrEmptyAttribute "System.Management.Automation.ValidateNotNullOrEmptyAttribute" ["ValidateNotNullOrEmpty"] "System.Attribute" [] false;
    AllowNullAttribute "System.Management.Automation.AllowNullAttribute" ["AllowNull"] "System.Attribute" [] false;
    AllowEmptyStringAttribute "System.Management.Automation.AllowEmptyStringAttribute" ["AllowEmptyString"] "System.Attribute" [] false;
    RuntimeDefinedParameter "System.Management.Automation.RuntimeDefinedParameter" [] "System.Object" [] false;
    RuntimeDefinedParameterDictionary "System.Management.Automation.RuntimeDefinedParameterDictionary" [] "System.Object" ["System.Collections.IDictionary", "System.Collections.ICollection", "System.Collections.IEnumerable"] false;
}

impl Known {
    /// What the table says of it.
    pub fn info(self) -> &'static TypeInfo {
        // The table is built from the same list as the enumeration, so the index always fits.
        static UNKNOWN: TypeInfo = TypeInfo {
            full_name: "System.Object",
            names: &[],
            base: "",
            interfaces: &[],
            value_type: false,
        };
        INFO.get(self as usize).unwrap_or(&UNKNOWN)
    }
}

fn index() -> &'static HashMap<String, Known> {
    static INDEX: OnceLock<HashMap<String, Known>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index = HashMap::new();
        for &known in ALL {
            let info = known.info();
            let full = info.full_name.to_ascii_lowercase();
            if let Some(short) = full.strip_prefix("system.") {
                index.insert(short.to_owned(), known);
            }
            index.insert(full, known);
        }
        for &known in ALL {
            for name in known.info().names {
                index.insert(name.to_ascii_lowercase(), known);
            }
        }
        for (name, known) in [
            ("net.ipaddress", Known::IPAddress),
            ("action", Known::ScriptBlock),
            ("system.action", Known::ScriptBlock),
            ("eventhandler", Known::ScriptBlock),
            ("system.eventhandler", Known::ScriptBlock),
        ] {
            index.entry(name.to_owned()).or_insert(known);
        }
        index
    })
}

/// The names of the table: short ones and full ones.
pub fn names() -> impl Iterator<Item = &'static str> {
    INFO.iter()
        .flat_map(|info| info.names.iter().copied().chain([info.full_name]))
}

/// Finds a type by accelerator, full name, or full name without `System.`, without regard to case.
pub fn by_name(name: &str) -> Option<Known> {
    index().get(&name.to_ascii_lowercase()).copied()
}

/// The table's entry for a full name in its right case.
pub fn by_full_name(full_name: &str) -> Option<&'static TypeInfo> {
    known_by_full_name(full_name).map(Known::info)
}

/// The type of the table with this full name in its right case.
pub fn known_by_full_name(full_name: &str) -> Option<Known> {
    static NAMES: OnceLock<HashMap<&'static str, Known>> = OnceLock::new();
    NAMES
        .get_or_init(|| {
            ALL.iter()
                .map(|known| (known.info().full_name, *known))
                .collect()
        })
        .get(full_name)
        .copied()
}

/// The known name that is nearest to `name`, when one is near enough to be meant.
pub fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    INFO.iter()
        .flat_map(|info| info.names.iter().copied().chain([info.full_name]))
        .map(|known| {
            (
                strsim::damerau_levenshtein(&name, &known.to_ascii_lowercase()),
                known,
            )
        })
        .filter(|(distance, known)| *distance <= 2 && *distance * 3 <= known.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}
