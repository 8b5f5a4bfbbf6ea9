// On a phone a row of tabs or screens begins where the current one is in sight.
for (const current of document.querySelectorAll(".tabs [aria-current], .screens [aria-current]")) {
  const row = current.closest("nav"), ul = current.closest("ul");
  for (const box of [row, ul]) {
    if (box.scrollWidth <= box.clientWidth) continue;
    const where = current.getBoundingClientRect(), frame = box.getBoundingClientRect();
    box.scrollLeft += where.left - frame.left - (frame.width - where.width) / 2;
  }
}
