/**
 * The page: head, map, panel.
 *
 * Invariant: what is shown follows from the address and the answers alone.
 */

import { useMemo, useRef } from "preact/hooks";
import type { Address } from "./address.ts";
import { type Answer, useAnswer } from "./answers.ts";
import type { Flows, PlanDetail, PlanHead, Plans, Scene } from "./contract.ts";
import { harmless } from "./format.ts";
import { flowsPath, useMapContent } from "./map/content.ts";
import { MapControls } from "./map/controls.tsx";
import { MapView } from "./map/map_view.tsx";
import { useAddress } from "./navigation.ts";
import { AreaPanel } from "./panels/area.tsx";
import { CertificatePanel } from "./panels/certificate.tsx";
import { DifferencePanel } from "./panels/difference.tsx";
import { LinkPanel } from "./panels/link.tsx";
import { NodePanel } from "./panels/node.tsx";
import { Overview } from "./panels/overview.tsx";
import { SitePanel } from "./panels/site.tsx";
import { SupplyPanel } from "./panels/supply.tsx";
import { TablePanel } from "./panels/tables.tsx";
import { Guard } from "./parts/guard.tsx";
import { Header } from "./parts/header.tsx";
import { CertificateContext } from "./parts/provenance.tsx";
import { Await, useLate } from "./parts/waiting.tsx";
import { World } from "./scene.ts";
import { pathOf } from "./source.ts";
import { type Theme, useTheme } from "./theme.ts";
import { ViewContext } from "./view_context.ts";

export function App() {
  const plans = useAnswer<Plans>(pathOf(["plans"]));
  return <Await answer={plans} what="the plans">{(value) => <Page plans={value.plans} />}</Await>;
}

function Page({ plans }: { readonly plans: readonly PlanHead[] }) {
  const address = useAddress();
  const [theme, setTheme] = useTheme();
  const head = plans.find(({ plan }) => plan === address.plan) ?? (address.plan === null ? plans[0] : undefined);
  if (head === undefined) return <UnknownPlan plans={plans} wanted={address.plan} />;
  const settled = address.plan === null ? { ...address, plan: head.plan } : address;
  return <PlanPage key="plan" plans={plans} head={head} address={settled} theme={theme} onTheme={setTheme} />;
}

function UnknownPlan({ plans, wanted }: { readonly plans: readonly PlanHead[]; readonly wanted: string | null }) {
  return (
    <main class="alone">
      <h1>{plans.length === 0 ? "No plan is served" : "No such plan"}</h1>
      {wanted !== null && <p>{harmless(wanted)} is not among the plans here:</p>}
      <ul>{plans.map(({ plan, name }) => <li key={plan}><a href={`#/${encodeURIComponent(plan)}`}>{harmless(name)}</a></li>)}</ul>
    </main>
  );
}

interface PlanPageProps {
  readonly plans: readonly PlanHead[];
  readonly head: PlanHead;
  readonly address: Address;
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
}

function PlanPage({ plans, head, address, theme, onTheme }: PlanPageProps) {
  const detail = useAnswer<PlanDetail>(pathOf(["plans", head.plan]));
  const scene = useAnswer<Scene>(pathOf(["plans", head.plan, "scene"]));
  // Asked for at once, though it is the map that shows it when the scene is there.
  useAnswer<Flows>(flowsPath(head.plan, address));
  const world = useWorld(detail, scene);
  const isLate = useLate();
  if (world === null && !isLate && detail.state !== "failed" && scene.state !== "failed") return null;
  return (
    <>
      <a class="skip" href="#panel" onClick={(event) => { event.preventDefault(); document.querySelector<HTMLElement>("#panel h2")?.focus(); }}>To the panel</a>
      <Header plans={plans} plan={head} world={world} address={address} theme={theme} onTheme={onTheme} />
      {world === null
        ? <main class="alone"><Await answer={detail.state === "failed" ? detail : scene} what="the plan">{() => <p class="waiting" role="status">Reading the plan…</p>}</Await></main>
        : <Main plans={plans} plan={head.plan} world={world} address={address} theme={theme} />}
    </>
  );
}

/** The world of both answers; the one before while the next is read, so that the map stays. */
function useWorld(detail: Answer<PlanDetail>, scene: Answer<Scene>): World | null {
  const last = useRef<World | null>(null);
  const detailValue = detail.state === "ready" ? detail.value : null;
  const sceneValue = scene.state === "ready" ? scene.value : null;
  const world = useMemo(() => (detailValue === null || sceneValue === null ? null : new World(detailValue, sceneValue)), [detailValue, sceneValue]);
  if (world !== null) last.current = world;
  return detail.state === "failed" || scene.state === "failed" ? null : (world ?? last.current);
}

interface MainProps {
  readonly plans: readonly PlanHead[];
  readonly plan: string;
  readonly world: World;
  readonly address: Address;
  readonly theme: Theme;
}

function Main({ plans, plan, world, address, theme }: MainProps) {
  const content = useMapContent(world, plan, address, theme);
  return (
    <ViewContext.Provider value={{ plan, plans, world, address, theme }}>
      <CertificateContext.Provider value={world.detail.certificate}>
        <main class={["table", "area"].includes(address.view.kind) || address.view.kind === "difference" ? "wide" : ""}>
          <div class="map-side">
            <MapControls world={world} address={address} />
            <MapView world={world} address={address} theme={theme} content={content} />
          </div>
          <div class="panel" id="panel"><Guard key={`${plan} ${Object.values(address.view).join(" ")}`}><PanelOf address={address} /></Guard></div>
        </main>
        <p class="unseen" role="status" aria-live="polite">{announced(world, address)}</p>
      </CertificateContext.Provider>
    </ViewContext.Provider>
  );
}

function PanelOf({ address: { view } }: { readonly address: Address }) {
  switch (view.kind) {
    case "overview": return <Overview />;
    case "node": return <NodePanel id={view.node} />;
    case "supply": return <SupplyPanel node={view.node} commodity={view.commodity} />;
    case "site": return <SitePanel id={view.site} />;
    case "link": return <LinkPanel id={view.link} />;
    case "area": return <AreaPanel id={view.area} />;
    case "table": return <TablePanel key={view.table} name={view.table} />;
    case "difference": return <DifferencePanel />;
    case "certificate": return <CertificatePanel />;
  }
}

/** What a screen reader says when the map changes. */
function announced(world: World, { flows, period, hidden }: Address): string {
  const good = flows === null ? "everything" : world.commodityName(flows);
  return `The map shows flows of ${harmless(good)}${period === null ? "" : `, period ${harmless(period)}`}${hidden.length === 0 ? "" : `, without ${hidden.map((mode) => harmless(world.name(mode))).join(", ")}`}.`;
}
