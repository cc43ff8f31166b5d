// The sheet of one message: its raw JSON, and what can be done with it.
import { post } from "./api.js";

const sheet = document.querySelector("[data-sheet]");
const raw = sheet.querySelector("[data-raw]");
const unsend = sheet.querySelector("[data-unsend]");
const redeliver = sheet.querySelector("[data-redeliver]");
let shown = null;

export async function openSheet(role, id) {
  const answer = await fetch(`/demo/raw/${role}/${encodeURIComponent(id)}`);
  if (!answer.ok) return;
  const entry = await answer.json();
  shown = { role, id };
  raw.textContent = JSON.stringify(entry, null, 2);
  const isOwn = entry.sender === "person";
  unsend.hidden = !isOwn || entry.via !== "message" || entry.unsent;
  redeliver.hidden = !isOwn;
  sheet.showModal();
  raw.scrollTop = 0;
}

async function act(verb) {
  const { role, id } = shown;
  sheet.close();
  await post(`people/${role}/${verb}`, { message_id: id });
}

unsend.addEventListener("click", () => act("unsend"));
redeliver.addEventListener("click", () => act("redeliver"));
sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
