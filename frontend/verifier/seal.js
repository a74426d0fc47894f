// The seal of a PDF (CMS, as PAdES has it): only the published keys count, each in its time; a time-stamp if its authority is known.
import { Certificate, ContentInfo, SignedData, TSTInfo } from "pkijs";
import { fromBase64, hexOf, same } from "./bytes.js";
import { sealIn } from "./pdf.js";
import { right, unknown, wrong } from "./results.js";

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const TIME_STAMP = "1.2.840.113549.1.9.16.1.4";
const TIME_STAMP_TOKEN = "1.2.840.113549.1.9.16.2.14";
const STAMPING = "1.3.6.1.5.5.7.3.8";
// SHA-256, SHA-384, SHA-512: nothing older is taken.
const DIGESTS = { "2.16.840.1.101.3.4.2.1": "SHA-256", "2.16.840.1.101.3.4.2.2": "SHA-384", "2.16.840.1.101.3.4.2.3": "SHA-512" };

const derOf = (pem) => fromBase64(pem.replaceAll(/-----[^-]+-----|\s/g, ""));
const certificateFrom = (pem) => Certificate.fromBER(derOf(pem));

function signedDataIn(der) {
  const info = ContentInfo.fromBER(der);
  if (info.contentType !== SIGNED_DATA) throw new Error("no signed data");
  return new SignedData({ schema: info.content });
}

// `provenAt`: the log proves that the file existed then.
export async function checkSeal(bytes, trust, provenAt = null) {
  const seal = sealIn(bytes);
  if (seal.fault) return wrong(seal.fault);
  let signed;
  try {
    signed = signedDataIn(seal.container);
  } catch {
    return wrong("signature.damaged");
  }
  const signer = signed.signerInfos[0];
  const isOurs = signed.signerInfos.length === 1 && signer.signedAttrs && !signed.encapContentInfo.eContent && DIGESTS[signer.digestAlgorithm.algorithmId];
  if (!isOurs) return wrong("signature.damaged");
  const key = keyOf(signer, trust);
  // No signature covers the certificate that lies beside it: it has to be there as it was published.
  if (key && !hexOf(seal.container).includes(hexOf(derOf(key.certificate_pem)))) return wrong("signature.changed");
  if (!(await covers(signed, seal.covered, key?.certificate))) return wrong("signature.changed");
  if (!seal.isWhole) return wrong("signature.added");
  return doubtAbout(key, seal, signer, trust, provenAt);
}

const names = (signer, certificate) => signer.sid.issuer?.isEqual(certificate.issuer) && signer.sid.serialNumber.isEqual(certificate.serialNumber);

function keyOf(signer, trust) {
  const keys = trust.signing_keys.map((key) => ({ ...key, certificate: certificateFrom(key.certificate_pem) }));
  return keys.find((key) => names(signer, key.certificate));
}

async function covers(signed, data, certificate) {
  if (certificate) signed.certificates = [certificate];
  try {
    return (await signed.verify({ signer: 0, data: data.slice().buffer, extendedMode: true })).signatureVerified === true;
  } catch {
    return false;
  }
}

async function doubtAbout(key, seal, signer, trust, provenAt) {
  const stamp = await stampOn(signer, trust);
  if (stamp?.isBroken) return wrong("signature.stamp_damaged");
  const at = stamp?.at ?? seal.signedAt;
  if (!key) return at > new Date(trust.made_at) ? unknown("signature.newer_key", { day: new Date(trust.made_at) }) : wrong("signature.other_key");
  if (!at || at < new Date(key.valid_from) || at > new Date(key.valid_until)) return wrong("signature.out_of_time");
  const lost = key.compromised_at && new Date(key.compromised_at);
  if (lost && ![stamp?.at, provenAt].some((moment) => moment && moment < lost)) return wrong("signature.lost_key", { moment: lost });
  if (key.retired_at && at > new Date(key.retired_at)) return unknown("signature.retired_key", { moment: new Date(key.retired_at) });
  return right(stamp?.at ? "signature.stamped" : "signature.right", { name: key.name, moment: at }, { key: key.key_id });
}

// null without one, {isBroken}, or {at}: the moment, where an authority that the issuer names stands behind it.
async function stampOn(signer, trust) {
  const found = signer.unsignedAttrs?.attributes.find((attribute) => attribute.type === TIME_STAMP_TOKEN);
  if (!found) return null;
  try {
    const signed = signedDataIn(found.values[0].toBER());
    const told = TSTInfo.fromBER(signed.encapContentInfo.eContent.getValue());
    const value = signer.signature.valueBlock.valueHexView;
    const digest = DIGESTS[told.messageImprint.hashAlgorithm.algorithmId];
    const hash = new Uint8Array(await crypto.subtle.digest(digest, value));
    const isAbout = signed.encapContentInfo.eContentType === TIME_STAMP && same(hash, told.messageImprint.hashedMessage.valueBlock.valueHexView);
    const answer = await signed.verify({ signer: 0, data: value.slice().buffer, extendedMode: true });
    if (!isAbout || !answer.signatureVerified) return { isBroken: true };
    const roots = trust.timestamp_roots_pem.map(certificateFrom);
    return (await stands(answer.signerCertificate, signed.certificates, roots, told.genTime)) ? { at: told.genTime } : {};
  } catch {
    return { isBroken: true };
  }
}

const isIn = (certificate, at) => certificate.notBefore.value <= at && at <= certificate.notAfter.value;
const extension = (certificate, id) => certificate.extensions?.find((each) => each.extnID === id)?.parsedValue;

// Whether a certificate for time-stamps hangs below one of the roots, over at most three others.
async function stands(certificate, others, roots, at) {
  if (!extension(certificate, "2.5.29.37")?.keyPurposes.includes(STAMPING)) return false;
  let present = certificate;
  for (let step = 0; step < 4; step += 1) {
    if (!isIn(present, at)) return false;
    const root = await issuerOf(present, roots);
    if (root) return isIn(root, at);
    const above = await issuerOf(present, others.filter((each) => each instanceof Certificate));
    if (!above || !extension(above, "2.5.29.19")?.cA) return false;
    present = above;
  }
  return false;
}

async function issuerOf(certificate, candidates) {
  for (const candidate of candidates) {
    if (candidate.subject.isEqual(certificate.issuer) && (await certificate.verify(candidate).catch(() => false))) return candidate;
  }
  return null;
}
