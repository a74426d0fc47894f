// Bytes and their spellings: hexadecimal, Base64, Base58, and SHA-256.

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

export const utf8 = (text) => new TextEncoder().encode(text);
export const textOf = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
export const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export const same = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

// Throws for anything but the one way in which RFC 4648 writes these bytes.
export function fromBase64(text) {
  const letters = atob(text);
  if (btoa(letters) !== text) throw new Error("not Base64");
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

export function fromBase64url(text) {
  if (!/^[\w-]*$/.test(text)) throw new Error("not Base64 for addresses");
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return fromBase64(plain + "=".repeat((4 - (plain.length % 4)) % 4));
}

export function fromBase58(text) {
  let number = 0n;
  for (const letter of text) {
    const digit = BASE58.indexOf(letter);
    if (digit < 0) throw new Error("not Base58");
    number = number * 58n + BigInt(digit);
  }
  const digits = number.toString(16);
  const bytes = number ? fromHex(digits.padStart(digits.length + (digits.length % 2), "0")) : new Uint8Array();
  return joined(new Uint8Array(/^1*/.exec(text)[0].length), bytes);
}

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

export async function unzipped(bytes, format) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
