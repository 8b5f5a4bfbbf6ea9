// Menus close by Escape, by a click elsewhere, and when another one opens.
const close = (but) => document.querySelectorAll("details.menu[open]").forEach((menu) => menu !== but && (menu.open = false));
addEventListener("click", (event) => close(event.target.closest?.("details.menu")));
addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
