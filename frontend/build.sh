#!/bin/sh
# Builds what accreditation/web/static serves, from these sources. Needs Node 20; the result is committed, so nobody needs
# Node to run or install the product.
set -eu
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --no-audit --no-fund
static=../accreditation/web/static
mkdir -p "$static/icons" "$static/fonts"
cat aval.js drafts.js uploads.js > "$static/aval.js"
node icons.mjs
node fonts.mjs
cp node_modules/@fontsource-variable/inter/LICENSE "$static/fonts/LICENSE"
npx sass --load-path=node_modules --style=compressed --no-source-map --quiet-deps scss/aval.scss "$static/aval.css"
# The same fingerprint as accreditation/web/urls.py puts on the preload, so that the browser fetches each font once.
for font in inter-latin inter-latin-ext; do
  mark=$(sha256sum "$static/fonts/$font.woff2" | cut -c1-12)
  sed "s|fonts/$font\.woff2|&?v=$mark|" "$static/aval.css" > "$static/aval.css.new"
  mv "$static/aval.css.new" "$static/aval.css"
done
node verifier.mjs
for file in "$static/aval.css" "$static/aval.js"; do
  printf '%s %s bytes, %s zipped\n' "$(basename "$file")" "$(wc -c < "$file")" "$(gzip -9 -c "$file" | wc -c)"
done
