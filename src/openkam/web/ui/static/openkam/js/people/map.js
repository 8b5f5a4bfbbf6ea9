// The map of people: starts where the page has one, and again whenever its region is replaced.
import { colours } from "./cards.js";
import { elements } from "./elements.js";
import { keys } from "./keys.js";
import { moves } from "./moves.js";
import * as panel from "./panel.js";
import { route } from "./routes.js";
import { savePicture } from "./save.js";
import { styles } from "./styles.js";

const AFAR = 0.55, NEAREST = 1.15, LEAST = 0.24, LEAST_NARROW = 0.45;
// The latest start alone goes on where several wait for their data; `before` is what was seen when the map was last replaced.
let map = null, starts = 0, before = null;

async function start() {
  const container = document.getElementById("people-canvas"), turn = ++starts;
  stop();
  if (!container) return;
  let cytoscape, data;
  try {
    const [library, answer] = await Promise.all([import("../../../vendor/cytoscape/cytoscape.esm.min.mjs"), fetch(container.dataset.mapData)]);
    if (!answer.ok) return;
    [cytoscape, data] = [library.default, await answer.json()];
  } catch { return; } // the drawing stays
  if (turn !== starts || !container.isConnected) return;
  container.hidden = false;
  document.getElementById("people-drawing").hidden = true;
  for (const part of document.querySelectorAll(".people-script, [data-map='png'], [data-map='print']")) part.hidden = false;
  const tone = colours(), moved = data.moved, showsKnown = container.dataset.known === "on";
  const cy = cytoscape({ container, elements: elements(data, moved, showsKnown, tone), style: styles(tone, data.card, data.oursCard), layout: { name: "preset" }, minZoom: 0.08, maxZoom: 2.5, boxSelectionEnabled: false, autounselectify: true });
  map = { container, cy, data, tone, moved, here: null, isLining: false, found: [] };
  Object.assign(map, { fit, zoom, go, open, escape, askLine, askPerson });
  route(cy.edges(), data.card);
  cy.on("zoom", () => cy.batch(() => cy.elements(".card, .word, .tie").toggleClass("afar", cy.zoom() < AFAR)));
  cy.on("tap", "node", ({ target }) => { if (target.hasClass("card") || target.hasClass("ours")) { go(target, false); container.focus({ preventScroll: true }); open(target); } });
  cy.on("tap", ({ target }) => target === cy && panel.close());
  cy.on("mouseover", "node.card, node.ours", ({ target }) => { container.title = target.data("say"); });
  cy.on("mouseout", "node", () => container.removeAttribute("title"));
  // What opens above the map pushes it down without a word to the library, which would then miss the cards.
  container.onpointerenter = () => cy.destroyed() || cy.resize();
  moves(map);
  keys(map);
  cy.on("viewport", () => { container.dataset.view = [cy.zoom(), cy.pan().x, cy.pan().y].map((one) => one.toFixed(4)).join(" "); });
  if (before) follow(before); else fit();
  before = null;
  container.dataset.ready = "true";
}

function stop() {
  map?.written();
  map?.cy.destroy();
  map = null;
}
// After a step in time everybody glides to his new place, and the view stays where it was.
function follow({ places, zoom: level, pan }) {
  map.cy.viewport({ zoom: level, pan });
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const node of map.cy.nodes(".card")) {
    const from = places.get(node.id()), to = { ...node.position() };
    if (!from || (from.x === to.x && from.y === to.y)) continue;
    node.position(from);
    node.animate({ position: to }, { duration: 350, easing: "ease-out", step: () => route(node.connectedEdges(), map.data.card), complete: () => route(node.connectedEdges(), map.data.card) });
  }
}
function fit() {
  const { cy } = map;
  cy.resize();
  cy.fit(cy.elements().not(".hidden"), 14);
  if (cy.zoom() > NEAREST) { cy.zoom(NEAREST); cy.center(cy.elements().not(".hidden")); }
  const least = cy.width() < 700 ? LEAST_NARROW : LEAST;
  if (cy.zoom() >= least) return;
  // Too small to read: begin at the top, and let it be moved.
  const top = cy.nodes(".card").toArray().sort((one, other) => one.position("y") - other.position("y"))[0];
  cy.zoom(least);
  cy.pan({ x: cy.width() / 2 - (top?.position("x") ?? 0) * least, y: 14 });
}
function zoom(factor) {
  const { cy } = map;
  cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}
