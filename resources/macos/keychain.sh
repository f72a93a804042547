# shellcheck shell=sh
# Read with `.` before a build: takes the certificate in $CERTIFICATE (a .p12 file in base64) and $CERTIFICATE_PASSWORD into a
# keychain of its own and sets CODESIGN_IDENTITY, and NOTARY_PROFILE where there is an account at Apple's notary. Without
# them it says so and sets nothing: the app is then signed for this computer alone.
if [ -n "${CERTIFICATE:-}" ]; then
    keychain=$RUNNER_TEMP/release.keychain-db
    secret=$(uuidgen)
    security create-keychain -p "$secret" "$keychain"
    security set-keychain-settings -lut 21600 "$keychain"
    security unlock-keychain -p "$secret" "$keychain"
    printf '%s' "$CERTIFICATE" | base64 --decode >"$RUNNER_TEMP/certificate.p12"
    security import "$RUNNER_TEMP/certificate.p12" -P "$CERTIFICATE_PASSWORD" -T /usr/bin/codesign -k "$keychain"
    rm -f -- "$RUNNER_TEMP/certificate.p12"
    security set-key-partition-list -S apple-tool:,apple: -k "$secret" "$keychain" >/dev/null
    security list-keychains -d user -s "$keychain" login.keychain-db
    CODESIGN_IDENTITY=$(security find-identity -v -p codesigning "$keychain" | awk '/Developer ID Application/ {print $2; exit}')
    export CODESIGN_IDENTITY
    if [ -n "${NOTARY_APPLE_ID:-}" ]; then
        NOTARY_PROFILE=torchgarden
        export NOTARY_PROFILE
        xcrun notarytool store-credentials "$NOTARY_PROFILE" --apple-id "$NOTARY_APPLE_ID" --team-id "$NOTARY_TEAM_ID" \
            --password "$NOTARY_PASSWORD" >/dev/null
    fi
else
    printf '%s\n' "::notice::There is no certificate: the app is signed for this computer alone, and not notarised."
fi
