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
