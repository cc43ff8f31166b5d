// Says whether the board is live, and leaves for the sign-in page when the session is over.
(() => {
  const state = document.getElementById("live-state");
  const board = document.getElementById("live");
  const AGAIN_MS = 2000;

  function show(on) {
    const text = on ? state.dataset.on : state.dataset.off;
    const label = state.querySelector("span");
    state.classList.remove("wait");
    state.classList.toggle("off", !on);
    if (label.textContent !== text) label.textContent = text;
  }

  function lost(status) {
    if (status === 401) location.assign("/admin/sign-in?why=over");
    else show(false);
  }

  // The extension connects again only to a stream it once had: the first connection is ours to ask for again.
  function refused(event) {
    lost(event.detail.ctx.response?.status);
    setTimeout(() => htmx.trigger(board, "board:again"), AGAIN_MS);
  }

  document.addEventListener("htmx:response:error", refused);
  document.addEventListener("htmx:error", refused);
  document.addEventListener("htmx:sse:after:connection", () => show(true));
  document.addEventListener("htmx:sse:after:message", () => show(true));
  document.addEventListener("htmx:sse:error", (event) => lost(event.detail.status));
  // A stream that ends without an error was ended by the server, which is on its way down or up again.
  document.addEventListener("htmx:sse:before:connection", (event) => {
    if (event.detail.connection.attempt > 1) show(false);
  });
})();
