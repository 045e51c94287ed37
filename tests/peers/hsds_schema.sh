#!/bin/sh
# The demo county as an HSDS feed, judged by the official JSON Schemas: `hsds_schema.sh PROGRAM`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
printf '[counties.demo]\nhosts = ["*"]\nname = "Landkreis Auental"\nland = "TH"\n' >"$folder/mila.toml"
"$1" -c "$folder/mila.toml" demo
"$1" -c "$folder/mila.toml" export hsds -o "$folder/services.ndjson"
HSDS_DUMP="$folder/services.ndjson" node --test "$here/hsds_schema.test.mjs"
