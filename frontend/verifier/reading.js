// What was handed in: which of the files is what, and what a credential says.
import { textOf } from "./bytes.js";
import { readToken } from "./credential.js";
import { looksLikePdf } from "./pdf.js";

export const EVIDENCE = "accreditation-evidence/1";
const MOST_BYTES = 20 * 1024 * 1024;

// {kind: pdf, credential, token, evidence or stranger; name; content}.
export async function recognised(file) {
  const name = file.name;
  if (file.size > MOST_BYTES) return { kind: "stranger", name };
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (looksLikePdf(bytes, name)) return { kind: "pdf", name, content: bytes };
  try {
    return { name, ...textual(textOf(bytes).trim()) };
  } catch {
    return { kind: "stranger", name };
  }
}

function textual(text) {
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) return { kind: "token", content: readToken(text) };
  const content = JSON.parse(text);
  if (content.format === EVIDENCE && Array.isArray(content.leaves)) return { kind: "evidence", content };
  return { kind: [content.type].flat().includes("VerifiableCredential") ? "credential" : "stranger", content };
}

// What it says, or null where it is not written as the issuer writes: then nothing of it is shown as if it were.
export function claimsIn(document) {
  const subject = document?.credentialSubject;
  const [identity, ...others] = [subject?.identifier].flat();
  const told = {
    number: subject?.licenseNumber,
    holder: identity?.identityHash,
    scope: subject?.achievement?.name,
    description: subject?.achievement?.description,
    body: document?.issuer?.name,
    from: document?.validFrom,
    until: document?.validUntil,
  };
  if (others.length || Object.values(told).some((value) => typeof value !== "string")) return null;
  const [from, until] = [new Date(told.from), new Date(told.until)];
  if (Number.isNaN(+from) || Number.isNaN(+until)) return null;
  return { ...told, from, until, statuses: [document.credentialStatus].flat().filter(Boolean) };
}

export function claimsInText(text) {
  try {
    return claimsIn(JSON.parse(text));
  } catch {
    return null;
  }
}

// Check digits of ISO 7064 MOD 97-10, letters as A=10 ... Z=35.
export function isNumber(number) {
  if (!/^[A-Z]{2,7}-\d{4}-\d{6}-\d{2}$/.test(number)) return false;
  const digits = Array.from(number.replaceAll("-", ""), (mark) => parseInt(mark, 36)).join("");
  return Array.from(digits).reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}
