// The page: takes the files, lets them be checked, and shows the answer in the language chosen.
import { check, OLD } from "./checking.js";
import { element, keysKnown, technicalities, verdictPanel } from "./drawing.js";
import { recognised } from "./reading.js";
import { Saying } from "./saying.js";

const page = JSON.parse(document.getElementById("data").textContent);
const part = (id) => document.getElementById(id);
const DOCUMENTS = ["pdf", "credential", "token"];
let saying = new Saying(page, page.language);
let files = [];
let found = null;

async function take(handed) {
  if (!handed.length) return;
  part("answer").setAttribute("aria-busy", "true");
  const batch = await Promise.all(Array.from(handed, recognised));
  const isDocument = ({ kind }) => DOCUMENTS.includes(kind);
  // A new document begins anew; a proof handed in later joins the document in hand.
  const kept = batch.some(isDocument) && files.some(isDocument) ? [] : files;
  const kinds = batch.map(({ kind }) => kind);
  files = [...kept.filter(({ kind }) => kind !== "stranger" && !kinds.includes(kind)), ...batch];
  found = await answer();
  part("answer").removeAttribute("aria-busy");
  show();
  (part("verdict") ?? part("notice"))?.focus();
}

async function answer() {
  const documents = files.filter(({ kind }) => DOCUMENTS.includes(kind));
  if (!documents.length) return null;
  if (new Set(documents.map(({ kind }) => kind)).size < documents.length) return { isMixed: true };
  const hand = Object.fromEntries(files.map((file) => [file.kind, file]));
  try {
    const told = await check(hand, page.trust, new Date());
    return told.isMixed ? told : { ...told, addresses: addressesOf(told.about, hand.evidence) };
  } catch {
    return { isBroken: true };
  }
}

function addressesOf(about, evidence) {
  const code = about.code || (evidence?.content.code ?? "");
  if (!/^[\w-]+$/.test(about.number) || !/^[\w-]*$/.test(code)) return {};
  const { base_url: base } = page.trust;
  if (!code) return { status: `${base}/verify/${about.number}` };
  return { status: `${base}/verify/${about.number}?code=${code}`, log: `${base}/credentials/${about.number}/evidence.json?code=${code}` };
}

function show() {
  for (const place of document.querySelectorAll("[data-say]")) place.textContent = saying.say(place.dataset.say, page.facts);
  part("files").replaceChildren(...files.map(fileLine));
  part("again").hidden = !files.length;
  part("answer").replaceChildren(...answerParts());
  part("keys").replaceChildren(keysKnown(saying, page.trust.signing_keys));
  const isOld = Date.now() - new Date(page.trust.made_at) > OLD;
  part("old").hidden = !isOld;
}

function fileLine({ kind, name }) {
  return element("li", { class: kind === "stranger" ? "file file--stranger" : "file" }, element("strong", {}, saying.say(`kind.${kind}`)), element("span", {}, name));
}

function answerParts() {
  if (found?.rows) return [verdictPanel(saying, found, page), technicalities(saying, found)].filter(Boolean);
  if (!files.length) return [];
  const isStrange = files.every(({ kind }) => kind === "stranger");
  const words = found?.isMixed ? "notice.mixed" : found?.isBroken ? "notice.broken" : isStrange ? "notice.stranger" : "notice.document_missing";
  return [element("p", { class: "notice tone-applicant", id: "notice", tabindex: "-1" }, saying.say(words))];
}

function speak(language) {
  saying = new Saying(page, language);
  document.documentElement.lang = language;
  document.title = saying.say("title");
  for (const button of document.querySelectorAll("[data-language]")) {
    if (button.dataset.language === language) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  part("languages").setAttribute("aria-label", saying.say("language"));
  show();
}

page.facts = { day: new Date(page.trust.made_at), site: page.trust.base_url };
const choice = part("choice");
choice.addEventListener("change", () => take(choice.files).then(() => (choice.value = "")));
const drop = document.querySelector(".drop");
addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("drop--over");
});
addEventListener("dragleave", () => drop.classList.remove("drop--over"));
addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("drop--over");
  take(event.dataTransfer.files);
});
part("again").addEventListener("click", () => {
  [files, found] = [[], null];
  show();
  choice.focus();
});
part("languages").addEventListener("click", ({ target }) => target.dataset.language && speak(target.dataset.language));
speak(page.language);
part("main").hidden = false;
