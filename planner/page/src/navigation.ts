/**
 * The address bar as state: back and forward work, every view has a link.
 *
 * Invariant: the address bar is the only place where what is shown is kept; the camera replaces the entry it belongs to
 * instead of making one of its own.
 */

import { useEffect, useState } from "preact/hooks";
import { type Address, type Camera, format, parse, type View } from "./address.ts";

/** The address now, kept up to date. */
export function useAddress(): Address {
  const [text, setText] = useState(() => location.hash);
  useEffect(() => {
    const update = () => setText(location.hash);
    addEventListener("hashchange", update);
    return () => removeEventListener("hashchange", update);
  }, []);
  return parse(text);
}

/** Goes to another address, as an entry of its own. */
export function go(address: Address): void {
  location.hash = format(address);
}

/** The link to another view of the same plan. The map stays where it is. */
export function linkTo(address: Address, view: View, changes: Partial<Address> = {}): string {
  return format({ ...address, route: null, camera: null, ...changes, view });
}

/** Writes where the map stands into the present entry. */
export function rememberCamera(camera: Camera): void {
  const text = format({ ...parse(location.hash), camera });
  if (text !== location.hash) history.replaceState(history.state, "", text);
}
