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
