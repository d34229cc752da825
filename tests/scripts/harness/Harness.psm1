# A test harness for hosts with SR-IOV: a list of tests as XML, machines in a state machine, tests as jobs, commands in the
# guests by a program that stands in for ssh, a log, a report as XML (JUnit's form) and as HTML, an exit code.

#region States

# Where a virtual machine is on its way through its tests.
enum MachineState {
    SystemDown
    ApplyCheckpoint
    StartSystem
    SystemStarting
    SystemUp
    RunTest
    CollectLogs
    ShutDown
    Finished
    Disabled
}

enum Verdict {
    NotRun
    Passed
    Failed
    Aborted
    Skipped
}

[Flags()] enum Needs {
    None = 0
    Switch = 1
    VirtualFunction = 2
    Guest = 4
}

#endregion

#region Log

class HarnessLog {
    [string] $Path
    [int] $Level
    hidden [System.IO.StreamWriter] $Writer
    hidden [int] $Lines = 0

    HarnessLog([string] $path, [int] $level) {
        $this.Path = $path
        $this.Level = $level
        $this.Writer = [System.IO.StreamWriter]::new($path, $true)
        $this.Writer.AutoFlush = $true
    }

    [void] Write([int] $level, [string] $text) {
        if ($level -gt $this.Level) {
            return
        }
        $this.Writer.WriteLine(('{0:HH:mm:ss} {1,-5} {2}' -f [datetime]::Now, $this.Word($level), $text))
        $this.Lines++
    }

    hidden [string] Word([int] $level) {
        switch ($level) {
            0 { return 'ERROR' }
            1 { return 'WARN' }
            2 { return 'INFO' }
        }
        return 'DEBUG'
    }

    [void] Close() {
        $this.Writer.Close()
    }
}

#endregion

#region Tests

class HarnessException : System.Exception {
    [string] $Where

    HarnessException([string] $message, [string] $where) : base($message) {
        $this.Where = $where
    }
}

class TestDefinition {
    [ValidateNotNullOrEmpty()] [string] $Name
    [string] $Script
    [int] $Timeout = 60
    [Needs] $Needs = [Needs]::None
    [bool] $ContinueOnError = $true
    [System.Collections.Specialized.OrderedDictionary] $Parameters = [ordered]@{}
    [System.Collections.Generic.List[string]] $Files = [System.Collections.Generic.List[string]]::new()

    TestDefinition([System.Xml.XmlElement] $node) {
        $this.Name = $node.testName
        $this.Script = $node.testScript
        if ($node.timeout) {
            $this.Timeout = [int] $node.timeout
        }
        if ($node.needs) {
            $this.Needs = [Needs] $node.needs
        }
        if ($node.onError) {
            $this.ContinueOnError = $node.onError -eq 'Continue'
        }
        foreach ($param in $node.SelectNodes('testParams/param')) {
            $key, $value = $param.InnerText -split '=', 2
            $this.Parameters[$key.Trim()] = "$value".Trim()
        }
        foreach ($file in $node.SelectNodes('files/file')) {
            $this.Files.Add($file.InnerText)
        }
    }

    # The parameters as the scripts take them: NAME=value;NAME=value
    [string] ParameterText() {
        return ($this.Parameters.GetEnumerator() | ForEach-Object { '{0}={1}' -f $_.Key, $_.Value }) -join ';'
    }
}

class TestOutcome {
    [string] $Test
    [string] $Machine
    [Verdict] $Verdict = [Verdict]::NotRun
    [string] $Reason = ''
    [timespan] $Duration = [timespan]::Zero
    [string[]] $Output = @()

    TestOutcome([string] $test, [string] $machine) {
        $this.Test = $test
        $this.Machine = $machine
    }

    [bool] IsBad() {
        return $this.Verdict -eq [Verdict]::Failed -or $this.Verdict -eq [Verdict]::Aborted
    }

    [string] ToString() {
        $text = '{0,-22} {1,-8} {2}' -f $this.Test, $this.Machine, $this.Verdict
        if ($this.Reason) {
            $text += ": $($this.Reason)"
        }
        return $text
    }
}

#endregion

#region Machines

class Machine {
    [string] $Name
    [string] $Role
    [MachineState] $State = [MachineState]::SystemDown
    [datetime] $Since = [datetime]::Now
    [System.Collections.Queue] $Waiting = [System.Collections.Queue]::new()
    [TestDefinition] $Current
    [string] $Address
    [int] $Failures = 0
    [object] $Job
    [System.Collections.ArrayList] $History = [System.Collections.ArrayList]::new()

