// The sign-in: who, then the PIN; or a card, which says both.
"use strict";

(() => {
  const root = document.getElementById("sign-in");
  const { next, to, offline, choose } = root.dataset;
  const people = [...root.querySelectorAll(".person")];
  const typed = document.getElementById("person-id");
  const locked = root.dataset.person;
  let person = locked ?? "";

  const pad = Pad.fit(root.querySelector("[data-pad]"), send);
  Pad.listen(pad);

  async function send(wish) {
    if (wish.pin && !locked) {
      const who = typed ? typed.value.trim() : person;
      if (!who) return choose;
      wish.person = who;
    }
    if (!locked) wish.next = next;
    const answer = await Pad.post(to, wish, offline);
    if (answer.status === "done") {
      if (person) localStorage.setItem("person", person);
      location.assign(answer.next ?? next);
      return "";
    }
    if (answer.status === "signed-out") location.reload();
    return answer.message ?? offline;
  }

  function take(button) {
    person = button.dataset.person;
    people.forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
    pad.told("");
    pad.clear();
    if (button.dataset.told) {
      pad.pin.value = button.dataset.told; // a demo: one touch
      pad.go();
    } else pad.pin.focus();
  }

  people.forEach((button) => button.addEventListener("click", () => take(button)));
  const known = people.find((button) => button.dataset.person === localStorage.getItem("person"));
  if (known && !known.dataset.told) take(known);
  document.getElementById("another")?.addEventListener("click", async () => {
    await Pad.post("/sign-in/out", {}, offline);
    location.reload();
  });
  const find = document.getElementById("find-person");
  find?.addEventListener("input", () => {
    const wanted = find.value.toLocaleLowerCase("uk").trim();
    people.forEach((button) => (button.hidden = !button.textContent.toLocaleLowerCase("uk").includes(wanted)));
  });
})();
