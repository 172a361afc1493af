// Lets each slider of the what-if panel follow its number, and the number its slider.
(() => {
  const follow = (root) => {
    for (const slider of root.querySelectorAll("input[type=range][data-follows]")) {
      const number = document.getElementById(slider.dataset.follows);
      if (!number || slider.dataset.tied) continue;
      slider.dataset.tied = "1";
      slider.addEventListener("input", () => {
        number.value = slider.value;
      });
      number.addEventListener("input", () => {
        if (number.value.trim() !== "" && Number.isFinite(Number(number.value))) slider.value = number.value;
      });
    }
  };
  follow(document);
  document.addEventListener("change", (event) => {
    // a name that is being typed is no change yet: the buttons beside it say what to do with it
    if (event.target.id === "add") event.stopPropagation();
  }, true);
})();
