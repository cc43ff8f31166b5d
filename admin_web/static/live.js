// Says whether the board is live, and leaves for the sign-in page when the session is over.
(() => {
  const state = document.getElementById("live-state");

  function show(on) {
    const text = on ? state.dataset.on : state.dataset.off;
    const label = state.querySelector("span");
    state.classList.toggle("off", !on);
    if (label.textContent !== text) label.textContent = text;
  }

  document.addEventListener("htmx:sse:after:connection", () => show(true));
  document.addEventListener("htmx:sse:after:message", () => show(true));
  document.addEventListener("htmx:sse:error", (event) => {
    if (event.detail.status === 401) {
      location.assign("/admin/sign-in?why=over");
      return;
    }
    show(false);
  });
  // A stream that ends without an error was ended by the server, which is on its way down or up again.
  document.addEventListener("htmx:sse:before:connection", (event) => {
    if (event.detail.connection.attempt > 1) show(false);
  });
})();
