// Builds the page that checks certificates without a network: script, style, font and words of licences in one file. The
// server puts the issuer's keys and the words of the languages in when somebody downloads it (accreditation/web/public/offline.py).
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { compile } from "sass";

const target = "../accreditation/web/public/offline.html";
const hashOf = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

async function licenceOf(name) {
  const about = JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8"));
  const words = await readFile(`node_modules/${name}/LICENSE`, "utf8").catch(() => `${about.license}, ${about.author?.name ?? about.author}`);
  return `${name} ${about.version}\n\n${words.trim()}`;
}

const bundle = await build({
  entryPoints: ["verifier/main.js"],
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  format: "iife",
  platform: "browser",
  target: "es2022",
  legalComments: "none",
  charset: "utf8",
});
const script = bundle.outputFiles[0].text.trim().replaceAll("</script", "<\\/script");
const font = (await readFile("../accreditation/web/static/fonts/inter-latin.woff2")).toString("base64");
const style = compile("verifier/page.scss", { style: "compressed" }).css.trim().replace("inter-latin.woff2", `data:font/woff2;base64,${font}`);
const strokes = Array.from({ length: 33 }, (_, i) => `<path${i === 3 ? ' class="ring__one"' : ""} d="M32 3.5v9" transform="rotate(${+((i * 360) / 33).toFixed(3)} 32 32)"/>`);
const ring = `<svg viewBox="0 0 64 64" width="34" height="34" aria-hidden="true"><g stroke="currentColor" stroke-width="2.3" stroke-linecap="round">${strokes.join("")}</g></svg>`;
const bundled = Object.keys(bundle.metafile.inputs).map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]);
const libraries = [...new Set([...bundled.filter(Boolean), "@fontsource-variable/inter"])].sort();
const licences = await Promise.all(libraries.map(licenceOf));

const parts = { script, style, ring, "script-hash": hashOf(script), "style-hash": hashOf(style) };
const shell = await readFile("verifier/page.html", "utf8");
const page = shell.replaceAll(/\{\{([a-z-]+)\}\}/g, (whole, name) => parts[name] ?? whole);
const notice = licences.join("\n\n").replaceAll("--", "- -");
await writeFile(target, `${page}<!--\nWhat this file contains of others, and under which licences:\n\n${notice}\n-->\n`);
console.log(`offline.html ${page.length} bytes, script ${script.length}, style ${style.length}`);
