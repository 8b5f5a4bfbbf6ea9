// Cards are dragged: their places are kept on the server, for this user and account. In the mode for reporting lines a card
// that is dropped on another asks whether he reports to him now.
import { route } from "./routes.js";
const PAUSE = 500; // of several moves in a row the last one is kept
function movedText(moved) {
  return Object.entries(moved).map(([key, { x, y }]) => `${encodeURIComponent(key)}:${Math.round(x)},${Math.round(y)}`).join(";");
}
export function moves(map) {
  const { cy, data, container } = map;
  const tidy = document.querySelector('[data-map="tidy"]');
  const show = () => { if (tidy) tidy.hidden = !Object.keys(map.moved).length; };
  const redraw = async () => {
    const address = new URL(container.dataset.mapDrawing, location.href);
    address.searchParams.set("part", "on");
    const answer = await fetch(address);
    if (!answer.ok) return;
    const drawn = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
    document.getElementById("people-drawing")?.replaceChildren(document.importNode(drawn, true));
  };
  const undo = document.querySelector('[data-map="undo"]');
  const send = async (address, fields) => {
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    try {
      const answer = await fetch(address, { method: "POST", headers, body: new URLSearchParams(fields), keepalive: true });
      return answer.ok ? (await answer.json()).moved : null;
    } catch { return null; } // without a network the places are those of this page only
  };
  let waits = 0, sent = Promise.resolve();
  const sending = async () => {
    const moved = await send(container.dataset.keep, { moved: movedText(map.moved) });
    if (undo && moved) undo.hidden = false;
    redraw();
  };
  // Whoever needs the server to know of the latest move waits for what this returns.
  const written = () => {
    if (waits) {
      clearTimeout(waits);
      waits = 0;
      sent = sent.then(sending);
    }
    return sent;
  };
  const keep = () => {
    clearTimeout(waits);
    waits = setTimeout(written, PAUSE);
    show();
  };
  addEventListener("pagehide", written, { once: true });
  map.written = written;
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
  map.undo = async () => {
    await written();
    const moved = await send(`${container.dataset.keep}before/`, {});
    if (!moved) return;
    map.moved = Object.fromEntries(Object.entries(moved).map(([key, [x, y]]) => [key, { x, y }]));
    for (const node of data.nodes) cy.getElementById(node.key).position({ ...(map.moved[node.key] ?? { x: node.x, y: node.y }) });
    route(cy.edges(), data.card);
    undo.hidden = true;
    container.focus({ preventScroll: true });
    show();
    redraw();
  };
  show();
}
