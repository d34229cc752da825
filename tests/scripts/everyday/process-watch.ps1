# Starts programs in all the ways that scripts know, watches them and ends them.
#
# expect-exit: 0
# expect: out: hello / err: trouble / code 4
# expect: with input: 6
# expect: WMI made it: 0, found 1, ended 0
# expect: CIM made it: 0
# expect: Start-Process code: 3
# expect: timed out and was ended: True
# expect: owner is me: True
# expect: event lines: 3
$info = New-Object System.Diagnostics.ProcessStartInfo
$info.FileName = '/bin/sh'
$info.Arguments = '-c "echo hello; echo trouble >&2; exit 4"'
$info.RedirectStandardOutput = $true
$info.RedirectStandardError = $true
$info.UseShellExecute = $false
$info.CreateNoWindow = $true
$process = New-Object System.Diagnostics.Process
$process.StartInfo = $info
[void] $process.Start()
$out = $process.StandardOutput.ReadToEnd().Trim()
$err = $process.StandardError.ReadToEnd().Trim()
$process.WaitForExit()
"out: $out / err: $err / code $($process.ExitCode)"

$sum = [System.Diagnostics.ProcessStartInfo]::new('/bin/sh')
$sum.ArgumentList.Add('-c')
$sum.ArgumentList.Add('n=0; while read x; do n=$((n + x)); done; echo $n')
$sum.RedirectStandardInput = $true
$sum.RedirectStandardOutput = $true
$adder = [System.Diagnostics.Process]::Start($sum)
1..3 | ForEach-Object { $adder.StandardInput.WriteLine($_) }
$adder.StandardInput.Close()
"with input: $($adder.StandardOutput.ReadLine())"
$adder.WaitForExit()

$made = Invoke-WmiMethod -Class Win32_Process -Name Create -ArgumentList 'sleep 300'
$found = @(Get-WmiObject -Query "select * from Win32_Process where ProcessId = $($made.ProcessId)")
$ended = $found[0].Terminate()
"WMI made it: $($made.ReturnValue), found $($found.Count), ended $($ended.ReturnValue)"

$cim = Invoke-CimMethod -ClassName Win32_Process -MethodName Create -Arguments @{ CommandLine = 'sleep 300' }
"CIM made it: $($cim.ReturnValue)"
Get-Process -Id $cim.ProcessId | kill
Wait-Process -Id $cim.ProcessId -ErrorAction SilentlyContinue -Timeout 10

$started = Start-Process -FilePath /bin/sh -ArgumentList '-c "exit 3"' -PassThru -Wait
"Start-Process code: $($started.ExitCode)"

$slow = [System.Diagnostics.Process]::Start('sleep', '300')
if (-not $slow.WaitForExit(50)) {
    $slow.Kill()
    $slow.WaitForExit()
}
"timed out and was ended: $($slow.HasExited -and $slow.ExitCode -ne 0)"

$me = Get-CimInstance Win32_Process -Filter "ProcessId = $PID" | Invoke-CimMethod -MethodName GetOwner
"owner is me: $($me.User -eq [Environment]::UserName)"

$events = [System.Collections.Generic.List[string]]::new()
$watcher = {
    param($name, $state)
    $events.Add(('{0:HH:mm} {1} {2}' -f (Get-Date), $name, $state))
}.GetNewClosure()
foreach ($pair in @{ Name = 'a'; State = 'up' }, @{ Name = 'b'; State = 'down' }, @{ Name = 'c'; State = 'up' }) {
    & $watcher $pair.Name $pair.State
}
"event lines: $($events.Count)"