    Machine([System.Xml.XmlElement] $node) {
        $this.Name = $node.vmName
        $this.Role = if ($node.role) { $node.role } else { 'SUT' }
    }

    [void] Go([MachineState] $next) {
        [void] $this.History.Add($next)
        $this.State = $next
        $this.Since = [datetime]::Now
    }

    [bool] IsDone() {
        return $this.State -in [MachineState]::Finished, [MachineState]::Disabled
    }

    [double] Seconds() {
        return ([datetime]::Now - $this.Since).TotalSeconds
    }
}

#endregion

#region Commands in a guest

# Runs a command in a guest by the program that stands in for ssh; gives what it wrote and its exit code.
function Invoke-GuestCommand {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Address,
        [Parameter(Mandatory, Position = 1)] [string] $Command,
        [string] $Program = $script:SshProgram,
        [int] $Timeout = 30
    )
    $info = [System.Diagnostics.ProcessStartInfo]::new()
    $info.FileName = '/bin/sh'
    $info.ArgumentList.Add($Program)
    $info.ArgumentList.Add("root@$Address")
    $info.ArgumentList.Add($Command)
    $info.RedirectStandardOutput = $true
    $info.RedirectStandardError = $true
    $info.UseShellExecute = $false
    $process = [System.Diagnostics.Process]::new()
    $process.StartInfo = $info
    [void] $process.Start()
    $out = $process.StandardOutput.ReadToEnd()
    $err = $process.StandardError.ReadToEnd()
    if (-not $process.WaitForExit($Timeout * 1000)) {
        $process.Kill()
        throw [HarnessException]::new("'$Command' took longer than $Timeout s", 'ssh')
    }
    [pscustomobject]@{
        ExitCode = $process.ExitCode
        Output   = $out.TrimEnd("`n")
        Error    = $err.TrimEnd("`n")
    }
}

# Whether a port of a guest answers.
function Test-GuestPort {
    param([string] $Address, [int] $Port = 22, [int] $Milliseconds = 2000)
    $client = New-Object System.Net.Sockets.TcpClient
    try {
        $wait = $client.BeginConnect($Address, $Port, $null, $null)
        if (-not $wait.AsyncWaitHandle.WaitOne($Milliseconds, $false)) {
            return $false
        }
        $client.EndConnect($wait)
        return $client.Connected
    } catch {
        return $false
    } finally {
        $client.Close()
    }
}

#endregion

#region The harness

class Harness {
    [string] $Title
    [string] $Folder
    [string] $Scripts
    [string] $Switch
    [HarnessLog] $Log
    [Machine[]] $Machines = @()
    [hashtable] $Tests = @{}
    [System.Collections.Generic.List[TestOutcome]] $Outcomes = [System.Collections.Generic.List[TestOutcome]]::new()
    [datetime] $Began
    hidden [hashtable] $Actions = @{}
    static [int] $MaximumSteps = 400

    Harness([string] $configuration, [string] $folder, [string] $scripts) {
        $this.Folder = $folder
        $this.Scripts = $scripts
        $this.Log = [HarnessLog]::new((Join-Path $folder 'harness.log'), 2)
        [xml] $xml = Get-Content -Path $configuration -Raw
        $this.Read($xml.config)
        # Each state has what is done in it; it names the state that follows.
        foreach ($state in [enum]::GetNames([MachineState])) {
            $this.Actions[$state] = "On$state"
        }
    }

    hidden [void] Read([System.Xml.XmlElement] $config) {
        $this.Title = $config.global.title
        $this.Switch = $config.global.switch
        foreach ($node in $config.testCases.test) {
            $test = [TestDefinition]::new($node)
            if ($this.Tests.ContainsKey($test.Name)) {
                throw [HarnessException]::new("The test '$($test.Name)' is there twice.", 'configuration')
            }
            $this.Tests[$test.Name] = $test
        }
        foreach ($node in $config.SelectNodes('VMs/vm')) {
            $machine = [Machine]::new($node)
            foreach ($name in $node.suite -split ',' | ForEach-Object Trim | Where-Object { $_ }) {
                if (-not $this.Tests.ContainsKey($name)) {
                    $outcome = [TestOutcome]::new($name, $machine.Name)
                    $outcome.Verdict = [Verdict]::Skipped
                    $outcome.Reason = 'no such test'
                    $this.Outcomes.Add($outcome)
                    continue
                }
                $machine.Waiting.Enqueue($this.Tests[$name])
            }
            $this.Machines += $machine
        }
    }

