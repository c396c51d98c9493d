/**
 * The answers of the planner, as `planner serve` sends them and `planner page` writes them.
 *
 * Invariant: types only. Large things are columns; other entities are named by their position in a column of the scene.
 * Energies are GJ; other amounts carry their unit beside them.
 */

export interface Period { readonly id: string; readonly name: string; readonly hours: number }

export interface PlanHead {
  readonly plan: string;
  readonly name: string;
  readonly status: string;
  readonly accounting: string;
  readonly calendar: string;
  readonly objective_gj: number | null;
  readonly lower_bound_gj: number | null;
  readonly gap: number | null;
  readonly periods: readonly Period[];
}

export interface Plans { readonly plans: readonly PlanHead[] }

export interface Certificate {
  readonly version?: string;
  readonly status: string;
  readonly gap_asked?: number;
  readonly worst_violation?: { readonly amount: number; readonly unit: string; readonly row: string };
  readonly ledger_residual_gj?: number;
  readonly policies?: readonly { readonly name?: string }[];
  readonly input_hashes?: Readonly<Record<string, string>>;
  readonly plan_hashes?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly [other: string]: unknown;
}

export interface Commodity {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly mass_t: number;
  readonly is_demanded: boolean;
}

export interface LedgerRow { readonly sequence: string; readonly activity: string; readonly energy_gj: number }

export interface Shortage {
  readonly commodity: string;
  readonly unit: string;
  readonly amount: number;
  /** Places that are short of it. */
  readonly places: number;
}

export interface PlanDetail extends PlanHead {
  readonly certificate: Certificate;
  readonly commodities: readonly Commodity[];
  readonly modes: readonly { readonly id: string; readonly name: string; readonly capacity_unit: string }[];
  readonly areas: readonly { readonly id: string; readonly name: string; readonly parent: string | null }[];
  readonly sequences: readonly { readonly id: string; readonly name: string }[];
  readonly ledger: readonly LedgerRow[];
  readonly shortages: readonly Shortage[];
}

export interface Scene {
  readonly nodes: {
    readonly id: readonly string[];
    readonly name: readonly string[];
    readonly kind: readonly string[];
    readonly longitude: readonly number[];
    readonly latitude: readonly number[];
    readonly area: readonly number[];
    readonly population: readonly number[];
  };
  readonly links: {
    readonly id: readonly string[];
    readonly mode: readonly number[];
    readonly from: readonly number[];
    readonly to: readonly number[];
    readonly length_km: readonly number[];
    readonly capacity: readonly number[];
    readonly is_terminal: readonly boolean[];
  };
  readonly sites: {
    readonly id: readonly string[];
    readonly name: readonly string[];
    readonly process: readonly number[];
    readonly node: readonly number[];
  };
  readonly processes: { readonly id: readonly string[]; readonly name: readonly string[] };
  readonly boundaries: readonly Boundary[];
}

export interface Boundary {
  readonly kind: "coast" | "lake" | "country" | "state";
  readonly points: readonly (readonly [number, number])[];
}

export interface Flows {
  readonly commodity: string | null;
  /** Unit of the commodity; of everything together, words for each mode's own unit of capacity. */
  readonly unit: string;
  readonly links: readonly number[];
  readonly forward: readonly number[];
  readonly backward: readonly number[];
  /** Part of the capacity in use by everything, not by this commodity alone; none where there is no capacity. */
  readonly loading: readonly (number | null)[];
}

export interface Stages {
  readonly extraction_gj: number;
  readonly processing_gj: number;
  readonly transport_gj: number;
  readonly storage_gj: number;
  readonly loss_gj: number;
}

/** A thing with a name for people. */
export interface Named { readonly id: string; readonly name: string }

/** Source of an input row, and whether a figure of it was estimated. */
export interface InputSource { readonly source: string; readonly approximate: boolean }

export interface Demand {
  readonly commodity: string;
  readonly name: string;
  readonly unit: string;
  readonly demand: number;
  readonly met: number;
  readonly short: number;
  readonly price_gj: number | null;
  readonly embodied: Stages | null;
  readonly origins: number;
  readonly provenance: InputSource | null;
}

export interface NodeAnswer {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly areas: readonly Named[];
  readonly population: number;
  readonly demands: readonly Demand[];
  readonly sites: readonly NodeSite[];
  readonly links: readonly NodeLink[];
  readonly stores: readonly NodeStore[];
  readonly trades: readonly NodeTrade[];
  readonly prices: readonly { readonly commodity: string; readonly name: string; readonly unit: string; readonly price_gj: number }[];
}

export interface NodeSite { readonly id: string; readonly name: string; readonly process: Named; readonly activity: number; readonly capacity: number }
export interface NodeLink { readonly id: string; readonly mode: Named; readonly to: Named; readonly length_km: number; readonly unit: string; readonly arrives: number; readonly departs: number }
export interface NodeStore { readonly id: string; readonly commodity: string; readonly unit: string; readonly charged: number; readonly discharged: number; readonly level: number; readonly capacity: number }
export interface NodeTrade { readonly id: string; readonly commodity: string; readonly direction: string; readonly unit: string; readonly amount: number; readonly maximum: number }

