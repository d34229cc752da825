# Waiting as scripts do it: loops with a limit over state, heartbeat, addresses and restarts, and the cmdlets that do it themselves.
#
# expect-exit: 0
# expect: web2 runs after 1 look or more: True
# expect: heartbeat: OkApplicationsUnknown
# expect: address: 198.18.
# expect: web1 never answers: timed out
# expect: shut down by the guest: Off
# expect: restarted and back: web2 Running
# expect: jobs: 2 completed
# expect: Wait-VM says who is late: Vm.WaitTimeout

function Wait-Until {
    param(
        [Parameter(Mandatory)][scriptblock]$Condition,
        [int]$Timeout = 30,
        [int]$Milliseconds = 100,
        [string]$What = 'the condition'
    )
    $looks = 0
    $until = (Get-Date).AddSeconds($Timeout)
    do {
        $looks++
        if (& $Condition) { return $looks }
        Start-Sleep -Milliseconds $Milliseconds
    } while ((Get-Date) -lt $until)
    throw [System.TimeoutException]"$What did not come within $Timeout seconds"
}

$null = New-VMSwitch -Name lan -SwitchType Internal
Connect-VMNetworkAdapter -VMName web1, web2 -SwitchName lan
Start-VM web2
$looks = Wait-Until { (Get-VM web2).State -eq 'Running' } -What 'the start'
"web2 runs after 1 look or more: $($looks -ge 1)"

Wait-VM -Name web2 -For Heartbeat -Timeout 60
"heartbeat: $((Get-VM web2).Heartbeat)"

$address = $null
$null = Wait-Until -What 'an address' {
    $script:address = (Get-VMNetworkAdapter -VMName web2).IPAddresses | Where-Object { $_ -match '^\d+(\.\d+){3}$' } | Select-Object -First 1
    [bool]$script:address
}
"address: $address"

Start-VM web1
try {
    $null = Wait-Until { (Get-VM web1).Heartbeat -eq 'OkApplicationsHealthy' } -Timeout 1 -What 'a heartbeat'
}
catch [System.TimeoutException] {
    'web1 never answers: timed out'
}

Stop-VM -Name web2 -Force
$null = Wait-Until { (Get-VM web2).State -eq 'Off' }
"shut down by the guest: $((Get-VM web2).State)"

Start-VM web2
Restart-VM -Name web2 -Force -Wait -For Heartbeat -Timeout 60
"restarted and back: web2 $((Get-VM web2).State)"

$jobs = 'web1', 'web2' | ForEach-Object { Stop-VM -Name $_ -TurnOff -Force -AsJob }
$null = $jobs | Wait-Job -Timeout 60
"jobs: $(@($jobs | Where-Object State -eq 'Completed').Count) completed"
$jobs | Remove-Job

Wait-VM -Name web2 -For IPAddress -Timeout 0 -ErrorAction SilentlyContinue -ErrorVariable late
"Wait-VM says who is late: $(($late[0].FullyQualifiedErrorId -split ',')[0])"