function go(node, isSaid = true) {
  if (!node) return;
  map.here?.removeClass("here");
  map.here = node.addClass("here");
  const box = node.renderedBoundingBox(), out = box.x1 < 0 || box.y1 < 0 || box.x2 > map.cy.width() || box.y2 > map.cy.height();
  if (out) map.cy.center(node);
  if (isSaid) document.getElementById("people-said").textContent = node.data("say");
}
function open(node) {
  const kind = node.data("kind");
  if (kind === "empty") return askPerson(node.data("role"));
  if (kind === "group") return [...document.querySelectorAll("[data-department]")].find((one) => one.dataset.department === node.data("name"))?.click();
  if (kind === "ours") return panel.close();
  const covered = panel.open(node.data(), map), { cy } = map;
  // The card stays in sight beside what is said of it, where there is room for both.
  const beyond = node.renderedBoundingBox().x2 + 12 - (cy.width() - covered);
  if (beyond > 0 && covered < cy.width() / 2) cy.panBy({ x: -beyond, y: 0 });
}
function escape() {
  if (map.isLining) lining(false);
  else if (panel.close()) map.container.focus();
}
function lining(isOn) {
  map.isLining = isOn;
  document.querySelector('[data-map="lines"]')?.setAttribute("aria-pressed", String(isOn));
  document.querySelector(".people-mode").hidden = !isOn;
}
function askLine(person, superior) {
  const dialog = document.getElementById("line-dialog");
  if (!dialog) return;
  dialog.querySelector("[name=person]").value = person;
  dialog.querySelector("[name=superior]").value = superior ?? "";
  dialog.showModal();
}
function askPerson(role) {
  const dialog = document.getElementById("person-dialog");
  if (!dialog) return;
  dialog.querySelector("[name=role]").value = role;
  const superior = map?.here?.data("person");
  if (superior && !role) dialog.querySelector("[name=superior]").value = superior;
  dialog.showModal();
}
const buttons = {
  in: () => zoom(1.25), out: () => zoom(0.8), fit, tidy: () => map.tidy(), undo: () => map.undo(), png: () => savePicture(map), print: () => print(),
  lines: () => lining(!map.isLining), close: () => escape(),
};
addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-map]"), file = event.target.closest?.("[data-map-file]");
  if (map && button) buttons[button.dataset.map]?.();
  if (map && file) {
    event.preventDefault();
    map.written().then(() => { location.href = file.href; }); // the server draws the file
  }
  if (button || file) event.target.closest("details.menu")?.removeAttribute("open");
});
addEventListener("input", (event) => {
  if (event.target.matches?.("#people-time")) {
    const days = document.getElementById("people-day");
    days.selectedIndex = days.length - 1 - Number(event.target.value);
  } else if (map && event.target.matches?.(".people-find")) {
    const wanted = event.target.value.trim().toLowerCase();
    map.cy.nodes(".found").removeClass("found");
    const found = wanted ? map.cy.nodes(".card").filter((node) => node.data("say").toLowerCase().includes(wanted)) : map.cy.collection();
    map.found = found.addClass("found").toArray();
    go(map.found[0]);
  }
});
addEventListener("keydown", (event) => {
  if (!map || !event.target.matches?.(".people-find")) return;
  if (event.key === "Enter" && map.found.length) { event.preventDefault(); map.found.push(map.found.shift()); go(map.found[0]); map.cy.center(map.here); }
  if (event.key === "Escape") map.container.focus();
});
// Esc ends a mode and closes the card from wherever the page is, not only from the map.
addEventListener("keydown", (event) => {
  if (map && event.key === "Escape" && !event.target.closest?.("dialog, #people-canvas, .people-find")) escape();
});
// The wheel scrolls the page; with Ctrl, or two fingers, it changes the size of the map.
addEventListener("wheel", (event) => { if (event.target.closest?.("#people-canvas") && !event.ctrlKey && !event.metaKey) event.stopPropagation(); }, { capture: true, passive: true });
// htmx copies the attributes of what it replaces, and the policy of the page refuses a style among them: the library goes first.
addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "people-region" || !map) return;
  const places = new Map(map.cy.nodes(".card").map((node) => [node.id(), { ...node.position() }]));
  before = { places, zoom: map.cy.zoom(), pan: { ...map.cy.pan() } };
  const { container } = map;
  stop();
  // Asked for first, for a browser writes the attribute only when somebody reads it, and else leaves an empty one behind.
  if (container.hasAttribute("style")) container.removeAttribute("style");
});
addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "people-region") return; // the head, which comes with it, settles too
  inTime();
  start();
});
function inTime() {
  const slider = document.getElementById("people-time"), place = document.getElementById("people-canvas")?.dataset.place;
  if (!slider) return;
  slider.parentElement.hidden = slider.max === "0";
  if (place === undefined) return;
  const days = document.getElementById("people-day");
  slider.value = place;
  days.selectedIndex = days.length - 1 - Number(place);
}
new MutationObserver(() => start()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => start());
document.querySelector("form[data-reopen]")?.closest("dialog").showModal();
inTime();
start();
