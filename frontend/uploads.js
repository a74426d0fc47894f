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
