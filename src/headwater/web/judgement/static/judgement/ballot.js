// Hands ballots in without losing or doubling one: what is sent waits on this device, with the key
// made for it, until the server has said that it is kept. Without scripts the form posts as usual.
(() => {
  const PREFIX = "headwater-ballot:";
  const EVERY = 4000; // milliseconds between two tries
  const notice = document.getElementById("offline");
  let sending = false;

  const say = (words) => {
    if (!notice) return;
    notice.textContent = words;
    notice.hidden = !words;
  };

  const waiting = () => {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
    } catch {
      return [];
    }
  };

  const keep = (name, ballot) => {
    try {
      localStorage.setItem(name, JSON.stringify(ballot));
      return true;
    } catch {
      return false; // a browser that keeps nothing sends at once
    }
  };

  const focus = () => document.querySelector("[data-focus]")?.focus();

  const show = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const body = fresh.getElementById("now-body");
    const here = document.getElementById("now-body");
    if (body && here) here.replaceWith(document.adoptNode(body));
    else document.dispatchEvent(new Event("roomask"));
    focus();
    look();
  };

  const send = async (name) => {
    let ballot;
    try {
      ballot = JSON.parse(localStorage.getItem(name));
    } catch {
      ballot = null;
    }
    if (!ballot) return "gone";
    let answer;
    try {
      answer = await fetch(ballot.url, {
        method: "POST",
        body: new URLSearchParams(ballot.body),
        headers: { "HX-Request": "true" },
      });
    } catch {
      return "offline";
    }
    // busy, or the server is away behind its proxy: it stays here and is sent again
    if (answer.status === 429 || answer.status >= 500) return "busy";
    // unless a newer one took its place while it was on its way
    if (JSON.parse(localStorage.getItem(name) || "{}").key === ballot.key) localStorage.removeItem(name);
    const text = await answer.text();
    if (answer.ok || text.includes('id="now-body"')) show(text);
    else {
      document.getElementById("toasts").innerHTML = text;
      document.dispatchEvent(new Event("roomask"));
    }
    return "sent";
  };

  const flush = async () => {
    if (sending) return;
    sending = true;
    try {
      for (const name of waiting()) {
        const outcome = await send(name);
        if (outcome === "offline") say("You are offline. Your answer is kept on this device and is sent as soon as you are back.");
        else if (outcome === "busy") say("The server is busy. Your answer is kept on this device and is sent again in a moment.");
        else say("");
        if (outcome !== "sent" && outcome !== "gone") break;
      }
    } finally {
      sending = false;
    }
  };

  // steps taken stay on this device until they are handed in, so that a reload loses none
  const DRAFT = "headwater-steps:";

  const keepSteps = () => {
    const form = document.querySelector("form[data-ballot]");
    const trail = form?.elements.trail?.value;
    try {
      if (trail && trail !== "[]") localStorage.setItem(DRAFT + form.dataset.ballot, trail);
      else if (trail) localStorage.removeItem(DRAFT + form.dataset.ballot);
    } catch {
      // a browser that keeps nothing begins again after a reload
    }
  };

  const dropSteps = (which) => {
    try {
      localStorage.removeItem(DRAFT + which);
    } catch {
      // nothing was kept
    }
  };

  const resume = () => {
    const form = document.querySelector("form[data-ballot]");
    const next = form?.querySelector("[name=do][value=next]");
    if (!next || form.elements.trail?.value !== "[]") return;
    let kept = null;
    try {
      kept = localStorage.getItem(DRAFT + form.dataset.ballot);
    } catch {
      kept = null;
    }
    if (!kept) return;
    form.elements.trail.value = kept;
    dropSteps(form.dataset.ballot);
    step(form, { name: "do", value: "resume", formAction: next.formAction });
  };

  // the next question, or a second look: nothing is kept there, so it is sent once or not at all
  const step = async (form, button) => {
    const body = new URLSearchParams([...new FormData(form), [button.name, button.value]]);
    button.disabled = true;
    try {
      const answer = await fetch(button.formAction, { method: "POST", body, headers: { "HX-Request": "true" } });
      const text = await answer.text();
      say("");
      if (answer.ok || text.includes('id="now-body"')) {
        show(text);
        keepSteps();
        scrollTo({ top: 0 });
      } else document.getElementById("toasts").innerHTML = text;
    } catch {
      say("You are offline. The next question needs the network; what you have answered stays on this page.");
    }
    button.disabled = false;
  };

  // what is worth a second look comes after the answer is safe, and not for everyone at once
  const look = () => {
    const place = document.querySelector("[data-look]");
    if (!place) return;
    const address = place.dataset.look;
    place.removeAttribute("data-look");
    setTimeout(async () => {
      try {
        const answer = await fetch(address, { headers: { "HX-Request": "true" } });
        if (answer.ok && place.isConnected) place.innerHTML = await answer.text();
      } catch {
        // offline: the answer is in, and a second look can wait
      }
    }, 300 + Math.random() * 1500);
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const which = form.dataset?.ballot;
    if (!which || event.defaultPrevented) return;
    if (event.submitter?.name === "do") {
      event.preventDefault();
      step(form, event.submitter);
      return;
    }
    const body = [...new FormData(form)];
    const ballot = { url: form.action, body, key: form.elements.key.value };
    if (!keep(PREFIX + which, ballot)) return;
    dropSteps(which);
    event.preventDefault();
    const button = event.submitter || form.querySelector("[type=submit]");
    button.disabled = true;
    button.textContent = "Handing in …";
    flush().then(() => {
      button.disabled = false;
      if (button.isConnected && waiting().includes(PREFIX + which)) button.textContent = "Hand in again";
    });
  });

  // saying a number takes "don't know" back, and the other way round
  document.addEventListener("input", (event) => {
    const asked = event.target.closest?.(".asked");
    const unknown = asked?.querySelector("[name$='-unknown']");
    if (!unknown) return;
    const numbers = asked.querySelectorAll("[name$='-value'], [name$='-to']");
    const picks = asked.querySelectorAll("[name$='-pick'], [name$='-side']");
    if (event.target === unknown && unknown.checked) {
      for (const each of numbers) each.value = "";
      for (const each of picks) each.checked = false;
    } else if (event.target.name.match(/-(value|to|pick|side)$/) && event.target.value) {
      unknown.checked = false;
      if (event.target.name.endsWith("-pick")) for (const each of numbers) each.value = "";
      if (event.target.name.endsWith("-value"))
        for (const each of asked.querySelectorAll("[name$='-pick']")) each.checked = false;
    }
  });

  addEventListener("online", flush);
  setInterval(() => waiting().length && flush(), EVERY);
  document.addEventListener("roomchange", look);
  if (waiting().length) flush();
  focus();
  look();
  resume();
})();
