// What a reader does with the report, done in the browser. Each check adds its name and whether it held.
(async () => {
  const outcome = [];
  const check = (name, held) => outcome.push([name, Boolean(held)]);
  const get = (id) => document.getElementById(id);
  const flowsNow = () => get("flows").innerHTML;
  const change = (control, value) => {
    if (value !== undefined) control.value = value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const shown = (id) => getComputedStyle(get(id)).display !== "none";
  const key = (target, name) => target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
  try {
    const map = get("map");
    const box = map.getBoundingClientRect();
    check("the map has a size", box.width > 300 && box.height > 300);
    check("flows are drawn", document.querySelectorAll("#flows path").length > 5);
    check("urbanates are drawn", document.querySelectorAll("#cities circle").length > 10);
    check("land is drawn", document.querySelector("#land .coast").getAttribute("d").length > 50);
    check("a shortage is marked", document.querySelectorAll("#marks g").length > 0);

    const looks = (root) => [...root.querySelectorAll("#flows path")].map((p) => p.getAttribute("class")).sort().join();
    const asWritten = new DOMParser().parseFromString(window.pageAsWritten, "text/html");
    check("the script draws what was written", looks(document) === looks(asWritten) && looks(document).length > 0);

    const before = flowsNow();
    const widths = get("key-widths").textContent;
    const goods = get("goods");
    change(goods, goods.options[1].value);
    const chosen = flowsNow();
    check("choosing a commodity changes the flows", chosen !== before && chosen.length > 0);
    const data = JSON.parse(get("plan-data").textContent);
    const carriers = data.links.filter((link) => link[9].some((v, i) => i % 3 === 0 && v === Number(goods.value)));
    const drawn = () => flowsNow().split("M").length - 1;
    check("only links that carry it are drawn", carriers.length > 0 && carriers.length < data.links.length && drawn() === carriers.length);
    check("the legend follows", get("key-widths").textContent !== widths);
    check("arrows tell the direction", document.querySelectorAll("#arrows line").length > 0);
    check("makers are shown", document.querySelectorAll("#sites rect").length > 0);
    check("the choice is in the address", location.hash.includes("goods="));
    change(goods, "");
    check("all commodities bring the first flows back", flowsNow() === before);

    const mode = document.querySelector("#modes input");
    mode.checked = false;
    change(mode);
    const others = data.links.filter((link) => link[1] !== Number(mode.value)).length;
    check("the other modes stay", drawn() === others && others < data.links.length);
    const left = [...document.querySelectorAll("#flows path")].map((p) => p.getAttribute("class").split(" ")[2]);
    check("a mode that is switched off is not drawn", left.length > 0 && !left.includes(`m${mode.value}`));
    mode.checked = true;
    change(mode);
    check("switched on again it is", flowsNow() === before);

    get("links-table-tab").click();
    check("a tab shows its table", shown("links-table") && !shown("goods-table"));
    key(get("links-table-tab"), "ArrowRight");
    check("arrow keys change tabs", shown("short-table") && document.activeElement === get("short-table-tab"));
    get("links-table-tab").click();
    const body = document.querySelector("#links-table tbody");
    const heading = document.querySelector("#links-table thead th:nth-child(3)");
    heading.querySelector("button").click();
    const amounts = [...body.rows].map((row) => Number(row.cells[2].dataset.v));
    check("a heading sorts its column", amounts.every((v, i) => i === 0 || v <= amounts[i - 1]) && amounts.length > 3);
    check("the order is told", heading.getAttribute("aria-sort") === "descending");

    const view = () => map.getAttribute("viewBox").split(" ").map(Number);
    const same = (a, b) => a.every((v, i) => Math.abs(v - b[i]) < 0.01);
    const home = view();
    const row = [...document.querySelectorAll("#links-table [data-link]")].find((b) => !b.closest("tr").textContent.includes("erminal"));
    row.click();
    check("a link of the table opens its card", shown("card") && get("card").textContent.length > 20);
    check("and is shown on the map", !same(view(), home) && get("pick").children.length === 1);
    key(map, "Escape");
    check("escape closes the card", !shown("card"));
    key(map, "0");
    check("0 shows the whole map", same(view(), home));
    key(map, "+");
    check("plus zooms in", view()[2] < 0.9 * home[2]);
    key(map, "0");

    const city = document.querySelector("#places option").value;
    change(get("find"), city);
    check("an urbanate is found by name", get("card").querySelector("strong").textContent === city);
    key(map, "Escape");
    key(map, "0");
    const circle = document.querySelector("#cities circle").getBoundingClientRect();
    const at = { clientX: circle.left + circle.width / 2, clientY: circle.top + circle.height / 2, pointerId: 7, bubbles: true };
    map.dispatchEvent(new PointerEvent("pointermove", at));
    check("hovering tells what is there", shown("tip") && get("tip").textContent.includes(city));

    check("names are not markup", !document.querySelector("img") && window.ran === undefined);
    check("nothing was fetched", performance.getEntriesByType("resource").length === 0);
    get("goods-table-tab").click();
  } catch (error) {
    check(`no exception: ${error.stack}`, false);
  }
  check(`no error: ${window.errorsSeen.join("; ")}`, window.errorsSeen.length === 0);
  const pre = document.createElement("pre");
  pre.id = "outcome";
  pre.textContent = JSON.stringify(outcome);
  document.body.append(pre);
})();
