// The first person of a hall.
"use strict";

(() => {
  const form = document.getElementById("first");
  if (!form) return;
  const told = document.getElementById("first-told");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { name, id, pin, again } = form.elements;
    if (pin.value !== again.value) {
      told.textContent = form.dataset.differ;
      return;
    }
    try {
      const response = await fetch(form.dataset.to, {
        method: "POST",
        headers: { "content-type": "application/json", "x-cherha": "press" },
        body: JSON.stringify({ name: name.value.trim(), id: id.value.trim(), pin: pin.value }),
      });
      const answer = await response.json();
      if (answer.status === "done") location.assign(answer.next);
      else told.textContent = answer.message ?? form.dataset.offline;
    } catch {
      told.textContent = form.dataset.offline;
    }
  });
})();
