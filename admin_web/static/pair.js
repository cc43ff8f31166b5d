// Uncovers more or less of the later photo, which lies exactly on the earlier one. Without it, half of each is seen.
(() => {
  for (const pair of document.querySelectorAll("[data-pair]")) {
    const slider = pair.querySelector("input[type=range]");
    const show = () => pair.style.setProperty("--share", `${slider.value}%`);
    slider.addEventListener("input", show);
    show();
  }
})();
