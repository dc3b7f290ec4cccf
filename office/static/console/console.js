// One window's console: a press becomes one command, however often it must be sent, and however late.
"use strict";

(() => {
  const root = document.getElementById("console");
  const words = root.dataset;
  const answer = document.getElementById("answer");
  const answerWords = document.getElementById("answer-words");
  const repeat = document.getElementById("answer-repeat");
  const dropIt = document.getElementById("answer-drop");
  const spoken = document.getElementById("spoken");
  const UNSURE_FOR = 25000; // ms in which the same press, pressed again, is the same command
  const GIVE_UP = 9000; // ms; the office itself waits 5 s for the queue-master

  let view = null;
  let pending = null; // the press that is under way
  let unsure = null; // a press that nobody answered: { press, at, state, ticket }

  const buttons = () => root.querySelectorAll("button[data-type]");

  const switches = { automatic: (button) => ["open-window", { automatic: button.dataset.on !== "true" }] };

  function mayPress(button) {
    return button.getAttribute("aria-disabled") !== "true";
  }

  function showButtons() {
    if (!view) return;
    buttons().forEach((button) => {
      const type = button.dataset.type;
      const [enabled, likely] = view.actions[type] ?? [button.dataset.enabled === "true", false];
      const able = enabled && !pending && !Kept.get();
      button.setAttribute("aria-disabled", String(!able));
      button.classList.toggle("likely", likely && enabled);
      button.classList.toggle("pending", (pending?.button ?? Kept.get()?.button) === keyOf(button));
    });
  }

  const keyOf = (button) => button.dataset.type + (button.dataset.ticket ?? "");

  function say(text, kind, repeatable = false) {
    answerWords.textContent = text;
    answer.className = `answer ${kind}`;
    answer.hidden = text === "";
    repeat.hidden = !repeatable;
    dropIt.hidden = kind !== "kept";
  }

  const about = (key, kept) => words[key].replace("{action}", kept.label);

  const same = (a, b) => JSON.stringify({ ...a, id: "" }) === JSON.stringify({ ...b, id: "" });

  async function post(press) {
    const until = Date.now() + GIVE_UP;
    for (let pause = 300; ; pause *= 2) {
      try {
        const response = await fetch(words.command, {
          method: "POST",
          headers: { "content-type": "application/json", "x-cherha": "press" },
          body: JSON.stringify(press),
          signal: AbortSignal.timeout(Math.max(1000, until - Date.now())),
        });
        if (response.status === 401 || response.status === 423) {
          Door.ask();
          return null;
        }
        return await response.json();
      } catch {
        if (Date.now() + pause > until) return null;
        await new Promise((done) => setTimeout(done, pause));
      }
    }
  }

  function press(type, fields = {}, label = "", button = type) {
    if (pending || !view || Kept.get()) return;
    let wish = { type, id: newId(), ...fields };
    if (unsure && Date.now() - unsure.at < UNSURE_FOR && same(unsure.press, wish)) wish = unsure.press;
    if (Live.isLost()) keep(wish, label, button, false);
    else send(wish, label, button);
  }

  // The connection is dead: the press waits in the browser.
  function keep(wish, label, button, tried) {
    Kept.keep(wish, view, label, button, tried);
    say(about("kept", Kept.get()), "kept");
    showButtons();
  }

  // The hall is seen again: what was kept is sent, or it is told why not.
  function settleKept() {
    const kept = Kept.get();
    if (!kept || pending || Live.isLost() || Door.isLocked()) return;
    if (view.trust !== "ok" && view.trust !== "catching-up") return;
    const verdict = Kept.judge(view);
    Kept.drop();
    if (verdict !== "send") {
      say(about({ late: "keptLate", changed: "keptChanged", perhaps: "keptPerhaps", another: "keptAnother" }[verdict], kept), "bad");
      showButtons();
      return;
    }
    send({ ...kept.press, seen: { state: kept.state, ticket: kept.ticket } }, kept.label, kept.button, about("keptSent", kept));
  }

  async function send(wish, label, button, told = "") {
    pending = { button, seq: null };
    const mine = pending;
    say("", "");
    showButtons();
    const slow = setTimeout(() => say(words.sending, "busy"), 400);
    const reply = await post(wish);
    clearTimeout(slow);
    unsure = null;
    if (reply === null) {
      pending = null;
      keep(wish, label, button, true);
      return;
    }
    if (reply.status === "no-answer") {
      unsure = { press: wish, label, button, at: Date.now(), state: view.state, ticket: view.ticket };
      say(reply.message ?? words.offline, "bad", true);
    } else if (reply.status === "done") {
      say(reply.message || told, "info");
      // Until the view has caught up with the reply, the buttons still belong to the moment before it.
      if (view.seq < reply.seq) {
        mine.seq = reply.seq;
        setTimeout(() => release(mine), 1500);
        return;
      }
    } else {
      say(reply.message, "bad");
    }
    release(mine);
  }

  function release(mine) {
    if (pending !== mine) return;
    pending = null;
    showButtons();
  }

  function onView(fresh) {
    const changed = !view || view.state !== fresh.state || view.ticket !== fresh.ticket;
    Notify.onView(fresh, Boolean(pending));
    Dialogs.onView(fresh);
    view = fresh;
    root.dataset.state = view.state;
    if (spoken.textContent !== view.spoken) spoken.textContent = view.spoken;
    if (unsure && (unsure.state !== view.state || unsure.ticket !== view.ticket)) {
      unsure = null; // it was carried out after all, or the world has moved on
      say("", "");
    }
    if (changed && dialog.open && !view.actions.transfer[0]) dialog.close();
    if (pending?.seq != null && view.seq >= pending.seq) pending = null;
    settleKept();
    showButtons();
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-type]");
    // The second click of a double click means nothing (detail counts them; keys and screen readers give 0).
    if (!button || event.detail > 1 || !mayPress(button)) return;
    act(button);
  });

  const labelOf = (button) => (button.querySelector(".label") ?? button).textContent.trim();

  function act(button) {
    const { type, ticket, opens } = button.dataset;
    if (type === "transfer") openTransfer();
    else if (opens) Dialogs.open(opens);
    else if (switches[type]) press(...switches[type](button), labelOf(button), keyOf(button));
    else press(type, ticket ? { ticket } : {}, labelOf(button), keyOf(button));
  }

  const OPENERS = { finish: "finish-with" };
  Dialogs.onPress((type, fields) => {
    const button = OPENERS[type] ?? type;
    press(type, fields, labelOf(root.querySelector(`button[data-type="${button}"]`)), button);
  });

  repeat.addEventListener("click", () => {
    if (!unsure) return;
    const { type, id, seen, ...fields } = unsure.press;
    press(type, fields, unsure.label, unsure.button);
  });
  dropIt.addEventListener("click", () => {
    Kept.drop();
    say("", "");
    showButtons();
  });
  document.getElementById("answer-close").addEventListener("click", () => Kept.get() ? dropIt.click() : say("", ""));

  // Keys: digits by their place, so that the layout does not matter. They can be switched off (WCAG 2.1.4).
  const keys = document.getElementById("keys");
  keys.checked = localStorage.getItem("keys") !== "off";
  const showKeys = () => {
    document.getElementById("keys-words").textContent = keys.checked ? words.keysOn : words.keysOff;
    root.classList.toggle("no-keys", !keys.checked);
  };
  keys.addEventListener("change", () => {
    localStorage.setItem("keys", keys.checked ? "on" : "off");
    showKeys();
  });
  showKeys();
  document.addEventListener("keydown", (event) => {
    if (!keys.checked || event.repeat || event.ctrlKey || event.altKey || event.metaKey || dialog.open || Dialogs.isOpen() || Door.isLocked()) return;
    if (event.target.matches("select, textarea, input:not([type=checkbox])")) return;
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
    const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
    const button = digit ? root.querySelector(`button[data-key="${digit}"]`) : letter && root.querySelector(`button[data-letter="${letter}"]`);
    if (!button) return;
    event.preventDefault();
    if (mayPress(button)) act(button);
  });

  // Transfer.
  const dialog = document.getElementById("transfer");
  const form = document.getElementById("transfer-form");
  const find = document.getElementById("transfer-find");
  const go = document.getElementById("transfer-go");
  const choices = [...form.querySelectorAll(".choice")];
  const chosen = () => form.elements[`to_${form.elements.to.value}`];

  function openTransfer() {
    form.reset();
    filter();
    showChoice();
    const title = document.getElementById("transfer-title");
    title.textContent = title.dataset.words.replace("{number}", view.ticket);
    dialog.showModal();
    find.focus();
  }

  function showChoice() {
    choices.forEach((choice) => (choice.hidden = choice.dataset.choice !== form.elements.to.value));
    go.disabled = chosen().value === "";
  }

  function filter() {
    const wanted = find.value.toLocaleLowerCase("uk").split(/\s+/).filter(Boolean);
    const options = [...form.elements.to_service.options];
    options.forEach((option) => {
      const text = option.text.toLocaleLowerCase("uk");
      option.hidden = !wanted.every((word) => text.includes(word));
      if (option.hidden) option.selected = false;
    });
    const left = options.filter((option) => !option.hidden);
    if (wanted.length && left.length === 1) left[0].selected = true;
    document.getElementById("transfer-nothing").hidden = left.length > 0;
    showChoice();
  }

  find.addEventListener("input", filter);
  find.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    const first = [...form.elements.to_service.options].find((option) => !option.hidden);
    if (first) first.selected = true;
    form.elements.to_service.focus();
    showChoice();
  });
  form.addEventListener("change", showChoice);
  form.querySelectorAll("select").forEach((select) => {
    select.addEventListener("dblclick", () => form.requestSubmit());
    select.addEventListener("keydown", (event) => event.key === "Enter" && form.requestSubmit());
  });
  document.getElementById("transfer-cancel").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const where = chosen();
    if (!where.value) return;
    dialog.close();
    press("transfer", {
      [where.name]: where.name === "to_window" ? Number(where.value) : where.value,
      keep_seniority: form.elements.keep_seniority.checked,
    }, labelOf(root.querySelector('button[data-type="transfer"]')));
  });

  if (Kept.get()) say(about("kept", Kept.get()), "kept");
  Live.listen(root, onView, () => {
    // A beat may be all that comes: nothing has changed meanwhile. If it is a view, it is to be heard first.
    queueMicrotask(() => view && settleKept());
    showButtons();
  });
})();
