// The drawing: flows, marks and labels from the data of the page, for the state that the reader has chosen.
const plan = byId("plan-data") ? JSON.parse(byId("plan-data").textContent) : null;

const NS = "http://www.w3.org/2000/svg";
const element = (name, attributes, parent) => {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (parent) parent.append(made);
  return made;
};

// Links as objects; the order of the array is the order of the data.
const links = plan
  ? plan.links.map(([index, mode, from, to, km, share, peak, saving, moved, goods, far]) => {
      const [a, b] = [plan.nodes[from], plan.nodes[to]];
      return { index, mode, from, to, km, share, peak, saving, moved, goods, far, x1: a[1], y1: a[2], x2: b[1], y2: b[2] };
    })
  : [];

// What the reader has chosen; null stands for all commodities, or for no sites.
const state = { goods: null, process: null, modes: new Set(plan ? plan.modes.map((_, i) => i) : []) };

const PREFIXED = {
  t: ["t", "kt", "Mt", "Gt"],
  GJ: ["GJ", "TJ", "PJ", "EJ"],
  h: ["h", "thousand h", "million h", "billion h"],
  m3: ["m³", "thousand m³", "million m³", "billion m³"],
  ha: ["ha", "thousand ha", "million ha", "billion ha"],
  people: ["people", "thousand people", "million people", "billion people"],
};
const figure = (value) => {
  const size = Math.abs(value);
  if (size >= 99.95) return Math.round(value).toLocaleString("en");
  if (size >= 9.995) return value.toFixed(1);
  if (size >= 0.9995) return value.toFixed(2);
  if (size === 0) return "0";
  return size >= 0.001 ? value.toFixed(3) : value.toExponential(1);
};
const amountWords = (value, unit) => {
  const step = [1e9, 1e6, 1e3, 1].findIndex((bound) => Math.abs(value) >= bound);
  const power = step < 0 ? 0 : 3 - step;
  return `${figure(value / 1000 ** power)}\u00a0${PREFIXED[unit][power]}`;
};
const percentWords = (share) => `${share >= 0.0995 ? Math.round(share * 100) : figure(share * 100)}\u00a0%`;

// Amount of the chosen commodity on a link as [forward, backward], or all goods in the measure of the mode.
const amountsOn = (link) => {
  if (state.goods === null) return [link.moved, 0];
  for (let i = 0; i < link.goods.length; i += 3) {
    if (link.goods[i] === state.goods) return [link.goods[i + 1], link.goods[i + 2]];
  }
  return [0, 0];
};
const level = (amount, largest) =>
  Math.min(plan.levels, Math.max(1, Math.ceil(Math.sqrt(Math.min(1, amount / largest)) * plan.levels)));
const loadingClass = (share) => plan.loadingBounds.filter((bound) => share >= bound).length;

// The links to draw with their amounts, and the largest amount by unit.
const shownFlows = () => {
  const shown = [];
  let largest = 0;
  for (const link of links) {
    const [forward, backward] = amountsOn(link);
    const amount = forward + backward;
    if (amount <= 0) continue;
    largest = Math.max(largest, amount);
    if (state.modes.has(link.mode)) shown.push({ link, forward, backward, amount });
  }
  const unit = state.goods === null ? null : plan.goods[state.goods][2];
  const largestOf = (link) => (unit ? largest : plan.largest[plan.modes[link.mode][2]]);
  return { shown, unit, largest, largestOf };
};

let flows = { shown: [] };

const drawFlows = () => {
  flows = shownFlows();
  const paths = new Map();
  for (const flow of flows.shown) {
    const { link } = flow;
    flow.level = level(flow.amount, flows.largestOf(link));
    const look = [flow.level, loadingClass(link.share), link.mode, link.far];
    const key = look.join(" ");
    if (!paths.has(key)) paths.set(key, { look, d: [] });
    paths.get(key).d.push(`M${link.x1} ${link.y1}L${link.x2} ${link.y2}`);
  }
  const ordered = [...paths.values()].sort((a, b) => a.look[0] - b.look[0] || a.look[1] - b.look[1]);
  const group = byId("flows");
  group.replaceChildren();
  for (const { look, d } of ordered) {
    element("path", { class: `w${look[0]} c${look[1]} m${look[2]}${look[3] ? " far" : ""}`, d: d.join("") }, group);
  }
  drawArrows();
  for (const path of byId("network").children) {
    path.style.display = state.modes.has(Number(path.getAttribute("class").slice(1))) ? "" : "none";
  }
};

