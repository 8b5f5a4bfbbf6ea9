// A slider shows its value while it moves.
addEventListener("input", (event) => {
  const output = event.target.matches?.("input[type=range]") && event.target.parentElement.querySelector("output");
  if (output) output.value = event.target.value + (output.dataset.unit ?? "");
});
