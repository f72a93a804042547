# Signs programs with the certificate in $env:CERTIFICATE (a .pfx file in base64) and $env:CERTIFICATE_PASSWORD, with a time stamp.
# Without a certificate it says so and leaves them as they are: Windows then asks before the first start.
param([Parameter(Mandatory, ValueFromRemainingArguments)][string[]]$Files)
$ErrorActionPreference = 'Stop'
if (-not $env:CERTIFICATE) {
    Write-Output "::notice::Not signed, because there is no certificate: $Files"
    exit 0
}
$store = Join-Path $env:RUNNER_TEMP 'certificate.pfx'
try {
    [IO.File]::WriteAllBytes($store, [Convert]::FromBase64String($env:CERTIFICATE))
    $tools = Get-ChildItem "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe" | Sort-Object FullName
    & $tools[-1].FullName sign /f $store /p $env:CERTIFICATE_PASSWORD /fd SHA256 /tr http://timestamp.digicert.com /td SHA256 $Files
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
    & $tools[-1].FullName verify /pa $Files
    exit $LASTEXITCODE
} finally {
    Remove-Item $store -ErrorAction SilentlyContinue
}
