# The parts of a test suite: outcomes, test cases, machines that have to reach a state, and the report.

enum Outcome {
    Passed
    Failed
    Skipped
    Aborted
}

class SuiteException : System.Exception {
    [string]$Step

    SuiteException([string]$message, [string]$step) : base($message) {
        $this.Step = $step
    }
}

class TestResult {
    [string]$Name
    [Outcome]$Outcome = [Outcome]::Skipped
    [string]$Reason = ''
    hidden [System.Collections.Generic.List[string]]$Log = [System.Collections.Generic.List[string]]::new()

    TestResult([string]$name) {
        $this.Name = $name
    }

    [void] Note([string]$line) {
        $this.Log.Add($line)
    }

    [bool] IsBad() {
        return $this.Outcome -in [Outcome]::Failed, [Outcome]::Aborted
    }

    [string] ToString() {
        $text = '{0,-8} {1}' -f $this.Outcome, $this.Name
        if ($this.Reason) {
            $text += " ($($this.Reason))"
        }
        return $text
    }
}

class TestCase {
    [ValidateNotNullOrEmpty()][string]$Name
    [ValidateRange(1, 10)][int]$Attempts = 1
    [hashtable]$Parameters = @{}
    static [int]$Made = 0

    TestCase([System.Xml.XmlElement]$node) {
        $this.Name = $node.name
        if ($node.HasAttribute('attempts')) {
            $this.Attempts = [int]$node.attempts
        }
        foreach ($parameter in $node.SelectNodes('param')) {
            $this.Parameters[$parameter.name] = $parameter.InnerText
        }
        [TestCase]::Made++
    }

    # What a case does, its own class says.
    [void] Body([TestResult]$result) {
        throw [SuiteException]::new("There is no body for '$($this.Name)'.", 'Body')
    }

    [TestResult] Run() {
        $result = [TestResult]::new($this.Name)
        for ($attempt = 1; $attempt -le $this.Attempts; $attempt++) {
            try {
                $this.Body($result)
                $result.Outcome = [Outcome]::Passed
                $result.Reason = if ($attempt -gt 1) { "attempt $attempt" } else { '' }
                return $result
            } catch [SuiteException] {
                $result.Outcome = [Outcome]::Failed
                $result.Reason = "$($_.Exception.Step): $($_.Exception.Message)"
            } catch {
                $result.Outcome = [Outcome]::Aborted
                $result.Reason = $_.FullyQualifiedErrorId
            }
            $result.Note("attempt $attempt ended with $($result.Outcome)")
        }
        return $result
    }
}

class VfInUse : TestCase {
    VfInUse([System.Xml.XmlElement]$node) : base($node) { }

    [void] Body([TestResult]$result) {
        $vm = $this.Parameters['VM']
        Set-VMNetworkAdapter $vm -IovWeight ([int]$this.Parameters['Weight'])
        Start-VM $vm
        try {
            $usage = (Get-VMNetworkAdapter $vm).IovUsage
            $result.Note("usage $usage")
            if ($usage -lt 1) {
                throw [SuiteException]::new("no virtual function for '$vm'", 'Usage')
            }
        } finally {
            Stop-VM $vm -TurnOff
        }
    }
}

class Flaky : TestCase {
    hidden [int]$Seen = 0

    Flaky([System.Xml.XmlElement]$node) : base($node) { }

    [void] Body([TestResult]$result) {
        $this.Seen++
        if ($this.Seen -lt 2) {
            throw [SuiteException]::new('not yet', 'Wait')
        }
    }
}

class WrongSwitch : TestCase {
    WrongSwitch([System.Xml.XmlElement]$node) : base($node) { }

    [void] Body([TestResult]$result) {
        Get-VMSwitch 'no-such-switch' -ErrorAction Stop
    }
}

class Suite {
    [string]$Title
    [TestCase[]]$Cases = @()
    [TestResult[]]$Results = @()
    static [hashtable]$Kinds = @{ vf = [VfInUse]; flaky = [Flaky]; wrong = [WrongSwitch] }

    static [Suite] Read([string]$path) {
        $document = [xml](Get-Content $path -Raw)
        $made = [Suite]::new()
        $made.Title = $document.suite.title
        foreach ($node in $document.SelectNodes('//test')) {
            $kind = [Suite]::Kinds[$node.kind]
            if ($null -eq $kind) {
                $kind = [TestCase]
            }
            $made.Cases += $kind::new($node)
        }
        return $made
    }

    [void] Run() {
        foreach ($case in $this.Cases) {
            $this.Results += $case.Run()
        }
    }

    [int] Count([Outcome]$outcome) {
        return @($this.Results | Where-Object Outcome -eq $outcome).Count
    }

    [int] ExitCode() {
        return @($this.Results | Where-Object { $_.IsBad() }).Count
    }

    [void] Save([string]$path) {
        $writer = [System.IO.StreamWriter]::new($path)
        try {
            $writer.WriteLine("<testsuite name='$($this.Title)' tests='$($this.Results.Count)' failures='$($this.ExitCode())'>")
            foreach ($result in $this.Results) {
                $writer.WriteLine("  <testcase name='$($result.Name)' outcome='$($result.Outcome)'/>")
            }
            $writer.WriteLine('</testsuite>')
        } finally {
            $writer.Close()
        }
    }
}

function New-Suite {
    param([Parameter(Mandatory)][string]$Path)
    [Suite]::Read($Path)
}

Export-ModuleMember -Function New-Suite