// With one commodity chosen, arrows on the larger flows tell the direction of the net flow.
const drawArrows = () => {
  const group = byId("arrows");
  group.replaceChildren();
  if (state.goods === null) return;
  const room = 24 * unitsPerPixel;
  const taken = [];
  const ordered = flows.shown.filter(({ level }) => level > 1).sort((a, b) => b.amount - a.amount);
  for (const { link, forward, backward } of ordered) {
    if (taken.length >= 90) break;
    const [dx, dy] = [link.x2 - link.x1, link.y2 - link.y1];
    const [x, y] = [(link.x1 + link.x2) / 2, (link.y1 + link.y2) / 2];
    if (Math.hypot(dx, dy) < room / 3 || taken.some((spot) => Math.hypot(spot[0] - x, spot[1] - y) < room)) continue;
    taken.push([x, y]);
    const angle = (Math.atan2(dy, dx) * 180) / Math.PI + (forward >= backward ? 0 : 180);
    const arrow = element("g", { transform: `translate(${x} ${y}) rotate(${angle})` }, group);
    element("line", { x1: "-2.5em", y1: "-3em", x2: "1em", y2: "0" }, arrow);
    element("line", { x1: "-2.5em", y1: "3em", x2: "1em", y2: "0" }, arrow);
  }
};

// Circles: people, or what is asked of the chosen commodity.
const circleValues = () => {
  if (state.goods === null) return plan.cities;
  return (plan.asked[state.goods] ?? []).map(([node, asked]) => [node, asked]).sort((a, b) => b[1] - a[1]);
};
const radius = (value, largest) => Math.max(plan.leastRadius, plan.largestRadius * Math.sqrt(value / largest));
const drawCities = () => {
  const group = byId("cities");
  group.replaceChildren();
  const values = circleValues();
  for (const [node, value] of values) {
    const place = plan.nodes[node];
    if (!place) continue;
    const r = `${radius(value, values[0][1]).toFixed(1)}em`;
    element("circle", { "data-node": node, cx: place[1], cy: place[2], r }, group);
  }
};

// Diamonds: where anything is short, or the chosen commodity.
const drawMarks = () => {
  const lists = state.goods === null ? Object.values(plan.asked) : [plan.asked[state.goods] ?? []];
  const short = new Set(lists.flatMap((list) => list.filter((row) => row[2] > 0).map((row) => row[0])));
  for (const mark of byId("marks").children) {
    mark.style.display = short.has(Number(mark.dataset.node)) ? "" : "none";
  }
};

// Squares: the sites of one process, or the makers of the chosen commodity; hollow when idle.
const shownSites = () => {
  if (state.process !== null) return (plan.sites[state.process] ?? []).map((site) => ({ site, process: state.process, factor: 1 }));
  if (state.goods === null) return [];
  return plan.processes.flatMap(([, outputs], process) => {
    const output = outputs.find(([commodity]) => commodity === state.goods);
    return output ? (plan.sites[process] ?? []).map((site) => ({ site, process, factor: output[1] })) : [];
  });
};
let sites = [];
const drawSites = () => {
  const group = byId("sites");
  group.replaceChildren();
  sites = shownSites().filter(({ site }) => plan.nodes[site[1]]);
  const size = ({ site, factor }) => Math.max(site[2], 0.02 * site[3]) * factor;
  const largest = Math.max(0, ...sites.map(size));
  sites.sort((a, b) => size(b) - size(a));
  for (const one of sites) {
    const place = plan.nodes[one.site[1]];
    one.half = Math.max(1.8, 8 * Math.sqrt(size(one) / largest));
    const spot = element("g", { transform: `translate(${place[1]} ${place[2]})` }, group);
    const [corner, side] = [`${-one.half}em`, `${2 * one.half}em`];
    const idle = one.site[2] <= 0 ? "idle" : "";
    element("rect", { x: corner, y: corner, width: side, height: side, class: idle }, spot);
  }
};

