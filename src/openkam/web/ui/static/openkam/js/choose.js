// Choosing rows of a list: one box for the page, the count on the button, shift for a range.
const boxes = () => [...document.querySelectorAll("table[data-rows] tbody input[type=checkbox]")];
let latest = null;
addEventListener("change", (event) => {
  const all = event.target.closest?.("[data-all]");
  if (all) for (const box of boxes()) box.checked = all.checked;
});
addEventListener("click", (event) => {
  const box = event.target.closest?.("table[data-rows] tbody input[type=checkbox]");
  if (!box) return;
  const every = boxes();
  if (event.shiftKey && latest && every.includes(latest)) {
    const [from, to] = [every.indexOf(latest), every.indexOf(box)].sort((a, b) => a - b);
    for (const one of every.slice(from, to + 1)) one.checked = box.checked;
  }
  latest = box;
});
