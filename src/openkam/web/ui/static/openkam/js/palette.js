// The search palette: Ctrl/⌘-K opens it, arrows choose among [role=option], Enter opens the chosen one.
const palette = document.getElementById("palette");
const box = palette?.querySelector("input");
if (/Mac|iPhone|iPad/.test(navigator.platform)) for (const key of document.querySelectorAll(".find kbd")) key.textContent = "⌘ K";
const options = () => [...palette.querySelectorAll("[role=option]")];
function choose(index) {
  const all = options();
  all.forEach((option, place) => { option.id ||= `palette-${place}`; option.setAttribute("aria-selected", String(place === index)); });
  const chosen = all[index];
  if (chosen) { box.setAttribute("aria-activedescendant", chosen.id); chosen.scrollIntoView({ block: "nearest" }); }
}
addEventListener("keydown", (event) => {
  if (!palette || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (palette.open) return palette.close();
  palette.showModal();
  box.select();
  choose(0);
});
palette?.addEventListener("keydown", (event) => {
  const all = options();
  const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") choose((at + 1) % all.length);
  else if (event.key === "ArrowUp") choose((at - 1 + all.length) % all.length);
  else if (event.key === "Enter") (all[at] ?? all[0])?.click();
  else if (event.key === "Escape") palette.close(); // a search box would only empty itself
  else return;
  event.preventDefault();
});
palette?.addEventListener("htmx:afterSwap", () => choose(0));
