// On a phone a row of tabs or screens begins where the current one is in sight; anew when a count came into one of them.
function bring(current) {
  const row = current.closest("nav"), ul = current.closest("ul");
  for (const box of [row, ul]) {
    if (box.scrollWidth <= box.clientWidth) continue;
    const where = current.getBoundingClientRect(), frame = box.getBoundingClientRect();
    box.scrollLeft += where.left - frame.left - (frame.width - where.width) / 2;
  }
}
document.querySelectorAll(".tabs [aria-current], .screens [aria-current]").forEach(bring);
addEventListener("htmx:afterSettle", (event) => event.target.closest?.(".tabs")?.querySelectorAll("[aria-current]").forEach(bring));
