// One phone: its chat, what stands under it, and what a hand does on it.
import { post, toast, words } from "./api.js";
import { openSheet } from "./sheet.js";
import { tap } from "./taps.js";
import { dayOf, timeOf } from "./thai_time.js";

const LARGEST_PHOTO = 10 * 1024 * 1024;
const NEAR_THE_END = 120;

export class Phone {
  constructor(root, onNews) {
    this.root = root;
    this.key = root.dataset.phone;
    this.onNews = onNews;
    this.shown = new Map();
    const part = (name) => root.querySelector(`[data-${name}]`);
    this.scroll = part("scroll");
    this.list = part("entries");
    this.empty = part("empty");
    this.typing = part("typing");
    this.quick = part("quick");
    this.menu = part("rich-menu");
    this.composer = part("composer");
    this.blocked = part("blocked");
    this.blockButton = part("block");
    this.text = part("text");
    this.photo = part("photo");
    this.listen();
  }

  listen() {
    this.root.addEventListener("click", (event) => this.clicked(event.target));
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.closeSheets();
      const isTap = event.key === "Enter" || event.key === " ";
      if (isTap && event.target.matches("[role=button][data-action]")) {
        event.preventDefault();
        this.clicked(event.target);
      }
    });
    this.composer.addEventListener("submit", (event) => {
      event.preventDefault();
      this.say(this.text.value.trim());
      this.text.value = "";
    });
    this.photo.addEventListener("change", () => this.sendPhotos([...this.photo.files]));
    this.text.addEventListener("paste", (event) => this.sendPhotos([...event.clipboardData.files]));
    this.root.addEventListener("dragover", (event) => event.preventDefault());
    this.root.addEventListener("drop", (event) => {
      event.preventDefault();
      this.sendPhotos([...event.dataTransfer.files]);
    });
  }

  clicked(target) {
    const found = (name) => target.closest(`[data-${name}]`);
    const action = found("action");
    if (action) tap(this, JSON.parse(action.dataset.action));
    else if (found("say")) this.say(found("say").dataset.say);
    else if (found("menu")) openSheet(this.key, found("entry").dataset.entry);
    else if (found("sticker")) this.sendSticker(found("sticker").dataset.sticker);
    else if (found("sample")) this.sendSample(found("sample").dataset.sample);
    else if (found("unblock")) post(`people/${this.key}/unblock`);
    else if (found("block")) post(`people/${this.key}/block`);
  }

  say(text) {
    if (text) post(`people/${this.key}/text`, { text });
  }

  sendSticker(number) {
    this.closeSheets();
    post(`people/${this.key}/sticker`, { number });
  }

  sendSample(number) {
    this.closeSheets();
    post(`people/${this.key}/sample`, { number: Number(number) });
  }

  closeSheets() {
    for (const sheet of this.root.querySelectorAll(".sheet-box")) sheet.open = false;
  }

  choosePhoto() {
    const box = this.root.querySelector("[data-photo-box]");
    if (!box) {
      this.photo.click();
      return;
    }
    box.open = true;
    this.photo.focus();
  }

  openKeyboard(text) {
    this.text.value = text;
    this.text.focus();
  }

  async sendPhotos(files) {
    if (files.length) this.closeSheets();
    for (const file of files) {
      if (file.size > LARGEST_PHOTO) toast(words.tooBig);
      else await post(`people/${this.key}/photo`, file);
    }
    this.photo.value = "";
  }

  apply(state) {
    const wasNear = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR_THE_END;
    const isFirst = this.shown.size === 0;
    const news = this.merge(state.entries);
    this.empty.hidden = state.entries.length > 0;
    this.typing.hidden = !state.loading;
    this.blocked.hidden = !state.blocked;
    this.composer.hidden = state.blocked;
    this.blockButton.hidden = state.blocked;
    this.put(this.quick, state.blocked ? "" : state.quick);
    this.put(this.menu, state.blocked ? "" : state.menu);
    if (news || wasNear) this.toEnd(isFirst);
    if (news && !isFirst) this.onNews(this.key);
  }

  put(box, html) {
    if (box.dataset.html === html) return;
    box.dataset.html = html;
    box.innerHTML = html;
    box.hidden = html === "";
  }

  merge(entries) {
    let hasNews = false;
    let day = this.lastDay ?? "";
    for (const entry of entries) {
      const before = this.shown.get(entry.id);
      if (before?.html === entry.html) continue;
      const node = this.draw(entry);
      if (before) {
        before.node.replaceWith(node);
      } else {
        if (dayOf(entry.at) !== day) this.list.append(this.dayLine(entry.at));
        day = dayOf(entry.at);
        this.list.append(node);
        hasNews = true;
      }
      this.shown.set(entry.id, { html: entry.html, node });
    }
    this.lastDay = day;
    return hasNews;
  }

  draw(entry) {
    const holder = document.createElement("template");
    holder.innerHTML = entry.html;
    const node = holder.content.firstElementChild;
    for (const time of node.querySelectorAll("time")) time.textContent = timeOf(entry.at);
    for (const image of node.querySelectorAll("img")) image.addEventListener("load", () => this.toEnd(true), { once: true });
    return node;
  }

  dayLine(instant) {
    const line = document.createElement("li");
    line.className = "day";
    line.textContent = dayOf(instant);
    return line;
  }

  toEnd(atOnce) {
    this.scroll.scrollTo({ top: this.scroll.scrollHeight, behavior: atOnce ? "instant" : "smooth" });
  }
}
