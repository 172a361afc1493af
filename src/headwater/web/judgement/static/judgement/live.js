// Keeps a screen up to date: listens to the room's events and swaps the parts that changed.
// Without it the page still works; one reloads it by hand.
(() => {
  const live = document.getElementById("live");
  if (!live) return;
  let last = Number(live.dataset.after);
  let asking = null;
  let again = false;

  const touched = (part) =>
    part.contains(document.activeElement) &&
    document.activeElement.matches("input:not([type=radio], [type=checkbox]), textarea, select");

  // a part whose state is the same is left alone, so that nobody loses what they are typing
  const swap = (part, fresh) => {
    if (part.dataset.state === fresh.dataset.state) return false;
    if (touched(part) && part.id !== "now-body" && part.id !== "stage") return false;
    const inside = part.contains(document.activeElement);
    part.replaceWith(fresh);
    if (inside) {
      fresh.tabIndex = -1;
      fresh.focus({ preventScroll: true });
    }
    const told = document.getElementById("told");
    if (told && fresh.dataset.words) told.textContent = fresh.dataset.words;
    return true;
  };

  const show = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const parts = [...fresh.querySelectorAll("[id][data-state]")];
    const here = [...live.querySelectorAll("[id][data-state]")];
    const same = parts.map((each) => each.id).join() === here.map((each) => each.id).join();
    if (!same) live.replaceChildren(...fresh.body.childNodes);
    else for (const part of parts) swap(document.getElementById(part.id), document.adoptNode(part));
    ticking();
    waiting();
    document.dispatchEvent(new CustomEvent("roomchange"));
  };

  const ask = async () => {
    if (asking) {
      again = true;
      return;
    }
    asking = fetch(live.dataset.parts, { headers: { "HX-Request": "true" } });
    try {
      const answer = await asking;
      if (answer.ok) show(await answer.text());
      else if (answer.status === 403 || answer.status === 404) location.reload();
    } catch {
      // offline: the stream comes back by itself, and then everything is asked for again
    } finally {
      asking = null;
      if (again) {
        again = false;
        ask();
      }
    }
  };

  let pause = 0;
  const soon = () => {
    clearTimeout(pause);
    // people in one room must not all ask at the same moment
    pause = setTimeout(ask, 30 + Math.random() * 300);
  };

  const listen = () => {
    const source = new EventSource(`${live.dataset.events}?after=${last}`);
    source.addEventListener("open", () => document.documentElement.setAttribute("data-stream", "open"));
    source.addEventListener("change", (event) => {
      last = Math.max(last, Number(event.lastEventId));
      soon();
    });
    source.addEventListener("progress", soon);
    source.addEventListener("error", () => {
      document.documentElement.setAttribute("data-stream", "lost");
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
    });
    addEventListener("pagehide", () => source.close());
  };

  // clocks: the server says how many seconds are left; the rest is counted here
  let clocks = 0;
  const ticking = () => {
    clearInterval(clocks);
    const timers = [...document.querySelectorAll("[data-left]")].map((node) => ({
      node,
      ends: Date.now() + Number(node.dataset.left) * 1000,
    }));
    if (!timers.length) return;
    clocks = setInterval(() => {
      for (const { node, ends } of timers) {
        const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
        const clock = node.querySelector("[data-clock]");
        clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
        node.classList.toggle("is-up", left === 0);
      }
    }, 1000);
  };

  // a computation tells nobody that it is done: ask now and then while one is on its way
  const waiting = () => {
    if (live.querySelector("[data-pending]")) setTimeout(ask, 3000);
  };

  addEventListener("online", ask);
  document.addEventListener("roomask", ask);
  ticking();
  waiting();
  listen();
})();
