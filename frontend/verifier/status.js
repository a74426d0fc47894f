// The row of the status: as far as the signed status lists and the log's entries in the proof say.
import { fromBase64url, unzipped } from "./bytes.js";
import { checkCredential } from "./credential.js";
import { right, unknown, wrong } from "./results.js";

const SPEAKS = { suspend: "suspended", reinstate: "", revoke: "revoked", supersede: "revoked" };

// `log` is the row of the log; what a proven entry says counts more than a list.
export async function checkStatus(claims, evidence, log, trust, now) {
  if (!evidence) return unknown("status.none");
  const told = saidIn(log.entries ?? []);
  if (told) return wrong(`status.${told.word}_logged`, { moment: told.at }, { is: told.word });
  if (!claims || log.reason === "log.other_number") return unknown("status.none");
  return listed(claims, evidence.status_list ?? [], trust, now);
}

function saidIn(entries) {
  let last = null;
  for (const { content } of entries) {
    if (content.event in SPEAKS && last?.word !== "revoked") last = { word: SPEAKS[content.event], at: new Date(content.at) };
  }
  return last?.word ? last : null;
}

async function listed(claims, lists, trust, now) {
  const [entry] = claims.statuses;
  const index = Number(entry?.statusListIndex);
  if (!entry || !Number.isInteger(index) || index < 0) return unknown("status.none");
  const address = (purpose) => String(entry.statusListCredential).replace(`/${entry.statusPurpose}-`, `/${purpose}-`);
  const bits = {};
  let [since, until] = [null, null];
  for (const list of lists) {
    const found = await checkCredential(list, trust);
    if (found.state !== "right") return found.state === "unknown" ? found : wrong("status.changed");
    const purpose = list.credentialSubject.statusPurpose;
    if (list.id !== address(purpose)) continue;
    bits[purpose] = await bitIn(list, index);
    since = earlier(since, list.validFrom);
    until = earlier(until, list.validUntil);
  }
  const values = { moment: since };
  if (bits.revocation) return wrong("status.revoked", values, { is: "revoked" });
  if (bits.suspension) return wrong("status.suspended", values, { is: "suspended" });
  if (bits.suspension === undefined) return unknown("status.none");
  return now <= until ? right("status.right", values, { until }) : right("status.right_then", values);
}

const earlier = (one, text) => (one && one < new Date(text) ? one : new Date(text));

// The first place is the highest bit of the first byte; a place beyond the end counts as set.
async function bitIn(list, index) {
  const bytes = await unzipped(fromBase64url(list.credentialSubject.encodedList.slice(1)), "gzip");
  return index >= bytes.length * 8 || (bytes[Math.floor(index / 8)] & (0x80 >> index % 8)) > 0;
}
