// Boxes that ask to come in: a question before what cannot be undone, a form that keeps what was typed.
"use strict";

const Arriving = ((root) => {
  const dialog = document.getElementById("let-in");
  const form = document.getElementById("let-in-form");
  const wrong = document.getElementById("let-in-wrong");
  const yes = document.getElementById("let-in-yes");
  const { elements: fields } = form;
  const atWindows = new Set(["window-sign", "survey", "buttons"]);
  let asked = ""; // the box that the form is about
  let attempt = null; // { id, body }: the same words are sent with the same id

  const known = (name) => JSON.parse(document.getElementById("proposals").dataset[name]);

  function propose() {
    const { name, window } = known("proposals")[fields.role.value];
    fields.name.value = name;
    fields.window.value = window ?? "";
    document.getElementById("at-window").hidden = !atWindows.has(fields.role.value);
  }

  function asNew() {
    const instead = fields.instead.value !== "";
    document.getElementById("as-new").hidden = instead;
    const first = instead && fields.instead.value === known("first");
    document.getElementById("replace-hint").hidden = !instead || first;
    document.getElementById("first-hint").hidden = !first;
    fields.name.required = !instead;
  }

  function open(button) {
    form.reset();
    asked = button.dataset.asked;
    attempt = null;
    wrong.hidden = true;
    document.getElementById("let-in-hardware").textContent = button.dataset.hardware;
    fields.instead.replaceChildren(fields.instead.options[0]);
    known("replaceable").forEach(([name, label]) => fields.instead.add(new Option(label, name)));
    fields.instead.value = button.dataset.instead;
    if (fields.instead.selectedIndex < 0) fields.instead.value = "";
    fields.role.value = button.dataset.role;
    propose();
    asNew();
    dialog.showModal();
    fields.code.focus();
  }

  async function send(wish) {
    const body = JSON.stringify(wish);
    if (attempt?.body !== body) attempt = { id: newId(), body };
    const response = await fetch(root.dataset.enrolment, {
      method: "POST",
      headers: { "content-type": "application/json", "x-cherha": "press" },
      body: JSON.stringify({ ...wish, id: attempt.id }),
      signal: AbortSignal.timeout(15000),
    });
    if (response.status === 401 || response.redirected) return location.reload();
    const reply = await response.json();
    if (reply.status !== "no-answer") attempt = null;
    return reply;
  }

  function refuse(words) {
    wrong.textContent = words;
    wrong.hidden = false;
    wrong.scrollIntoView({ block: "nearest" }); // on a telephone it may be under the buttons
  }

  async function letIn() {
    const instead = fields.instead.value;
    const wish = { what: instead ? "replace" : "accept", asked, code: fields.code.value, name: instead || fields.name.value };
    if (!instead) {
      wish.role = fields.role.value;
      wish.place = fields.place.value;
      if (atWindows.has(wish.role) && fields.window.value) wish.window = Number(fields.window.value);
    }
    yes.disabled = true;
    wrong.hidden = true;
    try {
      const reply = await send(wish);
      if (reply?.status === "done") {
        dialog.close();
        Told.say(reply.message, "good");
      } else if (reply) {
        refuse(reply.message);
      }
    } catch {
      refuse(dialog.dataset.lost);
    }
    yes.disabled = false;
  }

  async function answer(button) {
    const { arrive: what, asked: box, member } = button.dataset;
    Told.say(dialog.dataset.sending, "busy");
    try {
      const reply = await send({ what, ...(box ? { asked: box } : { name: member }) });
      if (reply) Told.say(reply.message, reply.status === "done" ? "good" : "bad");
    } catch {
      Told.say(dialog.dataset.lost, "bad");
    }
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-arrive]");
    if (!button || event.detail > 1 || Live.isLost()) return;
    if (button.dataset.arrive === "unseal") return; // unseal.js
    if (button.dataset.arrive === "accept") open(button);
    else if (button.dataset.tells) Told.ask(button.dataset.title, button.dataset.tells, () => answer(button));
    else answer(button);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    letIn();
  });
  fields.role.addEventListener("change", propose);
  fields.instead.addEventListener("change", asNew);
  document.getElementById("let-in-no").addEventListener("click", () => dialog.close());

  return { send };
})(document.getElementById("technician"));
