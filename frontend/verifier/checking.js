// The whole check: four rows, each with its own result, and a verdict that never says more than the rows allow.
import { hexOf, sha256 } from "./bytes.js";
import { checkCredential, checkToken } from "./credential.js";
import { checkLog } from "./log.js";
import { addressIn, attachedIn } from "./pdf.js";
import { claimsIn, claimsInText, isNumber } from "./reading.js";
import { right, unknown, wrong } from "./results.js";
import { checkSeal } from "./seal.js";
import { checkStatus } from "./status.js";

const DAY = 24 * 3600 * 1000;
export const OLD = 180 * DAY;

// {isMixed} for files about different certificates, or {rows, claims, about, verdict, now}. `hand`: pdf, credential, token, evidence as far as there are any.
export async function check(hand, trust, clock) {
  const told = await toldBy(hand, trust);
  const numbers = new Set(told.all.map((each) => each?.number).filter(Boolean));
  if (numbers.size > 1) return { isMixed: true };
  const now = latest(clock, trust.made_at);
  const about = { number: [...numbers][0] ?? "", code: told.address?.code ?? "", fingerprint: hand.pdf ? hexOf(await sha256(hand.pdf.content)) : "" };
  const log = await checkLog(hand.evidence?.content, about, trust);
  const signature = await checkSignatures(hand, trust, log);
  const status = await checkStatus(told.claims, hand.evidence?.content, log, trust, now);
  const document = checkDocument(told.claims, signature, now);
  const rows = { document, signature, log, status };
  return { rows, claims: told.claims, about, verdict: verdictOn(rows), now };
}

// Never before what the page itself was made at: a clock set back makes nothing valid again.
const latest = (clock, madeAt) => new Date(Math.max(+clock, +new Date(madeAt)));

async function toldBy(hand, trust) {
  const address = hand.pdf && addressIn(hand.pdf.content, trust.base_url);
  const attached = hand.pdf && claimsInText(await attachedIn(hand.pdf.content));
  const [credential, token] = [hand.credential && claimsIn(hand.credential.content), hand.token && claimsIn(hand.token.content.claims)];
  const documents = [attached, credential, token];
  return { all: [...documents, address], address, claims: documents.find(Boolean) ?? null };
}

// The first that is not right counts.
async function checkSignatures(hand, trust, log) {
  const results = [];
  if (hand.pdf) results.push(await checkSeal(hand.pdf.content, trust, log.issuedAt));
  if (hand.credential) results.push(await checkCredential(hand.credential.content, trust));
  if (hand.token) results.push(await checkToken(hand.token.content, trust));
  const worst = ["wrong", "unknown", "right"].map((state) => results.find((each) => each.state === state));
  return worst.find(Boolean);
}

function checkDocument(claims, signature, now) {
  if (!claims) return unknown("document.none");
  if (signature.state !== "right") return unknown("document.proves_nothing");
  const values = { first: claims.from, last: claims.until };
  if (!isNumber(claims.number)) return wrong("document.number", { number: claims.number });
  if (now > claims.until) return wrong("document.over", values, { is: "over" });
  if (now < claims.from) return wrong("document.early", values, { is: "early" });
  return right("document.in_time", values);
}

// {word, tone, open}: `open` names the rows that nothing was found out about.
function verdictOn({ document, signature, log, status }) {
  const told = (word, tone) => ({ word, tone, reason: null });
  const faulty = [signature, log, document, status].find((row) => row.state === "wrong" && !row.is);
  if (faulty) return { ...told("false", "attention"), reason: faulty };
  if (signature.state === "unknown") return { ...told("doubt", "applicant"), reason: signature };
  if (status.is) return told(status.is, "attention");
  if (document.is) return told(document.is, "other");
  const rows = { document, log, status };
  const open = Object.keys(rows).filter((name) => rows[name].state === "unknown");
  if (status.state === "right" && !status.until) open.push("status_then");
  return open.length ? { ...told("open", "us"), open } : told("good", "good");
}
