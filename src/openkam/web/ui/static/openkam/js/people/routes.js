// Lines of reporting hang: down from the superior, along the gap below him, down a gutter, into the left edge.
const GAP = 32;
export function hang(edge, [width, height]) {
  const [from, to] = [edge.source().position(), edge.target().position()];
  const start = { x: from.x, y: from.y + height / 2 }, end = { x: to.x - width / 2, y: to.y };
  const turn = start.y + GAP / 2 - 2, gutter = end.x - GAP / 2 + 2;
  const across = end.x - start.x, down = end.y - start.y, long = Math.hypot(across, down) || 1;
  const weights = [], distances = [];
  for (const [x, y] of [[start.x, turn], [gutter, turn], [gutter, end.y]]) {
    weights.push(((x - start.x) * across + (y - start.y) * down) / long ** 2);
    distances.push(((y - start.y) * across - (x - start.x) * down) / long);
  }
  edge.data({ weights: weights.map((one) => one.toFixed(5)).join(" "), distances: distances.map((one) => one.toFixed(2)).join(" ") });
}
export function bend(edge) {
  const [from, to] = [edge.source().position(), edge.target().position()];
  edge.data("bend", (0.18 * Math.hypot(to.x - from.x, to.y - from.y)).toFixed(1));
}
export function route(edges, card) {
  edges.forEach((edge) => (edge.hasClass("reports") ? hang(edge, card) : edge.hasClass("tie") && bend(edge)));
  if (edges.nonempty()) soon(edges.cy());
}
// The words of a tie stand at the first of these places along it that is free of cards and of other words, as in the drawing of
// the server; where there is none they are left out, and the table says them.
const ALONG = [0.5, 0.42, 0.58, 0.35, 0.65, 0.25, 0.75, 0.17, 0.83], AIR = 3;
const waiting = new WeakSet();
function soon(cy) {
  if (waiting.has(cy)) return;
  waiting.add(cy);
  requestAnimationFrame(() => {
    waiting.delete(cy);
    if (!cy.destroyed()) for (const [kind, size] of [["near", NEAR_LETTERS], ["far", FAR_LETTERS]]) name(cy, kind, size);
  });
}
export const NEAR_LETTERS = 12, FAR_LETTERS = 26;
const pen = document.createElement("canvas").getContext("2d");
function name(cy, kind, size) {
  const taken = cy.nodes(".card, .ours").not(".hidden").map((node) => ({ ...node.position(), width: node.width(), height: node.height() }));
  const meets = (one, other) => Math.abs(one.x - other.x) < (one.width + other.width) / 2 && Math.abs(one.y - other.y) < (one.height + other.height) / 2;
  cy.batch(() => cy.edges(".tie").forEach((edge) => {
    const words = edge.data("words"), middle = edge.midpoint(), ends = [edge.sourceEndpoint(), edge.controlPoints()?.[0], edge.targetEndpoint()];
    if (!ends[1] || !Number.isFinite(middle.x)) return;
    pen.font = `600 ${size}px ${edge.style("font-family")}`;
    const width = pen.measureText(words).width + 2 * AIR, height = size * 1.4;
    const box = ALONG.map((part) => ({ ...at(ends, part), width, height })).find((one) => !taken.some((other) => meets(one, other)));
    if (box) taken.push(box);
    edge.data({ [`${kind}Words`]: box ? words : "", [`${kind}Right`]: box ? box.x - middle.x : 0, [`${kind}Down`]: box ? box.y - middle.y : 0 });
  }));
}
function at([start, bent, end], part) {
  const left = 1 - part, along = (axis) => left * left * start[axis] + 2 * left * part * bent[axis] + part * part * end[axis];
  return { x: along("x"), y: along("y") };
}
