#!/usr/bin/env bash
# Debian packages that the tests need: installed as root on Debian, else named.
set -u
missing=""
while read -r package program; do
  command -v "$program" >/dev/null 2>&1 || [ -f "$program" ] || missing="$missing $package"
done < "$(dirname "$0")/../debian-packages.txt"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "Please install:$missing" >&2
  exit 1
fi
