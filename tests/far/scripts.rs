//! Scripts that run at other hosts: the same at a fleet, behind a program that stands for ssh, and behind a real one.

/// The texts, and what each shows. `A` and `B` are the hosts.
const SCRIPTS: &[(&str, &str)] = &[
    ("Invoke-Command { 1 + 1 }", "2"),
    (
        "Invoke-Command -ComputerName A, B { param($n, $m) $n * $m } -ArgumentList 6, 7",
        "42 42",
    ),
    (
        "Invoke-Command -ComputerName A { $args.Count; \"$args\" } -ArgumentList 1, 'two'",
        "2 1 two",
    ),
    (
        "1..3 | Invoke-Command -ComputerName A { ($input | Measure-Object -Sum).Sum }",
        "6",
    ),
    (
        "$x = @{ a = 1; b = 'two' }; Invoke-Command -ComputerName A { $using:x.b; ($using:x).a + 1 }",
        "two 2",
    ),
    (
        "Invoke-Command -ComputerName B, A { 'x' } | ForEach-Object PSComputerName",
        "B A",
    ),
    (
        "(Invoke-Command -ComputerName A { [pscustomobject]@{ N = 1; L = 1, 2; T = [timespan]'01:00:00' } }).T.Hours",
        "1",
    ),
    (
        "(Invoke-Command -ComputerName A { [datetime]'2024-05-06' }).Month",
        "5",
    ),
    (
        "$s = New-PSSession A, B; Invoke-Command $s { $k = 5 }; Invoke-Command $s { $k++; $k }; $s.State; Remove-PSSession $s; $s.State",
        "6 6 Opened Opened Closed Closed",
    ),
    (
        "$s = New-PSSession A -Name mine; (Get-PSSession -Name m*).ComputerName; Remove-PSSession -Name mine; (Get-PSSession).Count",
        "A 0",
    ),
    (
        "$s = New-PSSession A; Disconnect-PSSession $s | Out-Null; $s.State; Invoke-Command $s { 'ran' } -ErrorAction SilentlyContinue; (Connect-PSSession $s).State; Invoke-Command $s { 'ran' }",
        "Disconnected Opened ran",
    ),
    (
        "Invoke-Command -ComputerName A, B { 1 } -AsJob -JobName both | Wait-Job | Receive-Job; (Get-Job -Name both).State",
        "1 1 Completed",
    ),
    (
        "Invoke-Command -ComputerName A { Write-Error 'bad'; 'after' } -ErrorAction SilentlyContinue; \"$($Error[0])\"",
        "after bad",
    ),
    (
        "Invoke-Command -ComputerName A, B { throw 'no' } -ErrorAction SilentlyContinue; 'went on'; $Error.Count",
        "went on 2",
    ),
    (
        "try { Invoke-Command -ComputerName A { throw 'no' } -ErrorAction Stop } catch { \"caught $_\" }",
        "caught no",
    ),
    (
        "Invoke-Command -ComputerName A { Write-Warning 'careful' } 3>&1 | ForEach-Object { \"<$_>\" }",
        "<careful>",
    ),
    (
        "Invoke-Command -ComputerName A { exit 3 }; 'went on'",
        "went on",
    ),
    (
        "'\"file $($args[0])\"' | Set-Content ./there.ps1; Invoke-Command -ComputerName A -FilePath ./there.ps1 -ArgumentList 4",
        "file 4",
    ),
    (
        "Invoke-Command -ComputerName A { New-VM fresh -MemoryStartupBytes 1GB | Out-Null }; (Get-VM fresh -ComputerName A).Name; (Get-VM fresh -ErrorAction SilentlyContinue).Count",
        "fresh 0",
    ),
    (
        "(Invoke-Command -ComputerName A { Get-VM fresh }).State.Value; Invoke-Command -ComputerName A { Get-VM fresh } | ForEach-Object { $_.PSTypeNames[0] }",
        "Off Deserialized.Microsoft.HyperV.PowerShell.VirtualMachine",
    ),
    ("(Invoke-Command -ComputerName A { 1..2000 }).Count", "2000"),
    (
        "Invoke-Command -ComputerName A { [pscustomobject]@{ One = 1 } | Format-Table; 'after' }",
        "One --- 1 after",
    ),
    (
        "(Invoke-Command -ComputerName A { [xml]'<a><b>x</b></a>' }).a.b; (Start-Job { [xml]'<a><b>y</b></a>' } | Receive-Job -Wait).a.b",
        "x y",
    ),
    // The same session twice, with more than waits in between.
    (
        "$s = New-PSSession A; foreach ($i in 1..3) { (Invoke-Command -Session $s, $s { 1..3000 }).Count }",
        "6000 6000 6000",
    ),
    (
        "$s = New-PSSession A; Invoke-Command -Session $s { 1 } -AsJob | Receive-Job -Wait",
        "1",
    ),
    // What came from there goes there again.
    (
        "Invoke-Command -ComputerName A { [DayOfWeek]::Friday } | Invoke-Command -ComputerName B { $input | ForEach-Object { \"$_\" } }",
        "Friday",
    ),
    (
        "$v = Invoke-Command -ComputerName A { Get-VM | Select-Object -First 1 }; Invoke-Command -ComputerName A { \"$($args[0].State)\" } -ArgumentList $v",
        "Off",
    ),
    (
        "Invoke-Command -ComputerName A { '_x000A_', '_x005F_', 'a_xb' }",
        "_x000A_ _x005F_ a_xb",
    ),
    // What is shown there is shown here.
    (
        "Invoke-Command -ComputerName A { Write-Host -NoNewline 'one'; Write-Host -NoNewline 'line' -ForegroundColor Red; Write-Host '.' }",
        "oneline.",
    ),
    (
        "Invoke-Command -ComputerName A { Write-Verbose 'v' -Verbose; Write-Debug 'd' -Debug; Write-Verbose 'quiet' } 4>&1 5>&1 | ForEach-Object { \"<$_>\" }",
        "<v> <d>",
    ),
    (
        "Invoke-Command -ComputerName A { Write-Information 'i' -InformationAction Continue; Write-Information 'quiet' }; Start-Job { Write-Host -NoNewline 'j'; Write-Host 'k' } | Receive-Job -Wait",
        "i jk",
    ),
    (
        "$bytes = Invoke-Command -ComputerName A { , [byte[]](0, 10, 255) }; $bytes.GetType().Name; \"$bytes\"; Invoke-Command -ComputerName A { $args[0].GetType().Name } -ArgumentList (, [byte[]](1, 2))",
        "Byte[] 0 10 255 Byte[]",
    ),
    (
        "'\"<$PSCommandPath>\"' | Set-Content ./there.ps1; Invoke-Command -ComputerName A -FilePath ./there.ps1",
        "<>",
    ),
    (
        "$s = New-PSSession; $s.ComputerName; Invoke-Command $s { 1 }",
        "localhost 1",
    ),
    (
        "$j = Invoke-Command -ComputerName A, B { 'x'; if ($env:none -eq $null) { throw 'no' } } -AsJob; Wait-Job $j | Out-Null; $j.State; $j.ChildJobs.Count; $j.ChildJobs.State; $j.PSJobTypeName; (Receive-Job $j.ChildJobs[1] -ErrorAction SilentlyContinue).Count",
        "Failed 2 Failed Failed RemoteJob 1",
    ),
    (
        "$c = New-CimSession localhost; Remove-CimSession $c; try { Get-VM -CimSession $c } catch { $_.FullyQualifiedErrorId.Split(',')[0] }",
        "Session.NotOpen",
    ),
    (
        "foreach ($try in { Invoke-Command -ComputerName A { 1 } -ThrottleLimit -1 }, { New-PSSession A -ThrottleLimit -1 }) { try { & $try } catch { $_.FullyQualifiedErrorId.Split(',')[0] } }; Invoke-Command -ComputerName A { 1 } -ThrottleLimit 0",
        "ParameterArgumentValidationError ParameterArgumentValidationError 1",
    ),
    // What a script there wrote is changed there, or not at all.
    (
        "Invoke-Command -ComputerName A { New-VM deserialised -MemoryStartupBytes 1GB | Out-Null }; New-VM deserialised -MemoryStartupBytes 1GB | Out-Null; \
         Invoke-Command -ComputerName A { Get-VM deserialised } | Remove-VM -Force -ErrorAction SilentlyContinue; (Get-VM deserialised).Count; (Get-VM deserialised -ComputerName A).Count; \
         Invoke-Command -ComputerName A { (Get-VM deserialised).Name } | Remove-VM -Force; (Get-VM deserialised).Count; (Get-VM deserialised -ComputerName A -ErrorAction SilentlyContinue).Count; Remove-VM deserialised -Force",
        "1 1 1 0",
    ),
    // Files, also such as are no text, and folders.
    (
        "$WarningPreference = 'SilentlyContinue'; $s = New-PSSession A; [byte[]](0..255) | Set-Content ./bytes -AsByteStream; New-Item -ItemType Directory ./up/in/deep -Force | Out-Null; 'x' | Set-Content ./up/in/deep/x; 'y' | Set-Content ./up/y; $there = \"$PWD/there-A\"; \
         Invoke-Command $s { New-Item -ItemType Directory $args[0] -Force -WarningAction Ignore | Out-Null } -ArgumentList $there; \
         Copy-Item ./bytes $there -ToSession $s; Copy-Item ./up $there -ToSession $s -Recurse; \
         Copy-Item $there/bytes ./back -FromSession $s; Copy-Item $there/up ./down -FromSession $s -Recurse; Copy-Item $there/b* ./up -FromSession $s; \
         (Get-FileHash ./back).Hash -eq (Get-FileHash ./bytes).Hash; (Get-FileHash ./up/bytes).Hash -eq (Get-FileHash ./bytes).Hash; Get-Content ./down/in/deep/x; Get-Content ./down/y; (Get-ChildItem $there -Recurse -Force).Count; Remove-Item ./down, ./up, ./back -Recurse",
        "True True x y 6",
    ),
    (
        "$WarningPreference = 'SilentlyContinue'; $s = New-PSSession A; 'x' | Set-Content ./f; function Why($block) { try { & $block } catch { $_.FullyQualifiedErrorId } } $ErrorActionPreference = 'Stop'; \
         Why { Copy-Item ./f there -ToSession $s }; Why { Copy-Item /no/such/file . -FromSession $s }; Why { Copy-Item ./f /no/such/folder/f -ToSession $s }; Why { Copy-Item ./f '' -ToSession $s }; \
         Why { Copy-Item ./none /tmp -ToSession $s }; Why { Copy-Item ./f /tmp -ToSession $s -FromSession $s }; Why { Copy-Item /dev/null ./null -FromSession $s }; Why { Copy-Item .. $PWD/f -ToSession $s }; Test-Path ./null",
        "RemotePathIsNotAbsolute,Microsoft.PowerShell.Commands.CopyItemCommand RemotePathNotFound,Microsoft.PowerShell.Commands.CopyItemCommand RemotePathNotFound,Microsoft.PowerShell.Commands.CopyItemCommand \
         CopyItemRemoteDestinationIsNullOrEmpty,Microsoft.PowerShell.Commands.CopyItemCommand PathNotFound,Microsoft.PowerShell.Commands.CopyItemCommand InvalidInput,Microsoft.PowerShell.Commands.CopyItemCommand \
         CopyFileInfoItemIOError,Microsoft.PowerShell.Commands.CopyItemCommand CopyError,Microsoft.PowerShell.Commands.CopyItemCommand False",
    ),
    // Programs find nothing to read, and what they write is no part of the connection.
    (
        "Invoke-Command -ComputerName A { /bin/cat; $x = /bin/echo hi; $x }",
        "hi",
    ),
    (
        "try { Invoke-Command -ComputerName A { \"<$using:unset>\" } -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] }",
        "UsingVariableIsUndefined",
    ),
];

