// The settings of one appliance: only what was changed is sent, with what stood there before; mistakes at their fields.
"use strict";

(() => {
  const form = document.getElementById("settings");
  const words = form.dataset;
  const told = document.getElementById("told");
  const send = document.getElementById("send");
  const once = document.getElementById("at-once");
  const fields = [...form.querySelectorAll("[data-was]")];
  let attempt = null; // { id, body }: the same words are sent with the same id

  function say(text, kind) {
    told.textContent = text;
    told.className = `told ${kind}`;
    told.hidden = false;
    told.scrollIntoView({ block: "nearest" });
  }

  function mark(wrong) {
    fields.forEach((field) => {
      const place = document.getElementById(`wrong-${field.name}`);
      place.textContent = wrong[field.name] ?? "";
      place.hidden = !(field.name in wrong);
      if (field.name in wrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    });
    fields.find((field) => field.name in wrong)?.focus();
  }

  async function ask(wish) {
    const body = JSON.stringify(wish);
    if (attempt?.body !== body) attempt = { id: newId(), body };
    send.disabled = true;
    say(words.sending, "busy");
    try {
      const response = await fetch(words.set, {
        method: "POST",
        headers: { "content-type": "application/json", "x-cherha": "press" },
        body: JSON.stringify({ ...wish, id: attempt.id }),
        signal: AbortSignal.timeout(15000),
      });
      if (response.status === 401 || response.redirected) return location.reload();
      if (response.status === 413) return say(words.large, "bad");
      const reply = await response.json();
      if (reply.status !== "no-answer") attempt = null;
      say(reply.message, reply.status === "done" ? "good" : "bad");
      mark(reply.wrong ?? {});
      if (reply.status !== "done") return;
      fields.filter((field) => field.name in reply.settings).forEach((field) => {
        field.value = reply.settings[field.name];
        field.dataset.was = field.value;
      });
      once.checked = false;
    } catch {
      say(words.unsent, "bad");
    } finally {
      send.disabled = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (Live.isLost()) return say(words.unsent, "bad");
    const changed = fields.filter((field) => field.value !== field.dataset.was);
    if (!changed.length && !once.checked) {
      mark({});
      return say(words.same, "busy");
    }
    const of = (value) => Object.fromEntries(changed.map((field) => [field.name, value(field)]));
    ask({ name: words.name, settings: of((field) => field.value), seen: of((field) => field.dataset.was), at_once: once.checked });
  });
  form.addEventListener("click", (event) => {
    if (event.target.closest("button[data-seen]")) ask({ name: words.name, settings: {}, seen: {}, at_once: false });
  });

  Live.listen(form, () => {});
})();
