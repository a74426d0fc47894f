// What the pages gain from script; every page works without it.

const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
  // Whoever came past the navigation by the first link has its fragment in the address, and the browser goes there last.
  if (location.hash === "#main") document.getElementById("main")?.addEventListener("focus", () => summary.focus(), { once: true });
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    const control = target.matches("input, textarea, select") ? target : target.querySelector("input, textarea, select");
    if (!control) return;
    event.preventDefault();
    const group = control.closest(".govuk-form-group") ?? control;
    group.scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  });
}

// On a phone the menu slides: where one is stands in sight.
const here = document.querySelector(".navigation__link[aria-current]");
if (here) {
  const menu = here.closest(".navigation__list");
  menu.scrollLeft = here.offsetLeft - menu.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2;
}

for (const note of document.querySelectorAll("[data-count-for]")) {
  const text = document.getElementById(note.dataset.countFor);
  if (!text) continue;
  const show = () => {
    const written = note.dataset.unit === "words" ? (text.value.match(/\S+/g) ?? []).length : [...text.value].length;
    const left = Number(note.dataset.maximum) - written;
    const missing = Number(note.dataset.minimum ?? 0) - written;
    const isShort = missing > 0 && written > 0;
    const sentence = left < 0 ? note.dataset.over : isShort ? note.dataset.short : note.dataset.left;
    const count = isShort ? missing : Math.abs(left);
    note.textContent = sentence.replace("{count}", count.toLocaleString(document.documentElement.lang));
    note.classList.toggle("count--over", left < 0);
  };
  text.addEventListener("input", show);
  show();
}

