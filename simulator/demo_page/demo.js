// Starts the page: three phones, one clock, one platform.
import { post, toast, words, hideToast } from "./api.js";
import { listen } from "./live.js";
import { Phone } from "./phone.js";
import { dateOf, dayOf, timeOf } from "./thai_time.js";

const one = (selector) => document.querySelector(selector);
const tabs = new Map([...document.querySelectorAll("[data-tab]")].map((tab) => [tab.dataset.tab, tab]));
let current = [...tabs.keys()][0];

function markNews(key) {
  if (key !== current) tabs.get(key).querySelector("[data-dot]").hidden = false;
}

const phones = new Map(
  [...document.querySelectorAll("[data-phone]")].map((root) => [root.dataset.phone, new Phone(root, markNews)]),
);

function choose(key) {
  current = key;
  for (const [name, tab] of tabs) {
    if (name === key) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
  tabs.get(key).querySelector("[data-dot]").hidden = true;
}

const seen = new IntersectionObserver((views) => {
  const most = views.filter((view) => view.isIntersecting).sort((a, b) => b.intersectionRatio - a.intersectionRatio)[0];
  if (most) choose(most.target.dataset.phone);
}, { root: one("#phones"), threshold: 0.6 });
for (const phone of phones.values()) seen.observe(phone.root);
choose(current);

for (const [key, tab] of tabs) {
  tab.addEventListener("click", (event) => {
    event.preventDefault();
    phones.get(key).root.scrollIntoView({ behavior: "smooth", block: "nearest", inline: "center" });
    choose(key);
  });
}

for (const button of document.querySelectorAll("[data-hours]")) {
  button.addEventListener("click", async () => {
    const all = document.querySelectorAll("[data-hours]");
    for (const each of all) each.disabled = true;
    toast(words.moving, 120_000);
    const moved = await post("clock", { hours: Number(button.dataset.hours) });
    for (const each of all) each.disabled = false;
    if (moved) hideToast();
    button.focus();
  });
}

const fault = one("[data-fault]");
fault.addEventListener("change", () => post("faults", { fault: fault.value || null }));

listen((state) => {
  one("[data-now-date]").textContent = dateOf(state.now);
  one("[data-now-short]").textContent = dayOf(state.now);
  one("[data-now-time]").textContent = `${timeOf(state.now)} ${words.suffix}`;
  const { used, limit, replies } = state.quota;
  one("[data-quota]").textContent = `${used} / ${limit ?? words.noLimit}`;
  const meter = one("[data-quota-meter]");
  meter.max = limit ?? Math.max(used, 1);
  meter.value = used;
  one("[data-replies]").textContent = String(replies);
  if (Object.keys(state.faults).length === 0) fault.value = "";
  const breaches = one("[data-breaches]");
  breaches.textContent = `${words.breaches}: ${state.breaches}`;
  breaches.classList.toggle("is-bad", state.breaches > 0);
  for (const phone of state.phones) phones.get(phone.key)?.apply(phone);
});
