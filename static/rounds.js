// Arrow keys move between the rows of a table; leaving with figures that are not saved asks first.
"use strict";
for (const form of document.querySelectorAll("form.grid")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  form.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !event.target.matches("td.cell .entry > input")) return;
    const cell = event.target.closest("td");
    const rows = [...form.querySelectorAll("tbody tr")];
    const next = rows[rows.indexOf(cell.parentElement) + step];
    const input = next && next.cells[cell.cellIndex].querySelector(".entry > input");
    if (input) { event.preventDefault(); input.focus(); input.select(); }
  });
}
