// The manager's pages: choosing days and filters leads to another address; a link to a folded table unfolds it.
"use strict";

(() => {
  const button = document.getElementById("go-dates");
  button?.addEventListener("click", () => {
    const [since, until] = ["since", "until"].map((id) => document.getElementById(id).value);
    if (since && until) location.href = `${button.dataset.path}?since=${since}&until=${until}${button.dataset.kept}`;
  });

  document.querySelectorAll("select[data-filter]").forEach((select) => {
    select.addEventListener("change", () => {
      const address = new URL(location.href);
      if (select.value) address.searchParams.set(select.dataset.filter, select.value);
      else address.searchParams.delete(select.dataset.filter);
      location.href = address.href;
    });
  });

  document.getElementById("what-if")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    form.querySelector("button").disabled = true; // a day takes a few seconds to play
    location.href = `${form.dataset.path}?${new URLSearchParams(new FormData(form))}`;
  });

  function unfold() {
    const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (wanted?.tagName === "DETAILS") wanted.open = true;
  }
  addEventListener("hashchange", unfold);
  unfold();
})();
