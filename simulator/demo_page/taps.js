// What a tap on a button, card or quick reply does. Most become a webhook; some stay on the phone, as in LINE.
import { post, toast, words } from "./api.js";

const picker = document.querySelector("[data-picker]");
const input = picker.querySelector("[data-picker-input]");
const kinds = { date: "date", time: "time", datetime: "datetime-local" };

function pick(action) {
  input.type = kinds[action.mode] ?? "date";
  const cut = (text) => (text ?? "").replace("t", "T");
  input.min = cut(action.min);
  input.max = cut(action.max);
  input.value = cut(action.initial);
  picker.returnValue = "";
  picker.showModal();
  return new Promise((resolve) => {
    picker.addEventListener("close", () => resolve(picker.returnValue === "ok" && input.value ? input.value : null), { once: true });
  });
}

function follow(address) {
  const own = document.body.dataset.public;
  const isOwn = own && (address === own || address.startsWith(`${own}/`));
  const target = isOwn ? address.slice(own.length) || "/" : address;
  if (isOwn || /^https?:\/\//.test(target)) open(target, "_blank", "noopener");
  else toast(target);
}

export async function tap(phone, action) {
  switch (action.type) {
    case "uri":
      follow(action.uri);
      return;
    case "clipboard":
      await navigator.clipboard?.writeText(action.clipboardText).catch(() => {});
      toast(words.copied);
      return;
    case "camera":
    case "cameraRoll":
      phone.choosePhoto();
      return;
    case "datetimepicker": {
      const moment = await pick(action);
      if (moment !== null) await post(`people/${phone.key}/tap`, { action, moment });
      return;
    }
    default:
      await post(`people/${phone.key}/tap`, { action });
      if (action.inputOption === "openKeyboard") phone.openKeyboard(action.fillInText ?? "");
  }
}
