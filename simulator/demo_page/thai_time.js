// Bangkok's time in the Buddhist era, as people in Thailand write it.
const zone = { timeZone: "Asia/Bangkok" };
const clock = new Intl.DateTimeFormat("th-TH", { ...zone, hour: "2-digit", minute: "2-digit", hour12: false });
const date = new Intl.DateTimeFormat("th-TH-u-ca-buddhist", { ...zone, weekday: "long", day: "numeric", month: "long", year: "numeric" });
const day = new Intl.DateTimeFormat("th-TH-u-ca-buddhist", { ...zone, weekday: "short", day: "numeric", month: "short", year: "2-digit" });

export const timeOf = (instant) => clock.format(new Date(instant));
export const dateOf = (instant) => date.format(new Date(instant));
export const dayOf = (instant) => day.format(new Date(instant));
