// Dialogs: data-open="id" opens, data-close closes, a click beside it closes, and what htmx puts into one opens it.
addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-open]"), wanted = opener && document.getElementById(opener.dataset.open);
  if (wanted) {
    event.preventDefault(); // without a script a link leads to a page of its own
    wanted.showModal();
  }
  if (event.target.closest?.("[data-close]") || event.target.matches?.("dialog")) event.target.closest("dialog")?.close();
});
addEventListener("htmx:afterSwap", (event) => {
  const dialog = event.detail.target.closest?.("dialog");
  // What a search still brings after the palette was closed does not open it again.
  if (dialog && !dialog.open && dialog.id !== "palette") dialog.showModal();
});
