// The report constructor: what is ticked becomes an address; a report that has a name is kept.
"use strict";

(() => {
  const form = document.getElementById("build");
  const said = document.getElementById("said");
  const failed = document.getElementById("reports").dataset.failed;

  function asked() {
    const data = new FormData(form);
    const filters = {};
    for (const [name, value] of data) if (name.startsWith("f-") && value) filters[name.slice(2)] = [value];
    const report = { measures: data.getAll("m"), groups: data.getAll("g").filter(Boolean), filters };
    if (data.get("t")) report.time = data.get("t");
    else Object.assign(report, { since: data.get("since"), until: data.get("until") });
    return report;
  }

  function say(words) {
    said.textContent = words;
    said.hidden = !words;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const report = asked();
    const address = new URLSearchParams();
    address.set("m", report.measures.join(","));
    address.set("g", report.groups.join(","));
    for (const [name, [value]] of Object.entries(report.filters)) address.set(name, value);
    if (report.time) address.set("time", report.time);
    else {
      address.set("since", report.since);
      address.set("until", report.until);
    }
    location.href = `${form.dataset.path}?${address}`;
  });

  async function post(path, body) {
    say("");
    try {
      const answer = await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json", "x-cherha": "press" },
        body: JSON.stringify(body),
      });
      const told = await answer.json();
      if (answer.ok) location.href = told.address;
      else say((told.mistakes ?? [failed]).join("\n"));
    } catch {
      say(failed);
    }
  }

  document.getElementById("save").addEventListener("click", () => {
    post("/manager/reports", { ...asked(), name: form.elements.name.value.trim() });
  });
  document.getElementById("delete")?.addEventListener("click", (event) => {
    post(`/manager/reports/${event.target.dataset.report}/delete`, {});
  });
})();
