// Lists move with the arrow keys: table[data-rows]; Enter opens the row's first link, X ticks its box, ← → turn the page.
const rowsOf = (table) => [...table.querySelectorAll("tbody > tr")];
function go(row) {
  if (!row) return;
  for (const other of rowsOf(row.closest("table"))) other.tabIndex = other === row ? 0 : -1;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}
addEventListener("keydown", (event) => {
  if (event.target.closest("input:not([type=checkbox]), textarea, select, summary, dialog, svg") || event.ctrlKey || event.metaKey || event.altKey) return;
  const table = event.target.closest("table[data-rows]") ?? document.querySelector("main table[data-rows]");
  if (!table) return;
  const row = event.target.closest("tbody > tr"), all = rowsOf(table), at = all.indexOf(row);
  if (event.key === "ArrowDown") go(all[Math.min(at + 1, all.length - 1)]);
  else if (event.key === "ArrowUp" && at > 0) go(all[at - 1]);
  else if (event.key === "Enter" && row === event.target) row.querySelector("a")?.click();
  else if (event.key.toLowerCase() === "x" && row === event.target) row.querySelector("input[type=checkbox]")?.click();
  else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const link = document.querySelector(`main .pager a[rel=${event.key === "ArrowLeft" ? "prev" : "next"}]`);
    if (!link || event.target.closest(".scroll")) return;
    link.click();
  } else return;
  event.preventDefault();
});
