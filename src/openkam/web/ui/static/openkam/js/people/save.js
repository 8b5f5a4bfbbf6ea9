// The map as a picture: everything on it, from near, whatever is in sight now; above it whose map it is, of which day, and what it shows.
const EDGE = 24, HEAD = 96;
export async function savePicture(map) {
  const { cy, container } = map;
  const far = cy.elements(".afar");
  far.removeClass("afar");
  map.here?.removeClass("here");
  await Promise.all(cy.nodes(".card").map((node) => loaded(node.data("near"))));
  await new Promise((done) => setTimeout(done, 400)); // the library fetches the pictures anew for its own store
  const [width, height] = map.data.size;
  const scale = Math.min(2, 8000 / Math.max(width, height));
  const drawn = await cy.png({ full: true, scale, bg: map.tone.ground, output: "blob-promise" });
  far.addClass("afar");
  map.here?.addClass("here");
  const blob = await headed(drawn, map, scale);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = container.dataset.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
async function headed(drawn, { tone, container }, scale) {
  const map = await createImageBitmap(drawn), sheet = document.createElement("canvas"), edge = EDGE * scale, top = HEAD * scale;
  [sheet.width, sheet.height] = [map.width + 2 * edge, map.height + top + edge];
  const pen = sheet.getContext("2d"), room = sheet.width - 2 * edge;
  pen.fillStyle = tone.ground;
  pen.fillRect(0, 0, sheet.width, sheet.height);
  for (const [words, colour, font, y] of [[container.dataset.whose, tone.quiet, 14, 32], [container.dataset.finding, tone.ink, 22, 62]]) {
    [pen.fillStyle, pen.font] = [colour, `${font > 14 ? "600 " : ""}${font * scale}px ${tone.font}`];
    pen.fillText(words, edge, y * scale, room);
  }
  pen.drawImage(map, edge, top);
  return new Promise((done) => sheet.toBlob(done, "image/png"));
}
async function loaded(address) {
  const image = new Image();
  image.src = address;
  try { await image.decode(); } catch { /* a picture without words */ }
}
