// The map by keys: arrows go to the nearest card in that direction, Enter opens it, ? shows the keys.
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
export function keys(map) {
  map.container.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    if (way) move(map, way);
    else if (!act(map, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  map.container.addEventListener("focus", () => { if (!map.here) map.go(first(map)); });
}
function act(map, key) {
  const acts = {
    Enter: () => map.here && map.open(map.here),
    "+": () => map.zoom(1.25), "=": () => map.zoom(1.25), "-": () => map.zoom(0.8), "−": () => map.zoom(0.8), 0: () => map.fit(),
    f: () => document.querySelector(".people-find").focus(),
    n: () => map.askPerson(""),
    l: () => map.here?.data("person") && map.askLine(map.here.data("person"), map.here.data("superior")),
    Escape: () => map.escape(),
    "?": () => document.getElementById("map-keys").showModal(),
  };
  const found = acts[key] ?? acts[key.toLowerCase()];
  found?.();
  return Boolean(found);
}
function cards(map) {
  return map.cy.nodes(".card, .ours").filter((node) => !node.hasClass("hidden")).toArray();
}
function first(map) {
  return cards(map).sort((one, other) => one.position("y") - other.position("y") || one.position("x") - other.position("x"))[0];
}
function move(map, [across, down]) {
  if (!map.here) return map.go(first(map));
  const from = map.here.position();
  let best = null, least = Infinity;
  for (const node of cards(map)) {
    const x = node.position("x") - from.x, y = node.position("y") - from.y;
    const ahead = x * across + y * down, aside = Math.abs(x * down) + Math.abs(y * across);
    const cost = ahead + 2 * aside;
    if (ahead > 8 && cost < least) [best, least] = [node, cost];
  }
  if (best) map.go(best);
}