/// Runs all of them with these hosts as `A` and `B`; `run` gives what a text writes, and what goes wrong.
pub fn run_all(a: &str, b: &str, run: impl Fn(&str) -> (String, String)) {
    for (text, expected) in SCRIPTS {
        let text = text
            .replace("A, B", &format!("{a}, {b}"))
            .replace("B, A", &format!("{b}, {a}"))
            .replace("-ComputerName A", &format!("-ComputerName {a}"))
            .replace("-ComputerName B", &format!("-ComputerName {b}"))
            .replace("PSSession A", &format!("PSSession {a}"));
        let text = text.replace("there-A", &format!("there-{a}"));
        let expected = match *expected {
            "B A" => format!("{b} {a}"),
            "A 0" => format!("{a} 0"),
            other => other.to_owned(),
        };
        let (shown, wrong) = run(&text);
        let shown: Vec<&str> = shown.split_whitespace().collect();
        assert_eq!(shown.join(" "), expected, "{text}\n{wrong}");
        assert_eq!(but_files_of_this_computer(&wrong), "", "{text}");
    }
}

/// What was said beside the warning that a file of this computer is changed: the files of these tests are such.
pub fn but_files_of_this_computer(said: &str) -> String {
    let lines = said.split_inclusive('\n');
    lines
        .filter(|line| !line.contains("is this computer's, not the simulated host's"))
        .collect()
}
