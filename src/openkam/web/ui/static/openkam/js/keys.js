// Keys of every page: ? shows them, / goes to the list's filter, G and a digit to a screen of the bar. Never while typing.
let isGoing = false;
addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "?") document.getElementById("keys")?.showModal();
  else if (event.key === "/") document.querySelector("main input[type=search]")?.focus();
  else if (isGoing && /^[1-9]$/.test(event.key)) document.querySelectorAll(".screens a")[Number(event.key) - 1]?.click();
  else { isGoing = event.key.toLowerCase() === "g"; return; }
  isGoing = false;
  event.preventDefault();
});
