// Makes the grid of cash flows as quick as a spreadsheet: moving, pasting, filling, undo.
// Without it the grid is a plain form. Nothing here computes: the server does.
(() => {
  const form = document.querySelector("[data-grid]");
  if (!form) return;
  const done = [];
  let here = null;
  let dirty = false;
  for (const tool of form.querySelectorAll("[data-grid-tools]")) tool.hidden = false;

  const rows = () => [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("[data-cell]")]).filter((row) => row.length);
  const find = (cell) => {
    const all = rows();
    for (let r = 0; r < all.length; r += 1) {
      const c = all[r].indexOf(cell);
      if (c >= 0) return { all, r, c };
    }
    return null;
  };
  const go = (cell) => { if (cell) { cell.focus(); cell.select(); } };
  const mark = (cell) => cell.classList.toggle("is-changed", cell.value !== cell.defaultValue);
  const put = (changes) => {
    const kept = changes.filter(([cell, text]) => cell.value !== text).map(([cell, text]) => [cell, cell.value, text]);
    if (!kept.length) return;
    for (const [cell, , text] of kept) { cell.value = text; cell.dataset.before = text; mark(cell); }
    done.push(kept);
    dirty = true;
  };
  const undo = () => {
    const last = done.pop();
    if (!last) return;
    for (const [cell, before] of last) { cell.value = before; cell.dataset.before = before; mark(cell); }
    go(last[0][0]);
  };
  const fill = (cell, down) => {
    const at = find(cell);
    if (!at) return;
    if (down) {
      const above = at.all[at.r - 1] && at.all[at.r - 1][at.c];
      if (above && above.closest("table") === cell.closest("table")) put([[cell, above.value]]);
      return;
    }
    put(at.all[at.r].slice(at.c + 1).filter((each) => each.classList.contains("number")).map((each) => [each, cell.value]));
  };

  form.addEventListener("focusin", (event) => {
    if (!event.target.matches("[data-cell]")) return;
    here = event.target;
    here.dataset.before = here.value;
  });
  form.addEventListener("change", (event) => {
    const cell = event.target;
    if (!cell.matches("[data-cell]") || cell.dataset.before === cell.value) return;
    done.push([[cell, cell.dataset.before ?? cell.defaultValue, cell.value]]);
    cell.dataset.before = cell.value;
    dirty = true;
    mark(cell);
  });
  form.addEventListener("paste", (event) => {
    const cell = event.target;
    if (!cell.matches("[data-cell]")) return;
    const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const at = find(cell);
    const changes = [];
    text.split("\n").forEach((line, down) => {
      const row = at.all[at.r + down];
      if (!row || row[0].closest("table") !== cell.closest("table")) return;
      line.split("\t").forEach((part, right) => {
        const into = row[at.c + right];
        if (into) changes.push([into, part.trim()]);
      });
    });
    put(changes);
  });
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("[data-cell]")) return;
    const control = event.ctrlKey || event.metaKey;
    const at = find(cell);
    const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const step = (down, right) => { event.preventDefault(); const row = at.all[at.r + down]; go(row && row[Math.min(at.c + right, row.length - 1)]); };
    if (control && event.key === "z" && cell.dataset.before === cell.value) { event.preventDefault(); undo(); }
    else if (control && event.key === "r") { event.preventDefault(); fill(cell, false); }
    else if (control && event.key === "d") { event.preventDefault(); fill(cell, true); }
    else if (event.key === "Enter" || event.key === "ArrowDown") step(1, 0);
    else if (event.key === "ArrowUp") step(-1, 0);
    else if (event.key === "ArrowRight" && whole) step(0, 1);
    else if (event.key === "ArrowLeft" && whole && at.c > 0) step(0, -1);
    else if (event.key === "Escape") { cell.value = cell.dataset.before ?? cell.defaultValue; mark(cell); }
  });
  form.querySelector("[data-grid-undo]").addEventListener("click", undo);
  form.querySelector("[data-grid-right]").addEventListener("click", () => here && fill(here, false));
  form.querySelector("[data-grid-down]").addEventListener("click", () => here && fill(here, true));
  form.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
})();
