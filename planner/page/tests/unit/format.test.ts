import assert from "node:assert/strict";
import { test } from "node:test";
import { amount, digits, figure, folded, harmless, share } from "../../src/format.ts";

test("figures keep three digits and take the unit that suits them", () => {
  assert.deepEqual(figure(1_949_000, "t"), { value: "1.95", unit: "Mt" });
  assert.deepEqual(figure(297_250_000, "GJ"), { value: "297", unit: "PJ" });
  assert.deepEqual(figure(133_813_532_561, "GJ"), { value: "134", unit: "EJ" });
  assert.deepEqual(figure(0.5, "GJ"), { value: "500", unit: "MJ" });
  assert.deepEqual(figure(28.26, "GJ/t"), { value: "28.3", unit: "GJ/t" });
  assert.deepEqual(figure(0, "t"), { value: "0", unit: "t" });
  assert.deepEqual(figure(5_897_366, "people"), { value: "5.90", unit: "million people" });
});

test("units that take no prefix are counted in words", () => {
  assert.deepEqual(figure(2_100_000, "m3"), { value: "2.10", unit: "million m³" });
  assert.deepEqual(figure(3e9, "ha"), { value: "3.00", unit: "billion ha" });
  assert.deepEqual(figure(12_345, "h"), { value: "12\u202f345", unit: "h" });
  assert.deepEqual(figure(4e6, "t-km"), { value: "4.00", unit: "million t km" });
  assert.deepEqual(figure(1.5, "GJ/m3"), { value: "1.50", unit: "GJ/m³" });
});

test("a figure at the edge of a prefix does not become a thousand of the smaller one", () => {
  assert.deepEqual(figure(999_960, "GJ"), { value: "1.00", unit: "PJ" });
  assert.deepEqual(figure(999_960, "t"), { value: "1.00", unit: "Mt" });
});

test("what is no number is a dash", () => {
  assert.equal(amount(null, "t"), "–");
  assert.equal(amount(Number.NaN, "GJ"), "–");
  assert.equal(share(null), "–");
});

test("digits of small, large and negative numbers", () => {
  assert.equal(digits(3.6489676391786133e-14), "3.6e−14");
  assert.equal(digits(-2.2479e-6), "−2.2e−6");
  assert.equal(digits(-28.26156), "−28.3");
  assert.equal(digits(1_181_800), "1\u202f181\u202f800");
  assert.equal(digits(0.0088008), "0.00880");
});

test("shares never round to nothing or to all", () => {
  assert.equal(share(0.0001), "<\u202f0.1\u202f%");
  assert.equal(share(-0.0001), ">\u202f−0.1\u202f%");
  assert.equal(share(0.606362), "60.6\u202f%");
  assert.equal(share(1), "100\u202f%");
});

test("control and direction characters become visible", () => {
  assert.equal(harmless("a\u001b[31mb"), "a\u241b[31mb");
  assert.equal(harmless("abc\u202egnp"), "abc\ufffdgnp");
  assert.equal(harmless("<script>alert(1)</script>"), "<script>alert(1)</script>");
});

test("search folds accents and case", () => {
  assert.equal(folded("Montréal"), "montreal");
});
