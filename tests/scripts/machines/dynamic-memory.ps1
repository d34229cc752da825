# Dynamic memory for those machines that are meant to have it, and a report of what was promised against what the host has.
#
# expect-exit: 0
# expect: Name    Dynamic MinimumMB StartupMB MaximumMB
# expect: legacy1 False
# expect: web1    True          512      1024      4096
# expect: web2    True          512      1024      4096
# expect: running, fixed amounts cannot change: True
# expect: smaller while it runs: 768 MB
# expect: promised at most: 8 GB
# expect: refused: minimum above startup
# expect: static again: False

$plan = @{ MinimumBytes = 512MB; StartupBytes = 1GB; MaximumBytes = 4GB; Buffer = 20; Priority = 80 }
Get-VM -Name web* | ForEach-Object {
    Set-VMMemory -VMName $_.Name -DynamicMemoryEnabled $true @plan
}

Get-VM | Sort-Object Name | ForEach-Object {
    $memory = Get-VMMemory -VMName $_.Name
    [pscustomobject]@{
        Name      = $_.Name
        Dynamic   = $memory.DynamicMemoryEnabled
        MinimumMB = if ($memory.DynamicMemoryEnabled) { $memory.Minimum / 1MB }
        StartupMB = if ($memory.DynamicMemoryEnabled) { $memory.Startup / 1MB }
        MaximumMB = if ($memory.DynamicMemoryEnabled) { $memory.Maximum / 1MB }
    }
} | Format-Table -AutoSize

Start-VM web1
$errors = @()
Set-VMMemory -VMName web1 -MaximumBytes 8GB -ErrorAction SilentlyContinue -ErrorVariable errors
"running, fixed amounts cannot change: $($errors.Count -gt 0)"
Set-VMMemory -VMName web1 -StartupBytes 768MB
"smaller while it runs: $((Get-VMMemory web1).Startup / 1MB) MB"

$promised = (Get-VM | Where-Object DynamicMemoryEnabled | Measure-Object MemoryMaximum -Sum).Sum
"promised at most: $($promised / 1GB) GB"

try {
    Set-VMMemory -VMName web2 -MinimumBytes 2GB -StartupBytes 1GB -ErrorAction Stop
}
catch {
    'refused: minimum above startup'
}
Stop-VM web1 -TurnOff -Force
Set-VMMemory -VMName web1 -DynamicMemoryEnabled $false -StartupBytes 1GB
"static again: $((Get-VM web1).DynamicMemoryEnabled)"
