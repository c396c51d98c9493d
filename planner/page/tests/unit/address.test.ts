import assert from "node:assert/strict";
import { test } from "node:test";
import { type Address, format, parse, readingOf, START, withReading } from "../../src/address.ts";

const ADDRESSES: readonly Address[] = [
  START,
  { ...START, plan: "na-year" },
  { ...START, plan: "a b/c?d#e&f=%", view: { kind: "node", node: "ü/☃" } },
  { ...START, plan: "p", view: { kind: "supply", node: "chicago-il", commodity: "steel" }, period: "m01", route: 2 },
  { ...START, plan: "p", view: { kind: "site", site: "<script>" }, flows: "a&b=c", hidden: ["rail", "a,b", "50%"] },
  { ...START, plan: "p", view: { kind: "link", link: "x" }, camera: { zoom: 5.25, latitude: 41.85, longitude: -87.65 } },
  { ...START, plan: "p", view: { kind: "area", area: "us il" } },
  { ...START, plan: "p", view: { kind: "table", table: "areas" } },
  { ...START, plan: "p", view: { kind: "table", table: "sites" }, readings: [{ list: "sites", offset: 200, filter: "a&b=c, 50%", sort: "-activity" }] },
  { ...START, plan: "p", view: { kind: "area", area: "x" }, readings: [{ list: "area.goods=1", offset: 0, filter: "steel", sort: null }, { list: "borders", offset: 0, filter: "", sort: "name" }] },
  { ...START, plan: "p", view: { kind: "difference" }, against: "q" },
  { ...START, plan: "p", view: { kind: "certificate" } },
];

test("every address comes back from its text", () => {
  for (const address of ADDRESSES) assert.deepEqual(parse(format(address)), address, format(address));
});

test("whatever is in the bar gives an address", () => {
  for (const text of ["", "#", "#/", "#/p/nowhere/x", "#/p/node", "#?map=1/2", "#/p?map=99/0/0&route=-1&route=x", "#/%E0%A4%A/%", "#/p?map=a/b/c", "#/p?offset.=1&sort.x=&offset.y=-1&filter.=a"]) {
    const address = parse(text);
    assert.equal(address.camera, null, text);
    assert.equal(address.route, null, text);
    assert.equal(address.view.kind, "overview", text);
    assert.deepEqual(address.readings, [], text);
  }
});

test("a list is read from its beginning until the address says otherwise", () => {
  const later = withReading(START, { list: "constructor", offset: 100, filter: "", sort: null });
  assert.equal(readingOf(parse(format(later)), "constructor").offset, 100);
  assert.deepEqual(readingOf(later, "toString"), { list: "toString", offset: 0, filter: "", sort: null });
  assert.deepEqual(withReading(later, { list: "constructor", offset: 0, filter: "", sort: null }), START);
});
