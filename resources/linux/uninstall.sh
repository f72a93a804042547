#!/bin/sh
# Takes back what install.sh has put, file by file from its list, and says what of yours stays and how large it is.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
person_data=${XDG_DATA_HOME:-}
case $person_data in /*) ;; *) person_data=$HOME/.local/share ;; esac
list=$person_data/torchgarden/installed-files

tell_desktop() { # what is not there need not know
    if command -v update-desktop-database >/dev/null 2>&1; then
        update-desktop-database -q "$person_data/applications" 2>/dev/null || true
        if [ -f "$person_data/applications/mimeinfo.cache" ] && ! grep -q = "$person_data/applications/mimeinfo.cache"; then
            rm -f -- "$person_data/applications/mimeinfo.cache"
            rmdir -- "$person_data/applications" 2>/dev/null || true
        fi
    fi
    if command -v update-mime-database >/dev/null 2>&1 && [ -d "$person_data/mime/packages" ]; then
        update-mime-database "$person_data/mime" 2>/dev/null || true
        if rmdir -- "$person_data/mime/packages" 2>/dev/null; then # the last type is gone: so is all that was made of it
            for made in aliases generic-icons globs globs2 icons magic mime.cache subclasses treemagic types version XMLnamespaces; do
                rm -f -- "$person_data/mime/$made"
            done
            rmdir -- "$person_data/mime" 2>/dev/null || true
        fi
    fi
    if command -v gtk-update-icon-cache >/dev/null 2>&1 && [ -f "$person_data/icons/hicolor/index.theme" ]; then
        gtk-update-icon-cache -q -t "$person_data/icons/hicolor" 2>/dev/null || true
    fi
}

say_what_stays() {
    printf '%s\n' "TorchGarden is out of your menu. What is yours stays; it is in these folders, for you to delete:"
    for pair in "${XDG_CONFIG_HOME:-}|$HOME/.config" "$person_data|" "${XDG_CACHE_HOME:-}|$HOME/.cache" "${XDG_STATE_HOME:-}|$HOME/.local/state"; do
        folder=${pair%%|*}
        case $folder in /*) ;; *) folder=${pair#*|} ;; esac
        folder=$folder/torchgarden
        if [ -d "$folder" ]; then
            printf '    %s\t%s\n' "$(du -sh -- "$folder" 2>/dev/null | cut -f1)" "$folder"
        fi
    done
    printf '    %s\t%s\n' "$(du -sh -- "$here" 2>/dev/null | cut -f1)" "$here (the app itself)"
    printf '%s\n' "Environments that were made on the page Install are in folders of their own and stay as well."
}

case ${1:-} in
--tell-desktop)
    tell_desktop
    exit 0
    ;;
esac

if [ ! -f "$list" ]; then
    printf '%s\n' "Nothing of TorchGarden is installed for you." >&2
    exit 1
fi
while IFS= read -r file; do
    # Only what can have come from install.sh: the list is a file that anybody could have written into.
    case $file in
    */../* | */.. ) ;;
    "$person_data/applications/org.torchgarden.app.desktop" | "$person_data/icons/hicolor/"*/org.torchgarden.app.* | \
        "$person_data/mime/packages/org.torchgarden.app.xml" | "$person_data/metainfo/org.torchgarden.app.metainfo.xml" | \
        "$person_data/man/man1/torchgarden.1")
        rm -f -- "$file"
        case $file in
        */mime/* | */applications/*) ;; # what is made of them is made again below
        *) rmdir -p -- "$(dirname -- "$file")" 2>/dev/null || true ;;
        esac
        ;;
    "$HOME/.local/bin/torchgarden")
        if [ -L "$file" ]; then rm -f -- "$file"; fi
        ;;
    esac
done <"$list"
rm -f -- "$list"
rmdir -- "$person_data/torchgarden" 2>/dev/null || true
tell_desktop
if [ "${1:-}" != --quiet ]; then
    say_what_stays
fi
