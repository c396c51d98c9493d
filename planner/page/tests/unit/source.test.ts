import assert from "node:assert/strict";
import { test } from "node:test";
import { fileOf, hash, pathOf } from "../../src/source.ts";

test("paths encode their parts and order their parameters", () => {
  assert.equal(pathOf(["plans", "a b", "nodes", "x/y"], { top: 20, period: null }), "plans/a%20b/nodes/x%2Fy?top=20");
  assert.equal(pathOf(["plans"], { period: "m01", commodity: "a&b" }), "plans?commodity=a%26b&period=m01");
});

test("the hash is FNV-1a of 32 bits", () => {
  assert.equal(hash(""), 0x811c9dc5);
  assert.equal(hash("a"), 0xe40c292c);
  assert.equal(hash("foobar"), 0xbf9cf968);
});

test("answers about one place lie in one file, flows of each good in their own", () => {
  assert.equal(fileOf("plans/p/nodes/chicago-il"), fileOf("plans/p/nodes/chicago-il/supply/steel?top=20"));
  assert.notEqual(fileOf("plans/p/flows?commodity=steel"), fileOf("plans/p/flows?commodity=corn"));
  assert.notEqual(fileOf("plans/p/nodes/chicago-il"), fileOf("plans/q/nodes/chicago-il"));
  assert.match(fileOf("plans"), /^[0-9a-f]{8}$/);
});

test("names are those that the program computes", () => {
  // The same paths and names stand in planner/src/page/encode.rs.
  assert.equal(fileOf("plans"), "b6caddb3");
  assert.equal(fileOf("plans/p/nodes/chicago-il/supply/steel?top=20"), "8b77ace5");
  assert.equal(fileOf("compare/p/q/flows?commodity=a%26b"), "015f207e");
});
