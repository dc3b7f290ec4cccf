// The page of the staff: forms that keep what was typed, mistakes all at once, PINs that are shown once.
"use strict";

(() => {
  const LONGEST = 60000; // bytes of a list
  const root = document.getElementById("staff");
  const words = root.dataset;
  const slips = document.getElementById("slips");
  const find = document.getElementById("find-member");
  let about = null; // the button whose form is open
  const wishes = Wish.sender();
  let busy = false;

  // On a slip stands what the hall's browsers can open, also where the manager sits at the office's own machine.
  const here = ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);
  const origin = (here && words.address) || location.origin;
  const fill = (text, slots) => text.replace(/\{(\w+)\}/g, (_, name) => slots[name] ?? "");

  async function post(what, wish, tell) {
    if (new Blob([JSON.stringify(wish)]).size > LONGEST) return tell([{ what: words.large }]);
    busy = true;
    try {
      const reply = await wishes.send(`/staff/${what}?lang=${words.lang}`, wish);
      if (!reply) return null;
      if (reply.status === "done") return reply;
      tell(reply.mistakes ?? [{ what: reply.message }]);
    } catch {
      tell([{ what: words.unsent }]);
    } finally {
      busy = false;
    }
    return null;
  }

  // Mistakes stand in the form; the fields that they are about say so to whoever does not see them.
  function mistakes(form, found) {
    const told = form.querySelector(".wrong");
    told.firstElementChild.replaceChildren(
      ...found.map(({ what, line }) => {
        const item = document.createElement("li");
        if (line) {
          const at = document.createElement("strong");
          at.textContent = `${fill(words.line, { line })} `;
          item.append(at);
        }
        item.append(what);
        return item;
      }),
    );
    told.hidden = !found.length;
    const wrong = new Set(found.map((each) => each.field));
    [...form.elements].forEach((field) => {
      if (field.name) field.toggleAttribute("aria-invalid", false);
      if (wrong.has(field.name) && field.type !== "checkbox") field.setAttribute("aria-invalid", "true");
    });
    told.scrollIntoView({ block: "nearest" });
  }

  function done(dialog, reply) {
    dialog?.close();
    dialog?.querySelector("form").reset(); // no PIN and no card stays in a field
    Told.say(reply.message, "good");
    if (reply.slips.length) show(reply.slips);
  }

  function show(all) {
    const list = document.getElementById("slip-list");
    const template = document.getElementById("slip");
    all.forEach((each) => {
      const slip = template.content.cloneNode(true);
      const put = (part, text) => (slip.querySelector(part).textContent = text);
      put(".slip-name", each.name);
      put(".slip-address", each.window ? `${origin}/window/${each.window}` : origin);
      put(".slip-code", each.code);
      put(".slip-pin", each.pin);
      list.append(slip);
    });
    slips.hidden = false;
    slips.focus();
  }

  function hide() {
    document.getElementById("slip-list").replaceChildren();
    slips.hidden = true;
  }

  const dialogs = Object.fromEntries(["person", "pin", "card", "list"].map((name) => [name, document.getElementById(name)]));
  const formOf = (name) => dialogs[name].querySelector("form");

  function open(name, title) {
    const form = formOf(name);
    if (name !== "list") form.reset(); // a long list is not lost with a closed form
    wishes.forget();
    mistakes(form, []);
    form.querySelectorAll(".own").forEach((part) => (part.hidden = true));
    if (title) document.getElementById(`${name}-title`).textContent = title;
    dialogs[name].showModal();
    return form;
  }

  // The PIN that the person typed, null to have one drawn; undefined where the two differ.
  function pinOf(form) {
    if (form.elements.how.value === "draw") return null;
    const { pin, again } = form.elements;
    if (pin.value === again.value) return pin.value;
    mistakes(form, [{ field: "again", what: words.differ }]);
    return undefined;
  }

  async function send(name, what, wish) {
    if (busy) return;
    const form = formOf(name);
    const yes = form.querySelector("[type=submit]");
    yes.setAttribute("aria-disabled", "true");
    const reply = await post(what, wish, (found) => mistakes(form, found));
    yes.setAttribute("aria-disabled", "false");
    if (reply) done(dialogs[name], reply);
  }

  const openers = {
    add() {
      const form = open("person", words.addTitle);
      form.querySelector(".for-new").hidden = false;
      form.elements.name.focus();
    },
    change({ name, roles }) {
      const form = open("person", fill(words.changeTitle, { name }));
      form.querySelector(".for-new").hidden = true;
      form.elements.name.value = name;
      const held = new Set(roles.split(" "));
      form.elements.roles.forEach((box) => (box.checked = held.has(box.value)));
    },
    pin({ name }) {
      open("pin", fill(words.pinTitle, { name }));
    },
    card({ name, has }) {
      const form = open("card", fill(words.cardTitle, { name }));
      form.querySelector(".has-card").hidden = !has;
      form.elements.card.focus();
    },
    list() {
      open("list");
      looked(null);
    },
    remove({ person, name, place }) {
      const tells = [place && fill(words.removeIn, { place }), words.removeTells].filter(Boolean).join(" ");
      Told.ask(fill(words.removeTitle, { name }), tells, () => quick("remove", { person }));
    },
    "let-in"({ person, name, address }) {
      Told.ask(fill(words.letInTitle, { name }), words.letInTells, () => quick("let-in", person ? { person } : { address }));
    },
  };

  // A press without a form: what went wrong is told on the page.
  async function quick(what, wish) {
    if (busy) return;
    Told.say(words.sending, "busy");
    const reply = await post(what, wish, (found) => Told.say(found.map((each) => each.what).join(" "), "bad"));
    if (reply) done(null, reply);
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-staff]");
    if (!button || event.detail > 1 || busy) return;
    if (button.getAttribute("aria-disabled") === "true") return Told.say(button.title, "bad");
    about = { ...button.dataset };
    openers[about.staff](about);
  });

  const has = Object.keys(dialogs).every((name) => dialogs[name]);
  if (has) {
    formOf("person").addEventListener("submit", (event) => {
      event.preventDefault();
      const form = event.target;
      const { name, person } = form.elements;
      const roles = [...form.elements.roles].filter((box) => box.checked).map((box) => box.value);
      if (about.staff === "change") {
        const was = { was_name: about.name, was_roles: about.roles.split(" ") };
        return send("person", "change", { person: about.person, name: name.value, roles, ...was });
      }
      const pin = pinOf(form);
      if (pin !== undefined) send("person", "add", { name: name.value, person: person.value, roles, pin });
    });
    formOf("pin").addEventListener("submit", (event) => {
      event.preventDefault();
      const pin = pinOf(event.target);
      if (pin !== undefined) send("pin", "pin", { person: about.person, pin });
    });
    formOf("card").addEventListener("submit", (event) => {
      event.preventDefault();
      const { card } = event.target.elements;
      if (card.value.trim()) send("card", "card", { person: about.person, card: card.value.trim() });
      else card.focus();
    });
    document.getElementById("card-gone").addEventListener("click", () => send("card", "card", { person: about.person, card: "" }));
    formOf("list").addEventListener("submit", async (event) => {
      event.preventDefault();
      if (busy) return;
      const form = formOf("list");
      const text = form.elements.text.value;
      const reply = await post("list", { text, look: true }, (found) => mistakes(form, found));
      if (reply) mistakes(form, []);
      looked(reply?.people ?? null);
    });
    document.getElementById("list-add").addEventListener("click", (event) => {
      if (event.target.getAttribute("aria-disabled") !== "true") send("list", "list", { text: formOf("list").elements.text.value });
    });
    formOf("list").elements.text.addEventListener("input", () => looked(null));
    root.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", () => button.closest("dialog").close()));
    root.querySelectorAll("[name=how]").forEach((radio) =>
      radio.addEventListener("change", () => {
        const own = radio.form.elements.how.value === "own";
        radio.form.querySelectorAll(".own").forEach((part) => (part.hidden = !own));
        if (own) radio.form.elements.pin.focus();
      }),
    );
    // Nothing that was typed of a PIN or a card stays behind a closed form.
    Object.values(dialogs).forEach((dialog) => dialog.addEventListener("close", () => dialog.id !== "list" && dialog.querySelector("form").reset()));
  }

  // Who would be added; null: not looked at yet, or changed since.
  function looked(people) {
    document.getElementById("list-found").hidden = people === null;
    document.getElementById("list-add").setAttribute("aria-disabled", String(people === null));
    document.getElementById("list-rows").replaceChildren(
      ...(people ?? []).map((each) => {
        const row = document.createElement("tr");
        const cells = [each.name, each.code, each.roles.join(", "), each.window || "—"];
        cells.forEach((text) => (row.insertCell().textContent = text));
        return row;
      }),
    );
  }

  function sift() {
    const people = [...root.querySelectorAll(".member")];
    if (!find) return;
    find.hidden = people.length <= 12;
    const wanted = find.value.toLocaleLowerCase("uk").trim();
    people.forEach((each) => (each.hidden = !find.hidden && !each.querySelector(".member-who").textContent.toLocaleLowerCase("uk").includes(wanted)));
  }

  find?.addEventListener("input", sift);
  document.getElementById("slips-print").addEventListener("click", () => window.print());
  document.getElementById("slips-done").addEventListener("click", hide);
  addEventListener("beforeunload", (event) => {
    if (!slips.hidden) event.preventDefault();
  });
  Live.listen(root, sift);
})();
