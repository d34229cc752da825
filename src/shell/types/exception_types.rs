//! The tree of exception types: what `catch [T]` and `-is` compare with.

use std::rc::Rc;

/// Name and base of each exception type.
static TYPES: &[(&str, &str)] = &[
    ("System.Exception", ""),
    ("System.SystemException", "System.Exception"),
    ("System.ApplicationException", "System.Exception"),
    ("System.ArgumentException", "System.SystemException"),
    ("System.ArgumentNullException", "System.ArgumentException"),
    (
        "System.ArgumentOutOfRangeException",
        "System.ArgumentException",
    ),
    ("System.ArithmeticException", "System.SystemException"),
    ("System.DivideByZeroException", "System.ArithmeticException"),
    ("System.OverflowException", "System.ArithmeticException"),
    (
        "System.NotFiniteNumberException",
        "System.ArithmeticException",
    ),
    (
        "System.ArrayTypeMismatchException",
        "System.SystemException",
    ),
    ("System.FormatException", "System.SystemException"),
    ("System.UriFormatException", "System.FormatException"),
    ("System.IndexOutOfRangeException", "System.SystemException"),
    ("System.InvalidCastException", "System.SystemException"),
    ("System.InvalidOperationException", "System.SystemException"),
    (
        "System.ObjectDisposedException",
        "System.InvalidOperationException",
    ),
    (
        "System.IO.InternalBufferOverflowException",
        "System.SystemException",
    ),
    ("System.NotImplementedException", "System.SystemException"),
    ("System.NotSupportedException", "System.SystemException"),
    (
        "System.PlatformNotSupportedException",
        "System.NotSupportedException",
    ),
    ("System.NullReferenceException", "System.SystemException"),
    ("System.OutOfMemoryException", "System.SystemException"),
    ("System.RankException", "System.SystemException"),
    ("System.StackOverflowException", "System.SystemException"),
    (
        "System.InsufficientExecutionStackException",
        "System.SystemException",
    ),
    ("System.TimeoutException", "System.SystemException"),
    (
        "System.OperationCanceledException",
        "System.SystemException",
    ),
    (
        "System.UnauthorizedAccessException",
        "System.SystemException",
    ),
    (
        "System.TypeInitializationException",
        "System.SystemException",
    ),
    ("System.TypeLoadException", "System.SystemException"),
    ("System.MissingMemberException", "System.SystemException"),
    (
        "System.MissingMethodException",
        "System.MissingMemberException",
    ),
    (
        "System.Collections.Generic.KeyNotFoundException",
        "System.SystemException",
    ),
    ("System.IO.IOException", "System.SystemException"),
    ("System.IO.FileNotFoundException", "System.IO.IOException"),
    (
        "System.IO.DirectoryNotFoundException",
        "System.IO.IOException",
    ),
    ("System.IO.DriveNotFoundException", "System.IO.IOException"),
    ("System.IO.EndOfStreamException", "System.IO.IOException"),
    ("System.IO.PathTooLongException", "System.IO.IOException"),
    ("System.IO.InvalidDataException", "System.SystemException"),
    (
        "System.Security.SecurityException",
        "System.SystemException",
    ),
    (
        "System.Security.Authentication.AuthenticationException",
        "System.SystemException",
    ),
    (
        "System.ComponentModel.Win32Exception",
        "System.Runtime.InteropServices.ExternalException",
    ),
    (
        "System.Runtime.InteropServices.ExternalException",
        "System.SystemException",
    ),
    (
        "System.Net.Sockets.SocketException",
        "System.ComponentModel.Win32Exception",
    ),
    (
        "System.Net.WebException",
        "System.InvalidOperationException",
    ),
    (
        "System.Net.NetworkInformation.PingException",
        "System.InvalidOperationException",
    ),
    ("System.Xml.XmlException", "System.SystemException"),
    ("System.Xml.XPath.XPathException", "System.SystemException"),
    (
        "System.Text.RegularExpressions.RegexParseException",
        "System.ArgumentException",
    ),
    (
        "System.Text.RegularExpressions.RegexMatchTimeoutException",
        "System.TimeoutException",
    ),
    (
        "System.Reflection.TargetInvocationException",
        "System.ApplicationException",
    ),
    (
        "System.Management.Automation.RuntimeException",
        "System.SystemException",
    ),
    (
        "System.Management.Automation.CommandNotFoundException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.ParameterBindingException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.ParameterBindingValidationException",
        "System.Management.Automation.ParameterBindingException",
    ),
    (
        "System.Management.Automation.ParameterBindingArgumentTransformationException",
        "System.Management.Automation.ParameterBindingException",
    ),
    (
        "System.Management.Automation.ParameterBindingParameterDefaultValueException",
        "System.Management.Automation.ParameterBindingException",
    ),
    (
        "System.Management.Automation.SessionStateException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.ItemNotFoundException",
        "System.Management.Automation.SessionStateException",
    ),
    (
        "System.Management.Automation.DriveNotFoundException",
        "System.Management.Automation.SessionStateException",
    ),
    (
        "System.Management.Automation.ProviderNotFoundException",
        "System.Management.Automation.SessionStateException",
    ),
    (
        "System.Management.Automation.SessionStateUnauthorizedAccessException",
        "System.Management.Automation.SessionStateException",
    ),
    (
        "System.Management.Automation.SessionStateOverflowException",
        "System.Management.Automation.SessionStateException",
    ),
    (
        "System.Management.Automation.ParseException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.IncompleteParseException",
        "System.Management.Automation.ParseException",
    ),
    (
        "System.Management.Automation.ActionPreferenceStopException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.PipelineStoppedException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.ScriptRequiresException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.ScriptCallDepthException",
        "System.SystemException",
    ),
    (
        "System.Management.Automation.CmdletInvocationException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.CmdletProviderInvocationException",
        "System.Management.Automation.CmdletInvocationException",
    ),
    (
        "System.Management.Automation.ProviderInvocationException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.MethodException",
        "System.Management.Automation.ExtendedTypeSystemException",
    ),
    (
        "System.Management.Automation.MethodInvocationException",
        "System.Management.Automation.MethodException",
    ),
    (
        "System.Management.Automation.ExtendedTypeSystemException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.GetValueException",
        "System.Management.Automation.ExtendedTypeSystemException",
    ),
    (
        "System.Management.Automation.GetValueInvocationException",
        "System.Management.Automation.GetValueException",
    ),
    (
        "System.Management.Automation.SetValueException",
        "System.Management.Automation.ExtendedTypeSystemException",
    ),
    (
        "System.Management.Automation.SetValueInvocationException",
        "System.Management.Automation.SetValueException",
    ),
    (
        "System.Management.Automation.PropertyNotFoundException",
        "System.Management.Automation.ExtendedTypeSystemException",
    ),
    (
        "System.Management.Automation.PSInvalidCastException",
        "System.InvalidCastException",
    ),
    (
        "System.Management.Automation.PSArgumentException",
        "System.ArgumentException",
    ),
    (
        "System.Management.Automation.PSArgumentNullException",
        "System.ArgumentNullException",
    ),
    (
        "System.Management.Automation.PSArgumentOutOfRangeException",
        "System.ArgumentOutOfRangeException",
    ),
    (
        "System.Management.Automation.PSInvalidOperationException",
        "System.InvalidOperationException",
    ),
    (
        "System.Management.Automation.PSNotSupportedException",
        "System.NotSupportedException",
    ),
    (
        "System.Management.Automation.PSNotImplementedException",
        "System.NotImplementedException",
    ),
    (
        "System.Management.Automation.PSSecurityException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.PSObjectDisposedException",
        "System.ObjectDisposedException",
    ),
    (
        "System.Management.Automation.ValidationMetadataException",
        "System.Management.Automation.MetadataException",
    ),
    (
        "System.Management.Automation.ArgumentTransformationMetadataException",
        "System.Management.Automation.MetadataException",
    ),
    (
        "System.Management.Automation.MetadataException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.WildcardPatternException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.HaltCommandException",
        "System.SystemException",
    ),
    (
        "System.Management.Automation.Host.HostException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.Remoting.PSRemotingTransportException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "System.Management.Automation.RemoteException",
        "System.Management.Automation.RuntimeException",
    ),
    (
        "Microsoft.PowerShell.Commands.WriteErrorException",
        "System.SystemException",
    ),
    (
        "Microsoft.PowerShell.Commands.ServiceCommandException",
        "System.SystemException",
    ),
    (
        "Microsoft.PowerShell.Commands.ProcessCommandException",
        "System.SystemException",
    ),
    (
        "Microsoft.Management.Infrastructure.CimException",
        "System.Exception",
    ),
    (
        "Microsoft.HyperV.PowerShell.VirtualizationException",
        "System.Exception",
    ),
];

