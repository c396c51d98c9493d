// What the reader does: choosing, moving, zooming. The choice is kept in the address, so that it can be passed on.
if (plan) {
  const map = byId("map");

  const home = () => setView(...plan.view);
  const zoom = (factor, x, y) => {
    const view = viewBox();
    const width = Math.min(plan.view[2] * 4, Math.max(plan.view[2] / 60, view.width * factor));
    const scale = width / view.width;
    const [cx, cy] = x === undefined ? [view.x + view.width / 2, view.y + view.height / 2] : [x, y];
    setView(cx - (cx - view.x) * scale, cy - (cy - view.y) * scale, width, view.height * scale);
  };
  const move = (dx, dy) => {
    const view = viewBox();
    setView(view.x + dx, view.y + dy, view.width, view.height);
  };
  const show = (x, y, width) => {
    const height = (width * plan.view[3]) / plan.view[2];
    setView(x - width / 2, y - height / 2, width, height);
  };
  const toDrawing = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    return [point.x, point.y];
  };

  // The address holds what differs from the first view.
  let tab = null;
  const remember = () => {
    const parts = [];
    if (state.goods !== null) parts.push(`goods=${encodeURIComponent(plan.goods[state.goods][0])}`);
    if (state.process !== null) parts.push(`sites=${state.process}`);
    if (state.modes.size < plan.modes.length) parts.push(`modes=${[...state.modes].map((m) => plan.modes[m][0]).map(encodeURIComponent).join(",")}`);
    if (tab) parts.push(`table=${tab}`);
    history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname + location.search);
  };
  const recall = () => {
    const parts = new Map(location.hash.slice(1).split("&").map((part) => part.split("=")));
    const goods = plan.goods.findIndex(([id]) => id === decodeURIComponent(parts.get("goods") ?? ""));
    state.goods = goods < 0 ? null : goods;
    state.process = plan.sites[parts.get("sites")] ? Number(parts.get("sites")) : null;
    if (parts.has("modes")) {
      const ids = parts.get("modes").split(",").map(decodeURIComponent);
      state.modes = new Set(plan.modes.flatMap(([id], i) => (ids.includes(id) ? [i] : [])));
    }
    if (parts.get("table")) tabs.show(parts.get("table"));
  };

  const apply = () => {
    byId("goods").value = state.goods ?? "";
    byId("process").value = state.process ?? "";
    for (const box of document.querySelectorAll("#modes input")) box.checked = state.modes.has(Number(box.value));
    for (const button of document.querySelectorAll("[data-goods]")) {
      button.closest("tr").classList.toggle("chosen", Number(button.dataset.goods) === state.goods);
    }
    redraw();
    remember();
  };

  byId("goods").addEventListener("change", (event) => {
    state.goods = event.target.value === "" ? null : Number(event.target.value);
    apply();
  });
  byId("process").addEventListener("change", (event) => {
    state.process = event.target.value === "" ? null : Number(event.target.value);
    apply();
  });
  byId("modes").addEventListener("change", () => {
    const on = [...document.querySelectorAll("#modes input:checked")].map((box) => Number(box.value));
    const drawn = new Set([...document.querySelectorAll("#modes input")].map((box) => Number(box.value)));
    state.modes = new Set(plan.modes.map((_, i) => i).filter((i) => !drawn.has(i) || on.includes(i)));
    apply();
  });
  byId("find").addEventListener("change", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    if (!wanted) return;
    const named = (test) => plan.cities.find(([node]) => test(nameOf(node).toLowerCase()));
    const city = named((name) => name === wanted) ?? named((name) => name.startsWith(wanted)) ?? named((name) => name.includes(wanted));
    if (city) visitNode(city[0]);
  });
  tabs.changed((id) => {
    tab = id;
    remember();
  });

  const visitNode = (node) => {
    const place = plan.nodes[node];
    if (!place) return;
    show(place[1], place[2], plan.view[2] / 5);
    showCard({ kind: "node", node });
  };
  const visitLink = (index) => {
    const link = links.find((one) => one.index === index);
    if (!link) return;
    const span = Math.hypot(link.x2 - link.x1, link.y2 - link.y1);
    show((link.x1 + link.x2) / 2, (link.y1 + link.y2) / 2, Math.max(plan.view[2] / 8, 3 * span));
    showCard({ kind: "link", link });
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".pick");
    if (!button) return;
    const { goods, process, link, node } = button.dataset;
    if (goods !== undefined) {
      state.goods = state.goods === Number(goods) ? null : Number(goods);
      state.process = null;
      apply();
    } else if (process !== undefined) {
      state.process = state.process === Number(process) ? null : Number(process);
      apply();
    } else if (link !== undefined) visitLink(Number(link));
    else if (node !== undefined) visitNode(Number(node));
  });

  byId("zoom-in").addEventListener("click", () => zoom(1 / 1.6));
  byId("zoom-out").addEventListener("click", () => zoom(1.6));
  byId("zoom-all").addEventListener("click", home);
  map.addEventListener("keydown", (event) => {
    const step = viewBox().width / 8;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) move(...moves[event.key]);
    else if (event.key === "+" || event.key === "=") zoom(1 / 1.4);
    else if (event.key === "-") zoom(1.4);
    else if (event.key === "0") home();
    else if (event.key === "Escape") showCard(null);
    else return;
    event.preventDefault();
  });
  // A page that scrolls keeps its wheel until the map has been chosen.
  map.addEventListener(
    "wheel",
    (event) => {
      const scrolls = document.documentElement.scrollHeight > window.innerHeight + 4;
      if (scrolls && !event.ctrlKey && document.activeElement !== map) return;
      event.preventDefault();
      zoom(Math.exp(Math.sign(event.deltaY) * 0.18), ...toDrawing(event));
    },
    { passive: false },
  );

  // One pointer drags, two pinch; a press that does not move chooses.
  const pointers = new Map();
  let dragged = 0;
  map.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, event);
    if (pointers.size === 1) dragged = 0;
    map.setPointerCapture(event.pointerId);
  });
  map.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) {
      const frame = map.parentNode.getBoundingClientRect();
      showTip(pick(...toDrawing(event)), event.clientX - frame.left, event.clientY - frame.top);
      return;
    }
    const other = [...pointers.values()].find((one) => one.pointerId !== event.pointerId);
    if (other) {
      const span = (a) => Math.hypot(a.clientX - other.clientX, a.clientY - other.clientY);
      zoom(span(last) / Math.max(1, span(event)), ...toDrawing(other));
    } else {
      move((last.clientX - event.clientX) * unitsPerPixel, (last.clientY - event.clientY) * unitsPerPixel);
      map.classList.add("dragging");
    }
    dragged += Math.hypot(event.clientX - last.clientX, event.clientY - last.clientY);
    pointers.set(event.pointerId, event);
    showTip(null);
  });
  const release = (event) => {
    const was = pointers.delete(event.pointerId);
    map.classList.remove("dragging");
    if (was && event.type === "pointerup" && dragged < 4) showCard(pick(...toDrawing(event)));
  };
  map.addEventListener("pointerup", release);
  map.addEventListener("pointercancel", release);
  map.addEventListener("pointerleave", () => showTip(null));

  const resized = () => {
    const view = viewBox();
    setView(view.x, view.y, view.width, view.height);
  };
  new ResizeObserver(resized).observe(map);
  // On paper the map is as wide as the page: marks are scaled for that, and back again afterwards.
  window.addEventListener("beforeprint", () => {
    unitsPerPixel = Math.max(viewBox().width / 660, viewBox().height / 560);
    map.setAttribute("font-size", unitsPerPixel);
    drawArrows();
    drawLabels();
  });
  window.addEventListener("afterprint", resized);
  recall();
  home();
  apply();
}
