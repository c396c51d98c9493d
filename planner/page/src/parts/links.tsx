/**
 * Links to what the plan speaks of.
 *
 * Invariant: a thing that the scene does not know is shown as text, not as a link that leads nowhere.
 */

import type { Address, View } from "../address.ts";
import { harmless } from "../format.ts";
import { linkTo } from "../navigation.ts";
import { useView } from "../view_context.ts";

/** A link to another view of the plan. */
export function To({ view, text, changes }: { readonly view: View; readonly text: string; readonly changes?: Partial<Address> }) {
  const { address } = useView();
  return <a href={linkTo(address, view, changes)}>{harmless(text)}</a>;
}

export function NodeLink({ id, name }: { readonly id: string; readonly name?: string }) {
  const { world } = useView();
  const position = world.node(id);
  const text = name ?? world.nodeName(position) ?? id;
  return position === undefined ? <span>{harmless(text === "" ? id : text)}</span> : <To view={{ kind: "node", node: id }} text={text} />;
}

export function SiteLink({ id, name }: { readonly id: string; readonly name: string }) {
  const { world } = useView();
  return world.site(id) === undefined ? <span>{harmless(name)}</span> : <To view={{ kind: "site", site: id }} text={name} />;
}

export function LinkLink({ id }: { readonly id: string }) {
  const { world } = useView();
  const position = world.link(id);
  return position === undefined ? <span>{harmless(id)}</span> : <To view={{ kind: "link", link: id }} text={world.linkName(position)} />;
}

export function AreaLink({ id, name }: { readonly id: string; readonly name?: string }) {
  const { world } = useView();
  const known = world.detail.areas.find((area) => area.id === id);
  return known === undefined ? <span>{harmless(name ?? id)}</span> : <To view={{ kind: "area", area: id }} text={known.name} />;
}

export function SupplyLink({ node, commodity, text }: { readonly node: string; readonly commodity: string; readonly text: string }) {
  return <To view={{ kind: "supply", node, commodity }} text={text} />;
}
