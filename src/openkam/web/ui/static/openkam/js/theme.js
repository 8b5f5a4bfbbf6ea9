// The theme changes at once and is kept with the user, where the server offers to keep it.
addEventListener("click", (event) => {
  const chosen = event.target.closest?.("[data-theme-choice]");
  if (!chosen) return;
  const theme = chosen.dataset.themeChoice;
  document.documentElement.dataset.theme = theme;
  for (const one of document.querySelectorAll("[data-theme-choice]")) one.setAttribute("aria-pressed", String(one.dataset.themeChoice === theme));
  const address = chosen.closest("[data-themes]")?.dataset.themes;
  const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  if (address) fetch(address, { method: "POST", redirect: "manual", headers, body: new URLSearchParams({ theme }) });
});