// A second press of the same button does nothing while the first is under way; the server would refuse it anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  if (event.submitter?.matches("[data-once]")) form.dataset.sent = "yes";
});
// What takes longer than a second says so.
document.addEventListener("submit", (event) => {
  const told = event.target.querySelector("[data-busy]");
  if (told) setTimeout(() => { told.hidden = false; }, 1000);
});
addEventListener("pageshow", () => {
  for (const told of document.querySelectorAll("[data-busy]")) told.hidden = true;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

for (const link of document.querySelectorAll("a[data-button]")) {
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const row = event.target.closest?.("tr[data-row]");
  if (!row || event.target.matches("select, textarea, input:not([type='checkbox'])")) return;
  const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
  const target = next?.querySelector("th a") ?? next?.querySelector("a, input");
  if (!target) return;
  event.preventDefault();
  target.focus();
});

// A moment typed for a place, in words: it is already the clock of that place, so it is only spelled out, never moved.
for (const line of document.querySelectorAll("[data-moment-of]")) {
  const typed = document.getElementById(line.dataset.momentOf);
  const zone = document.getElementById(line.dataset.zoneOf);
  if (!typed || !zone) continue;
  const words = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeStyle: "short", hourCycle: "h23", timeZone: "UTC" });
  const show = () => {
    const moment = new Date(`${typed.value}Z`);
    line.textContent = Number.isNaN(moment.getTime()) ? "" : `${words.format(moment)}, ${zone.selectedOptions[0]?.text ?? ""}`;
  };
  typed.addEventListener("input", show);
  zone.addEventListener("change", show);
}
// What is typed is saved as one types, and kept in this browser until the server has it: neither a lost connection nor an
// expired session costs a word. A copy is the person's and the form's; it goes when it is saved and when somebody signs out.
{
  const START = "aval.draft|";
  const DAY = 86400000;
  const PATIENCE = [2, 4, 8, 15, 30];
  const NOT_TYPED = new Set(["csrf_token", "form_key", "seen_version", "version", "act"]);
  const person = document.body.dataset.person ?? "";
  const language = document.documentElement.lang;

  // A browser that keeps nothing (private windows, full storage) still saves; only the copy is missing.
  const copies = {
    read: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write: (key, copy) => { try { localStorage.setItem(key, JSON.stringify(copy)); return true; } catch { return false; } },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
    keys: () => { try { return Object.keys(localStorage).filter((key) => key.startsWith(START)); } catch { return []; } },
  };
  const typed = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.has(name));
  const content = (values) => JSON.stringify(values.map(([name, value]) => [name, value.trim()]).filter(([, value]) => value).sort());
  const isSame = (one, other) => content(one) === content(other);
  const when = (at) => new Date(at).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
  const post = (url, body) => fetch(url, {
    method: "POST",
    body,
    headers: { Accept: "application/json", "X-Requested-With": "autosave" },
    signal: AbortSignal.timeout(20000),
  }).catch(() => null);

  // The same page as the server draws it now: whether this person is signed in, a fresh token, and what is saved.
  const freshPage = async (url) => {
    const here = location.pathname + location.search;
    const answer = await fetch(here, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(20000) }).catch(() => null);
    if (!answer) return { isSignedIn: false, form: null };
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const isSignedIn = (page.body.dataset.person ?? "") === person;
    return { isSignedIn, form: isSignedIn ? page.querySelector(`form[data-autosave="${CSS.escape(url)}"]`) : null };
  };

  const watch = (form) => {
    const url = form.dataset.autosave;
    const line = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
    const both = form.querySelector("[data-see-both]");
    const offer = form.querySelector("[data-kept]");
    const key = form.dataset.draft && person ? `${START}${person}|${url}` : "";
    let timer;
    let attempt = 0;
    let isDirty = false;
    let running = null;
    let unanswered = null;

    const tell = (name, message = line?.dataset[name] ?? "") => {
      if (!line) return;
      if (line.textContent !== message) line.textContent = message;
      line.classList.toggle("saved--failed", name !== "saved" && name !== "unsaved");
    };
    const keep = () => {
      if (!key || (offer && !offer.hidden)) return;
      copies.write(key, { title: form.dataset.draft, at: Date.now(), version: form.elements.version?.value ?? "", values: typed(form) });
    };
    const dropCopy = () => { if (key && (!offer || offer.hidden)) copies.drop(key); };

    const took = async (answer, sent) => {
      const { message, fields = {} } = await answer.json();
      for (const [name, value] of Object.entries(fields)) if (form.elements[name]) form.elements[name].value = value;
      [attempt, unanswered] = [0, null];
      isDirty = !isSame(typed(form), sent);
      if (isDirty) { keep(); return "saved"; }
      dropCopy();
      for (const picture of form.querySelectorAll("img[data-redraw]")) picture.src = `${picture.src.split("?")[0]}?v=${fields.version ?? ""}`;
      tell("saved", message);
      return "saved";
    };

    // The server may have saved what was sent although its answer was lost: then nobody else wrote, and we go on from there.
    const changed = async (answer) => {
      const { form: now } = unanswered ? await freshPage(url) : {};
      if (now && isSame(typed(now), unanswered)) {
        for (const name of ["version", "seen_version"]) if (form.elements[name] && now.elements[name]) form.elements[name].value = now.elements[name].value;
        unanswered = null;
        return save();
      }
      tell("changed", (await answer.json().catch(() => ({}))).message);
      if (both) both.hidden = false;
      return "changed";
    };

    const signedOut = async (answer, isAgain) => {
      const { isSignedIn, form: now } = await freshPage(url);
      if (isSignedIn && (!now || isAgain)) { tell("changed", (await answer.json().catch(() => ({}))).message); return "refused"; }
      if (!now) { tell("signedOut"); return "signedOut"; }
      form.elements.csrf_token.value = now.elements.csrf_token.value;
      return save(true);
    };

    const save = async (isAgain = false) => {
      const sent = typed(form);
      const answer = await post(url, new FormData(form));
      if (answer?.ok) return took(answer, sent);
      if (answer?.status === 409) return changed(answer);
      if ([401, 403, 404].includes(answer?.status)) return signedOut(answer, isAgain);
      if (answer && answer.status < 500 && answer.status !== 429) { tell("failed"); return "refused"; }
      unanswered ??= sent;
      tell("waiting");
      return "waiting";
    };

    const run = async () => {
      let outcome = await save();
      while (outcome === "saved" && isDirty) outcome = await save();
      if (outcome === "waiting" || outcome === "signedOut") {
        timer = setTimeout(flush, 1000 * PATIENCE[Math.min(attempt, PATIENCE.length - 1)]);
        attempt += 1;
      }
      return outcome;
    };
    const flush = () => {
      clearTimeout(timer);
      running ??= run().finally(() => { running = null; });
      return running;
    };

    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return;
      isDirty = true;
      keep();
      tell("unsaved");
      clearTimeout(timer);
      timer = setTimeout(flush, 1200);
    });
    const goOn = () => { if (isDirty && !document.hidden) flush(); };
    addEventListener("online", goOn);
    addEventListener("focus", goOn);
    document.addEventListener("visibilitychange", goOn);

    // A button sends only what the server can take: it waits for the draft on its way, and does not leave a page whose text
    // could not be saved.
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (!isDirty && !running) return;
      event.preventDefault();
      event.stopPropagation();
      const { submitter } = event;
      flush().then((outcome) => {
        if (outcome !== "saved" && outcome !== "changed" && outcome !== "refused") return;
        isDirty = false;
        form.requestSubmit(submitter);
      });
    });

    if (!key) return;
    if (form.dataset.unsaved) return void keep();
    const copy = copies.read(key);
    if (!copy) return;
    if (!offer || isSame(copy.values, typed(form))) return void copies.drop(key);
    offer.querySelector("[data-kept-words]").textContent = offer.dataset.kept.replace("{when}", when(copy.at));
    offer.hidden = false;
    offer.querySelector("[data-kept-away]").addEventListener("click", () => { copies.drop(key); offer.hidden = true; });
    offer.querySelector("[data-kept-back]").addEventListener("click", async () => {
      const values = [...copy.values, ["csrf_token", form.elements.csrf_token.value], ["version", copy.version]];
      const body = new FormData();
      for (const [name, value] of values) body.append(name, value);
      const answer = await post(url, body);
      if (answer?.ok) { copies.drop(key); location.reload(); return; }
      if (answer?.status !== 409) return tell("waiting");
      const whole = Object.assign(document.createElement("form"), { method: "post", action: url, hidden: true });
      for (const [name, value] of values) whole.append(Object.assign(document.createElement("textarea"), { name, value }));
      document.body.append(whole);
      whole.submit();
    });
  };

  for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);

  const here = new Set([...document.querySelectorAll("form[data-draft]")].map((form) => form.dataset.autosave));
  const elsewhere = document.querySelector("[data-kept-elsewhere]");
  for (const key of copies.keys()) {
    const copy = copies.read(key);
    const url = key.split("|")[2] ?? "";
    if (!copy || Date.now() - copy.at > 14 * DAY) copies.drop(key);
    else if (elsewhere && key.startsWith(`${START}${person}|`) && person && !here.has(url) && url.startsWith("/")) {
      elsewhere.hidden = false;
      elsewhere.querySelector("span").textContent = elsewhere.dataset.keptElsewhere.replace("{section}", copy.title).replace("{when}", when(copy.at));
      elsewhere.querySelector("a").href = url;
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[action='/sign-out']")) return;
    for (const key of copies.keys()) copies.drop(key);
  }, { capture: true });

  for (const link of document.querySelectorAll("a[data-drop-draft]")) {
    link.addEventListener("click", () => copies.drop(`${START}${person}|${link.dataset.dropDraft}`));
  }
}

