// Lets LINE say who is here, hands its id token to the server, and shows the page. Never sends a user id.
(async () => {
  const open = document.getElementById("open");
  const tell = (text) => { document.getElementById("told").textContent = text; };

  // LIFF keeps an id token after it has run out: then sign in anew, but only once, or it would go round for ever.
  function signInAgain() {
    if (sessionStorage.getItem("aura-again")) return false;
    sessionStorage.setItem("aura-again", "yes");
    liff.logout();
    liff.login({ redirectUri: location.href });
    return true;
  }

  try {
    await liff.init({ liffId: open.dataset.liffId });
    if (!liff.isLoggedIn()) {
      liff.login({ redirectUri: location.href });
      return;
    }
    const answer = await fetch(open.dataset.session, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ id_token: liff.getIDToken() }),
    });
    if (answer.ok) {
      sessionStorage.removeItem("aura-again");
      location.reload();
    } else if (answer.status === 404) {
      tell(open.dataset.stranger);
    } else if (answer.status !== 401 || !signInAgain()) {
      tell(open.dataset.failed);
    }
  } catch (error) {
    tell(open.dataset.failed);
  }
})();
