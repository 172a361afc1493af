// Comfort for the table of projects: leaving a cell saves it, Escape closes it, Tab opens the next.
(() => {
  const formOf = (element) => element.closest?.(".cell-form");
  const changed = (input) => input.value !== (input.dataset.was ?? input.defaultValue);
  let goTo = null; // the cell to focus or open once the row is back: { row, field, open }

  document.addEventListener("keydown", (event) => {
    const form = formOf(event.target);
    if (!form || event.target.name !== "text") return;
    const row = form.closest("tr");
    if (!row) return;
    const field = form.elements.field.value;
    if (event.key === "Escape") {
      event.preventDefault();
      goTo = { row: row.id, field };
      form.querySelector("[data-cancel]").click();
    } else if (event.key === "Enter" && event.target.tagName === "INPUT") {
      goTo = { row: row.id, field };
    } else if (event.key === "Tab" && !form.querySelector("[aria-invalid]")) {
      const cells = [...row.querySelectorAll("td")];
      const here = cells.findIndex((cell) => cell.contains(form));
      const next = cells[here + (event.shiftKey ? -1 : 1)]?.querySelector("[data-field]");
      if (!next) return;
      event.preventDefault();
      goTo = { row: row.id, field: next.dataset.field, open: true };
      if (changed(event.target)) form.requestSubmit();
      else next.click();
    }
  });

  document.addEventListener("focusout", (event) => {
    const form = formOf(event.target);
    if (!form || !form.closest("tr") || goTo || event.target.name !== "text") return;
    if (form.contains(event.relatedTarget) || !form.isConnected) return;
    if (changed(event.target)) form.requestSubmit();
  });

  document.addEventListener("htmx:after:swap", () => {
    const input = document.querySelector("tr .cell-form [name=text]");
    if (input) {
      goTo = null;
      input.focus();
      input.select?.();
      return;
    }
    if (!goTo) return;
    const { row, field, open } = goTo;
    goTo = null;
    const found = document.getElementById(row);
    const cell = [...(found?.querySelectorAll("[data-field]") ?? [])].find((each) => each.dataset.field === field);
    cell?.focus();
    if (open) cell?.click();
  });
})();
