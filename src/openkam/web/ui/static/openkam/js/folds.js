// Sections stay as they were: an input[data-fold] in details tells the server whether it was opened or closed.
addEventListener("toggle", (event) => {
  const fold = event.target.querySelector?.(":scope > input[data-fold]");
  if (fold) fold.value = event.target.open ? "1" : "0";
}, true);
