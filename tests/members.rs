//! Every type and every member that `Get-Member` lists answers: with a value, with an effect, or with an error. None is
//! listed and not there.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects, and fails where it is not so"
)]

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use iovsh::shell::types;

/// Values of the types that scripts have in hand, each a line of script that makes one.
const SAMPLES: &[&str] = &[
    "'text'",
    "[char]'c'",
    "1",
    "1.5",
    "[decimal]1.5",
    "$true",
    "[datetime]'2024-01-02'",
    "[timespan]'1:02:03'",
    "[datetimeoffset]'2024-01-02T03:04:05Z'",
    "[guid]::Empty",
    "[version]'1.2.3'",
    "[semver]'1.2.3'",
    "[uri]'http://host/path?x=1'",
    "[regex]'a(b)'",
    "[regex]::Match('ab', 'a(b)')",
    ", [regex]::Match('ab', 'a(b)').Groups",
    "[regex]::Matches('ab', 'a(b)')",
    "@{ a = 1 }",
    "[ordered]@{ a = 1 }",
    ", (1, 2)",
    ", [System.Collections.ArrayList]@(1, 2)",
    ", [System.Collections.Generic.List[int]]@(1, 2)",
    ", [System.Collections.Generic.HashSet[int]]@(1, 2)",
    ", [System.Collections.Generic.SortedSet[int]]@(1, 2)",
    ", [System.Collections.Generic.Dictionary[string, int]]::new()",
    ", [System.Collections.Queue]@(1, 2)",
    ", [System.Collections.Stack]@(1, 2)",
    ", [System.Collections.Generic.LinkedList[int]]@(1, 2)",
    "[System.Collections.Generic.LinkedList[int]]::new([int[]](1, 2)).First",
    ", [System.Collections.Generic.SortedDictionary[string, int]]::new()",
    "[Tuple]::Create(1, 'a')",
    "[StringComparer]::OrdinalIgnoreCase",
    "[System.Security.Cryptography.SHA256]::Create()",
    "[System.Security.Cryptography.HMACSHA256]::new([byte[]](1, 2))",
    "[System.Security.Cryptography.RandomNumberGenerator]::Create()",
    "[System.IO.Compression.GZipStream]::new([System.IO.MemoryStream]::new(), 'Compress')",
    "[System.Security.Principal.NTAccount]::new('root')",
    "[System.Security.Principal.SecurityIdentifier]::new('S-1-1-0')",
    "[System.Security.AccessControl.FileSystemAccessRule]::new('root', 'Read', 'Allow')",
    "[System.Timers.Timer]::new(1000)",
    "(Get-Culture).NumberFormat",
    "(Get-Culture).DateTimeFormat",
    "[System.IO.FileSystemWatcher]::new('/')",
    "[System.Management.Automation.PSPropertySet]::new('n', [string[]]('a'))",
    "(New-Event e)",
    "$(Register-EngineEvent e; Get-EventSubscriber e; Unregister-Event e)",
    "(Get-CimClass Win32_Process)",
    "[System.Text.StringBuilder]'a'",
    "[System.Text.Encoding]::UTF8",
    "[System.Random]::new(1)",
    "[System.Diagnostics.Stopwatch]::StartNew()",
    "[System.Diagnostics.ProcessStartInfo]::new('true')",
    "[System.Diagnostics.Process]::new()",
    "[System.Diagnostics.Process]::Start('true')",
    "[System.Net.IPAddress]::Loopback",
    "[System.Net.NetworkInformation.PhysicalAddress]::Parse('001122334455')",
    "[System.Net.NetworkInformation.Ping]::new()",
    "[System.Net.Sockets.TcpClient]::new()",
    "[System.IO.MemoryStream]::new()",
    "[System.IO.FileStream]::new(\"$PWD/f.bin\", 'Create', 'ReadWrite', 'ReadWrite')",
    "[System.IO.StreamWriter]::new([System.IO.MemoryStream]::new())",
    "[System.IO.StreamReader]::new([System.IO.MemoryStream]::new())",
    "[System.IO.StringReader]::new('a')",
    "[System.IO.StringWriter]::new()",
    "[System.IO.FileInfo]::new('/nowhere/x')",
    "(Get-Item /etc/passwd)",
    "(Get-Item /etc)",
    "(Get-Acl /etc)",
    "[Console]::Out",
    "[xml]'<a b=\"1\">t<!--c--></a>'",
    "([xml]'<a b=\"1\">t<!--c--></a>').a",
    "([xml]'<a b=\"1\"/>').a.Attributes[0]",
    ", ([xml]'<a><b/></a>').a.ChildNodes",
    ", [System.Xml.XmlNamespaceManager]::new(([xml]'<a/>').NameTable)",
    "[pscredential]::new('u', (ConvertTo-SecureString p -AsPlainText -Force))",
    "(ConvertTo-SecureString p -AsPlainText -Force)",
    "{ 1 }",
    "[ref]1",
    "[switch]$true",
    "[System.DayOfWeek]::Monday",
    "[System.InvalidOperationException]::new('m')",
    "$(try { throw 'x' } catch { $_ })",
    "[pscustomobject]@{ a = 1 }",
    "[int]",
    "[cultureinfo]'en-US'",
    "(Get-Command Get-Item)",
    "(Get-Variable PWD)",
    "$PWD",
    "(Get-Date)",
    "(Get-Module | Select-Object -First 1)",
    "[powershell]::Create()",
    "(Get-VM | Select-Object -First 1)",
    "(Get-NetAdapter | Select-Object -First 1)",
    "(Get-CimInstance Win32_OperatingSystem)",
];

