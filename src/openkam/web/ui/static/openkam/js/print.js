// A button that prints the page; without a script there is none, and the browser prints as well.
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
addEventListener("click", (event) => event.target.closest?.("[data-print]") && print());
