// Draws the seal ring as icons: 33 short strokes, one a Member administration, one of them in coral. Colours that hold on
// light and dark tabs alike; plain attributes, because a style element would fall under the content security policy.
import { writeFile } from "node:fs/promises";
import { Resvg } from "@resvg/resvg-js";

const folder = "../accreditation/web/static/icons";
const ring = ({ sea, coral, ground = "", inset = 0 }) => {
  const strokes = Array.from({ length: 33 }, (_, i) => {
    const turn = `transform="rotate(${+((i * 360) / 33).toFixed(3)} 32 32)"`;
    const colour = i === 3 ? ` stroke="${coral}" stroke-width="4.8"` : "";
    return `<path d="M32 3.5v11.5"${colour} ${turn}/>`;
  }).join("");
  const box = `${-inset} ${-inset} ${64 + 2 * inset} ${64 + 2 * inset}`;
  const back = ground && `<rect x="-32" y="-32" width="128" height="128" fill="${ground}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">${back}<g stroke="${sea}" stroke-width="3" stroke-linecap="round">${strokes}</g></svg>\n`;
};
const png = (svg, width) => new Resvg(svg, { fitTo: { mode: "width", value: width } }).render().asPng();
const ico = (image, size) => {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt8(size, 6);
  head.writeUInt8(size, 7);
  head.writeUInt16LE(1, 10);
  head.writeUInt16LE(32, 12);
  head.writeUInt32LE(image.length, 14);
  head.writeUInt32LE(22, 18);
  return Buffer.concat([head, image]);
};

const onTab = ring({ sea: "#2a7fa3", coral: "#d9583a" });
await writeFile(`${folder}/ring.svg`, onTab);
await writeFile(`${folder}/favicon.ico`, ico(png(onTab, 32), 32));
await writeFile(`${folder}/ring-180.png`, png(ring({ sea: "#ffffff", coral: "#ff8a66", ground: "#083a50", inset: 12 }), 180));
