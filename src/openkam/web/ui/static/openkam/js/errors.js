// A request of htmx that failed is told on the page, never swallowed. The server's own words are shown where it sends them.
const place = document.getElementById("errors");
function tell(words) {
  const close = Object.assign(document.createElement("button"), { type: "button", className: "close", textContent: "×" });
  close.setAttribute("aria-label", place.dataset.close);
  close.onclick = () => place.replaceChildren();
  const text = Object.assign(document.createElement("p"), { textContent: words });
  const shape = Object.assign(document.createElement("span"), { className: "shape", textContent: "×" });
  shape.setAttribute("aria-hidden", "true");
  const banner = Object.assign(document.createElement("div"), { className: "banner error" });
  banner.append(shape, text, close);
  place.replaceChildren(banner);
}
addEventListener("htmx:responseError", (event) => {
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const words = [...page.querySelectorAll("[data-problem]")].map((one) => one.textContent.trim()).filter(Boolean).join(" ");
  tell(words || place.dataset.refused);
});
addEventListener("htmx:sendError", () => tell(place.dataset.offline));
addEventListener("htmx:timeout", () => tell(place.dataset.offline));
addEventListener("htmx:beforeRequest", () => place.replaceChildren());
