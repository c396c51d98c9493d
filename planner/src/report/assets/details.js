// Details of what lies under the pointer or was chosen. Text only ever enters as text, never as markup.
const nameOf = (node) => plan.nodes[node][0];

const rowsTable = (rows) => {
  const table = document.createElement("table");
  for (const row of rows) {
    const line = table.insertRow();
    for (const text of row) line.insertCell().textContent = text;
  }
  return table;
};
const textLine = (text, className) => {
  const line = document.createElement("div");
  line.textContent = text;
  if (className) line.className = className;
  return line;
};
const title = (text) => {
  const made = document.createElement("strong");
  made.textContent = text;
  return made;
};

const describeLink = (link, rows) => {
  const [, modeName, unit] = plan.modes[link.mode];
  const several = plan.periods.length > 1 ? ` in ${plan.periods[link.peak]}` : "";
  const parts = [
    title(`${nameOf(link.from)} – ${nameOf(link.to)}`),
    textLine(`${modeName}, ${figure(link.km)} km${link.far ? " by a way far longer than this line" : ""}: ${amountWords(link.moved, unit)}`),
    textLine(`${percentWords(link.share)} of capacity in use${several}`, link.share >= 0.95 ? "alarm" : "soft"),
  ];
  if (link.saving > 0) parts.push(textLine(`One more ${unit} a year would save ${figure(link.saving)} GJ`, "soft"));
  const moves = [];
  for (let i = 0; i < link.goods.length; i += 3) {
    const [goods, forward, backward] = link.goods.slice(i, i + 3);
    if (forward > 0) moves.push([goods, forward, link.to]);
    if (backward > 0) moves.push([goods, backward, link.from]);
  }
  moves.sort((a, b) => (b[0] === state.goods) - (a[0] === state.goods) || b[1] - a[1]);
  const shown = moves.slice(0, rows).map(([goods, amount, to]) => {
    const [, name, goodsUnit] = plan.goods[goods];
    return [`${name} → ${nameOf(to)}`, amountWords(amount, goodsUnit)];
  });
  parts.push(rowsTable(shown));
  if (moves.length > rows) parts.push(textLine(`and ${moves.length - rows} more`, "soft"));
  return parts;
};

const describeNode = (node, rows) => {
  const place = plan.nodes[node];
  const city = plan.cities.find(([index]) => index === node);
  const parts = [title(place[0]), textLine(city ? `${amountWords(city[1], "people")}, ${plan.areas[place[3]]}` : plan.areas[place[3]], "soft")];
  const asked = Object.entries(plan.asked).flatMap(([goods, list]) =>
    list.filter((row) => row[0] === node).map(([, amount, short, price]) => ({ goods: Number(goods), amount, short, price })),
  );
  for (const { goods, short, amount } of asked.filter((row) => row.short > 0)) {
    parts.push(textLine(`Short of ${amountWords(short, plan.goods[goods][2])} ${plan.goods[goods][1]} (${percentWords(short / amount)})`, "alarm"));
  }
  asked.sort((a, b) => (b.goods === state.goods) - (a.goods === state.goods) || b.amount * b.price - a.amount * a.price);
  const shown = asked.slice(0, rows).map(({ goods, amount, price }) => {
    const [, name, unit] = plan.goods[goods];
    return [name, amountWords(amount, unit), `${figure(price)} GJ/${unit}`];
  });
  if (shown.length) parts.push(rowsTable([["Asked for", "amount", "price"], ...shown]));
  if (asked.length > rows) parts.push(textLine(`and ${asked.length - rows} more`, "soft"));
  return parts;
};

const describeSite = ({ site, process }) => {
  const [name, node, activity, capacity] = site;
  const [processName, outputs] = plan.processes[process];
  const made = outputs.map(([goods, amount]) => [plan.goods[goods][1], amountWords(activity * amount, plan.goods[goods][2])]);
  return [
    title(name),
    textLine(`${processName} at ${nameOf(node)}`),
    textLine(capacity > 0 ? `${percentWords(activity / capacity)} of capacity in use` : "no capacity in these periods", "soft"),
    rowsTable(made),
  ];
};

// What lies nearest to a point of the drawing, marks before lines.
const pick = (x, y) => {
  const reach = 6 * unitsPerPixel;
  const near = (node) => plan.nodes[node] && Math.hypot(plan.nodes[node][1] - x, plan.nodes[node][2] - y);
  for (const site of [...sites].reverse()) {
    if (near(site.site[1]) <= site.half * unitsPerPixel) return { kind: "site", site };
  }
  let best = { distance: Infinity };
  const values = circleValues();
  for (const [node, value] of values) {
    const distance = near(node) - radius(value, values[0][1]) * unitsPerPixel;
    if (distance < Math.min(best.distance, reach / 2)) best = { kind: "node", node, distance };
  }
  if (best.kind) return best;
  for (const flow of flows.shown) {
    const { link } = flow;
    const distance = distanceFrom(link, x, y) - (flow.level / 4) * unitsPerPixel;
    if (distance < Math.min(best.distance, reach)) best = { kind: "link", link, distance };
  }
  return best.kind ? best : null;
};
const distanceFrom = ({ x1, y1, x2, y2 }, x, y) => {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
};

const describe = (found, rows) => {
  if (found.kind === "site") return describeSite(found.site);
  return found.kind === "node" ? describeNode(found.node, rows) : describeLink(found.link, rows);
};

const showTip = (found, left, top) => {
  const tip = byId("tip");
  tip.hidden = !found;
  if (!found) return;
  tip.replaceChildren(...describe(found, 6));
  const frame = tip.parentNode.getBoundingClientRect();
  tip.style.left = `${Math.min(left + 14, frame.width - tip.offsetWidth - 6)}px`;
  tip.style.top = `${Math.max(4, Math.min(top + 14, frame.height - tip.offsetHeight - 6))}px`;
};

// The card stays until it is closed; what it tells of is outlined on the map.
const showCard = (found) => {
  const card = byId("card");
  byId("pick").replaceChildren();
  card.hidden = !found;
  showTip(null);
  if (!found) return;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.textContent = "×";
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", () => showCard(null));
  card.replaceChildren(close, ...describe(found, 40));
  card.scrollTop = 0;
  if (found.kind === "link") {
    const { x1, y1, x2, y2 } = found.link;
    element("path", { d: `M${x1} ${y1}L${x2} ${y2}` }, byId("pick"));
  } else {
    const place = plan.nodes[found.kind === "node" ? found.node : found.site.site[1]];
    element("circle", { cx: place[1], cy: place[2], r: "15em" }, byId("pick"));
  }
};
