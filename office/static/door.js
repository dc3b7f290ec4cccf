// Every page of the staff: lock, sign out, and the PIN pad that comes over the page without losing what is behind it.
"use strict";

const Door = (() => {
  const ALIVE_EVERY = 20000; // ms; the office locks a session that no hand was on for some minutes
  const dialog = document.getElementById("lock");
  let told = Date.now();
  let whenBack = () => {};

  const pad = Pad.fit(dialog.querySelector("[data-pad]"), async (wish) => {
    const answer = await Pad.post(dialog.dataset.unlock, wish, dialog.dataset.offline);
    if (answer.status === "done") {
      show(false);
      whenBack();
      return "";
    }
    if (answer.status === "signed-out") leave();
    return answer.message ?? dialog.dataset.offline;
  });
  Pad.listen(pad, () => dialog.open);
  dialog.addEventListener("cancel", (event) => event.preventDefault());

  function show(locked) {
    document.documentElement.dataset.locked = String(locked);
    if (locked && !dialog.open) {
      pad.clear();
      dialog.showModal();
      pad.pin.focus();
    } else if (!locked && dialog.open) dialog.close();
  }

  function leave() {
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  }

  // What the office says of who is in: "in", "locked", "signed-out".
  function heard(state) {
    if (state === "signed-out") leave();
    else show(state === "locked");
  }

  // True when the page may go on.
  async function ask() {
    try {
      const answer = await (await fetch("/sign-in/state", { signal: AbortSignal.timeout(5000) })).json();
      heard(answer.state);
      return answer.state === "in";
    } catch {
      return true; // no server, no answer: the page says so itself
    }
  }

  async function press(what) {
    const answer = await Pad.post(`/sign-in/${what}`, {}, "");
    if (answer.status === "done") heard(answer.state);
  }

  function alive() {
    if (Date.now() - told < ALIVE_EVERY || dialog.open) return;
    told = Date.now();
    Pad.post("/sign-in/alive", {}, "").then((answer) => answer.state && heard(answer.state));
  }
  ["pointerdown", "keydown"].forEach((kind) => addEventListener(kind, alive, { passive: true, capture: true }));

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-door], [data-door-move]");
    if (!button) return;
    if (button.dataset.door) press(button.dataset.door);
    else {
      const answer = await Pad.post("/sign-in/move", { window: Number(button.dataset.doorMove) }, "");
      if (answer.next) location.assign(answer.next);
      else await ask();
    }
  });

  return { ask, heard, isLocked: () => dialog.open, back: (deed) => (whenBack = deed) };
})();
