/**
 * What the page shows, as the part of the address behind `#`.
 *
 * Invariant: `parse(format(address))` is the address; whatever is in the bar, parsing gives an address that can be shown.
 */

/** What the panel shows. */
export type View =
  | { readonly kind: "overview" }
  | { readonly kind: "node"; readonly node: string }
  | { readonly kind: "supply"; readonly node: string; readonly commodity: string }
  | { readonly kind: "site"; readonly site: string }
  | { readonly kind: "link"; readonly link: string }
  | { readonly kind: "area"; readonly area: string }
  | { readonly kind: "table"; readonly table: string }
  | { readonly kind: "difference" }
  | { readonly kind: "certificate" };

/** Where the map stands. */
export interface Camera { readonly zoom: number; readonly latitude: number; readonly longitude: number }

/** How one list or table is read: which of its rows, in what order. */
export interface Reading {
  /** Name of the list, once in an address. */
  readonly list: string;
  /** Rows left out before the first one shown. */
  readonly offset: number;
  /** Words that a row must have. */
  readonly filter: string;
  /** What the rows are sorted by, with a minus in front for largest first; as they come when absent. */
  readonly sort: string | null;
}

/** All that is shown. */
export interface Address {
  /** The plan; the first of those served when absent. */
  readonly plan: string | null;
  readonly view: View;
  /** All periods together when absent. */
  readonly period: string | null;
  /** Commodity whose flows the map shows; tonnes of everything when absent. */
  readonly flows: string | null;
  /** Modes that the map leaves out. */
  readonly hidden: readonly string[];
  /** The plan it is compared with. */
  readonly against: string | null;
  /** Position of the one route that the map shows; all of them when absent. */
  readonly route: number | null;
  readonly camera: Camera | null;
  /** Lists that are not read from their beginning as they come. */
  readonly readings: readonly Reading[];
}

export const START: Address = {
  plan: null, view: { kind: "overview" }, period: null, flows: null, hidden: [], against: null, route: null, camera: null, readings: [],
};

/** The address as text, from `#` on. */
export function format(address: Address): string {
  const path = ["", ...(address.plan === null ? [] : [address.plan, ...viewPath(address.view)])].map(encodeURIComponent).join("/");
  const query: string[] = [];
  const put = (key: string, value: string | null) => {
    if (value !== null && value !== "") query.push(`${key}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%2F", "/")}`);
  };
  put("period", address.period);
  put("flows", address.flows);
  put("hide", address.hidden.map((mode) => mode.replaceAll("%", "%25").replaceAll(",", "%2C")).join(","));
  put("against", address.against);
  put("route", address.route === null ? null : String(address.route));
  put("map", address.camera === null ? null : cameraText(address.camera));
  for (const { list, offset, filter, sort } of address.readings) {
    put(`offset.${encodeURIComponent(list)}`, offset === 0 ? null : String(offset));
    put(`filter.${encodeURIComponent(list)}`, filter);
    put(`sort.${encodeURIComponent(list)}`, sort);
  }
  return `#${path === "" ? "/" : path}${query.length === 0 ? "" : `?${query.join("&")}`}`;
}

/** The address that a text stands for; what cannot be read is left out. */
export function parse(text: string): Address {
  const body = text.startsWith("#") ? text.slice(1) : text;
  const cut = body.indexOf("?");
  const path = (cut < 0 ? body : body.slice(0, cut)).split("/").filter((part) => part !== "").map(decoded);
  const query = new Map<string, string>();
  for (const pair of cut < 0 ? [] : body.slice(cut + 1).split("&")) {
    const equals = pair.indexOf("=");
    if (equals > 0) query.set(pair.slice(0, equals), decoded(pair.slice(equals + 1)));
  }
  const route = Number.parseInt(query.get("route") ?? "", 10);
  return {
    plan: path[0] ?? null,
    view: viewOf(path.slice(1)),
    period: query.get("period") ?? null,
    flows: query.get("flows") ?? null,
    hidden: (query.get("hide") ?? "").split(",").filter((mode) => mode !== "").map(decoded),
    against: query.get("against") ?? null,
    route: Number.isInteger(route) && route >= 0 ? route : null,
    camera: cameraOf(query.get("map")),
    readings: readingsOf(query),
  };
}

/** How a list is read; from its beginning as it comes where the address says nothing of it. */
export function readingOf({ readings }: Address, list: string): Reading {
  return readings.find((reading) => reading.list === list) ?? { list, offset: 0, filter: "", sort: null };
}

/** The address with one list read differently. */
export function withReading(address: Address, reading: Reading): Address {
  const others = address.readings.filter(({ list }) => list !== reading.list);
  const isPlain = reading.offset === 0 && reading.filter === "" && (reading.sort ?? "") === "";
  return { ...address, readings: isPlain ? others : [...others, reading] };
}

function viewPath(view: View): readonly string[] {
  switch (view.kind) {
    case "overview": return [];
    case "node": return ["node", view.node];
    case "supply": return ["node", view.node, view.commodity];
    case "site": return ["site", view.site];
    case "link": return ["link", view.link];
    case "area": return ["area", view.area];
    case "table": return ["table", view.table];
    case "difference": return ["difference"];
    case "certificate": return ["certificate"];
  }
}

function viewOf([kind, first, second]: readonly string[]): View {
  if (kind === "node" && first !== undefined) {
    return second === undefined ? { kind: "node", node: first } : { kind: "supply", node: first, commodity: second };
  }
  if (kind === "site" && first !== undefined) return { kind: "site", site: first };
  if (kind === "link" && first !== undefined) return { kind: "link", link: first };
  if (kind === "area" && first !== undefined) return { kind: "area", area: first };
  if (kind === "table" && first !== undefined) return { kind: "table", table: first };
  if (kind === "difference" || kind === "certificate") return { kind };
  return { kind: "overview" };
}

function cameraText({ zoom, latitude, longitude }: Camera): string {
  return `${zoom.toFixed(2)}/${latitude.toFixed(3)}/${longitude.toFixed(3)}`;
}

function cameraOf(text: string | undefined): Camera | null {
  const [zoom, latitude, longitude, ...more] = (text ?? "").split("/").map(Number);
  if (zoom === undefined || latitude === undefined || longitude === undefined || more.length > 0) return null;
  const isOnEarth = zoom >= 0 && zoom <= 22 && Math.abs(latitude) <= 85 && Math.abs(longitude) <= 360;
  return isOnEarth ? { zoom, latitude, longitude } : null;
}

/** Offsets beyond this are not offsets. */
const LARGEST_OFFSET = 1e9;

function readingsOf(query: ReadonlyMap<string, string>): readonly Reading[] {
  const lists = [...query.keys()].flatMap((key) => /^(?:offset|filter|sort)\.(.+)$/.exec(key)?.[1] ?? []);
  const readings = [...new Set(lists)].map((list) => {
    const offset = Number.parseInt(query.get(`offset.${list}`) ?? "", 10);
    return {
      list: decoded(list),
      offset: offset > 0 && offset <= LARGEST_OFFSET ? offset : 0,
      filter: query.get(`filter.${list}`) ?? "",
      sort: query.get(`sort.${list}`) || null,
    };
  });
  return readings.filter(({ list, offset, filter, sort }) => list !== "" && (offset > 0 || filter !== "" || sort !== null));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
