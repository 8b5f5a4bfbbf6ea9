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
}
