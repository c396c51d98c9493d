/**
 * Starts the page.
 *
 * Invariant: the one place that chooses where answers come from.
 */

import "maplibre-gl/dist/maplibre-gl.css";
import "./style/base.css";
import "./style/map.css";
import "./style/panel.css";
import { render } from "preact";
import { Answers, AnswersContext } from "./answers.ts";
import { App } from "./app.tsx";
import { warmUp } from "./map/flow_map.ts";
import { sourceHere } from "./source.ts";

const root = document.querySelector("#page");
if (root !== null) {
  root.replaceChildren();
  warmUp();
  render(<AnswersContext.Provider value={new Answers(sourceHere())}><App /></AnswersContext.Provider>, root);
}
