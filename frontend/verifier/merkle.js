// The log (RFC 9162 tree, C2SP signed notes and proofs): is this entry under a seal of the log that is the issuer's?
import { fromBase64, hexOf, joined, same, sha256, utf8 } from "./bytes.js";
import { isEd25519 } from "./signatures.js";

const ED25519 = 1;
const PROOF = "c2sp.org/tlog-proof@v1";

const leafHash = (entry) => sha256(joined(new Uint8Array([0]), entry));
const nodeHash = (left, right) => sha256(joined(new Uint8Array([1]), left, right));

// RFC 9162 2.1.3.2. Places are numbers below 2^53, so they are halved and not shifted.
export async function isIncluded(leaf, index, size, path, head) {
  if (!(index >= 0 && index < size)) return false;
  let [place, last, value] = [index, size - 1, leaf];
  for (const step of path) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      value = await nodeHash(step, value);
      while (place % 2 === 0 && place) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      value = await nodeHash(value, step);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(value, head);
}

const keyHint = async (name, key) => (await sha256(joined(utf8(`${name}\n`), new Uint8Array([ED25519]), key))).subarray(0, 4);

// [name, key, hint] of a C2SP verifier key line.
async function verifierKey(line) {
  const [name, hint, ...rest] = line.trim().split("+");
  const data = fromBase64(rest.join("+"));
  const key = data.subarray(1);
  const own = await keyHint(name, key);
  if (data[0] !== ED25519 || hexOf(own) !== hint) throw new Error("no verifier key");
  return { name, key, hint: own };
}

// The checkpoint in a note: {size, head} if a known key sealed it, {isUnknownKey} if another did; null for a broken one.
async function opened(note, lines) {
  const [text, signatures] = [`${note.split("\n\n")[0]}\n`, note.split("\n\n").slice(1).join("\n\n")];
  const [origin, size, head] = text.split("\n");
  const given = signatures.split("\n").map((line) => line.split(" ")).filter(([dash, name, seal]) => dash === "\u2014" && name === origin && seal);
  const keys = (await Promise.all(lines.map(verifierKey))).filter(({ name }) => name === origin);
  let isKnown = false;
  for (const [, , seal] of given) {
    const data = fromBase64(seal);
    for (const { key, hint } of keys) {
      if (!same(hint, data.subarray(0, 4))) continue;
      isKnown = true;
      if (/^\d+$/.test(size) && (await isEd25519(data.subarray(4), utf8(text), key))) return { size: Number(size), head: fromBase64(head) };
    }
  }
  return given.length && !isKnown ? { isUnknownKey: true } : null;
}

function proofIn(text) {
  const [head, ...rest] = text.split("\n\n");
  const [kind, index, ...path] = head.split("\n").filter((line) => !line.startsWith("extra "));
  if (kind !== PROOF || !/^index \d+$/.test(index) || !rest.length) throw new Error("no proof");
  return { index: Number(index.slice(6)), path: path.map(fromBase64), note: rest.join("\n\n") };
}

// {content, index}: what the entry says and where; or {fault}.
export async function provenEntry(leaf, logKeys) {
  try {
    const entry = fromBase64(leaf.entry);
    const { index, path, note } = proofIn(leaf.proof);
    const seal = await opened(note, logKeys);
    if (seal?.isUnknownKey) return { fault: "log.newer_key" };
    const isIn = seal && index === leaf.index && (await isIncluded(await leafHash(entry), index, seal.size, path, seal.head));
    if (!isIn) return { fault: "log.changed" };
    const content = JSON.parse(new TextDecoder().decode(entry));
    return content.event === leaf.event ? { content, index } : { fault: "log.changed" };
  } catch {
    return { fault: "log.changed" };
  }
}
