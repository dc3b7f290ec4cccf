// The backup word, typed once: it opens the desk of enrolment where the queue-master is now.
"use strict";

((root) => {
  const dialog = document.getElementById("word");
  const form = document.getElementById("word-form");
  const wrong = document.getElementById("word-wrong");
  const yes = document.getElementById("word-yes");

  function tell(text) {
    wrong.textContent = text;
    wrong.hidden = false;
  }

  async function open() {
    yes.disabled = true;
    wrong.hidden = true;
    try {
      const reply = await Arriving.send({ what: "unseal", code: form.elements.word.value.trim() });
      if (reply?.status === "done") {
        dialog.close();
        form.reset();
        Told.say(reply.message, "good");
      } else if (reply) tell(reply.message);
    } catch {
      tell(document.getElementById("let-in").dataset.lost);
    }
    yes.disabled = false;
  }

  root.addEventListener("click", (event) => {
    if (!event.target.closest('button[data-arrive="unseal"]') || event.detail > 1 || Live.isLost()) return;
    wrong.hidden = true;
    dialog.showModal();
    form.elements.word.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open();
  });
  document.getElementById("word-no").addEventListener("click", () => dialog.close());
})(document.getElementById("technician"));