export type PlaceName = Named;
export interface OriginName { readonly kind: string; readonly id: string; readonly name: string; readonly place: PlaceName }
export interface Leg {
  readonly kind: "link" | "transfer" | "store";
  readonly by: string;
  readonly by_name: string;
  readonly from: PlaceName;
  readonly via: readonly PlaceName[];
  readonly to: PlaceName;
  readonly length_km: number;
}
export interface OriginShare { readonly origin: OriginName; readonly share: number; readonly amount: number; readonly embodied: Stages }
export interface Route {
  readonly origin: OriginName | null;
  readonly legs: readonly Leg[];
  readonly length_km: number;
  readonly share: number;
  readonly amount: number;
  readonly embodied: Stages;
}
export interface Routes {
  readonly to: string;
  readonly commodity: string;
  readonly unit: string;
  readonly delivered_to: string;
  readonly amount: number;
  readonly embodied: Stages;
  readonly origins: readonly OriginShare[];
  readonly routes: readonly Route[];
}

export interface Alternative {
  readonly origin: OriginName;
  readonly price_gj: number;
  readonly at_source_gj: number;
  /** Of the price at the source, what making takes; the rest is a limit's rent. */
  readonly making_gj: number;
  readonly moving_gj: number;
  readonly resources_gj: number;
  readonly capacity_gj: number;
  readonly loss_gj: number;
  readonly is_used: boolean;
  readonly share: number | null;
  readonly legs: readonly Leg[];
  readonly length_km: number;
}
export interface Alternatives {
  readonly node: Named;
  readonly commodity: string;
  readonly unit: string;
  readonly period: string;
  readonly price_gj: number | null;
  readonly alternatives: readonly Alternative[];
}

export interface Term { readonly what: string; readonly use_per_unit: number; readonly price_gj: number; readonly energy_gj: number; readonly binds: boolean }
export interface Reason {
  readonly decision: string;
  readonly amount: number;
  readonly lower: number;
  readonly upper: number | null;
  readonly own_energy_gj: number;
  readonly reduced_cost_gj: number;
  readonly terms: readonly Term[];
  readonly flip: string;
}

export interface Good { readonly commodity: string; readonly name: string; readonly unit: string; readonly amount: number; readonly price_gj: number | null }
export interface SiteAnswer {
  readonly id: string;
  readonly name: string;
  readonly process: PlaceName;
  readonly node: PlaceName;
  readonly areas: readonly Named[];
  readonly sequence: Named;
  readonly status: string;
  readonly activity: number;
  readonly minimum: number;
  readonly capacity: number;
  readonly inputs: readonly Good[];
  readonly outputs: readonly Good[];
  readonly burns: readonly Good[];
  readonly embodied: Stages;
  readonly why: Reason | null;
  readonly provenance: InputSource;
}

export interface LinkGood { readonly commodity: string; readonly name: string; readonly unit: string; readonly forward: number; readonly backward: number; readonly mass_t: number }
/** Who uses up what is on a link; `kind` is demand, export, spill, stock, site, link or store. */
export interface Served { readonly kind: string; readonly who: Named; readonly commodity: string; readonly share: number; readonly amount: number; readonly unit: string }
export interface LinkAnswer {
  readonly id: string;
  readonly mode: Named;
  readonly from: Named;
  readonly to: Named;
  readonly two_way: boolean;
  readonly length_km: number;
  readonly used: number;
  readonly capacity: number;
  readonly capacity_unit: string;
  readonly relief_gj: number;
  readonly goods: readonly LinkGood[];
  readonly served: readonly Served[];
  readonly why: readonly Reason[];
  readonly provenance: InputSource;
}

export type Cell = string | number | boolean | null;
export interface TableAnswer {
  readonly name: string;
  readonly meaning: string;
  readonly columns: readonly { readonly name: string; readonly unit: string }[];
  readonly rows: readonly (readonly Cell[])[];
  readonly total?: number;
  readonly offset?: number;
}

export interface Comparison { readonly before: PlanHead; readonly after: PlanHead; readonly tables: readonly TableAnswer[] }
export interface ComparedFlows { readonly commodity: string | null; readonly unit: string; readonly links: readonly number[]; readonly before: readonly number[]; readonly after: readonly number[] }

export interface AreaAnswer {
  readonly id: string;
  readonly name: string;
  readonly within: readonly Named[];
  readonly areas: readonly Named[];
  readonly urbanates: readonly Named[];
  readonly energy: TableAnswer;
  readonly goods: TableAnswer;
  readonly borders: TableAnswer;
}

/** Why a commodity costs what it costs at a node: every way it comes or could come there. */
export interface CommodityReasons {
  readonly node: string;
  readonly commodity: string;
  readonly price_gj: number;
  readonly shortage_penalty_gj: number;
  readonly ways: readonly Reason[];
}

/** RFC 9457 problem details. */
export interface ProblemAnswer { readonly type: string; readonly title: string; readonly status: number; readonly detail: string }
