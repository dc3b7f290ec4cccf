// What the technician's page says of a wish, and the question before what cannot be taken back.
"use strict";

const Told = (() => {
  const told = document.getElementById("told");
  const sure = document.getElementById("sure");
  let yes = () => {};

  function say(text, kind) {
    told.textContent = text;
    told.className = `told ${kind}`;
    told.hidden = text === "";
  }

  function ask(title, tells, then) {
    document.getElementById("sure-title").textContent = title;
    document.getElementById("sure-tells").textContent = tells;
    yes = then;
    sure.showModal();
  }

  document.getElementById("sure-yes").addEventListener("click", () => {
    sure.close();
    yes();
  });
  document.getElementById("sure-no").addEventListener("click", () => sure.close());

  return { say, ask };
})();
