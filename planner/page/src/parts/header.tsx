/**
 * The head of the page: which plan, beside which, when, and where to go.
 *
 * Invariant: every choice here changes the address and nothing else.
 */

import { type Address, format, START, type View } from "../address.ts";
import type { PlanHead } from "../contract.ts";
import { digits, harmless } from "../format.ts";
import { go, linkTo } from "../navigation.ts";
import type { World } from "../scene.ts";
import type { Theme } from "../theme.ts";
import { Search } from "./search.tsx";

interface HeaderProps {
  readonly plans: readonly PlanHead[];
  readonly plan: PlanHead;
  readonly world: World | null;
  readonly address: Address;
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
}

export function Header({ plans, plan, world, address, theme, onTheme }: HeaderProps) {
  return (
    <header>
      <a class="brand" href={format({ ...START, plan: address.plan })}>
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="M3 18 9 8l5 6 7-9" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linejoin="round" stroke-linecap="round" /><circle cx="9" cy="8" r="2.6" /><circle cx="14" cy="14" r="2" /><circle cx="21" cy="5" r="2" /></svg>
        <h1>Continental plan</h1>
      </a>
      <label class="choice">
        <span>Plan</span>
        <select value={plan.plan} onChange={(event) => go({ ...address, camera: null, route: null, plan: event.currentTarget.value, against: address.against === event.currentTarget.value ? plan.plan : address.against })}>
          {plans.map((each) => <option key={each.plan} value={each.plan}>{harmless(each.name === "" ? each.plan : each.name)}{plans.some((other) => other !== each && other.name === each.name) ? ` (${harmless(each.plan)})` : ""}</option>)}
        </select>
      </label>
      <a class={`badge ${plan.status}`} href={linkTo(address, { kind: "certificate" })}>
        <b>{harmless(plan.status)}</b> <span>{plan.gap === null ? "not proven" : <>gap {digits(plan.gap)}</>}</span><span class="unseen">: the certificate</span>
      </a>
      {world !== null && <Search world={world} address={address} />}
      <Navigation plans={plans} address={address} />
      <button type="button" class="theme" onClick={() => onTheme(theme === "dark" ? "light" : "dark")} aria-label={theme === "dark" ? "Light colours" : "Dark colours"}>
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="1.8" /><path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" /></svg>
      </button>
    </header>
  );
}

function Navigation({ plans, address }: { readonly plans: readonly PlanHead[]; readonly address: Address }) {
  const entries: readonly (readonly [string, View, boolean])[] = [
    ["Overview", { kind: "overview" }, address.view.kind === "overview"],
    ["Tables", { kind: "table", table: "sequences" }, address.view.kind === "table"],
    ["Compare", { kind: "difference" }, address.view.kind === "difference"],
  ];
  const only = plans.length === 2 ? (plans.find(({ plan }) => plan !== (address.plan ?? plans[0]?.plan))?.plan ?? null) : null;
  return (
    <nav aria-label="Views">
      {entries.map(([text, view, isHere]) => (
        <a key={text} href={linkTo(address, view, view.kind === "difference" ? { against: address.against ?? only } : {})} aria-current={isHere ? "page" : undefined}>{text}</a>
      ))}
    </nav>
  );
}
