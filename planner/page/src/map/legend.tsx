/**
 * What widths, colours and marks of the map mean.
 *
 * Invariant: shows the very colours and widths that the map draws with.
 */

import { amount, harmless } from "../format.ts";
import { css, LOADING_WORDS, type Palette } from "./colours.ts";
import type { MapContent } from "./content.ts";
import { WIDEST_PX } from "./drawing.ts";
import { widthOf } from "./ribbons.ts";

const SAMPLES: readonly number[] = [1, 0.25, 0.04];

export function Legend({ content, palette }: { readonly content: MapContent; readonly palette: Palette }) {
  const isDifference = content.kind === "difference";
  return (
    <details class="legend" open={innerWidth > 820}>
      <summary>Legend{!isDifference && <span> · ribbons keep to the right of their direction</span>}</summary>
      <div class="legend-body">
        <div>
          <h3>{isDifference ? "Width: change" : "Width: amount"} of {harmless(content.what.toLowerCase())}</h3>
          <div class="legend-row">{SAMPLES.map((part) => <Sample key={part} part={part} content={content} colour={css(palette.loading[2] ?? palette.unused)} />)}</div>
        </div>
        {isDifference ? (
          <div>
            <h3>Colour: after, beside before</h3>
            <div class="legend-row">
              <span><i class="swatch" style={{ background: css(palette.more) }} /> more</span>
              <span><i class="swatch" style={{ background: css(palette.less) }} /> less</span>
            </div>
          </div>
        ) : (
          <div>
            <h3>Colour: capacity in use, by everything</h3>
            <div class="ramp">{palette.loading.map((colour, step) => <span key={step}><i style={{ background: css(colour) }} />{LOADING_WORDS[step]}</span>)}</div>
          </div>
        )}
      </div>
    </details>
  );
}

function Sample({ part, content, colour }: { readonly part: number; readonly content: MapContent; readonly colour: string }) {
  const height = widthOf(part, 1, WIDEST_PX);
  const text = content.scales.filter(({ largest }) => largest > 0).map(({ unit, largest }) => amount(largest * part, unit)).join(" · ");
  return text === "" ? null : <span><i class="width-sample" style={{ height: `${height}px`, background: colour }} />{text}</span>;
}
