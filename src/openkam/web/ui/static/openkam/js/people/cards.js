// A card as a picture: the words the server placed, in the colours of the theme. Made as elements, so nothing needs escaping.
const NAMESPACE = "http://www.w3.org/2000/svg";
const SIZES = { name: 14.5, far: 30, "far-long": 24, "far-mark": 21 };
const BOLD = { name: 620, role: 600, far: 620, "far-long": 620, "far-mark": 600 };
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["ground", "raised", "wash", "ink", "quiet", "hair", "edge", "accent", "accent-ink", "accent-wash", "loss", "outline"];
  const found = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  return { ...found, font: style.getPropertyValue("--font").trim() };
}
export function picture(node, words, [width, height], tone) {
  const svg = document.createElementNS(NAMESPACE, "svg");
  // Twice as large as it is shown, so that letters stay sharp when somebody comes nearer.
  const attributes = { width: width * 2, height: height * 2, viewBox: `0 0 ${width} ${height}`, "font-family": tone.font };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  const faded = node.hasLeft || node.isAside;
  for (const [kind, x, y, text, isEnd] of words) {
    const word = document.createElementNS(NAMESPACE, "text");
    const colour = faded || kind === "quiet" ? tone.quiet : kind === "role" ? tone.accent : tone.ink;
    const style = { x, y, fill: colour, "font-size": SIZES[kind] ?? 12, "font-weight": BOLD[kind] ?? 400 };
    if (isEnd) style["text-anchor"] = "end";
    if (node.hasLeft && (kind === "name" || kind.startsWith("far") && kind !== "far-mark")) style["text-decoration"] = "line-through";
    for (const [name, value] of Object.entries(style)) word.setAttribute(name, value);
    word.textContent = text;
    svg.append(word);
  }
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
}
