// A press on a dead connection: kept in the browser with its id until the connection is back, then sent once.
// It is sent only if it still means what it meant: the same person, the same state of the window, the same ticket.
"use strict";

const Kept = (() => {
  const LIVES = 120000; // ms; later a press is somebody's of another moment
  const root = document.getElementById("console");
  const place = `kept-${root.dataset.window}`;
  const who = document.body.dataset.signed ?? "";

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(place));
    } catch {
      return null;
    }
  };
  let now = read();

  function write(kept) {
    now = kept;
    if (kept) localStorage.setItem(place, JSON.stringify(kept));
    else localStorage.removeItem(place);
  }

  // `tried`: it may have arrived, and only the answer was lost.
  function keep(press, view, label, button, tried) {
    write({ press, label, button, tried, who, at: Date.now(), state: view.state, ticket: view.ticket });
  }

  // What to do with it now that the hall is seen again: "send", or a word for why it is not sent.
  function judge(view) {
    if (now.who !== who) return "another";
    if (Date.now() - now.at > LIVES) return "late";
    if (now.state === view.state && now.ticket === view.ticket) return "send";
    return now.tried ? "perhaps" : "changed";
  }

  return { keep, judge, drop: () => write(null), get: () => now };
})();
