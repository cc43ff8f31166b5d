// Hears what changed. The first thing told after every connection is the whole state, so a break mends itself.
import { hideToast, toast, words } from "./api.js";

export function listen(apply) {
  const source = new EventSource("/demo/live");
  let wasLost = false;
  source.addEventListener("message", (event) => {
    if (wasLost) hideToast();
    wasLost = false;
    apply(JSON.parse(event.data));
  });
  source.addEventListener("error", () => {
    wasLost = true;
    toast(words.offline, 60_000);
  });
  addEventListener("pagehide", () => source.close());
}
