// Joins the rows of an article to its words. Without this script each row is a link that the server answers the same way.
"use strict";

(() => {
  const reader = document.querySelector(".reader");
  if (!reader) return;

  // Long stretches are lit softly, so that the words inside them still stand out. Same list as SOFT_KINDS in rows.py.
  const SOFT = new Set(["evidence", "direct", "indirect"]);
  const told = document.getElementById("told");
  const peek = document.getElementById("peek");
  const rows = new Map([...document.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
  const marked = [...document.querySelectorAll("[data-marks]")].map((element) => ({
    element,
    // "event-1:source statement-2:direct"
    marks: element.dataset.marks.split(" ").map((mark) => mark.split(":")),
  }));
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = window.matchMedia("(max-width: 60rem)");

  const side = document.getElementById("rows");
  let behavior = "auto"; // nothing moves while the page is still being opened

  const showWords = (element) => element.scrollIntoView({ block: "center", behavior });

  // Only the side column is moved: two scrolls of the page at once would stop each other.
  function showRow(row) {
    const head = side.querySelector(".rows-head").offsetHeight;
    const { top, bottom } = row.getBoundingClientRect();
    const frame = side.getBoundingClientRect();
    if (top >= frame.top + head && bottom <= Math.min(frame.bottom, window.innerHeight)) return;
    side.scrollBy({ top: top - frame.top - head - 8, behavior });
  }

  function clear() {
    for (const { element } of marked) element.classList.remove("on", "soft", "part-source", "part-target");
    for (const row of rows.values()) {
      row.classList.remove("on");
      row.querySelector("a.open").removeAttribute("aria-current");
    }
    peek.hidden = true;
  }

  function lightRow(key) {
    const row = rows.get(key);
    row.classList.add("on");
    row.querySelector("a.open").setAttribute("aria-current", "true");
    return row;
  }

  function lightWords(key) {
    const lit = [];
    for (const { element, marks } of marked) {
      const kinds = marks.filter(([row]) => row === key).map(([, kind]) => kind);
      if (!kinds.length) continue;
      element.classList.add(kinds.every((kind) => SOFT.has(kind)) ? "soft" : "on");
      for (const part of ["source", "target"]) if (kinds.includes(part)) element.classList.add("part-" + part);
      lit.push(element);
    }
    return lit;
  }

  // On a narrow page the rows stand below the text; copies of the chosen ones are shown over its foot.
  function peekAt(keys) {
    if (!narrow.matches) return;
    const copies = keys.map((key) => {
      const copy = rows.get(key).cloneNode(true);
      copy.removeAttribute("id");
      return copy;
    });
    peek.querySelector("ol").replaceChildren(...copies);
    peek.hidden = false;
  }

  // An article that was only sent to be read has no address of its own.
  const kept = "kept" in reader.dataset;

  function remember(key) {
    if (!kept) return;
    const address = new URL(window.location.href);
    if (key) address.searchParams.set("row", key);
    else address.searchParams.delete("row");
    address.hash = "";
    window.history.replaceState(null, "", address);
  }

  function choose(key, { scrollRow = false } = {}) {
    if (!rows.has(key)) return;
    clear();
    const row = lightRow(key);
    const lit = lightWords(key);
    if (lit.length) showWords(lit[0]);
    if (scrollRow && !narrow.matches) showRow(row);
    peekAt([key]);
    remember(key);
    told.textContent = lit.length ? `${key.replace("-", " ")}: ${lit.length} stretches of text are lit.` : "This row has no words in the text.";
  }

  function chooseWords(marks, element) {
    const keys = [...new Set(marks.map(([key]) => key))].filter((key) => rows.has(key));
    if (!keys.length) return;
    clear();
    element.classList.add("on");
    const lit = [...rows.keys()].filter((key) => keys.includes(key));
    lit.forEach(lightRow);
    if (!narrow.matches) showRow(rows.get(lit[0]));
    peekAt(lit);
    remember(null);
    told.textContent = `${lit.length} ${lit.length === 1 ? "row stands" : "rows stand"} on these words.`;
  }

  // One listener for rows, their copies and the text. A click with a modifier opens the row's own address, as on any link.
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const target = event.target;
    const go = target.closest("[data-go]");
    const row = target.closest("[data-row]");
    const words = target.closest("[data-marks]");
    const link = target.closest("a");
    if (go) {
      event.preventDefault();
      choose(go.dataset.go, { scrollRow: true });
    } else if (row && !target.closest("summary") && (!link || link.classList.contains("open"))) {
      if (window.getSelection().toString() && !link) return;
      event.preventDefault();
      choose(row.dataset.row);
    } else if (words && !window.getSelection().toString()) {
      chooseWords(marked.find(({ element }) => element === words).marks, words);
    } else if (target.closest("#peek-close")) {
      peek.hidden = true;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    clear();
    remember(null);
    told.textContent = "Nothing is chosen.";
  });

  if (narrow.matches) document.querySelector(".legend").open = false;

  // A row's own address may also be its fragment: #event-3
  const inHash = () => rows.has(window.location.hash.slice(1)) && window.location.hash.slice(1);
  window.addEventListener("hashchange", () => inHash() && choose(inHash(), { scrollRow: true }));
  const first = inHash() || reader.dataset.selected;
  if (rows.has(first)) choose(first, { scrollRow: true });
  behavior = calm.matches ? "auto" : "smooth";
})();