    # Runs until every machine is done. The loop looks at one after the other and waits where all of them wait.
    [void] Run() {
        $this.Began = [datetime]::Now
        $steps = 0
        while ($this.Machines.Where({ -not $_.IsDone() }).Count -gt 0) {
            if (++$steps -gt [Harness]::MaximumSteps) {
                throw [HarnessException]::new("No end after $steps steps.", 'Run')
            }
            $moved = $false
            foreach ($machine in $this.Machines) {
                if ($machine.IsDone()) {
                    continue
                }
                $before = $machine.State
                try {
                    $this.Step($machine)
                } catch [HarnessException] {
                    $this.Log.Write(0, "$($machine.Name): $($_.Exception.Where): $($_.Exception.Message)")
                    $machine.Go([MachineState]::Disabled)
                } catch {
                    $this.Log.Write(0, "$($machine.Name): $($_.FullyQualifiedErrorId): $_")
                    $machine.Go([MachineState]::Disabled)
                }
                $moved = $moved -or $machine.State -ne $before
            }
            if (-not $moved) {
                Start-Sleep -Milliseconds 100
            }
        }
        $this.Log.Write(2, "all machines are done after $steps steps")
    }

    hidden [void] Step([Machine] $machine) {
        switch ($machine.State) {
            ([MachineState]::SystemDown) { $this.OnSystemDown($machine); break }
            ([MachineState]::ApplyCheckpoint) { $this.OnApplyCheckpoint($machine); break }
            ([MachineState]::StartSystem) { $this.OnStartSystem($machine); break }
            ([MachineState]::SystemStarting) { $this.OnSystemStarting($machine); break }
            ([MachineState]::SystemUp) { $this.OnSystemUp($machine); break }
            ([MachineState]::RunTest) { $this.OnRunTest($machine); break }
            ([MachineState]::CollectLogs) { $this.OnCollectLogs($machine); break }
            ([MachineState]::ShutDown) { $this.OnShutDown($machine); break }
            default { throw [HarnessException]::new("Nothing is done in $_.", 'Step') }
        }
    }

    hidden [void] OnSystemDown([Machine] $machine) {
        $vm = Get-VM -Name $machine.Name -ErrorAction SilentlyContinue
        if (-not $vm) {
            throw [HarnessException]::new("There is no virtual machine '$($machine.Name)'.", 'SystemDown')
        }
        if ($machine.Waiting.Count -eq 0) {
            $machine.Go([MachineState]::Finished)
            return
        }
        $machine.Go([MachineState]::ApplyCheckpoint)
    }

    hidden [void] OnApplyCheckpoint([Machine] $machine) {
        if ((Get-VM $machine.Name).State -ne 'Off') {
            Stop-VM -Name $machine.Name -TurnOff -Force
        }
        Connect-VMNetworkAdapter -VMName $machine.Name -SwitchName $this.Switch
        Set-VMNetworkAdapter -VMName $machine.Name -IovWeight 50
        $machine.Go([MachineState]::StartSystem)
    }

    hidden [void] OnStartSystem([Machine] $machine) {
        Start-VM -Name $machine.Name
        $this.Log.Write(2, "$($machine.Name) is started")
        $machine.Go([MachineState]::SystemStarting)
    }

    hidden [void] OnSystemStarting([Machine] $machine) {
        $found = (Get-VMNetworkAdapter -VMName $machine.Name).IPAddresses |
            Where-Object { $_ -match '^\d+(\.\d+){3}$' } | Select-Object -First 1
        if ($found -and (Test-GuestPort $found)) {
            $machine.Address = $found
            $machine.Go([MachineState]::SystemUp)
        } elseif ($machine.Seconds() -gt 30) {
            throw [HarnessException]::new('No address, or nobody at port 22.', 'SystemStarting')
        }
    }

