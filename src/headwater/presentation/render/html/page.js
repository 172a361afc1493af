"use strict";
// What the page can do beyond being read: point at marks, hide series, sort and filter tables.
(() => {
  const tip = document.getElementById("tip");
  const said = new WeakMap();
  const mark = (event) => event.target.closest && event.target.closest("svg .mark");
  const show = (event) => {
    const found = mark(event);
    if (!found || !found.closest(".field")) { tip.hidden = true; return; }
    const title = found.querySelector("title");
    if (title) { said.set(found, title.textContent); title.remove(); }
    tip.textContent = said.get(found) || "";
    tip.hidden = !tip.textContent;
    const box = tip.getBoundingClientRect();
    const left = Math.min(event.clientX + 14, innerWidth - box.width - 8);
    const below = event.clientY + 18;
    tip.style.left = Math.max(8, left) + "px";
    tip.style.top = (below + box.height > innerHeight ? event.clientY - box.height - 12 : below) + "px";
  };
  document.addEventListener("pointermove", show);
  document.addEventListener("pointerdown", show);
  document.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });

  for (const button of document.querySelectorAll("[data-toggle]")) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      const plot = document.getElementById(button.dataset.plot);
      plot.querySelector(`[data-series="${button.dataset.toggle}"]`).classList.toggle("off", !on);
    });
  }

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const tools of document.querySelectorAll(".tools")) {
    tools.hidden = false;
    const search = tools.querySelector("[data-search]");
    const buttons = [...tools.querySelectorAll("[data-filter]")];
    const count = tools.querySelector("[data-count]");
    const body = document.getElementById(search.dataset.search).tBodies[0];
    const rows = [...body.rows].map((row) => ({
      row,
      words: fold(row.textContent),
      call: row.querySelector(".call") ? row.querySelector(".call").parentElement.dataset.value : "",
    }));
    const apply = () => {
      const wanted = fold(search.value.trim());
      const pressed = buttons.find((button) => button.getAttribute("aria-pressed") === "true");
      const call = pressed ? pressed.dataset.call : "";
      let shown = 0;
      for (const each of rows) {
        const keep = (!call || each.call === call) && each.words.includes(wanted);
        each.row.hidden = !keep;
        shown += keep ? 1 : 0;
      }
      count.textContent = `${shown.toLocaleString("en-GB")} shown`;
    };
    search.addEventListener("input", apply);
    for (const button of buttons) {
      button.addEventListener("click", () => {
        for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
        apply();
      });
    }
  }

  const value = (row, place) => {
    const cell = row.cells[place];
    const number = cell.classList.contains("num");
    if (!number) return cell.textContent.trim();
    return cell.dataset.value === undefined ? null : Number(cell.dataset.value);
  };
  const words = new Intl.Collator("en-GB", { numeric: true });
  for (const button of document.querySelectorAll(".sort")) {
    button.addEventListener("click", () => {
      const head = button.closest("th");
      const place = head.cellIndex;
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of head.parentElement.cells) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const body = head.closest("table").tBodies[0];
      const sorted = [...body.rows].map((row) => [value(row, place), row]);
      sorted.sort(([a], [b]) => {
        if (a === null || b === null) return (a === null) - (b === null);  // unknown comes last
        const order = typeof a === "number" ? a - b : words.compare(a, b);
        return up ? order : -order;
      });
      body.append(...sorted.map(([, row]) => row));
    });
  }

  addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll("figure details")) each.open = true;
  });
})();
