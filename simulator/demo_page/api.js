// Talks to the demo's own server, and tells the person looking when something went wrong.
const words = document.querySelector("[data-words]").dataset;
const toastBox = document.querySelector("[data-toast]");
let toastTimer = 0;

export { words };

export function toast(text, milliseconds = 4000) {
  toastBox.textContent = text;
  toastBox.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { toastBox.hidden = true; }, milliseconds);
}

export function hideToast() {
  toastBox.hidden = true;
}

export async function post(path, body) {
  const isPhoto = body instanceof Blob;
  const options = {
    method: "POST",
    headers: { "content-type": isPhoto ? "application/octet-stream" : "application/json" },
    body: isPhoto ? body : JSON.stringify(body ?? {}),
  };
  try {
    const answer = await fetch(`/demo/${path}`, options);
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json();
    if (told.status >= 300) toast(`${words.failed} (${told.status})`);
    return told;
  } catch (error) {
    toast(`${words.failed} (${error.message})`);
    return null;
  }
}
