// Keeps the status on the customer's page as it is at the clinic, while the page is open.
(() => {
  const part = document.getElementById("live");
  const said = document.getElementById("said");
  const FIRST_WAIT_MS = 2000, LONGEST_WAIT_MS = 60000;
  let wait = FIRST_WAIT_MS;
  let shown = null;

  // A screen reader hears the new stage, not the whole page again.
  function stage() {
    return part.querySelector("[aria-current='step']")?.textContent ?? "";
  }

  function show(html) {
    const before = stage();
    part.innerHTML = html; // our own server's, every value in it escaped by the template
    if (stage() !== before) said.textContent = stage();
  }

  function connect() {
    const stream = new EventSource(part.dataset.live);
    stream.onmessage = (event) => {
      wait = FIRST_WAIT_MS;
      if (event.data !== shown) show(event.data);
      shown = event.data;
    };
    // The browser comes back by itself to a stream that ended, but not to one that was refused.
    stream.onerror = () => {
      if (stream.readyState !== EventSource.CLOSED) return;
      setTimeout(connect, wait);
      wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    };
  }
  connect();
})();
