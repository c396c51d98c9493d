"use strict";
// Tabs and sorting. The page works without script: then every table is shown, one below the other.
document.documentElement.classList.add("scripted");

const byId = (id) => document.getElementById(id);

const tabs = (() => {
  const buttons = [...document.querySelectorAll('[role="tab"]')];
  const panel = (button) => byId(button.getAttribute("aria-controls"));
  const listeners = [];
  const choose = (chosen, focus) => {
    for (const button of buttons) {
      const on = button === chosen;
      button.setAttribute("aria-selected", String(on));
      button.tabIndex = on ? 0 : -1;
      panel(button).classList.toggle("shown", on);
    }
    if (focus) chosen.focus();
    for (const listener of listeners) listener(chosen.getAttribute("aria-controls"));
  };
  buttons.forEach((button, i) => {
    button.addEventListener("click", () => choose(button, false));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) choose(buttons[(i + step + buttons.length) % buttons.length], true);
    });
  });
  if (buttons.length) choose(buttons[0], false);
  return {
    show: (id) => {
      const button = buttons.find((b) => b.getAttribute("aria-controls") === id);
      if (button) choose(button, false);
    },
    changed: (listener) => listeners.push(listener),
  };
})();

const sortBy = (heading) => {
  const table = heading.closest("table");
  const column = [...heading.parentNode.children].indexOf(heading);
  const figures = heading.classList.contains("n");
  const was = heading.getAttribute("aria-sort");
  const direction = was ? (was === "ascending" ? "descending" : "ascending") : figures ? "descending" : "ascending";
  for (const other of heading.parentNode.children) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", direction);
  const key = (row) => {
    const cell = row.children[column];
    return figures ? Number(cell.dataset.v) : cell.textContent;
  };
  const compare = (a, b) => (figures ? a - b : a.localeCompare(b));
  const sign = direction === "ascending" ? 1 : -1;
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [key(row), row]);
  rows.sort((a, b) => sign * compare(a[0], b[0]));
  body.append(...rows.map((pair) => pair[1]));
};
for (const button of document.querySelectorAll(".sort")) {
  button.addEventListener("click", () => sortBy(button.parentNode));
}
