// Makes the grid of cash flows as quick as a spreadsheet: moving, choosing, pasting, filling, undo.
// Without it the grid is a plain form. Nothing here computes: the server does.
(() => {
  const form = document.querySelector("[data-grid]");
  if (!form) return;
  const MARK = "\u241f";
  const done = [];
  const undone = [];
  let here = null;
  let chosen = null; // the corners of a block: { table, from: [r, c], to: [r, c] }
  let dirty = form.hasAttribute("data-dirty");
  for (const tool of form.querySelectorAll("[data-grid-tools]")) tool.hidden = false;
  for (const plain of form.querySelectorAll("[data-plain]")) plain.hidden = true;

  const rowsOf = (table) => [...table.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("[data-cell]")]);
  const find = (cell) => {
    const table = cell.closest("table");
    const all = rowsOf(table);
    const r = [...table.querySelectorAll("tbody tr")].indexOf(cell.closest("tr"));
    return { table, all, r, c: all[r].indexOf(cell) };
  };
  const go = (cell) => { if (cell) { cell.focus(); cell.select(); } };
  const first = (field) => (field.matches("select") ? [...field.options].find((each) => each.defaultSelected)?.value ?? field.options[0].value : field.defaultValue);
  const mark = (field) => field.classList.toggle("is-changed", field.value !== first(field));

  // A row that is filled in at the end of a table gets a blank one after it.
  const number = (table) => Math.max(0, ...[...form.querySelectorAll("tr[data-new] [name]")].map((each) => Number(each.name.split(MARK)[1].slice(1)) || 0)) + 1;
  const grow = (table) => {
    const row = table.querySelector("tbody tr[data-new]:last-child");
    if (!row) return null;
    const id = `+${number(table)}`;
    const copy = row.cloneNode(true);
    for (const field of copy.querySelectorAll("[name]")) {
      const parts = field.name.split(MARK);
      field.name = [parts[0], id, parts[2]].join(MARK);
      if (field.matches("input:not([type=hidden])")) { field.value = ""; field.setAttribute("value", ""); field.removeAttribute("aria-invalid"); field.removeAttribute("id"); field.removeAttribute("aria-describedby"); field.classList.remove("is-changed", "is-chosen"); }
    }
    for (const fault of copy.querySelectorAll(".fault")) fault.remove();
    row.after(copy);
    return copy;
  };
  const grown = (cell) => {
    const row = cell.closest("tr");
    if (row.matches("[data-new]:last-child") && cell.value) grow(cell.closest("table"));
  };

  const put = (changes) => {
    const kept = changes.filter(([field, text]) => field.value !== text).map(([field, text]) => [field, field.value, text]);
    if (!kept.length) return;
    for (const [field, , text] of kept) { field.value = text; field.dataset.before = text; mark(field); if (field.matches("[data-cell]")) grown(field); }
    done.push(kept);
    undone.length = 0;
    dirty = true;
  };
  const again = (from, onto, side) => {
    const last = from.pop();
    if (!last) return;
    for (const each of last) { const [field] = each; field.value = each[side]; field.dataset.before = each[side]; mark(field); }
    onto.push(last);
    go(last[0][0]);
  };
  const undo = () => again(done, undone, 1);
  const redo = () => again(undone, done, 2);

  // Several cells chosen at once: with Shift and the arrows, or Shift and the mouse.
  const block = () => {
    if (!chosen) return [];
    const all = rowsOf(chosen.table);
    const [r0, r1] = [chosen.from[0], chosen.to[0]].sort((a, b) => a - b);
    const [c0, c1] = [chosen.from[1], chosen.to[1]].sort((a, b) => a - b);
    return all.slice(r0, r1 + 1).map((row) => row.slice(c0, c1 + 1));
  };
  const show = () => {
    for (const cell of form.querySelectorAll(".is-chosen")) cell.classList.remove("is-chosen");
    const found = block();
    if (found.flat().length > 1) for (const cell of found.flat()) cell.classList.add("is-chosen");
  };
  const choose = (from, to) => {
    const a = find(from);
    const b = find(to);
    if (a.table !== b.table) return;
    chosen = { table: a.table, from: [a.r, a.c], to: [b.r, b.c] };
    show();
  };
  const drop = () => { chosen = null; show(); };

  const fill = (cell, down) => {
    const found = block();
    if (found.flat().length > 1) {
      put(down ? found.slice(1).flatMap((row) => row.map((each, c) => [each, found[0][c].value])) : found.flatMap((row) => row.slice(1).map((each) => [each, row[0].value])));
      return;
    }
    const at = find(cell);
    if (down) {
      const above = at.all[at.r - 1]?.[at.c];
      if (above) put([[cell, above.value]]);
      return;
    }
    put(at.all[at.r].slice(at.c + 1).filter((each) => each.classList.contains("number")).map((each) => [each, cell.value]));
  };

  const paste = (cell, text) => {
    const at = find(cell);
    const changes = [];
    const named = cell.name.endsWith(`${MARK}name`) && cell.name.startsWith("line");
    text.split("\n").forEach((line, down) => {
      let row = [...at.table.querySelectorAll("tbody tr")][at.r + down];
      if (!row) row = grow(at.table);
      if (!row) return;
      const cells = [...row.querySelectorAll("[data-cell]")];
      const parts = line.split("\t").map((part) => part.trim());
      // At a line's name: the name, then its amounts under the years.
      const into = named && parts.length > 1 ? [cells[0], ...cells.filter((each) => each.classList.contains("number"))] : cells.slice(at.c);
      parts.forEach((part, right) => { if (into[right]) changes.push([into[right], part]); });
      if (named && row.matches("[data-new]:last-child")) grow(at.table);
    });
    put(changes);
  };

  form.addEventListener("focusin", (event) => {
    const field = event.target;
    if (field.matches("[data-choice]")) field.dataset.before = field.value;
    if (!field.matches("[data-cell]")) return;
    here = field;
    here.dataset.before = here.value;
  });
  form.addEventListener("mousedown", (event) => {
    const cell = event.target;
    if (!cell.matches("[data-cell]")) return;
    if (event.shiftKey && here && here !== cell) { event.preventDefault(); choose(here, cell); } else drop();
  });
  form.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[data-remove]")) field.closest("tr").classList.toggle("is-gone", field.checked);
    if (field.matches("[data-remove]")) dirty = true;
    if (!field.matches("[data-cell], [data-choice]") || field.dataset.before === field.value) return;
    done.push([[field, field.dataset.before ?? first(field), field.value]]);
    undone.length = 0;
    field.dataset.before = field.value;
    dirty = true;
    mark(field);
    if (field.matches("[data-cell]")) grown(field);
  });
  form.addEventListener("paste", (event) => {
    const cell = event.target;
    if (!cell.matches("[data-cell]")) return;
    const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    paste(cell, text);
  });
  form.addEventListener("copy", (event) => {
    const found = block();
    if (found.flat().length < 2) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", found.map((row) => row.map((each) => each.value || each.placeholder).join("\t")).join("\n"));
  });
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("[data-cell]")) return;
    const control = event.ctrlKey || event.metaKey;
    const at = find(cell);
    const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const step = (down, right) => {
      const row = at.all[at.r + down];
      event.preventDefault();
      if (row) { drop(); go(row[Math.min(at.c + right, row.length - 1)]); }
    };
    const reach = (down, right) => {
      event.preventDefault();
      const to = chosen ? chosen.to : [at.r, at.c];
      const row = at.all[to[0] + down];
      const next = row?.[Math.max(0, Math.min(to[1] + right, row.length - 1))];
      if (next) choose(cell, next);
    };
    const arrows = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
    const move = arrows[event.key];
    const settled = (cell.dataset.before ?? cell.value) === cell.value;
    if (control && event.key === "z" && !event.shiftKey && settled) { event.preventDefault(); undo(); }
    else if (control && (event.key === "y" || (event.shiftKey && event.key.toLowerCase() === "z"))) { event.preventDefault(); redo(); }
    else if (control && event.key === "r") { event.preventDefault(); fill(cell, false); }
    else if (control && event.key === "d") { event.preventDefault(); fill(cell, true); }
    else if (control) { /* copy, paste and the rest are the browser's */ }
    else if (move && event.shiftKey && (whole || move[0])) reach(...move);
    else if (event.key === "Delete" && block().flat().length > 1) { event.preventDefault(); put(block().flat().map((each) => [each, ""])); }
    else if (event.key === "Enter") step(event.shiftKey ? -1 : 1, 0);
    else if (move && !event.shiftKey && (move[0] || whole) && (move[1] >= 0 || at.c > 0)) step(...move);
    else if (event.key === "Escape") { cell.value = cell.dataset.before ?? cell.defaultValue; mark(cell); drop(); }
  });
  form.querySelector("[data-grid-undo]").addEventListener("click", undo);
  form.querySelector("[data-grid-redo]").addEventListener("click", redo);
  form.querySelector("[data-grid-right]").addEventListener("click", () => here && fill(here, false));
  form.querySelector("[data-grid-down]").addEventListener("click", () => here && fill(here, true));
  form.querySelector("[data-grid-year]").addEventListener("click", () => {
    const to = form.querySelector("[data-grid-to]");
    const last = Number(to.value);
    to.value = last + 1;
    for (const cell of form.querySelectorAll("[data-year]:last-child")) {
      const copy = cell.cloneNode(true);
      const field = copy.querySelector("[data-cell]");
      if (field) {
        field.name = field.name.replace(new RegExp(`${MARK}${last}$`), `${MARK}${last + 1}`);
        field.setAttribute("aria-label", field.getAttribute("aria-label").replace(String(last), String(last + 1)));
        field.value = ""; field.setAttribute("value", ""); field.placeholder = ""; field.classList.remove("is-changed", "is-chosen");
      } else copy.textContent = last + 1;
      cell.after(copy);
    }
    for (const row of form.querySelectorAll("tfoot tr")) if (row.querySelector(".number")) row.append(document.createElement("td"));
  });
  for (const field of form.querySelectorAll("[data-remove]:checked")) field.closest("tr").classList.add("is-gone");
  form.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
})();