/// What looks at every member. `Silent` is a member that is listed and gives nothing to anybody.
const WALK: &str = r#"
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$bad = [System.Collections.Generic.List[string]]::new()
$seen = 0
# The session itself would end, or somebody would be asked.
$left = 'Exit', 'SetShouldExit', 'ReadLine', 'ReadKey', 'Read'
function Test-Call([string] $what, [scriptblock] $call) {
    $script:seen++
    try {
        $null = & $call
    } catch {
        $id = "$($_.FullyQualifiedErrorId)" -replace ',.*'
        if ($id -in 'MethodNotFound', 'PropertyNotFoundStrict', 'PropertyNotFound', 'TypeNotFound' -or -not $id) {
            $script:bad.Add("${what}: $id $_")
        }
    }
}
foreach ($line in Get-Content samples.txt) {
    $made = @(& ([scriptblock]::Create($line)))
    if ($made.Count -ne 1 -or $null -eq $made[0]) {
        $bad.Add("$line makes $($made.Count)")
        continue
    }
    $members = Get-Member -InputObject $made[0] -Force
    if (@($members).Count -lt 2) { $bad.Add("$line has no members") }
    foreach ($member in $members) {
        $name = $member.Name
        # Each gets a fresh one: the call before may have closed it.
        $value = @(& ([scriptblock]::Create($line)))[0]
        if ($member.MemberType -match 'Method') {
            if ($name -in $left -or $name -match '^[gs]et_') { continue }
            Test-Call "$line .$name()" { $value.$name() }
        } elseif ($member.MemberType -match 'Propert' -and $member.MemberType -notmatch 'Parameterized|Set$') {
            Test-Call "$line .$name" { $value.$name }
            $getter = "get_$name"
            if ($member.MemberType -eq 'Property') { Test-Call "$line .$getter()" { $value.$getter() } }
        }
    }
}
foreach ($name in Get-Content types.txt) {
    $type = $name -as [type]
    if ($null -eq $type) {
        $bad.Add("[$name] is no type")
        continue
    }
    foreach ($member in $type | Get-Member -Static -Force -ErrorAction SilentlyContinue) {
        $of = $member.Name
        if ($of -in $left) { continue }
        if ($member.MemberType -match 'Method') {
            if ($of -eq 'new') { continue }
            Test-Call "[$name]::$of()" { $type::$of() }
        } else {
            Test-Call "[$name]::$of" { $type::$of }
        }
    }
}
"seen $seen"
$bad | ForEach-Object { "BAD $_" }
"#;

#[test]
fn every_listed_member_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = tempfile::tempdir().expect("a folder for the state");
    // The cmdlets bring types of their own.
    let _ = iovsh::cmdlets::all();
    let names: BTreeSet<&str> = types::names().collect();
    let lines: Vec<&str> = names.into_iter().collect();
    std::fs::write(folder.path().join("types.txt"), lines.join("\n")).expect("written");
    std::fs::write(folder.path().join("samples.txt"), SAMPLES.join("\n")).expect("written");
    std::fs::write(folder.path().join("walk.ps1"), WALK).expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_iovsh"))
        .args(["--host", "sim", "./walk.ps1"])
        .env("IOVSH_STATE_DIR", state.path())
        .env("NO_COLOR", "1")
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output()
        .expect("it runs");
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    let seen: u32 = out
        .lines()
        .find_map(|line| line.strip_prefix("seen ")?.parse().ok())
        .unwrap_or(0);
    assert!(
        seen > 1500,
        "only {seen} members were looked at\n{out}{err}"
    );
    let bad: Vec<&str> = out
        .lines()
        .filter(|line| line.starts_with("BAD "))
        .collect();
    assert!(bad.is_empty(), "{}\n{err}", bad.join("\n"));
}
