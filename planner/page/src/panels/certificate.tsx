/**
 * The certificate: what is proven of the plan, and what it was made from.
 *
 * Invariant: shown as the checker wrote it; figures here are the checker's, not the planner's.
 */

import { amount, digits, harmless, sentence, words } from "../format.ts";
import { Amount, Objective } from "../parts/figures.tsx";
import { Panel, Part } from "../parts/panel.tsx";
import { AllPeriods } from "../parts/periods.tsx";
import { pathOf } from "../source.ts";
import { useAnswers } from "../answers.ts";
import { useView } from "../view_context.ts";

export function CertificatePanel() {
  const { world, plan, plans } = useView();
  const { certificate } = world.detail;
  const head = plans.find((candidate) => candidate.plan === plan);
  const address = useAnswers().source.address(pathOf(["plans", plan]));
  const worst = certificate.worst_violation;
  return (
    <Panel id={`certificate ${plan}`} title="Certificate" above={harmless(world.detail.name)}>
      <p class="lead">The plan is <strong class={`status ${certificate.status}`}>{harmless(certificate.status)}</strong>{head?.lower_bound_gj == null ? "; no lower bound is proven" : <>: no plan can take less than <strong><Amount value={head.lower_bound_gj} unit="GJ" /></strong></>}. A separate checker computed this from the files.</p>
      <AllPeriods />
      <dl class="keys">
        <div><dt>Objective</dt><dd><Objective value_gj={head?.objective_gj} /></dd></div>
        <div><dt>Gap</dt><dd>{head?.gap == null ? "–" : digits(head.gap)} <small>asked {certificate.gap_asked === undefined ? "–" : digits(certificate.gap_asked)}</small></dd></div>
        {worst !== undefined && <div><dt>Worst violation</dt><dd>{amount(worst.amount, worst.unit)} <small>{harmless(world.readable(worst.row))}</small></dd></div>}
        {certificate.ledger_residual_gj !== undefined && <div><dt>Ledger residual</dt><dd>{digits(certificate.ledger_residual_gj)} <small>GJ</small></dd></div>}
      </dl>
      <Part title="Made with"><Facts value={certificate["config"]} /></Part>
      <Part title="Statistics"><Facts value={certificate["statistics"]} /></Part>
      <Hashes title="Files of the plan" hashes={certificate.plan_hashes ?? {}} />
      <Hashes title="Tables it was made from" hashes={certificate.input_hashes ?? {}} />
      <p class="note">{address === null ? "All of it is in certificate.json." : <>All of it as JSON: <a href={address}><code>{address}</code></a></>} The command <code>planner check</code> computes it again. What this page is made of: <a href="NOTICES">notices</a>.</p>
    </Panel>
  );
}

function Facts({ value }: { readonly value: unknown }) {
  if (value === null || typeof value !== "object") return <p class="soft">nothing said</p>;
  const plain = Object.entries(value).filter(([, entry]) => entry !== null && typeof entry !== "object");
  return <dl class="facts">{plain.map(([key, entry]) => <div key={key}><dt>{sentence(words(key))}</dt><dd>{typeof entry === "number" && !Number.isInteger(entry) ? digits(entry) : harmless(String(entry))}</dd></div>)}</dl>;
}

function Hashes({ title, hashes }: { readonly title: string; readonly hashes: Readonly<Record<string, string>> }) {
  return (
    <Part title={title} note="BLAKE3">
      <dl class="facts hashes">{Object.entries(hashes).map(([file, hash]) => <div key={file}><dt>{harmless(file)}</dt><dd><code class="hash">{hash}</code></dd></div>)}</dl>
    </Part>
  );
}
