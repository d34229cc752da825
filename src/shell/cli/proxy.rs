//! The module for PowerShell, generated from the declarations of the cmdlets: functions of the same names that call `iovsh`, so that who has
//! PowerShell on the host keeps it.

use std::fmt::Write;

use super::reference;
use crate::cmdlet::{CmdletSpec, ParameterSpec, ParameterType, Validation};
use crate::syntax::quote::quote_literal;

/// The modules whose cmdlets are about hosts; the others PowerShell has itself.
const MODULES: &[&str] = &[
    "DcbQos",
    "DnsClient",
    "FailoverClusters",
    "Hyper-V",
    "Iovsh",
    "NetAdapter",
    "NetLbfo",
    "NetNat",
    "NetQos",
    "NetSwitchTeam",
    "NetTCPIP",
];

/// The cmdlets that the module has.
fn of_hosts(cmdlets: &[&'static CmdletSpec]) -> Vec<&'static CmdletSpec> {
    let mut found: Vec<&'static CmdletSpec> = cmdlets
        .iter()
        .copied()
        .filter(|spec| MODULES.contains(&spec.module))
        // A tour and options are for the prompt of iovsh.
        .filter(|spec| {
            spec.supported && !spec.name.ends_with("-Tour") && !spec.name.ends_with("IovshOption")
        })
        .collect();
    found.sort_by_key(|spec| spec.name);
    found
}

/// `packaging/powershell/Iovsh.psd1`.
pub fn manifest(cmdlets: &[&'static CmdletSpec]) -> String {
    let names: Vec<String> = of_hosts(cmdlets)
        .iter()
        .map(|spec| format!("        '{}'", spec.name))
        .collect();
    format!(
        "# Generated from the declarations of the cmdlets; do not edit.\n@{{\n    RootModule = 'Iovsh.psm1'\n    ModuleVersion = '{}'\n    \
         GUID = '7c0f0b52-6d0e-4c54-9d6a-1f5f3c3d7a10'\n    Description = 'Hyper-V''s cmdlets for Linux KVM hosts: each calls iovsh.'\n    \
         PowerShellVersion = '7.2'\n    FunctionsToExport = @(\n{}\n    )\n    CmdletsToExport = @()\n    VariablesToExport = @()\n    \
         AliasesToExport = @()\n}}\n",
        env!("CARGO_PKG_VERSION"),
        names.join(",\n")
    )
}

/// `packaging/powershell/Iovsh.psm1`.
pub fn module(cmdlets: &[&'static CmdletSpec]) -> String {
    let mut text = HEAD.to_owned();
    for spec in of_hosts(cmdlets) {
        function(&mut text, spec);
    }
    text
}

fn function(text: &mut String, spec: &'static CmdletSpec) {
    let synopsis = spec.synopsis.trim().replace("#>", "# >");
    let _ = write!(
        text,
        "\nfunction {} {{\n    <#\n    .SYNOPSIS\n        {synopsis}\n    #>\n    [CmdletBinding({})]\n    param(",
        spec.name,
        match spec.should_process {
            true => "SupportsShouldProcess, PositionalBinding = $false",
            false => "PositionalBinding = $false",
        }
    );
    let parameters = reference::shown_parameters(spec);
    for parameter in &parameters {
        let _ = write!(text, "\n        {},", declaration(spec, parameter));
    }
    let _ = write!(
        text,
        "\n        [Parameter(ValueFromPipeline)] [psobject] $IovshInput\n    )\n    begin {{ $objects = [System.Collections.Generic.List[object]]::new() }}\n    \
         process {{ if ($null -ne $IovshInput) {{ $objects.Add($IovshInput) }} }}\n    \
         end {{ Invoke-Iovsh {} $PSBoundParameters $objects $MyInvocation.ExpectingInput }}\n}}\n",
        quote_literal(spec.name)
    );
}

/// `[Parameter(Position = 0)] [string[]] $Name`.
fn declaration(spec: &CmdletSpec, parameter: &ParameterSpec) -> String {
    let default = spec.default_set;
    let sets = parameter.sets.iter();
    let membership = sets
        .clone()
        .find(|membership| membership.set == default)
        .or_else(|| {
            sets.clone()
                .find(|membership| membership.position.is_some())
        })
        .copied()
        .unwrap_or(parameter.everywhere);
    let position = match membership.position {
        Some(position) => format!("[Parameter(Position = {position})] "),
        None => String::new(),
    };
    let aliases: Vec<String> = parameter
        .aliases
        .iter()
        .map(|alias| quote_literal(alias))
        .collect();
    let aliases = match aliases.is_empty() {
        true => String::new(),
        false => format!("[Alias({})] ", aliases.join(", ")),
    };
    let listed = parameter.validate.iter().find_map(|check| match check {
        Validation::Set(values) => Some(values.to_vec()),
        _ => None,
    });
    let listed = match (listed, parameter.ty.element()) {
        (Some(listed), _) => listed,
        (None, ParameterType::Enum(ty)) => ty.members.iter().map(|(name, _)| *name).collect(),
        _ => Vec::new(),
    };
    // Names of bits may be joined, so they are offered and not demanded.
    let listed: Vec<String> = listed.iter().map(|word| quote_literal(word)).collect();
    let listed = match listed.is_empty() {
        true => String::new(),
        false => format!("[ArgumentCompletions({})] ", listed.join(", ")),
    };
    format!(
        "{position}{aliases}{listed}[{}] ${}",
        kind(parameter.ty),
        parameter.name
    )
}

/// The type in PowerShell: what only iovsh knows is any object.
fn kind(ty: ParameterType) -> String {
    match ty {
        ParameterType::Switch => "switch".to_owned(),
        ParameterType::Array(inner) => format!("{}[]", kind(*inner)),
        ParameterType::Nullable(_) | ParameterType::Object | ParameterType::Opaque(_) => {
            "object".to_owned()
        }
        ParameterType::Enum(_) => "string".to_owned(),
        ParameterType::Of(_) => "psobject".to_owned(),
        ParameterType::Named(name) => match name {
            "string" | "bool" | "int" | "long" | "byte" | "uint16" | "uint32" | "uint64"
            | "int16" | "guid" | "timespan" | "datetime" | "double" | "scriptblock"
            | "hashtable" => name.to_owned(),
            _ => "object".to_owned(),
        },
    }
}

const HEAD: &str = r#"# Generated from the declarations of the cmdlets; do not edit.
#
# Each function calls iovsh with the same name and parameters, and makes objects of what it writes. Objects that come through the pipeline, or
# as the value of a parameter, go to its standard input; iovsh asks the host for them again, by their ids. The host is that of $env:IOVSH_HOST.

Set-StrictMode -Version 3.0

# What iovsh cannot take as a word: an object that it has written before.
function Test-IovshObject($Value) {
    $null -ne $Value -and $Value -isnot [string] -and $Value -isnot [ValueType] -and $null -ne $Value.PSObject.Properties['PSTypeName']
}

# A value as a word of a command line. In a list a comma parts values, and a backtick before it makes it one of the value.
function ConvertTo-IovshWord($Value) {
    if ($Value -is [System.Collections.IEnumerable] -and $Value -isnot [string]) {
        return (@($Value) | ForEach-Object { (ConvertTo-IovshWord $_) -replace ',', '`,' }) -join ','
    }
    if ($null -eq $Value) { return '$null' }
    if ($Value -is [bool] -or $Value -is [switch]) { return "$([bool]$Value)".ToLowerInvariant() }
    if ($Value -is [datetime]) { return $Value.ToString('o', [cultureinfo]::InvariantCulture) }
    [System.Management.Automation.LanguagePrimitives]::ConvertTo($Value, [string], [cultureinfo]::InvariantCulture)
}

function Invoke-Iovsh($Name, $Bound, $Objects, $Expects) {
    $words = [System.Collections.Generic.List[string]]::new()
    $words.Add($Name)
    foreach ($entry in $Bound.GetEnumerator()) {
        $key, $value = $entry.Key, $entry.Value
        if ($key -eq 'IovshInput') { continue }
        # PowerShell's own: iovsh has the first four too, and shows what the others would take away.
        if ($key -in 'ErrorAction', 'WarningAction', 'InformationAction', 'ProgressAction') { $value = "$value" }
        elseif ($key -in 'OutVariable', 'OutBuffer', 'ErrorVariable', 'WarningVariable', 'InformationVariable', 'PipelineVariable') { continue }
        $list = @($value)
        if ($list.Count -and (Test-IovshObject $list[0])) {
            foreach ($object in $list) { $Objects.Add($object) }
            continue
        }
        $words.Add("-${key}:$(ConvertTo-IovshWord $value)")
    }
    # What iovsh says on standard error is shown as it comes: errors, warnings, and the lines of -WhatIf.
    if ($Objects.Count -or $Expects) {
        $lines = foreach ($object in $Objects) {
            if (Test-IovshObject $object) { ConvertTo-Json -InputObject $object -Compress -Depth 20 } else { ConvertTo-IovshWord $object }
        }
        $lines | & iovsh --output jsonl @words | ForEach-Object { ConvertFrom-Json -InputObject $_ }
    } else {
        & iovsh --output jsonl @words | ForEach-Object { ConvertFrom-Json -InputObject $_ }
    }
    if ($LASTEXITCODE) { Write-Error -Message "$Name ended with exit code $LASTEXITCODE." -ErrorId "Iovsh.ExitCode" }
}
"#;
