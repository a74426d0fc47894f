// The row of the log: do the entries of the proof stand in it, are they about this certificate, and are they all there are?
import { hexOf, sha256, utf8 } from "./bytes.js";
import { checkToken, readToken } from "./credential.js";
import { provenEntry } from "./merkle.js";
import { right, unknown, wrong } from "./results.js";

const ISSUING = ["issue", "renew", "correct"];

// `about`: {number, code, fingerprint of the PDF or ""}. A right result has `entries`, oldest first, and `issuedAt`.
export async function checkLog(evidence, about, trust) {
  if (!evidence) return unknown("log.none");
  if (evidence.number !== about.number) return unknown("log.other_number", { number: String(evidence.number) });
  const entries = await Promise.all(evidence.leaves.map((leaf) => provenEntry(leaf, trust.log_keys)));
  const faulty = entries.find((entry) => entry.fault === "log.changed") ?? entries.find((entry) => entry.fault);
  if (faulty) return faulty.fault === "log.changed" ? wrong(faulty.fault) : unknown(faulty.fault, { day: new Date(trust.made_at) });
  const history = await checkHistory(evidence, entries, trust);
  if (history.state !== "right") return history;
  const handle = hexOf(await sha256(utf8(`${about.number}:${about.code || evidence.code}`)));
  if (entries.some(({ content }) => content.certificate !== handle)) return wrong("log.other_certificate");
  const first = entries.find(({ content }) => ISSUING.includes(content.event));
  if (!first) return wrong("log.not_issued");
  if (about.fingerprint && first.content.document !== about.fingerprint) return wrong("log.other_document");
  const issuedAt = new Date(first.content.at);
  const values = { index: first.index, moment: issuedAt };
  return right("log.right", values, { entries, issuedAt, until: history.values.moment });
}

// The issuer's signed word that there were no other entries until then.
async function checkHistory(evidence, entries, trust) {
  try {
    const token = readToken(evidence.history);
    const found = await checkToken(token, trust);
    if (found.state === "unknown") return unknown("log.newer_key", found.values);
    const isWhole = token.claims.licenseNumber === evidence.number && String(token.claims.leaves) === String(entries.map(({ index }) => index));
    return found.state === "right" && isWhole ? found : wrong("log.left_out");
  } catch {
    return wrong("log.left_out");
  }
}
