# On a GitHub runner: puts the certificate into the user's store, and tells the next steps which it is
# (packaging/installers/windows_signature.py reads that). Without a certificate it does nothing.
#
# CERTIFICATE (.pfx in base64) and PASSWORD, in the environment.
$ErrorActionPreference = "Stop"

if (-not $env:CERTIFICATE) {
  Write-Output "There is no certificate: the installer is not signed."
  exit 0
}

$file = Join-Path $env:RUNNER_TEMP "aleph.pfx"
try {
  [IO.File]::WriteAllBytes($file, [Convert]::FromBase64String($env:CERTIFICATE))
  $password = ConvertTo-SecureString $env:PASSWORD -AsPlainText -Force
  $found = Import-PfxCertificate -FilePath $file -CertStoreLocation Cert:\CurrentUser\My -Password $password
  "ALEPH_WINDOWS_CERTIFICATE=$($found.Thumbprint)" | Out-File -Append -Encoding utf8 $env:GITHUB_ENV
} finally {
  Remove-Item -Force -ErrorAction SilentlyContinue $file
}
