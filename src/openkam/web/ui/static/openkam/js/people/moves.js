// Cards are dragged: their places are kept in this browser, for this user and account. In the mode for reporting lines a card
// that is dropped on another asks whether he reports to him now.
import { route } from "./routes.js";
export function kept(name) {
  try { return JSON.parse(localStorage.getItem(name) ?? "{}"); } catch { return {}; }
}
export function movedText(moved) {
  return Object.entries(moved).map(([key, { x, y }]) => `${key}:${Math.round(x)},${Math.round(y)}`).join(";");
}
export function moves(map) {
  const { cy, data, container } = map;
  const tidy = document.querySelector('[data-map="tidy"]');
  const show = () => { if (tidy) tidy.hidden = !Object.keys(map.moved).length; };
  const redraw = async () => {
    const address = new URL(container.dataset.mapDrawing, location.href);
    address.searchParams.set("part", "on");
    address.searchParams.set("moved", movedText(map.moved));
    const answer = await fetch(address);
    if (!answer.ok) return;
    const drawn = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
    document.getElementById("people-drawing")?.replaceChildren(document.importNode(drawn, true));
  };
  const keep = () => {
    try { localStorage.setItem(container.dataset.keep, JSON.stringify(map.moved)); } catch { /* a browser that keeps nothing */ }
    show();
    redraw();
  };
  let from = null;
  const under = (node) => {
    const { x, y } = node.position(), [width, height] = data.card;
    return cy.nodes(".person, .chair").filter((one) => one.id() !== node.id() && Math.abs(one.position("x") - x) < width / 2 && Math.abs(one.position("y") - y) < height / 2)[0];
  };
  cy.on("grab", "node.card", ({ target }) => { from = { ...target.position() }; });
  cy.on("drag", "node.card", ({ target }) => {
    route(target.connectedEdges(), data.card);
    if (!map.isLining) return;
    cy.nodes(".target").removeClass("target");
    under(target)?.addClass("target");
  });
  cy.on("free", "node.card", ({ target }) => {
    if (!from || (from.x === target.position("x") && from.y === target.position("y"))) return;
    if (map.isLining) {
      const above = under(target);
      cy.nodes(".target").removeClass("target");
      target.position(from);
      route(target.connectedEdges(), data.card);
      if (above && target.data("person")) map.askLine(target.data("person"), above.data("person"));
      return;
    }
    map.moved[target.id()] = { x: Math.round(target.position("x")), y: Math.round(target.position("y")) };
    keep();
  });
  map.tidy = () => {
    map.moved = {};
    for (const node of data.nodes) cy.getElementById(node.key).position({ x: node.x, y: node.y });
    route(cy.edges(), data.card);
    keep();
    map.fit();
  };
  show();
  if (Object.keys(map.moved).length) redraw();
}
