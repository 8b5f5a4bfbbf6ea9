// The card beside the map: what is known of the chosen person, in the words of the server; answers how wide it is.
export function open(node, opener) {
  const panel = document.getElementById("people-panel");
  panel.querySelector("h3").textContent = node.name;
  panel.querySelector("p").textContent = [node.title, node.department].filter(Boolean).join(" · ");
  const list = panel.querySelector("dl");
  list.replaceChildren();
  for (const [label, value] of node.facts ?? []) {
    const term = document.createElement("dt"), told = document.createElement("dd");
    term.textContent = label;
    told.textContent = value;
    list.append(term, told);
  }
  panel.querySelector('[data-panel="page"]').href = node.href;
  const line = panel.querySelector('[data-panel="line"]');
  if (line) line.onclick = () => opener.askLine(node.person, node.superior);
  panel.hidden = false;
  return panel.offsetWidth;
}
export function close() {
  const panel = document.getElementById("people-panel");
  if (!panel || panel.hidden) return false;
  panel.hidden = true;
  return true;
}
