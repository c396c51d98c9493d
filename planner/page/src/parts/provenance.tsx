/**
 * Where a figure comes from.
 *
 * Invariant: every panel says the request, the table and column, the hash of the file and how it was computed.
 */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { harmless } from "../format.ts";
import { useAnswers } from "../answers.ts";
import type { Certificate, InputSource } from "../contract.ts";

/** The certificate of the plan shown. */
export const CertificateContext = createContext<Certificate | null>(null);

interface ProvenanceProps {
  /** Path of the answer, below `api/v1/`. */
  readonly path: string;
  /** File of the plan folder, and its columns. */
  readonly file: string;
  readonly columns: string;
  /** How the figures follow from them, in a sentence. */
  readonly how: string;
  /** Source of the input row behind it, where there is one. */
  readonly input?: InputSource;
}

export function Provenance({ path, file, columns, how, input }: ProvenanceProps) {
  const certificate = useContext(CertificateContext);
  const address = useAnswers().source.address(path);
  const hash = certificate?.plan_hashes?.[file];
  return (
    <details class="provenance">
      <summary>Source</summary>
      <dl>
        <div><dt>How</dt><dd>{how}</dd></div>
        <div><dt>Table</dt><dd><code>{file}</code>, {columns}</dd></div>
        {input !== undefined && <div><dt>Input</dt><dd>{harmless(input.source)}{input.approximate && " (estimated)"}</dd></div>}
        {hash !== undefined && <div><dt>BLAKE3</dt><dd><code class="hash">{hash}</code></dd></div>}
        <div><dt>Answer</dt><dd>{address === null ? <code>{path}</code> : <a href={address}><code>{address}</code></a>}</dd></div>
      </dl>
    </details>
  );
}
