/**
 * The address bar as state: back and forward work, every view has a link.
 *
 * Invariant: the address bar is the only place where what is shown is kept; the camera replaces the entry it belongs to
 * instead of making one of its own, and so do the letters of a filter after the first.
 */

import { useEffect, useState } from "preact/hooks";
import { type Address, type Camera, format, parse, type Reading, readingOf, type View, withReading } from "./address.ts";

/** Said to the page when the present entry was replaced, of which the browser says nothing. */
const REPLACED = "addressreplaced";

/** The address now, kept up to date. */
export function useAddress(): Address {
  const [text, setText] = useState(() => location.hash);
  useEffect(() => {
    const update = () => setText(location.hash);
    for (const event of ["hashchange", REPLACED]) addEventListener(event, update);
    return () => {
      for (const event of ["hashchange", REPLACED]) removeEventListener(event, update);
    };
  }, []);
  return parse(text);
}

/** Goes to another address, as an entry of its own. */
export function go(address: Address): void {
  location.hash = format(address);
}

/** The link to another view of the same plan. The map stays where it is; lists of another view begin as they come. */
export function linkTo(address: Address, view: View, changes: Partial<Address> = {}): string {
  return format({ ...address, route: null, camera: null, readings: view === address.view ? address.readings : [], ...changes, view });
}

/**
 * How a list is read, and a way to read it differently. A filter that is being typed is one entry of the history, everything
 * else an entry of its own.
 */
export function useReading(address: Address, list: string): readonly [Reading, (changes: Partial<Reading>) => void] {
  const reading = readingOf(address, list);
  const change = (changes: Partial<Reading>) => {
    const here = parse(location.hash);
    const next = withReading(here, { ...readingOf(here, list), ...changes });
    const isTyping = changes.filter !== undefined && readingOf(here, list).filter !== "";
    if (isTyping) replace(next);
    else go(next);
  };
  return [reading, change];
}

function replace(address: Address): void {
  history.replaceState(history.state, "", format(address));
  dispatchEvent(new Event(REPLACED));
}

/** Writes where the map stands into the present entry. */
export function rememberCamera(camera: Camera): void {
  const text = format({ ...parse(location.hash), camera });
  if (text !== location.hash) history.replaceState(history.state, "", text);
}
