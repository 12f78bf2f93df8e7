#!/bin/sh
# image.sh PROGRAM FOLDER: puts together the files of an image that runs
# PROGRAM and nothing else.
set -eu
program=$1
folder=$2

mkdir -p "$folder/etc/ssl/certs" "$folder/data" "$folder/srv/notes" "$folder/tmp"
cp "$program" "$folder/notes"

# The program's libraries and their loader, where it looks for them.
ldd "$program" | grep -o '/[^ ]*' | while read -r library; do
  mkdir -p "$folder$(dirname "$library")"
  cp -L "$library" "$folder$library"
done

# To check the certificates of others, such as an OAuth issuer's.
cp -L /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/"
echo 'notes:x:65532:65532::/data:/sbin/nologin' >"$folder/etc/passwd"
echo 'notes:x:65532:' >"$folder/etc/group"

# Everything is root's, and read-only to the server, but these.
chmod 1777 "$folder/tmp"
chown 65532:65532 "$folder/data"
