// The dialogs that ask for more before a press: how it ended, a note, which ticket and why, which priority.
"use strict";

const Dialogs = (() => {
  const all = [...document.querySelectorAll("dialog.ask")];
  const FIELDS = {
    finish: (form, view) => ({
      outcome: form.elements.outcome.value,
      ...(form.elements.next_service.value ? { next_service: form.elements.next_service.value } : {}),
      ...(form.elements.next_service.value || view.legs ? { stay: form.elements.stay.checked } : {}),
    }),
    "note-ticket": (form, view) => ({ ticket: view.ticket, text: form.elements.text.value.trim() }),
    "call-ticket": (form) => ({
      ticket: form.elements.ticket.value.trim(),
      why: form.elements.words.value.trim() || form.elements.reason.value,
    }),
    "set-priority": (form, view) => ({
      ticket: view.ticket,
      priority: form.elements.priority.value || null,
      evidence: form.elements.evidence.value.trim(),
    }),
  };
  let view = null;
  let press = () => {};

  function open(name) {
    const dialog = document.getElementById(`dialog-${name}`);
    const form = dialog.querySelector("form");
    form.reset();
    const title = dialog.querySelector("h2[data-words]");
    if (title) title.textContent = title.dataset.words.replace("{number}", view.ticket);
    if (name === "note") form.elements.text.value = view.note;
    if (name === "priority") {
      const known = [...form.elements.priority].find((each) => each.value === (view.priority ?? ""));
      if (known) known.checked = true;
    }
    if (name === "call") {
      const numbers = document.getElementById("ahead-numbers");
      numbers.replaceChildren(...view.ahead.map(([number, words]) => new Option(words, number)));
    }
    dialog.showModal();
    (form.querySelector("textarea, input[name=ticket]") ?? form.querySelector("input:checked, input"))?.focus();
  }

  all.forEach((dialog) => {
    const form = dialog.querySelector("form");
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const fields = FIELDS[form.dataset.type](form, view);
      if (form.dataset.type === "call-ticket" && !fields.why) {
        form.elements.words.focus();
        return;
      }
      dialog.close();
      press(form.dataset.type, fields);
    });
  });

  // What no longer can be pressed is not asked for either.
  function onView(fresh) {
    const gone = view && view.ticket !== fresh.ticket;
    view = fresh;
    if (gone) all.forEach((dialog) => dialog.open && dialog.id !== "dialog-call" && dialog.close());
  }

  return { open, onView, isOpen: () => all.some((dialog) => dialog.open), onPress: (deed) => (press = deed) };
})();
