// What the pages gain from script; every page works without it.

const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
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

for (const note of document.querySelectorAll("[data-count-for]")) {
  const text = document.getElementById(note.dataset.countFor);
  if (!text) continue;
  const show = () => {
    const written = note.dataset.unit === "words" ? (text.value.match(/\S+/g) ?? []).length : [...text.value].length;
    const left = Number(note.dataset.maximum) - written;
    const sentence = left < 0 ? note.dataset.over : note.dataset.left;
    note.textContent = sentence.replace("{count}", Math.abs(left).toLocaleString(document.documentElement.lang));
    note.classList.toggle("count--over", left < 0);
  };
  text.addEventListener("input", show);
  show();
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const line = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
  let timer;
  let running = Promise.resolve();
  let underWay = 0;
  const tell = (message, failed) => {
    if (!line) return;
    line.textContent = message;
    line.classList.toggle("saved--failed", failed);
  };
  const save = async () => {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json", "X-Requested-With": "autosave" },
      signal: AbortSignal.timeout(20000),
    }).catch(() => null);
    if (answer?.status === 409) return tell((await answer.json()).message, true);
    if (!answer?.ok) return tell(line?.dataset.failed ?? "", true);
    const { message, fields = {} } = await answer.json();
    for (const [name, value] of Object.entries(fields)) {
      if (form.elements[name]) form.elements[name].value = value;
    }
    tell(message, false);
  };
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      underWay += 1;
      running = running.then(save).finally(() => { underWay -= 1; });
    }, 1200);
  });
  // On a slow line the last draft may still be on its way: the button waits for it, else it would send an old version.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!underWay) return;
    event.preventDefault();
    event.stopPropagation();
    running.then(() => form.requestSubmit(event.submitter));
  });
}

// A second press of the same button does nothing while the first is under way; the server would refuse it anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  if (event.submitter?.matches("[data-once]")) form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
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