// The legend follows the choice.
const drawLegend = () => {
  const unit = flows.unit;
  for (const sample of document.querySelectorAll("[data-level]")) {
    const share = (Number(sample.dataset.level) / plan.levels) ** 2;
    const parts = unit
      ? [amountWords(flows.largest * share, unit)]
      : ["t", "GJ"].filter((u) => plan.largest[u] > 0).map((u) => amountWords(plan.largest[u] * share, u));
    sample.textContent = parts.join(" · ");
  }
  const values = circleValues();
  const largest = values.length ? values[0][1] : 0;
  byId("key-size-name").textContent = unit ? "Circles: asked for" : "Circles: people";
  byId("key-sizes").replaceChildren(
    ...(largest > 0 ? [1, 1 / 4, 1 / 20] : []).map((share) => {
      const value = roundBelow(largest * share);
      const r = radius(value, largest);
      const sample = document.createElement("span");
      sample.className = "size";
      const svg = element("svg", { width: 2 * r + 2, height: 2 * r + 2, "aria-hidden": "true" });
      element("circle", { class: "city", cx: r + 1, cy: r + 1, r }, svg);
      sample.append(svg, amountWords(value, unit ?? "people").replace(/\.0+(?=\D)/, "").replace("\u00a0people", "").replace(" people", ""));
      return sample;
    }),
  );
  byId("key-sites").hidden = sites.length === 0;
  byId("key-sites-name").textContent =
    state.process === null ? "Made here (hollow: idle)" : `${plan.processes[state.process][0]} (hollow: idle)`;
};
const roundBelow = (value) => {
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = value / power;
  return (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power;
};

// Names of the largest places that do not cover each other at the present scale.
const drawLabels = () => {
  const group = byId("labels");
  group.replaceChildren();
  const size = 11 * unitsPerPixel;
  group.setAttribute("font-size", size);
  const taken = [];
  const view = viewBox();
  const values = circleValues();
  for (const [node, value] of values) {
    if (taken.length >= 45) break;
    const place = plan.nodes[node];
    if (!place || place[1] < view.x || place[1] > view.x + view.width || place[2] < view.y || place[2] > view.y + view.height) continue;
    const r = radius(value, values[0][1]) * unitsPerPixel;
    const name = place[0];
    const box = { x: place[1] + r + 0.25 * size, y: place[2] - 0.7 * size, width: 0.56 * size * name.length, height: 1.3 * size };
    const hits = (b) =>
      box.x < b.x + b.width + size && b.x < box.x + box.width + size && box.y < b.y + b.height && b.y < box.y + box.height;
    if (taken.some(hits)) continue;
    taken.push(box);
    element("text", { x: box.x, y: place[2] + 0.35 * size }, group).textContent = name;
  }
};

// The part of the drawing that is seen, and the units of the drawing in one screen pixel.
let unitsPerPixel = 1;
const viewBox = () => byId("map").viewBox.baseVal;
const setView = (x, y, width, height) => {
  const map = byId("map");
  map.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  const box = map.getBoundingClientRect();
  unitsPerPixel = Math.max(width / Math.max(1, box.width), height / Math.max(1, box.height));
  map.setAttribute("font-size", unitsPerPixel);
  map.classList.toggle("zoomed", width < plan.view[2] * 0.98);
  scheduleLabels();
};
let labelsDue = 0;
const scheduleLabels = () => {
  cancelAnimationFrame(labelsDue);
  labelsDue = requestAnimationFrame(() => {
    drawArrows();
    drawLabels();
  });
};

const redraw = () => {
  drawFlows();
  drawCities();
  drawMarks();
  drawSites();
  drawLegend();
  drawLabels();
};