    hidden [void] OnSystemUp([Machine] $machine) {
        if ($machine.Waiting.Count -eq 0) {
            $machine.Go([MachineState]::ShutDown)
            return
        }
        $machine.Current = $machine.Waiting.Dequeue()
        $test = $machine.Current
        $missing = $this.Missing($machine, $test)
        if ($missing) {
            $this.Record($machine, [Verdict]::Skipped, "needs $missing", @())
            return
        }
        # What the job needs of here it is given: by $using, and by arguments.
        $vmName = $machine.Name
        $address = $machine.Address
        $where = $this.Scripts
        $ssh = $script:SshProgram
        $machine.Job = Start-Job -Name "$($machine.Name): $($test.Name)" -ArgumentList $test.Script, $test.ParameterText() -ScriptBlock {
            param($script, $parameters)
            $ErrorActionPreference = 'Stop'
            & (Join-Path $using:where $script) -vmName $using:vmName -address $using:address -ssh $using:ssh -testParams $parameters
        }
        $machine.Go([MachineState]::RunTest)
    }

    hidden [string] Missing([Machine] $machine, [TestDefinition] $test) {
        if ($test.Needs.HasFlag([Needs]::VirtualFunction)) {
            $adapter = Get-VMNetworkAdapter -VMName $machine.Name
            if (-not $adapter.VFDataPathActive) {
                return 'a virtual function'
            }
        }
        if ($test.Needs.HasFlag([Needs]::Guest) -and -not $machine.Address) {
            return 'a guest'
        }
        return ''
    }

    hidden [void] OnRunTest([Machine] $machine) {
        $job = $machine.Job
        if ($job.State -in 'Running', 'NotStarted') {
            if ($machine.Seconds() -gt $machine.Current.Timeout) {
                Stop-Job $job
                $this.Record($machine, [Verdict]::Aborted, "longer than $($machine.Current.Timeout) s", @())
                $machine.Go([MachineState]::CollectLogs)
            }
            return
        }
        $machine.Go([MachineState]::CollectLogs)
    }

    hidden [void] OnCollectLogs([Machine] $machine) {
        $job = $machine.Job
        if ($job) {
            $problem = $null
            $lines = @(Receive-Job $job -ErrorAction SilentlyContinue -ErrorVariable problem)
            $text = [string[]] ($lines | ForEach-Object { "$_" })
            $file = Join-Path $this.Folder ('{0}_{1}.log' -f $machine.Name, $machine.Current.Name)
            Set-Content -Path $file -Value $text
            $last = $text | Select-Object -Last 1
            if ($job.State -eq 'Failed' -or $problem) {
                $reason = if ($job.ChildJobs[0].JobStateInfo.Reason) { $job.ChildJobs[0].JobStateInfo.Reason.Message } else { "$($problem[0])" }
                $this.Record($machine, [Verdict]::Aborted, $reason, $text)
            } elseif ($last -eq 'PASS') {
                $this.Record($machine, [Verdict]::Passed, '', $text)
            } else {
                $why = $text | Where-Object { $_ -like 'Error:*' } | Select-Object -First 1
                $this.Record($machine, [Verdict]::Failed, ($why -replace '^Error:\s*'), $text)
            }
            Remove-Job $job -Force
            $machine.Job = $null
        }
        if ($machine.Failures -gt 0 -and -not $machine.Current.ContinueOnError) {
            while ($machine.Waiting.Count) {
                $machine.Current = $machine.Waiting.Dequeue()
                $this.Record($machine, [Verdict]::NotRun, 'a test before it failed', @())
            }
        }
        $machine.Go([MachineState]::SystemUp)
    }

    hidden [void] OnShutDown([Machine] $machine) {
        Stop-VM -Name $machine.Name -Force
        Set-VMNetworkAdapter -VMName $machine.Name -IovWeight 0
        $machine.Go([MachineState]::Finished)
    }

    hidden [void] Record([Machine] $machine, [Verdict] $verdict, [string] $reason, [string[]] $output) {
        $outcome = [TestOutcome]::new($machine.Current.Name, $machine.Name)
        $outcome.Verdict = $verdict
        $outcome.Reason = $reason
        $outcome.Duration = [timespan]::FromSeconds([math]::Round($machine.Seconds(), 3))
        $outcome.Output = $output
        $this.Outcomes.Add($outcome)
        if ($outcome.IsBad()) {
            $machine.Failures++
        }
        $this.Log.Write($(if ($outcome.IsBad()) { 0 } else { 2 }), "$outcome")
    }

    [int] Count([Verdict] $verdict) {
        return @($this.Outcomes | Where-Object Verdict -eq $verdict).Count
    }

