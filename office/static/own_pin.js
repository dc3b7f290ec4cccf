// One's own PIN: what is wrong stands in the form, all at once; a press whose answer was lost is sent again as the same.
"use strict";

(() => {
  const form = document.getElementById("own-pin");
  if (!form) return;
  const told = document.getElementById("own-pin-told");
  const done = document.getElementById("own-pin-done");
  const wishes = Wish.sender();
  let busy = false;

  function tell(found) {
    told.firstElementChild.replaceChildren(
      ...found.map(({ what }) => {
        const item = document.createElement("li");
        item.textContent = what;
        return item;
      }),
    );
    const wrong = new Set(found.map((each) => each.field));
    [...form.elements].forEach((field) => {
      if (field.name) field.setAttribute("aria-invalid", String(wrong.has(field.name)));
    });
    [...form.elements].find((field) => wrong.has(field.name))?.focus();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    tell([{ what: form.dataset.sending }]);
    const { old, pin, again } = form.elements;
    try {
      const reply = await wishes.send(form.dataset.to, { old: old.value, pin: pin.value, again: again.value });
      if (reply?.status === "done") {
        form.reset();
        form.hidden = true;
        done.textContent = reply.message;
        done.hidden = false;
        done.focus();
      } else if (reply) {
        tell(reply.mistakes ?? [{ what: reply.message }]);
      }
    } catch {
      tell([{ what: form.dataset.unsent }]);
    } finally {
      busy = false;
    }
  });
})();