// A question that depends on another answer comes and goes with it.
for (const part of document.querySelectorAll("[data-asked-by]")) {
  const form = part.closest("form");
  const show = () => {
    const chosen = new FormData(form).getAll(part.dataset.askedBy);
    part.hidden = !part.dataset.askedWith.split(" ").some((value) => chosen.includes(value));
    part.toggleAttribute("data-off", part.hidden);
  };
  form.addEventListener("change", show);
  show();
}
// Files go in pieces, so that a lost connection costs one piece; the form itself goes last, on its plain way.
{
  const SMALLEST = 32 * 1024;
  const LARGEST = 1024 * 1024;
  const PATIENCE = [1, 2, 4, 8, 15];
  const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const pause = (seconds) => new Promise((done) => {
    const timer = setTimeout(done, seconds * 1000);
    addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
  });

  class Refused extends Error {}

  // Asks until the line is there; answers that will not change are handed back, or thrown with the server's own words.
  const ask = async (line, url, options, recover) => {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await fetch(url, { redirect: "error", ...options, signal: AbortSignal.timeout(45000) }).catch(() => null);
      if (answer && (answer.ok || answer.status === 409)) {
        if (attempt) line.say("again");
        return answer;
      }
      if (answer?.status === 403 || answer?.status === 404) throw new Refused(line.words("signedOut"));
      if (answer && answer.status < 500 && answer.status !== 429) throw new Refused((await answer.json().catch(() => ({}))).message ?? "");
      line.say("waiting");
      await pause(PATIENCE[Math.min(attempt, PATIENCE.length - 1)]);
      if (recover) return recover();
    }
  };

  const lineOf = (input) => {
    const box = input.closest(".govuk-form-group").querySelector("[data-upload-line]");
    const [bar, far, said] = [box.querySelector("progress"), box.querySelector(".upload__far"), box.querySelector(".upload__said")];
    const language = document.documentElement.lang;
    const size = (bytes) => `${(bytes / 1e6).toLocaleString(language, { maximumFractionDigits: 1 })} MB`;
    const tell = (text, state) => {
      box.hidden = false;
      if (said.textContent !== text) said.textContent = text;
      box.classList.toggle("upload--waiting", state === "waiting");
      box.classList.toggle("upload--failed", state === "failed");
    };
    return {
      words: (name) => box.dataset[name] ?? "",
      say: (name) => tell(box.dataset[name] ?? "", name),
      fail: (text) => { bar.hidden = far.hidden = true; tell(text, "failed"); },
      move: (sent, total) => {
        box.hidden = bar.hidden = far.hidden = false;
        bar.value = Math.floor((100 * sent) / total);
        far.textContent = box.dataset.sending.replace("{share}", (bar.value / 100).toLocaleString(language, { style: "percent" })).replace("{size}", size(total));
      },
    };
  };

  const send = async (input, file, token) => {
    const line = lineOf(input);
    line.say("reading");
    const headers = { "X-CSRFToken": token, "Tus-Resumable": "1.0.0", Accept: "application/json" };
    const digest = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const begun = await ask(line, input.dataset.upload, {
      method: "POST",
      headers: { ...headers, "Upload-Length": file.size, "Upload-Metadata": `filename ${base64(file.name)},sha256 ${base64(digest)}` },
    });
    const [place, name] = [begun.headers.get("Location"), begun.headers.get("Upload-Name")];
    let at = Number(begun.headers.get("Upload-Offset"));
    let length = 128 * 1024;
    const stands = () => ask(line, place, { method: "HEAD", headers });
    while (at < file.size) {
      line.move(at, file.size);
      const started = performance.now();
      const answer = await ask(line, place, {
        method: "PATCH",
        headers: { ...headers, "Upload-Offset": at, "Content-Type": "application/offset+octet-stream" },
        body: file.slice(at, at + length),
      }, () => { length = Math.max(SMALLEST, length / 2); return stands(); });
      at = Number(answer.headers.get("Upload-Offset"));
      if (performance.now() - started < 1500) length = Math.min(LARGEST, length * 2);
    }
    line.move(1, 1);
    await stands();
    line.say("checking");
    return name;
  };

  const withPieces = (form) => [...form.querySelectorAll("input[type='file'][data-upload]")].filter((input) => input.files.length && !input.disabled);

  addEventListener("submit", (event) => {
    const form = event.target;
    const inputs = withPieces(form);
    if (!inputs.length || !globalThis.crypto?.subtle) return;
    event.preventDefault();
    event.stopPropagation();
    if (form.dataset.uploading) return;
    form.dataset.uploading = "yes";
    const submitter = event.submitter;
    const all = inputs.map(async (input) => {
      const name = await send(input, input.files[0], form.elements.csrf_token.value)
        .catch((error) => { lineOf(input).fail(error.message); throw error; });
      const named = Object.assign(document.createElement("input"), { type: "hidden", name: `${input.name}-upload`, value: name });
      input.after(named);
      input.disabled = true;
    });
    Promise.all(all).then(
      () => { delete form.dataset.uploading; form.requestSubmit(submitter); },
      () => { delete form.dataset.uploading; },
    );
  }, { capture: true });

  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const input of document.querySelectorAll("input[type='file'][data-upload]:disabled")) {
      input.disabled = false;
      input.parentElement.querySelector(`[name="${input.name}-upload"]`)?.remove();
    }
  });
}