    [int] ExitCode() {
        return [math]::Min(@($this.Outcomes | Where-Object { $_.IsBad() }).Count, 99)
    }
}

#endregion

#region Reports

# Writes the outcomes in the form of JUnit, with an XmlDocument that is built node by node.
function Export-JUnitReport {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, ValueFromPipeline)] [object] $Harness,
        [Parameter(Mandatory)] [string] $Path
    )
    process {
        $document = New-Object System.Xml.XmlDocument
        [void] $document.AppendChild($document.CreateXmlDeclaration('1.0', 'UTF-8', $null))
        $root = $document.CreateElement('testsuites')
        [void] $document.AppendChild($root)
        foreach ($group in $Harness.Outcomes | Group-Object Machine | Sort-Object Name) {
            $suite = $document.CreateElement('testsuite')
            $suite.SetAttribute('name', $group.Name)
            $suite.SetAttribute('tests', $group.Count)
            $bad = @($group.Group | Where-Object { $_.IsBad() })
            $suite.SetAttribute('failures', $bad.Count)
            foreach ($outcome in $group.Group) {
                $case = $document.CreateElement('testcase')
                $case.SetAttribute('name', $outcome.Test)
                $case.SetAttribute('classname', "$($Harness.Title).$($outcome.Machine)")
                $case.SetAttribute('time', $outcome.Duration.TotalSeconds.ToString('0.000'))
                if ($outcome.IsBad()) {
                    $node = $document.CreateElement('failure')
                    $node.SetAttribute('message', $outcome.Reason)
                    $node.set_InnerText(($outcome.Output -join "`n"))
                    [void] $case.AppendChild($node)
                } elseif ($outcome.Verdict -in 'Skipped', 'NotRun') {
                    $node = $document.CreateElement('skipped')
                    $node.SetAttribute('message', $outcome.Reason)
                    [void] $case.AppendChild($node)
                }
                [void] $suite.AppendChild($case)
            }
            [void] $root.AppendChild($suite)
        }
        if ($PSCmdlet.ShouldProcess($Path, 'Write the report')) {
            $document.Save($Path)
        }
    }
}

# Writes the outcomes as a page: a summary, a table, the output of what went wrong.
function Export-HtmlReport {
    param(
        [Parameter(Mandatory)] [object] $Harness,
        [Parameter(Mandatory)] [string] $Path
    )
    $style = @'
<style>
table { border-collapse: collapse } td, th { border: 1px solid gray; padding: 2px 6px }
</style>
'@
    $builder = [System.Text.StringBuilder]::new()
    [void] $builder.AppendLine("<h1>$($Harness.Title)</h1>")
    [void] $builder.AppendFormat('<p>{0} passed, {1} failed, {2} aborted</p>', $Harness.Count('Passed'), $Harness.Count('Failed'), $Harness.Count('Aborted'))
    $table = $Harness.Outcomes |
        Select-Object Test, Machine, Verdict, Reason, @{ Name = 'Seconds'; Expression = { '{0:N1}' -f $_.Duration.TotalSeconds } } |
        ConvertTo-Html -Fragment | Out-String
    $details = foreach ($outcome in $Harness.Outcomes.Where({ $_.IsBad() })) {
        "<h3>$($outcome.Test) on $($outcome.Machine)</h3><pre>$([System.Net.WebUtility]::HtmlEncode($outcome.Output -join "`n"))</pre>"
    }
    ConvertTo-Html -Head "<title>$($Harness.Title)</title>$style" -Body ($builder.ToString() + $table + ($details -join '')) |
        Set-Content -Path $Path
}

function New-Harness {
    [CmdletBinding()]
    [OutputType([Harness])]
    param(
        [Parameter(Mandatory)] [ValidateScript({ Test-Path $_ -PathType Leaf })] [string] $Configuration,
        [Parameter(Mandatory)] [string] $LogFolder,
        [Parameter(Mandatory)] [string] $ScriptFolder,
        [Parameter(Mandatory)] [string] $SshProgram
    )
    $script:SshProgram = $SshProgram
    $folder = New-Item -ItemType Directory -Path $LogFolder -Force
    [Harness]::new((Resolve-Path $Configuration).Path, $folder.FullName, (Resolve-Path $ScriptFolder).Path)
}

#endregion

$script:SshProgram = ''
Export-ModuleMember -Function New-Harness, Export-JUnitReport, Export-HtmlReport, Invoke-GuestCommand, Test-GuestPort