/// The full name of an exception type, found by full name or without `System.`, without regard to case.
pub fn by_name(name: &str) -> Option<&'static str> {
    TYPES.iter().map(|(full, _)| *full).find(|full| {
        full.eq_ignore_ascii_case(name)
            || full
                .strip_prefix("System.")
                .is_some_and(|short| short.eq_ignore_ascii_case(name))
    })
}

/// The base types of an exception type, nearest first. An unknown one derives from `System.Exception`.
pub fn bases(name: &str) -> Vec<Rc<str>> {
    let mut found: Vec<Rc<str>> = super::class::exception_bases(name);
    if !found.is_empty() {
        return found;
    }
    let mut current = name;
    while let Some((_, base)) = TYPES
        .iter()
        .find(|(full, _)| full.eq_ignore_ascii_case(current))
    {
        if base.is_empty() || found.len() > 16 {
            return found;
        }
        found.push(Rc::from(*base));
        current = base;
    }
    if found.is_empty() {
        found.push("System.Exception".into());
    }
    found
}

/// Whether an exception of type `name` is caught by `catch [wanted]`.
pub fn is_a(name: &str, wanted: &str) -> bool {
    name.eq_ignore_ascii_case(wanted)
        || bases(name)
            .iter()
            .any(|base| base.eq_ignore_ascii_case(wanted))
}
