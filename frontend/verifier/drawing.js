// The answer as elements of the page. Whatever a file says is put in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";
const ROWS = ["document", "signature", "log", "status"];
const TONES = { right: "good", wrong: "attention", unknown: "applicant" };

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function shape(tone) {
  const [drawing, use] = ["svg", "use"].map((name) => document.createElementNS(SVG, name));
  drawing.setAttribute("class", "shape");
  drawing.setAttribute("viewBox", "0 0 12 12");
  drawing.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#shape-${tone}`);
  drawing.append(use);
  return drawing;
}

export function verdictPanel(saying, found, page) {
  const { verdict, rows } = found;
  const head = element("div", { class: "answer__head" }, element("span", { class: "answer__shape" }, shape(verdict.tone)));
  const words = element("div", {}, element("h2", { class: "answer__headline", id: "verdict", tabindex: "-1" }, saying.say(`verdict.${verdict.word}`)));
  if (found.claims && rows.signature.state === "right") words.append(element("p", { class: "answer__who" }, found.claims.holder, element("span", {}, found.claims.number)));
  for (const line of sentences(saying, found, page)) words.append(element("p", { class: "answer__sentence" }, line));
  words.append(element("p", { class: "answer__as-of" }, saying.say("clock", { clock: found.now })));
  head.append(words);
  const list = element("ul", { class: "answer__checks" }, ...ROWS.map((name) => row(saying, name, rows[name], found)));
  const title = element("h3", { class: "answer__what" }, saying.say("checked"));
  return element("section", { class: `answer tone-${verdict.tone}`, "data-verdict": verdict.word, "aria-labelledby": "verdict" }, head, element("div", { class: "answer__body" }, title, list));
}

// What stands below the headline: why, what is left open, and what to do.
function sentences(saying, { verdict, rows }, page) {
  const { word, reason, open } = verdict;
  if (word === "open") {
    const names = open.map((name) => saying.say(`open.${name}`));
    return [saying.say("verdict.open_because", { rows: saying.lists.format(names) })];
  }
  if (reason) return [saying.say(reason.reason, reason.values), saying.say(`verdict.${word}_then`, { site: page.trust.base_url })];
  if (word === "good") return [saying.say("verdict.good_then", rows.status.values)];
  return [saying.say(...(rows.status.is ? [rows.status.reason, rows.status.values] : [rows.document.reason, rows.document.values]))];
}

function row(saying, name, result, found) {
  const tone = result.is && name === "document" ? "other" : TONES[result.state];
  const word = element("strong", { class: `answer__check-result text-${tone}` }, saying.say(`word.${result.is ?? result.state}`));
  const head = element("div", { class: "answer__check-head" }, element("strong", {}, saying.say(`row.${name}`)), word);
  const reason = element("p", { class: "answer__detail" }, saying.say(result.reason, result.values));
  const body = element("div", { class: "answer__check-label" }, head, reason);
  if (name === "document" && found.claims) body.append(particulars(saying, found.claims));
  if (result.state === "unknown" && found.addresses[name]) body.append(whereToAsk(saying, name, found.addresses[name]));
  const mark = element("span", { class: `answer__check-mark tone-${tone}` }, shape(tone));
  return element("li", { class: "answer__check", "data-row": name, "data-state": result.state }, mark, body);
}

function whereToAsk(saying, name, address) {
  const link = element("a", { href: address, rel: "noreferrer", target: "_blank" }, address);
  return element("p", { class: "answer__detail" }, saying.say(`ask.${name}`), " ", link);
}

function particulars(saying, claims) {
  const list = element("dl", { class: "particulars" });
  const told = { number: claims.number, holder: claims.holder, scope: claims.scope, validity: saying.say("from_to", { first: claims.from, last: claims.until }), body: claims.body };
  for (const [name, value] of Object.entries(told)) list.append(element("div", {}, element("dt", {}, saying.say(`told.${name}`)), element("dd", { class: `told-${name}` }, value)));
  return list;
}

export function technicalities(saying, { about, rows }) {
  const list = element("dl", { class: "particulars" });
  const told = { fingerprint: about.fingerprint, key: rows.signature.key, index: rows.log.entries && String(rows.log.entries[0].index) };
  for (const [name, value] of Object.entries(told)) {
    if (value) list.append(element("div", {}, element("dt", {}, saying.say(`told.${name}`)), element("dd", {}, element("code", {}, value))));
  }
  return list.children.length ? element("details", { class: "more" }, element("summary", {}, saying.say("technical")), list) : null;
}

// The keys that this page knows, each with its times.
export function keysKnown(saying, keys) {
  const list = element("ul", { class: "keys" });
  for (const key of keys) {
    const times = ["used_from", "retired_at", "compromised_at"].filter((name) => key[name]);
    const words = times.map((name) => saying.say(`key.${name}`, { day: new Date(key[name]) })).join(" · ");
    list.append(element("li", {}, element("strong", {}, key.name), element("span", { class: "answer__detail" }, words), element("code", {}, key.key_id)));
  }
  return list;
}
