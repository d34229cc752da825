# Waits for a guest the way older scripts do: an address from Hyper-V, a ping, a port, then the state of its heartbeat.
#
# args: -vmName web1 -timeout 20
# expect-exit: 0
# expect: before: no address, ping TimedOut
# expect: address after the start: 198.
# expect: ping Success
# expect: ssh answers: True, telnet answers: False
# expect: Test-Connection: True; Test-NetConnection 22: True
# expect: gone again: TimedOut
param([string] $vmName, [int] $timeout = 30)

function GetIPv4ViaHyperV([string] $name) {
    $vm = Get-VM -Name $name -ErrorAction SilentlyContinue
    if (-not $vm) {
        Write-Error "GetIPv4ViaHyperV: no machine $name"
        return $null
    }
    foreach ($nic in $vm.NetworkAdapters) {
        foreach ($address in $nic.IPAddresses) {
            $parsed = $null
            if ([System.Net.IPAddress]::TryParse($address, [ref] $parsed) -and $parsed.AddressFamily -eq 'InterNetwork') {
                return $address
            }
        }
    }
    return $null
}

function TestPort([string] $server, [int] $port = 22, [int] $to = 3) {
    $answers = $false
    $client = New-Object Net.Sockets.TcpClient
    $begun = $client.BeginConnect($server, $port, $null, $null)
    $timedOut = -not $begun.AsyncWaitHandle.WaitOne($to * 1000, $false)
    if (-not $timedOut) {
        try {
            $client.EndConnect($begun) | Out-Null
            $answers = $true
        } catch {
            $answers = $false
        }
    }
    $client.Close()
    return $answers
}

$ping = New-Object System.Net.NetworkInformation.Ping
$before = GetIPv4ViaHyperV $vmName
"before: $(if ($before) { $before } else { 'no address' }), ping $($ping.Send('198.18.0.1', 500).Status)"

New-VMSwitch guests -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
Connect-VMNetworkAdapter -VMName $vmName -SwitchName guests
Start-VM -Name $vmName
$ip = $null
$watch = [Diagnostics.Stopwatch]::StartNew()
do {
    $ip = GetIPv4ViaHyperV $vmName
    if (-not $ip) { Start-Sleep -Milliseconds 100 }
} until ($ip -or $watch.Elapsed.TotalSeconds -gt $timeout)
if (-not $ip) {
    'Error: no address'
    exit 1
}
"address after the start: $ip"

$reply = $ping.Send($ip, 2000)
"ping $($reply.Status)"
if ($reply.Status -ne [System.Net.NetworkInformation.IPStatus]::Success) { exit 1 }
"ssh answers: $(TestPort $ip), telnet answers: $(TestPort $ip -port 23 -to 1)"
$quiet = Test-Connection -TargetName $ip -Count 1 -Quiet
"Test-Connection: $quiet; Test-NetConnection 22: $((Test-NetConnection -ComputerName $ip -Port 22).TcpTestSucceeded)"

Stop-VM $vmName -TurnOff -Force
"gone again: $($ping.Send($ip, 500).Status)"
Disconnect-VMNetworkAdapter -VMName $vmName
Remove-VMSwitch guests -Force
