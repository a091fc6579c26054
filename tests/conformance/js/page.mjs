// The AWS SDK for JavaScript in a web page, against the engine in WebAssembly.
import * as sqscope from "sqscope";

import { casesFor } from "./cases/index.mjs";
import { worldIn } from "./world.mjs";

const world = worldIn(sqscope);
const cases = casesFor(world);

/** For the test outside: the names of the cases, and one of them run. */
window.conformance = { names: Object.keys(cases), run: (name) => cases[name](world) };
