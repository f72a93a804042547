#!/bin/sh
# Makes TorchGarden known to your desktop from the folder it lies in: menu entry, icons, file type, links, the command
# `torchgarden`. For you alone, without root. ./uninstall.sh takes exactly that back.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
person_data=${XDG_DATA_HOME:-}
case $person_data in /*) ;; *) person_data=$HOME/.local/share ;; esac
list=$person_data/torchgarden/installed-files
commands=$HOME/.local/bin
name=org.torchgarden.app

if [ ! -x "$here/torchgarden" ]; then
    printf '%s\n' "TorchGarden is not in $here. Unpack the whole archive and start install.sh in it." >&2
    exit 1
fi
line_break='
'
case $here in
*"$line_break"* | *%*) # a menu entry cannot name such a folder: GLib takes every % for a place to fill in
    printf '%s\n' "The path $here has a % or a line break in it, which a menu entry cannot have. Rename that folder." >&2
    exit 1
    ;;
esac

# What an earlier install has put goes first: the folder may have moved, or a newer version brings other files.
# An install that was cut off has left the list that it was writing.
part=$list.part
if [ -f "$part" ]; then
    cat -- "$part" >>"$list"
    rm -f -- "$part"
fi
if [ -f "$list" ]; then
    sh "$here/uninstall.sh" --quiet
fi

mkdir -p "$person_data/torchgarden" "$commands"
: >"$part"

put() { # put FILE PLACE: copy one file, and write its place down before it is there
    if [ -e "$2" ] || [ -L "$2" ]; then
        printf '%s\n' "$2 is there already and is not from an install of TorchGarden. It stays as it is." >&2
        return 0
    fi
    mkdir -p "$(dirname -- "$2")"
    printf '%s\n' "$2" >>"$part"
    cp -- "$1" "$2"
}

# In a desktop entry a program stands in quotes. In them " ` $ \ have a backslash before them, and every backslash is
# doubled, because the whole line is a string.
quoted=$(printf '%s' "$here/torchgarden" | sed -e 's/\\/\\\\\\\\/g' -e 's/["`$]/\\\\&/g')
entry=$part.desktop
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
    "Exec=torchgarden "*) printf 'Exec="%s" %s\n' "$quoted" "${line#Exec=torchgarden }" ;;
    *) printf '%s\n' "$line" ;;
    esac
done <"$here/share/applications/$name.desktop" >"$entry"
put "$entry" "$person_data/applications/$name.desktop"
rm -f -- "$entry"

(cd "$here/share" && find icons mime man metainfo -type f) | while IFS= read -r file; do
    put "$here/share/$file" "$person_data/$file"
done
if [ ! -e "$commands/torchgarden" ] && [ ! -L "$commands/torchgarden" ]; then
    printf '%s\n' "$commands/torchgarden" >>"$part"
    ln -s -- "$here/torchgarden" "$commands/torchgarden"
fi
mv -f -- "$part" "$list"

sh "$here/uninstall.sh" --tell-desktop
printf '%s\n' "TorchGarden is in your menu now. It starts from $here: when you move this folder, start install.sh again."
