// The small behaviours of every page. All of it is comfort: pages work without it.
(() => {
  const root = document.documentElement;

  const dark = () =>
    root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;

  const tell = () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]"))
      button.setAttribute("aria-pressed", String(dark()));
  };

  const actions = {
    themeToggle() {
      root.dataset.theme = dark() ? "light" : "dark";
      try {
        localStorage.setItem("theme", root.dataset.theme);
      } catch {
        // the choice then lasts for this page only
      }
      tell();
      document.dispatchEvent(new CustomEvent("themechange"));
    },
    menuToggle(button) {
      const menu = document.getElementById("menu");
      const open = menu.classList.toggle("open");
      button.setAttribute("aria-expanded", String(open));
    },
    dismiss(button) {
      button.closest(".toast")?.remove();
    },
    async copy(button) {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = "Copied";
    },
    opens(button) {
      document.getElementById(button.dataset.opens)?.showModal();
    },
    closes(button) {
      button.closest("dialog")?.close();
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    for (const [name, act] of Object.entries(actions)) if (name in button.dataset) act(button);
  });

  document.addEventListener("keydown", (event) => {
    const menu = document.getElementById("menu");
    if (event.key !== "Escape" || !menu?.classList.contains("open")) return;
    const button = document.querySelector("[data-menu-toggle]");
    menu.classList.remove("open");
    button.setAttribute("aria-expanded", "false");
    button.focus();
  });

  // one question before what cannot be undone: <form data-confirm="...">
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });

  // controls that apply at once: <select data-submits>
  document.addEventListener("change", (event) => {
    if ("submits" in event.target.dataset) event.target.form.requestSubmit();
  });

  tell();
})();
