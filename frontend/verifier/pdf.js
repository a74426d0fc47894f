// A sealed PDF read as bytes: what its signature covers, the room that holds it, and what is attached or printed as address.
// It reads no more of the format than that: if the seal is right, every other byte is as the issuer made it.
import { fromHex, joined, textOf, unzipped } from "./bytes.js";

const latin = new TextDecoder("latin1");
const RANGE = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g;

export const looksLikePdf = (bytes, name) =>
  latin.decode(bytes.subarray(0, 1024)).includes("PDF-") || /\.pdf$/i.test(name) || latin.decode(bytes.subarray(-1024)).includes("%%EOF");

// {fault} or {covered, container, isWhole, signedAt}: the bytes under the signature, the signature, whether nothing follows.
export function sealIn(bytes) {
  const text = latin.decode(bytes);
  const found = [...text.matchAll(RANGE)];
  if (found.length > 1) return { fault: "signature.several" };
  if (!found.length) return { fault: text.includes("/ByteRange") ? "signature.damaged" : "signature.none" };
  const [start, end, again, rest] = found[0].slice(1).map(Number);
  const hole = /^<([0-9A-Fa-f]+)>$/.exec(text.slice(end, again));
  if (start !== 0 || !hole || hole[1].length % 2 || again + rest > bytes.length) return { fault: "signature.changed" };
  const room = fromHex(hole[1]);
  const size = sizeOfDer(room);
  if (!size || room.subarray(size).some(Boolean)) return { fault: "signature.changed" };
  return {
    covered: joined(bytes.subarray(0, end), bytes.subarray(again, again + rest)),
    container: room.subarray(0, size),
    isWhole: again + rest === bytes.length,
    signedAt: moment(around(text, end, again)),
  };
}

// The length of the DER value at the beginning, head included; 0 where there is none.
function sizeOfDer(bytes) {
  const first = bytes[1];
  if (bytes[0] !== 0x30 || first === undefined || first === 0x80) return 0;
  if (first < 0x80) return 2 + first;
  const digits = bytes.subarray(2, 2 + (first & 0x7f));
  const size = digits.reduce((sum, digit) => sum * 256 + digit, 0) + 2 + digits.length;
  return size <= bytes.length ? size : 0;
}

// The words of the object around the hole, which is the signature's own.
const around = (text, end, again) => text.slice(text.lastIndexOf(" obj", end), end) + text.slice(again, text.indexOf("endobj", again));

// When it says it was signed; letters may be written as \ and their number in octal.
function moment(words) {
  const plain = words.replaceAll(/\\(\d{3})/g, (_, code) => String.fromCharCode(parseInt(code, 8)));
  const found = /\/M\s*\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-])(\d\d)'?(\d\d)?'?)/.exec(plain);
  if (!found) return null;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number);
  const shift = found[7] ? (found[7] === "-" ? -1 : 1) * (Number(found[8]) * 60 + Number(found[9] ?? 0)) : 0;
  return new Date(Date.UTC(year, month - 1, day, hour, minute - shift, second));
}

// The attached credential as text, or "".
export async function attachedIn(bytes) {
  const text = latin.decode(bytes);
  for (const found of text.matchAll(/<<(?:[^<>]|<<[^<>]*>>)*\/Type\s*\/EmbeddedFile(?:[^<>]|<<[^<>]*>>)*>>\s*stream\r?\n/g)) {
    const start = found.index + found[0].length;
    const told = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(found[0].replaceAll(/\/Params\s*<<[^<>]*>>/g, ""));
    const end = told ? start + Number(told[1]) : text.indexOf("endstream", start);
    const content = bytes.subarray(start, end);
    try {
      return textOf(/FlateDecode/.test(found[0]) ? await unzipped(content, "deflate") : content);
    } catch {
      return "";
    }
  }
  return "";
}

// {number, code} of the address behind the QR code, or null.
export function addressIn(bytes, base) {
  const text = latin.decode(bytes);
  const start = text.indexOf(`(${base}/verify/`);
  const found = start < 0 ? null : /^([\w-]+)\?code=([\w-]+)\)/.exec(text.slice(start + base.length + 9, start + base.length + 200));
  return found && { number: found[1], code: found[2] };
}
