// How the map's library draws: cards, lines, bands and heads in the colours of the theme.
import { FAR_LETTERS, NEAR_LETTERS } from "./routes.js";
export function styles(tone, [width, height], [oursWidth, oursHeight]) {
  const common = { "font-family": tone.font, color: tone.ink, "text-outline-width": 0, "overlay-opacity": 0 };
  return [
    { selector: "core", style: { "active-bg-opacity": 0, "selection-box-opacity": 0 } },
    { selector: "node", style: common },
    { selector: "node.card", style: { shape: "round-rectangle", "corner-radius": 6, width, height, "background-color": tone.raised, "background-image": "data(near)", "background-fit": "none", "background-width": "100%", "background-height": "100%", "background-image-crossorigin": "null", "border-width": 1.2, "border-color": tone.edge } },
    { selector: "node.card.afar", style: { "background-image": "data(far)" } },
    { selector: "node.chair, node.empty", style: { "border-style": "dashed", "border-width": 1.6, "background-color": tone.wash } },
    { selector: "node.group", style: { "border-width": 3 } },
    { selector: "node.left, node.aside", style: { "border-color": tone.hair } },
    { selector: "node.ours", style: { shape: "round-rectangle", "corner-radius": 20, width: oursWidth, height: oursHeight, "background-color": tone["accent-wash"], "border-width": 1.4, "border-color": tone.accent, label: "data(name)", "text-valign": "center", "font-size": 13, "text-max-width": oursWidth - 16, "text-wrap": "ellipsis" } },
    { selector: "node.band", style: { shape: "rectangle", width: "data(width)", height: "data(height)", "background-color": "data(colour)", "z-compound-depth": "bottom", events: "no" } },
    { selector: "node.word", style: { shape: "rectangle", width: 1, height: 1, "background-opacity": 0, label: "data(label)", "font-weight": 600, "text-valign": "center", "font-size": 14, "z-compound-depth": "bottom", events: "no" } },
    { selector: "node.word[room]", style: { "text-wrap": "ellipsis", "text-max-width": "data(room)" } },
    { selector: "node.word.level", style: { "text-halign": "right", color: tone.quiet } },
    { selector: "node.word.afar", style: { "font-size": 30 } },
    { selector: "node.word[?wraps].afar", style: { "font-size": 26, "text-wrap": "wrap" } },
    { selector: "node.word.level.afar", style: { "font-size": 20, "text-wrap": "wrap", "text-max-width": 150, "text-justification": "left", "text-margin-y": 24 } },
    { selector: "node.found", style: { "border-width": 4, "border-color": tone.accent } },
    { selector: "node.here", style: { "outline-width": 3, "outline-color": tone.accent, "outline-offset": 3 } },
    { selector: "node.target", style: { "border-width": 4, "border-color": tone.accent, "background-color": tone["accent-wash"] } },
    { selector: "edge", style: { ...common, width: 1.4, "line-color": tone.edge, "curve-style": "straight", events: "no" } },
    { selector: "edge.reports", style: { "curve-style": "segments", "edge-distances": "endpoints", "segment-weights": "data(weights)", "segment-distances": "data(distances)", "source-endpoint": "0% 50%", "target-endpoint": "-50% 0%" } },
    { selector: "edge.tie", style: { "curve-style": "unbundled-bezier", "control-point-distances": "data(bend)", "control-point-weights": 0.5, label: "data(nearWords)", "text-margin-x": "data(nearRight)", "text-margin-y": "data(nearDown)", "font-size": NEAR_LETTERS, "font-weight": 600, "text-background-color": tone.ground, "text-background-opacity": 0.9, "text-background-padding": 2 } },
    { selector: "edge.tie.afar", style: { label: "data(farWords)", "text-margin-x": "data(farRight)", "text-margin-y": "data(farDown)", "font-size": FAR_LETTERS } },
    { selector: "edge.influences", style: { "line-color": tone.accent, color: tone.accent, width: 1.8, "line-style": "dashed", "target-arrow-shape": "triangle", "target-arrow-color": tone.accent } },
    { selector: "edge.conflict", style: { "line-color": tone.loss, color: tone.loss, width: 2.2, "line-style": "dotted" } },
    { selector: "edge.knows", style: { "line-color": tone.outline, width: 1 } },
    { selector: ".hidden", style: { display: "none" } },
  ];
}
