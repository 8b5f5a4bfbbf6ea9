// Weights: a slider and a number that say the same, their sum, and what each is of 100.
const numbers = () => [...document.querySelectorAll("input[data-weight]")];
const value = (input) => Math.max(0, Number.parseFloat(input.value.replace(",", ".")) || 0);
function add() {
  const all = numbers(), sum = all.reduce((total, input) => total + value(input), 0);
  for (const output of document.querySelectorAll("[data-weight-sum]")) {
    output.value = String(Math.round(sum * 100) / 100);
    output.classList.toggle("wrong", sum <= 0);
  }
  for (const input of all) {
    const share = input.parentElement.querySelector("[data-weight-share]");
    share.value = sum > 0 && Math.abs(sum - 100) > 0.005 ? `${Math.round((value(input) / sum) * 1000) / 10}%` : "";
  }
}
addEventListener("input", (event) => {
  const row = event.target.closest?.(".weight");
  if (!row) return;
  const slider = row.querySelector("[data-weight-slider]"), number = row.querySelector("[data-weight]");
  if (event.target === slider) number.value = slider.value;
  else slider.value = value(number);
  add();
}, true);
add();
