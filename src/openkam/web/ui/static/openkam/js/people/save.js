// The map as a picture: everything on it, from near, whatever is in sight now.
export async function savePicture(map) {
  const { cy, container } = map;
  const far = cy.elements(".afar");
  far.removeClass("afar");
  await Promise.all(cy.nodes(".card").map((node) => loaded(node.data("near"))));
  await new Promise((done) => setTimeout(done, 400)); // the library fetches the pictures anew for its own store
  const [width, height] = map.data.size;
  const scale = Math.min(2, 8000 / Math.max(width, height));
  const blob = await cy.png({ full: true, scale, bg: map.tone.ground, output: "blob-promise" });
  far.addClass("afar");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = container.dataset.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
async function loaded(address) {
  const image = new Image();
  image.src = address;
  try { await image.decode(); } catch { /* a picture without words */ }
}
