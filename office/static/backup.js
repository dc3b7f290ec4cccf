// The backup word: drawn, shown, written on paper by a person, typed back from it, and only then the hall's.
"use strict";

(() => {
  const PATIENCE = 20000; // ms
  const root = document.getElementById("backup");
  const words = root.dataset;
  const $ = (id) => document.getElementById(id);
  const dialog = $("paper");
  let drawn = "";
  let press = ""; // of this word: sent again, it is the same press
  let busy = false;

  function say(text, kind) {
    $("told").textContent = text;
    $("told").className = `told ${kind}`;
    $("told").hidden = false;
  }

  async function post(address, body) {
    const response = await fetch(`/technician/backup/${address}?lang=${words.lang}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-cherha": "press" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status === 401 || response.status === 423 || response.redirected) {
      await Door.ask();
      throw new Error("signed out");
    }
    return response.json();
  }

  const bare = (word) => word.toLowerCase().replace(/[^a-z0-9]/g, "");

  function wrong(text) {
    $("wrong").textContent = text;
    $("wrong").hidden = text === "";
  }

  function forget() {
    drawn = "";
    $("drawn").textContent = "";
    $("paper-form").reset();
    wrong("");
  }

  function turn(typing) {
    $("typing").hidden = !typing;
    $("shown").hidden = typing;
    if (typing) $("typed").focus();
  }

  async function begin(another) {
    if (busy) return;
    busy = true;
    try {
      const reply = await post("draw", {});
      if (reply.status !== "done") return say(reply.message, "bad");
      drawn = reply.message;
      press = newId();
      $("drawn").textContent = drawn;
      $("another-warning").hidden = !another;
      turn(false);
      dialog.showModal();
    } catch {
      say(words.unsent, "bad");
    } finally {
      busy = false;
    }
  }

  async function send() {
    if (busy) return;
    if (bare($("typed").value) !== bare(drawn)) {
      turn(false); // to compare, and to type again
      wrong(words.differs);
      $("shown").append($("wrong"));
      return;
    }
    busy = true;
    wrong("");
    try {
      const reply = await post("word", { id: press, word: drawn });
      if (reply.status === "done") {
        dialog.close();
        say(reply.message, "good");
      } else {
        press = newId(); // an appliance answers a press once
        $("typing").append($("wrong"));
        wrong(reply.message);
      }
    } catch {
      press = newId();
      $("typing").append($("wrong"));
      wrong(words.unsent);
    } finally {
      busy = false;
    }
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-word]");
    if (!button || event.detail > 1 || Live.isLost() || button.getAttribute("aria-disabled") === "true") return;
    begin(button.dataset.word === "another");
  });
  $("fold").addEventListener("click", () => {
    wrong("");
    turn(true);
  });
  $("paper-form").addEventListener("submit", (event) => {
    event.preventDefault();
    if ($("typing").hidden) turn(true);
    else send();
  });
  dialog.querySelectorAll("[data-no]").forEach((each) => each.addEventListener("click", () => dialog.close()));
  dialog.addEventListener("close", forget);
  Live.listen(root, () => {});
})();
