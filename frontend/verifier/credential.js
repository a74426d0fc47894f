// A credential (eddsa-rdfc-2022, as JSON) or a token (RS256), against the issuer's identity document. Nothing is fetched.
import jsonld from "jsonld";
import openBadges from "../../accreditation/credentials/contexts/open-badges-3.0.3.json";
import credentials from "../../accreditation/credentials/contexts/credentials-v2.json";
import { fromBase58, fromBase64url, joined, sha256, textOf, utf8 } from "./bytes.js";
import { right, unknown, wrong } from "./results.js";
import { isEd25519, isRs256 } from "./signatures.js";

const CONTEXTS = {
  "https://www.w3.org/ns/credentials/v2": credentials,
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": openBadges,
};

async function documentLoader(url) {
  if (!Object.hasOwn(CONTEXTS, url)) throw new Error(`the context ${url} is not in this page`);
  return { contextUrl: null, documentUrl: url, document: CONTEXTS[url] };
}

// SHA-256 of the canonical RDF. `safe` throws for whatever the signature would not cover.
async function canonical(document) {
  const options = { algorithm: "RDFC-1.0", format: "application/n-quads", documentLoader, safe: true };
  return sha256(utf8(await jsonld.canonize(document, options)));
}

// Only words of the contexts in this page, spelled plainly: then what is read under a name was signed under that name.
function isPlain({ "@context": contexts, ...claims }, options) {
  return [contexts].flat().every((context) => Object.hasOwn(CONTEXTS, context)) && [claims, options].every(hasPlainNames);
}

function hasPlainNames(value) {
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, inner]) => !/[@:]/.test(name) && hasPlainNames(inner));
}

// The published method by the name that the signature gives, unless a result says why it does not count.
function methodOf(name, at, trust) {
  const { credential_keys: published } = trust;
  const method = published.verificationMethod.find(({ id }) => id === name);
  if (!method) return { doubt: at > new Date(trust.made_at) ? unknown("signature.newer_key", { day: new Date(trust.made_at) }) : wrong("signature.other_key") };
  if (method.revoked) return { doubt: wrong("signature.lost_proof_key", { moment: new Date(method.revoked) }) };
  return published.assertionMethod.includes(name) ? { method } : { doubt: wrong("signature.other_key") };
}

// Whether the issuer signed this: a credential of a person, or one that holds a status list.
export async function checkCredential(document, trust) {
  const { proof: given, ...claims } = document;
  const [proof, ...more] = [given].flat();
  const isOurs = proof && !more.length && proof.type === "DataIntegrityProof" && proof.cryptosuite === "eddsa-rdfc-2022" && proof.proofPurpose === "assertionMethod";
  if (!isOurs) return wrong("signature.credential_none");
  const issuer = claims.issuer?.id ?? claims.issuer;
  const at = new Date(proof.created);
  const { method, doubt } = methodOf(proof.verificationMethod, at, trust);
  if (doubt) return doubt;
  if (issuer !== trust.issuer) return wrong("signature.other_key");
  try {
    const { proofValue, ...options } = proof;
    if (!isPlain(claims, options)) return wrong("signature.credential_changed");
    const hashed = joined(await canonical({ "@context": claims["@context"], ...options }), await canonical(claims));
    const key = fromBase58(method.publicKeyMultibase.slice(1));
    const isSigned = proofValue.startsWith("z") && (await isEd25519(fromBase58(proofValue.slice(1)), hashed, key.subarray(2)));
    return isSigned ? right("signature.credential", { moment: at }, { key: method.id }) : wrong("signature.credential_changed");
  } catch {
    return wrong("signature.credential_changed");
  }
}

// {head, claims, signed, seal} of a compact token; throws for anything else.
export function readToken(text) {
  const [head, body, seal] = text.trim().split(".");
  const read = (part) => JSON.parse(textOf(fromBase64url(part)));
  return { head: read(head), claims: read(body), signed: utf8(`${head}.${body}`), seal: fromBase64url(seal) };
}

export async function checkToken({ head, claims, signed, seal }, trust) {
  if (head.alg !== "RS256") return wrong("signature.credential_none");
  const at = new Date(claims.iat * 1000);
  const { method, doubt } = methodOf(head.kid, at, trust);
  if (doubt) return doubt;
  if (claims.iss !== trust.issuer || !method.publicKeyJwk) return wrong("signature.other_key");
  const isSigned = await isRs256(seal, signed, method.publicKeyJwk).catch(() => false);
  return isSigned ? right("signature.credential", { moment: at }, { key: method.id }) : wrong("signature.credential_changed");
}
