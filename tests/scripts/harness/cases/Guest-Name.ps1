# A test of the harness: a command in the guest, by the program that stands in for ssh.
# expect-exit: 2
# expect: Error: no machine
param([string] $vmName, [string] $address, [string] $ssh, [string] $testParams)

if (-not $vmName) {
    'Error: no machine'
    exit 2
}
$wanted = @{}
$testParams -split ';' | ForEach-Object { $k, $v = $_ -split '='; $wanted[$k] = $v }
$info = New-Object System.Diagnostics.ProcessStartInfo '/bin/sh'
$info.Arguments = '"{0}" root@{1} "{2}"' -f $ssh, $address, $wanted.COMMAND
$info.RedirectStandardOutput = $true
$process = [System.Diagnostics.Process]::Start($info)
$line = $process.StandardOutput.ReadLine()
$process.WaitForExit()
"exit code $($process.ExitCode), said: $line"
if ($process.ExitCode -ne 0) {
    "Error: '$($wanted.COMMAND)' ended with $($process.ExitCode)"
    return 'FAIL'
}
if ($line -notmatch $wanted.PATTERN) {
    "Error: '$line' is not like $($wanted.PATTERN)"
    return 'FAIL'
}
'PASS'
