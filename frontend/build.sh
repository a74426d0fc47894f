#!/bin/sh
# Builds what accreditation/web/static serves, from these sources. Needs Node 20; the result is committed, so nobody needs
# Node to run or install the product.
set -eu
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --no-audit --no-fund
static=../accreditation/web/static
mkdir -p "$static/icons"
npx sass --load-path=node_modules --style=compressed --no-source-map --quiet-deps scss/aval.scss "$static/aval.css"
cp aval.js "$static/aval.js"
node icons.mjs
node fonts.mjs
for file in "$static/aval.css" "$static/aval.js"; do
  printf '%s %s bytes, %s zipped\n' "$(basename "$file")" "$(wc -c < "$file")" "$(gzip -9 -c "$file" | wc -c)"
done
