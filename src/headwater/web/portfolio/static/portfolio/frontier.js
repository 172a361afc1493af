// Lets arrow keys walk along the points of a line chart; only one of them is in the tab order.
(() => {
  const bind = (part) => {
    for (const chart of part.querySelectorAll("[data-levels]:not([data-bound])")) {
      chart.dataset.bound = "";
      const points = [...chart.querySelectorAll("a.level")];
      const start = Math.max(0, points.findIndex((point) => point.classList.contains("today")));
      const offer = (number) => points.forEach((point, at) => point.setAttribute("tabindex", at === number ? "0" : "-1"));
      offer(start);
      chart.addEventListener("keydown", (event) => {
        const at = points.indexOf(document.activeElement);
        const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: points.length - 1 }[event.key];
        if (at < 0 || to === undefined || !points[to]) return;
        event.preventDefault();
        offer(to);
        points[to].focus();
      });
      chart.addEventListener("click", (event) => {
        const point = event.target.closest("a.level");
        const row = point && document.getElementById(point.getAttribute("href").slice(1));
        const numbers = row?.closest("details");
        if (numbers) numbers.open = true;
      });
    }
  };
  bind(document);
  // the line is drawn anew while it is worked out
  new MutationObserver(() => bind(document)).observe(document.body, { childList: true, subtree: true });
})();
