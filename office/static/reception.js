// The reception: each press is one command with an id of its own, shown while it is under way and kept over a cut.
"use strict";

(() => {
  const root = document.getElementById("reception");
  const words = root.dataset;
  const $ = (id) => document.getElementById(id);
  const GIVE_UP = 60000; // ms after which a press is not sent any more
  const SHOWN_FOR = 12000; // ms that an answer stays
  const KEPT = "reception presses";
  const list = $("presses");

  // Presses wait in their order and are sent one after another: an order that was given second must not come first.
  let presses = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  let sending = false;
  let nextTry = 0;
  const heard = new Map(); // what to do with the answer to a press of this page

  function keep() {
    sessionStorage.setItem(KEPT, JSON.stringify(presses));
    document.querySelectorAll("[data-ticket]").forEach((button) => {
      button.classList.toggle("pending", presses.some((each) => each.wish.ticket === button.dataset.ticket));
    });
  }

  function row(press) {
    let found = [...list.children].find((each) => each.dataset.id === press.wish.id);
    if (!found) {
      found = document.createElement("li");
      found.dataset.id = press.wish.id;
      const what = document.createElement("span");
      what.textContent = press.label;
      found.append(what, document.createElement("em"));
      list.append(found);
    }
    return found;
  }

  function say(press, text, kind) {
    const found = row(press);
    found.className = kind;
    if (found.lastChild.textContent !== text) found.lastChild.textContent = text;
    if (kind === "done" || kind === "bad") setTimeout(() => found.remove(), kind === "bad" ? 3 * SHOWN_FOR : SHOWN_FOR);
  }

  function press(label, wish, answered = () => {}) {
    const made = { label, wish: { id: newId(), ...wish }, until: Date.now() + GIVE_UP };
    if (presses.some((each) => same(each.wish, made.wish))) return; // the second of a double press
    heard.set(made.wish.id, answered);
    presses.push(made);
    say(made, words.sending, "busy");
    keep();
    nextTry = 0;
    send();
  }

  const same = (a, b) => JSON.stringify({ ...a, id: "" }) === JSON.stringify({ ...b, id: "" });

  async function send() {
    if (sending || !presses.length || Date.now() < nextTry) return;
    const first = presses[0];
    if (Date.now() > first.until) {
      over(first, words.givenUp, "bad");
      return send();
    }
    sending = true;
    try {
      const { path = words.command, ...wish } = first.wish;
      const response = await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json", "x-cherha": "press" },
        body: JSON.stringify(wish),
        signal: AbortSignal.timeout(9000),
      });
      if (response.status === 401 || response.redirected) return location.reload();
      const reply = await response.json();
      if (reply.status === "no-answer") {
        say(first, reply.message, "busy");
        nextTry = Date.now() + 1500;
      } else {
        over(first, reply.message || words.done, reply.status === "done" ? "done" : "bad");
        heard.get(first.wish.id)?.(reply);
      }
    } catch {
      say(first, words.pending, "busy");
      nextTry = Date.now() + 1500;
    } finally {
      sending = false;
    }
    if (presses.length && Date.now() >= nextTry) send();
  }

  function over(done, text, kind) {
    presses = presses.filter((each) => each.wish.id !== done.wish.id);
    say(done, text, kind);
    keep();
  }

  // Confirm what cannot be taken back, or what the whole hall notices.
  const sure = $("sure");
  let yes = () => {};
  function ask(label, tells, lines, go) {
    $("sure-title").textContent = words.sure.replace("{label}", label);
    $("sure-tells").textContent = tells;
    $("sure-lines").hidden = !lines;
    $("sure-lines").querySelectorAll("input").forEach((box) => (box.checked = false));
    yes = go;
    sure.showModal();
    $("sure-no").focus();
  }
  $("sure-no").addEventListener("click", () => sure.close());
  $("sure-yes").addEventListener("click", () => {
    sure.close();
    yes([...$("sure-lines").querySelectorAll("input:checked")].map((box) => box.value));
  });
  document.querySelectorAll("dialog [data-close]").forEach((button) => button.addEventListener("click", () => button.closest("dialog").close()));

  const typed = (element) => element.value.toLocaleLowerCase("uk").split(/\s+/).filter(Boolean);

  // A service is found by its words, in any order, as at the dispenser.
  function filter(input, select, changed) {
    const wanted = typed(input);
    const options = [...select.querySelectorAll("option")];
    options.forEach((option) => {
      option.hidden = !wanted.every((word) => option.dataset.find.includes(word));
      if (option.hidden) option.selected = false;
    });
    const left = options.filter((option) => !option.hidden);
    if (wanted.length && left.length === 1) left[0].selected = true;
    select.querySelectorAll("optgroup").forEach((group) => (group.hidden = ![...group.children].some((option) => !option.hidden)));
    changed(left.length);
  }

  function finder(input, select, changed) {
    input.addEventListener("input", () => filter(input, select, changed));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      const first = [...select.querySelectorAll("option")].find((option) => !option.hidden);
      if (first) first.selected = true;
      select.focus();
      changed(1);
    });
    select.addEventListener("change", () => changed(1));
  }

  // Issue.
  const issue = $("issue");
  const mayIssue = (left) => {
    $("service-nothing").hidden = left > 0;
    $("issue-go").disabled = issue.elements.service.value === "";
  };
  finder($("find-service"), issue.elements.service, mayIssue);
  issue.elements.service.addEventListener("dblclick", () => issue.requestSubmit());
  issue.elements.service.addEventListener("keydown", (event) => event.key === "Enter" && issue.requestSubmit());
  issue.elements.priority?.addEventListener("change", () => {
    const evidence = issue.elements.priority.selectedOptions[0].dataset.evidence ?? "";
    const hint = $("issue-evidence");
    hint.hidden = evidence === "";
    hint.textContent = hint.dataset.words.replace("{evidence}", evidence);
  });
  let issued = null;
  issue.addEventListener("submit", (event) => {
    event.preventDefault();
    const service = issue.elements.service;
    if (!service.value) return;
    const wish = { type: "take-ticket", service: service.value, language: issue.elements.language.value };
    if (issue.elements.priority?.value) wish.priority = issue.elements.priority.value;
    const needs = [...issue.querySelectorAll("[name=needs]:checked")].map((box) => box.value);
    if (needs.length) wish.needs = needs;
    press(service.selectedOptions[0].text, wish, (reply) => {
      if (reply.status !== "done") return;
      issued = reply;
      $("issued-number").textContent = reply.number;
      $("issued-words").textContent = reply.told;
      $("issued").hidden = false;
      issue.hidden = true;
      $("issued-print").focus();
    });
  });
  $("issued-next").addEventListener("click", () => {
    $("issued").hidden = true;
    issue.hidden = false;
    issue.reset();
    filter($("find-service"), issue.elements.service, mayIssue);
    $("issue-evidence")?.toggleAttribute("hidden", true);
    $("find-service").focus();
  });
  $("issued-print").addEventListener("click", () => print(issued.ticket, issued.number));

  function print(ticket, number) {
    const dispenser = $("dispenser")?.value;
    if (dispenser) press(`${number} → ${dispenser}`, { path: words.print, ticket, dispenser });
  }

  // Tickets.
  const findTicket = $("find-ticket");
  function showFound() {
    // A scanner types the whole address of a ticket's page; its code stands last in it.
    const wanted = typed(findTicket).map((word) => word.replace(/\/+$/, "").split("/").pop());
    const rows = [...document.querySelectorAll("#all-tickets .ticket-row")];
    rows.forEach((each) => (each.hidden = !wanted.every((word) => each.dataset.find.includes(word))));
    let nothing = $("no-ticket-found");
    if (!nothing && $("all-tickets")) {
      nothing = document.createElement("p");
      nothing.id = "no-ticket-found";
      nothing.className = "hint";
      nothing.textContent = words.nothing;
      $("all-tickets").after(nothing);
    }
    if (nothing) nothing.hidden = wanted.length === 0 || rows.some((each) => !each.hidden);
  }
  findTicket.addEventListener("input", showFound);

  const priority = $("priority");
  const move = $("move");
  let about = null; // { ticket, number } that a dialog is about

  const deeds = {
    print: ({ ticket, number }) => print(ticket, number),
    "cancel-ticket": (data, label) => ask(label, data.tells, false, () => press(label, { type: "cancel-ticket", ticket: data.ticket, why: "reception" })),
    "return-ticket": (data, label) => press(label, { type: "return-ticket", ticket: data.ticket }),
    confirm: (data, label) => press(label, { type: "set-priority", ticket: data.ticket, priority: data.claim, evidence: data.evidence }),
    refuse: (data, label) => ask(label, data.tells, false, () => press(label, { type: "set-priority", ticket: data.ticket, priority: null, evidence: data.evidence })),
    priority: (data) => {
      about = data;
      const title = $("priority-title");
      title.textContent = title.dataset.words.replace("{number}", data.number);
      $("priority-form").reset();
      [...$("priority-form").elements.priority].find((each) => each.value === data.claim)?.toggleAttribute("checked", true);
      priority.showModal();
    },
    move: (data) => {
      about = data;
      const title = $("move-title");
      title.textContent = title.dataset.words.replace("{number}", data.number);
      $("move-form").reset();
      filter($("find-goal"), $("goal"), mayMove);
      move.showModal();
      $("find-goal").focus();
    },
    "check-in": (data, label) => press(label, { type: "check-in", booking: data.booking }, checkedIn),
  };
  const mayMove = () => ($("move-go").disabled = $("goal").value === "");
  finder($("find-goal"), $("goal"), mayMove);

  $("priority-form").addEventListener("submit", () => {
    const chosen = $("priority-form").querySelector("input:checked");
    if (!chosen) return;
    const go = $("priority-go");
    const evidence = chosen.parentElement.querySelector("small").textContent;
    const seen = chosen.value ? go.dataset.confirmed.replace("{evidence}", evidence) : go.dataset.refused;
    press(`${about.number}`, { type: "set-priority", ticket: about.ticket, priority: chosen.value || null, evidence: seen.slice(0, 200) });
  });
  $("move-form").addEventListener("submit", () => {
    const [goal, value] = $("goal").value.split(":");
    if (!value) return;
    press(`${about.number} → ${$("goal").selectedOptions[0].text}`, {
      type: "move-ticket",
      ticket: about.ticket,
      [goal]: goal === "to_window" ? Number(value) : value,
      keep_seniority: $("move-form").elements.keep.checked,
    });
  });

  // Modes of the hall, help, and whatever stands in live parts.
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || event.detail > 1) return;
    const data = button.dataset;
    const label = data.number ? `${data.number}: ${button.textContent.trim()}` : button.textContent.trim();
    if (data.deed) deeds[data.deed](data, label);
    else if (data.help) press(label, { type: data.type, help: data.help });
    else if (data.suspend) {
      ask(data.label, data.tells, true, (lines) => press(data.label, { type: "suspend-hall", why: data.suspend, ...(lines.length ? { lines } : {}) }));
    } else if (data.surge) ask(data.label, data.tells, false, () => press(data.label, { type: "start-surge", surge: data.surge }));
    else if (data.end) {
      const lines = data.lines ? data.lines.split(" ") : [];
      const wish = data.end === "end-surge" ? { type: "end-surge", surge: data.code } : { type: "resume-hall", ...(lines.length ? { lines } : {}) };
      ask(data.label, data.tells, false, () => press(data.label, wish));
    }
  });

  // Announcements, bookings, documents.
  $("announce").addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const text = Object.fromEntries([...form.querySelectorAll("textarea")].map((area) => [area.dataset.language, area.value.trim()]).filter(([, said]) => said));
    const zones = [...form.querySelectorAll("[name=zones]:checked")].map((box) => box.value);
    press(Object.values(text)[0].slice(0, 40), { type: "announce", text, zones, times: Number(form.elements.times.value) }, (reply) => reply.status === "done" && form.reset());
  });
  function checkedIn(reply) {
    if (reply.status === "done" && reply.ticket) print(reply.ticket, reply.number);
  }
  $("check-in").addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    press(form.elements.booking.value, { type: "check-in", booking: form.elements.booking.value.trim() }, (reply) => {
      if (reply.status === "done") form.reset();
      checkedIn(reply);
    });
  });
  $("documents")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const deed = event.submitter;
    press(`${form.elements.case.value}: ${deed.textContent}`, { type: deed.value, case: form.elements.case.value.trim() }, (reply) => reply.status === "done" && deed.value !== "is-ready" && form.reset());
  });

  // Tabs, with arrows as screen readers expect.
  const tabs = [...document.querySelectorAll("[role=tab]")];
  function open(tab) {
    tabs.forEach((each) => {
      const chosen = each === tab;
      each.setAttribute("aria-selected", String(chosen));
      each.tabIndex = chosen ? 0 : -1;
      $(each.getAttribute("aria-controls")).hidden = !chosen;
    });
  }
  tabs.forEach((tab, at) => {
    tab.addEventListener("click", () => open(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(at + step + tabs.length) % tabs.length];
      open(next);
      next.focus();
    });
  });
  open(tabs[0]);

  presses.forEach((each) => say(each, words.pending, "busy"));
  setInterval(send, 500);
  Live.listen(root, () => {
    showFound();
    keep();
  });
})();
