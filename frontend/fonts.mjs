// Cuts Inter down to the letters of the four languages (and of names from elsewhere in Europe) and to the weights in use.
import { readFile, writeFile, mkdir } from "node:fs/promises";
import subsetFont from "subset-font";

const source = "node_modules/@fontsource-variable/inter/files";
const target = "../accreditation/web/static/fonts";
const between = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");
const files = {
  latin: between(0x20, 0x7e) + between(0xa0, 0xff) + "ŒœŸıˆ˚˜–—‘’‚“”„†•…‰‹›€™−\u2009\u202f\u2011",
  "latin-ext": between(0x100, 0x17f) + between(0x218, 0x21b) + "ẞ" + between(0x1e80, 0x1e85),
};

await mkdir(target, { recursive: true });
for (const [name, letters] of Object.entries(files)) {
  const whole = await readFile(`${source}/inter-${name}-wght-normal.woff2`);
  const cut = await subsetFont(whole, letters, {
    targetFormat: "woff2",
    variationAxes: { wght: { min: 400, max: 700 } },
  });
  await writeFile(`${target}/inter-${name}.woff2`, cut);
  console.log(`inter-${name}.woff2 ${whole.length} -> ${cut.length}`);
}
