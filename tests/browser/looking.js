// What a page must be for everybody, told by the browser: each finding is one sentence. Run after axe.
(() => {
  const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  const named = (element) => {
    const words = (element.innerText || element.value || element.getAttribute("aria-label") || "").trim().replace(/\s+/g, " ").slice(0, 40);
    const mark = element.id ? `#${element.id}` : [...element.classList].slice(0, 2).map((name) => `.${name}`).join("");
    return `<${element.tagName.toLowerCase()}${mark}> "${words}"`;
  };
  const slides = (element) => {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      if (/(auto|scroll)/.test(getComputedStyle(box).overflowX) && box.scrollWidth > box.clientWidth) return true;
    }
    return false;
  };
  const isForReadersOnly = (element) => {
    const box = element.getBoundingClientRect();
    return box.width <= 1 || box.height <= 1 || getComputedStyle(element).position === "absolute" && box.right < 1;
  };

  const isBroken = (element) => {
    const word = element.innerText.trim();
    if (!word || word.length > 12 || /\s/.test(word)) return false;
    const text = document.createRange();
    text.selectNodeContents(element);
    return new Set([...text.getClientRects()].map((box) => Math.round(box.top / 8))).size > 1;
  };

  // Nothing wider than the window, no short word in pieces, no control cut off or out of reach.
  const fits = () => {
    const found = [];
    const root = document.scrollingElement;
    const across = root.clientWidth;
    if (root.scrollWidth > across) {
      const wide = [...document.querySelectorAll("body *")].filter((one) => visible(one) && !isForReadersOnly(one) && !slides(one) && one.getBoundingClientRect().right > across + 1);
      found.push(`the page is ${root.scrollWidth - across} px too wide: ${wide.slice(-3).map(named).join(", ")}`);
    }
    for (const one of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
      if (!visible(one) || isForReadersOnly(one)) continue;
      const box = one.getBoundingClientRect();
      if ((box.left < -1 || box.right > across + 1) && !slides(one)) found.push(`out of the window: ${named(one)}`);
      const isText = one.matches("a, button, summary");
      if (isText && getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1) found.push(`cut off: ${named(one)}`);
      if (isText && getComputedStyle(one).overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1) found.push(`cut off below: ${named(one)}`);
    }
    for (const one of document.querySelectorAll("label")) {
      if (visible(one) && !isForReadersOnly(one) && isBroken(one)) found.push(`a short word is broken: ${named(one)}`);
    }
    return found;
  };

  // Every stop of the keyboard shows that it is there and is hidden by nothing.
  const focuses = () => {
    const found = [];
    const stops = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")];
    for (const one of stops) {
      if (!visible(one) || one.disabled || one.closest("[inert]")) continue;
      one.focus();
      if (document.activeElement !== one) { found.push(`takes no focus: ${named(one)}`); continue; }
      const drawn = one.matches(".govuk-radios__input, .govuk-checkboxes__input") ? getComputedStyle(one.nextElementSibling, "::before") : getComputedStyle(one);
      const isShown = (drawn.outlineStyle !== "none" && parseFloat(drawn.outlineWidth) >= 2) || drawn.boxShadow !== "none" || one.classList.contains("govuk-skip-link");
      if (!isShown) found.push(`focus is not to be seen: ${named(one)}`);
      const box = one.getClientRects()[0];
      if (!box || isForReadersOnly(one)) continue;
      const seen = document.elementFromPoint(Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1), Math.min(Math.max(box.top + Math.min(box.height, 40) / 2, 1), innerHeight - 1));
      if (seen && !one.contains(seen) && !seen.contains(one) && !one.labels?.length && !one.closest("label")) found.push(`in focus but hidden by ${named(seen)}: ${named(one)}`);
    }
    document.activeElement?.blur();
    return found;
  };

  // Letters painted as none of `known`, each way once: colour and size, and all that lies behind them. Contrast is a matter of these alone.
  const unseen = (known) => {
    const seen = new Set(known);
    const fresh = new Map();
    const grounds = new Map();
    for (const one of document.querySelectorAll("*")) {
      const style = getComputedStyle(one);
      const isApart = /absolute|fixed|sticky/.test(style.position) ? `${style.position} ${one.className}` : "";
      const own = `${style.backgroundColor} ${style.backgroundImage} ${style.opacity} ${style.filter} ${isApart}`;
      const behind = grounds.get(one.parentElement) ?? "";
      const ground = own === "rgba(0, 0, 0, 0) none 1 none " ? behind : `${behind} | ${own}`;
      grounds.set(one, ground);
      const hasLetters = one.matches("input, select, textarea") || [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      if (!hasLetters) continue;
      const isOff = Boolean(one.closest(":disabled, [aria-disabled=true]") || one.closest("label")?.control?.disabled);
      const key = `${style.color} ${style.fontSize} ${style.fontWeight} ${style.textShadow} ${isOff}${ground}`;
      if (!seen.has(key) && !fresh.has(key) && visible(one) && !isForReadersOnly(one)) fresh.set(key, one);
    }
    return fresh;
  };

  // What axe says of those; a way of painting of which it cannot tell is looked at again elsewhere.
  const contrasts = async (known, options) => {
    const fresh = unseen(known);
    if (!fresh.size) return { violations: [], keys: [] };
    const { violations, incomplete } = await axe.run({ include: [...fresh.values()] }, { ...options, elementRef: true });
    const untold = new Set(incomplete.flatMap((rule) => rule.nodes.map((node) => node.element)));
    return { violations, keys: [...fresh].filter(([, one]) => !untold.has(one)).map(([key]) => key) };
  };

  // A heading, a title that names the page, a language, a way past the navigation.
  const speaks = (lang) => {
    const found = [];
    const heads = [...document.querySelectorAll("h1")].filter(visible);
    if (heads.length !== 1) found.push(`has ${heads.length} main headings`);
    const title = document.title.split(" – ");
    if (title.length < 2 || !title[0].trim()) found.push(`has the title "${document.title}"`);
    if (document.documentElement.lang !== lang) found.push(`is in "${document.documentElement.lang}"`);
    const skip = document.querySelector(".govuk-skip-link");
    const target = skip && document.querySelector(skip.hash);
    if (!target || document.querySelector("a[href], button") !== skip) found.push("has no way past the navigation");
    else { skip.focus(); skip.click(); if (document.activeElement !== target) found.push("the way past the navigation moves no focus"); }
    for (const error of document.querySelectorAll("[data-error-summary] a[href^='#']")) {
      const field = document.getElementById(decodeURIComponent(error.hash.slice(1)));
      if (!field) found.push(`the summary of errors points nowhere: ${error.hash}`);
      else if (!field.matches("input, select, textarea") && !field.querySelector("input, select, textarea")) found.push(`the summary of errors points to no field: ${error.hash}`);
    }
    const summary = document.querySelector("[data-error-summary]");
    if (summary && (!summary.querySelector("[role=alert]") || summary.tabIndex !== -1)) found.push("the summary of errors is not announced");
    for (const bad of document.querySelectorAll(".govuk-input--error, .govuk-textarea--error, .govuk-select--error")) {
      const about = [bad, bad.closest("fieldset, [role=group]")].map((one) => one?.getAttribute("aria-describedby") ?? "").join(" ");
      const says = about.split(" ").some((id) => document.getElementById(id)?.matches(".govuk-error-message"));
      if (!says || bad.getAttribute("aria-invalid") !== "true") found.push(`a refused field that is not said to be: ${named(bad)}`);
    }
    return found;
  };

  window.look = { contrasts, fits, focuses, speaks };
})();
