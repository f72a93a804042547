#!/bin/sh
# A disk image of the app: sh resources/macos/dmg.sh dist/TorchGarden.app dist/TorchGarden.dmg
# A person opens it and draws the app onto Applications. With CODESIGN_IDENTITY the image is signed; with
# NOTARY_PROFILE (xcrun notarytool store-credentials) it is sent to Apple, and Apple's ticket is put on it.
set -eu

app=$1
image=$2
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT

ditto "$app" "$folder/$(basename -- "$app")"
ln -s /Applications "$folder/Applications"
rm -f -- "$image"
hdiutil create -volname TorchGarden -srcfolder "$folder" -fs HFS+ -format ULFO -ov "$image"

if [ -n "${CODESIGN_IDENTITY:-}" ]; then
    codesign --verify --deep --strict --verbose=2 "$app"
    codesign --sign "$CODESIGN_IDENTITY" --timestamp "$image"
else
    printf '%s\n' "::notice::The disk image is not signed: there is no identity. macOS asks before the first start."
fi
if [ -n "${NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
    spctl --assess --type open --context context:primary-signature --verbose=2 "$image"
else
    printf '%s\n' "::notice::The disk image is not notarised: there are no credentials."
fi
