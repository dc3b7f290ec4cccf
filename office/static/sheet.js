// An acceptance sheet: what a person says was seen and heard, and paper.
"use strict";

(() => {
  const root = document.getElementById("sheet");
  const told = document.getElementById("told");
  const attempts = new Map(); // the same answer is sent with the same id

  async function judge(button) {
    const { judge: item, well } = button.dataset;
    const key = `${item}:${well}`;
    if (!attempts.has(key)) attempts.set(key, newId());
    let words = root.dataset.lost;
    let done = false;
    try {
      const response = await fetch(root.dataset.judge, {
        method: "POST",
        headers: { "content-type": "application/json", "x-cherha": "press" },
        body: JSON.stringify({ id: attempts.get(key), appliance: root.dataset.appliance, at: root.dataset.at, said: { [item]: well === "yes" } }),
        signal: AbortSignal.timeout(15000),
      });
      if (response.status === 401 || response.redirected) return location.reload();
      const reply = await response.json();
      words = reply.message;
      done = reply.status === "done";
    } catch {
      // the words for it are there already
    }
    told.textContent = words;
    told.className = `told ${done ? "good" : "bad"}`;
    told.hidden = false;
    if (done) setTimeout(() => location.reload(), 400); // the appliance tells its sheet anew
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-judge]");
    if (button && event.detail <= 1) judge(button);
  });
  document.getElementById("print").addEventListener("click", () => window.print());
})();
