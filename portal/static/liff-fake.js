// For the demo and the tests: the part of LINE's LIFF SDK this page uses, with id tokens from the simulator.
// Loaded as liff-fake.js?tokens=PATH; PATH?liff_id=... answers {"idToken": "..."} for the person of the demo.
(() => {
  const tokens = new URL(document.currentScript.src).searchParams.get("tokens");
  let idToken = null;

  window.liff = {
    async init({ liffId }) {
      const answer = await fetch(`${tokens}?liff_id=${encodeURIComponent(liffId)}`);
      if (!answer.ok) throw new Error("INIT_FAILED");
      idToken = (await answer.json()).idToken;
    },
    isLoggedIn: () => idToken !== null,
    isInClient: () => true,
    getIDToken: () => idToken,
    login: () => { location.reload(); },
    logout: () => { idToken = null; },
  };
})();
