// The data of the server as elements of the map's library.
import { picture } from "./cards.js";
export function elements(data, moved, showsKnown, tone) {
  const places = new Map(data.nodes.map((node) => [node.key, moved[node.key] ?? { x: node.x, y: node.y }]));
  const nodes = data.nodes.map((node) => (node.kind === "ours" ? ours(node, places, showsKnown) : card(node, places, data.card, tone)));
  const lines = data.lines.map((line, place) => edge(line, place, showsKnown));
  return [...ground(data, showsKnown, tone), ...nodes, ...lines];
}
function card(node, places, size, tone) {
  const classes = ["card", node.kind, node.hasLeft && "left", node.isAside && "aside"].filter(Boolean);
  const near = picture(node, node.near, size, tone), far = picture(node, node.far, size, tone);
  return { group: "nodes", data: { ...node, id: node.key, near, far }, position: { ...places.get(node.key) }, classes };
}
function ours(node, places, isShown) {
  return { group: "nodes", data: { ...node, id: node.key }, position: { ...places.get(node.key) }, classes: isShown ? ["ours"] : ["ours", "hidden"], grabbable: false };
}
function edge(line, place, showsKnown) {
  const classes = [line.kind];
  if (line.kind === "influences" || line.kind === "conflict") classes.push("tie");
  if (line.kind === "knows" && !showsKnown) classes.push("hidden");
  const words = line.kind === "conflict" ? `⚡ ${line.words}` : line.words;
  return { group: "edges", data: { id: `line-${place}`, source: line.from, target: line.to, words, weights: "0.5", distances: "0", bend: "0", nearWords: words, nearRight: 0, nearDown: 0, farWords: words, farRight: 0, farDown: 0 }, classes };
}
function ground(data, showsKnown, tone) {
  const found = [], [width] = data.size;
  data.bands.forEach((band, place) => {
    const colour = place % 2 ? tone.ground : tone.wash;
    found.push(fixed(`band-${place}`, ["band"], { x: width / 2, y: band.y + band.height / 2 }, { width, height: band.height, colour }));
    found.push(fixed(`level-${place}`, ["word", "level"], { x: 12, y: band.y + 34 }, { label: band.label }));
  });
  data.columns.forEach((column, place) => found.push(fixed(`column-${place}`, ["word"], { x: column.x + column.width / 2, y: 20 }, { label: column.label, room: column.width + 16, wraps: column.label.trim().includes(" ") })));
  if (showsKnown) for (const ours of data.ours) found.push(fixed("ours-head", ["word", "level"], { x: 12, y: ours.y + 52 }, { label: ours.label }));
  return found;
}
function fixed(id, classes, position, data) {
  return { group: "nodes", data: { id, ...data }, position, classes, grabbable: false, selectable: false };
}
