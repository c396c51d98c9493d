/**
 * What every panel knows: the plan, its scene, the address and how it looks.
 *
 * Invariant: panels read it and never change it; they go elsewhere by links.
 */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Address } from "./address.ts";
import type { PlanHead } from "./contract.ts";
import type { World } from "./scene.ts";
import type { Theme } from "./theme.ts";

export interface ViewContextValue {
  readonly plan: string;
  readonly plans: readonly PlanHead[];
  readonly world: World;
  readonly address: Address;
  readonly theme: Theme;
}

export const ViewContext = createContext<ViewContextValue | null>(null);

export function useView(): ViewContextValue {
  const value = useContext(ViewContext);
  if (value === null) throw new Error("no plan above this component");
  return value;
}
