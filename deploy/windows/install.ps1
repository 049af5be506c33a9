<#
.SYNOPSIS
Sets up Nhip Cau for one person on one Windows machine, without administrator rights.

.DESCRIPTION
Makes a virtual environment beside the program, a task that starts the dashboard when this person
signs in, and a link on the desktop. Only this machine can reach the dashboard. A second run
completes what is missing and loses nothing; -Remove takes task and link away and leaves the data.

.EXAMPLE
powershell -ExecutionPolicy Bypass -File deploy\windows\install.ps1
#>
[CmdletBinding()]
param(
    [ValidateRange(1024, 65535)]
    [int] $Port = 8501,
    [switch] $Remove
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$TaskName = 'NhipCau'
$Root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
$Environment = Join-Path $Root '.venv'
$Python = Join-Path $Environment 'Scripts\python.exe'
$Windowless = Join-Path $Environment 'Scripts\pythonw.exe'
$Lock = Join-Path $Root 'requirements.lock'
$InstalledLock = Join-Path $Environment 'requirements.lock'
$Shortcut = Join-Path ([Environment]::GetFolderPath('Desktop')) 'Nhip Cau.url'

function Stop-WithSentence([string] $Sentence) {
    [Console]::Error.WriteLine($Sentence)
    exit 1
}

# The newest Python from 3.11 on, as "py" finds it; "py -3" alone may be an older one.
function Find-Python {
    $check = 'import sys; sys.exit(0 if sys.version_info >= (3, 11) and sys.maxsize > 2**32 else 1)'
    $candidates = @(@('py', '-3'), @('python'), @('python3'))
    foreach ($candidate in $candidates) {
        $name = $candidate[0]
        $words = @($candidate | Select-Object -Skip 1)
        if (-not (Get-Command $name -ErrorAction SilentlyContinue)) { continue }
        $ErrorActionPreference = 'Continue'
        & $name @words -c $check 2>$null
        $fits = $LASTEXITCODE -eq 0
        $ErrorActionPreference = 'Stop'
        if ($fits) { return ,$candidate }
    }
    Stop-WithSentence ('Nhip Cau needs Python 3.11 or newer (64 bit) and found none. Install it for yourself from ' +
        'the Microsoft Store or python.org (no administrator rights are needed), and run this again.')
}

function Install-Packages {
    if (-not (Test-Path -LiteralPath $Python)) {
        $found = Find-Python
        $name = $found[0]
        $words = @($found | Select-Object -Skip 1)
        Write-Host "Making $Environment ..."
        & $name @words -m venv $Environment
        if ($LASTEXITCODE -ne 0) {
            Stop-WithSentence "$Environment could not be made. Check that the folder can be written to and that 2 GB are free."
        }
    }
    if (Test-Path -LiteralPath $InstalledLock) {
        $before = (Get-FileHash -LiteralPath $InstalledLock -Algorithm SHA256).Hash
        if ($before -eq (Get-FileHash -LiteralPath $Lock -Algorithm SHA256).Hash) { return }
    }
    Write-Host 'Installing the packages (140 MB: a few minutes) ...'
    & $Python -m pip install --disable-pip-version-check --only-binary ':all:' --require-hashes -r $Lock
    if ($LASTEXITCODE -ne 0) {
        Stop-WithSentence ('The packages could not be installed (see above). Check the connection and the free disk space ' +
            '(2 GB), and run this again: it goes on with what is already here.')
    }
    Copy-Item -LiteralPath $Lock -Destination $InstalledLock
}

# A task of this person alone; without their password it runs only while they are signed in.
function Register-Dashboard {
    $words = "deploy\windows\start.py $Port"
    $action = New-ScheduledTaskAction -Execute $Windowless -Argument $words -WorkingDirectory $Root
    $user = [Security.Principal.WindowsIdentity]::GetCurrent().Name
    $trigger = New-ScheduledTaskTrigger -AtLogOn -User $user
    $principal = New-ScheduledTaskPrincipal -UserId $user -LogonType Interactive -RunLevel Limited
    $settings = New-ScheduledTaskSettingsSet -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries `
        -ExecutionTimeLimit ([TimeSpan]::Zero) -MultipleInstances IgnoreNew -RestartCount 3 `
        -RestartInterval (New-TimeSpan -Minutes 1)
    Register-ScheduledTask -TaskName $TaskName -Action $action -Trigger $trigger -Principal $principal `
        -Settings $settings -Description 'Nhip Cau, for this machine only' -Force | Out-Null
}

function Test-Dashboard {
    try {
        $answer = Invoke-WebRequest -UseBasicParsing -TimeoutSec 5 -Uri "http://127.0.0.1:$Port/healthz"
        return $answer.StatusCode -eq 200
    } catch {
        return $false
    }
}

function Start-Dashboard {
    Stop-ScheduledTask -TaskName $TaskName -ErrorAction SilentlyContinue
    Start-ScheduledTask -TaskName $TaskName
    for ($second = 0; $second -lt 60; $second++) {
        if (Test-Dashboard) { return }
        Start-Sleep -Seconds 1
    }
    Stop-WithSentence ("The dashboard does not answer at port $Port. Another program may use it: run this again with " +
        '-Port 8502. What it said is in var\dashboard.log.')
}

if ($Remove) {
    Unregister-ScheduledTask -TaskName $TaskName -Confirm:$false -ErrorAction SilentlyContinue
    Remove-Item -LiteralPath $Shortcut -ErrorAction SilentlyContinue
    Write-Host "Nhip Cau no longer starts by itself. The record stays in $(Join-Path $Root 'var')."
    exit 0
}

Install-Packages
Register-Dashboard
Start-Dashboard
Set-Content -LiteralPath $Shortcut -Encoding ASCII -Value "[InternetShortcut]`r`nURL=http://127.0.0.1:$Port/"
Write-Host "Done: http://127.0.0.1:$Port/ opens by the link on the desktop, and after each sign-in to Windows."
