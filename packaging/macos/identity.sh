#!/usr/bin/env bash
# On a GitHub runner: puts the certificate into a keychain of its own, and tells the next steps who signs
# (packaging/installers/macos_signature.py reads that). Without a certificate it does nothing.
#
# CERTIFICATE (.p12 in base64) and PASSWORD; NOTARY_KEY (the text of the .p8), NOTARY_KEY_ID, NOTARY_ISSUER.
set -euo pipefail

if [ -z "${CERTIFICATE:-}" ]; then
  echo "There is no certificate: the app is signed ad hoc."
  exit 0
fi

umask 077
keychain="$RUNNER_TEMP/aleph.keychain-db"
lock=$(uuidgen) # the keychain goes with the machine, and so does its password
trap 'rm -f "$RUNNER_TEMP/aleph.p12"' EXIT
printf %s "$CERTIFICATE" | base64 --decode >"$RUNNER_TEMP/aleph.p12"
security create-keychain -p "$lock" "$keychain"
security set-keychain-settings -lut 7200 "$keychain"
security unlock-keychain -p "$lock" "$keychain"
security import "$RUNNER_TEMP/aleph.p12" -k "$keychain" -P "$PASSWORD" -T /usr/bin/codesign
security set-key-partition-list -S apple-tool:,apple: -s -k "$lock" "$keychain" >/dev/null
security list-keychains -d user -s "$keychain" login.keychain-db

name=$(security find-identity -v -p codesigning "$keychain" |
  sed -n 's/.*"\(Developer ID Application: .*\)".*/\1/p' | head -n 1)
if [ -z "$name" ]; then
  echo "The certificate is no valid Developer ID Application." >&2
  exit 1
fi
echo "ALEPH_MACOS_IDENTITY=$name" >>"$GITHUB_ENV"

if [ -n "${NOTARY_KEY:-}" ]; then
  printf '%s\n' "$NOTARY_KEY" >"$RUNNER_TEMP/notary.p8"
  {
    echo "ALEPH_NOTARY_KEY=$RUNNER_TEMP/notary.p8"
    echo "ALEPH_NOTARY_KEY_ID=$NOTARY_KEY_ID"
    echo "ALEPH_NOTARY_ISSUER=$NOTARY_ISSUER"
  } >>"$GITHUB_ENV"
fi
