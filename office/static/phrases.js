// The words that came with the software, below the hall's own: found, and taken into the text to be changed.
"use strict";

(() => {
  const root = document.getElementById("shipped");
  const find = document.getElementById("find");
  const text = document.getElementById("text");
  const told = document.getElementById("told");
  const quoted = (part) => (/^[A-Za-z0-9_-]+$/.test(part) ? part : JSON.stringify(part));

  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    root.querySelectorAll("details").forEach((area) => {
      let found = 0;
      area.querySelectorAll("li").forEach((row) => {
        row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
        found += !row.hidden;
      });
      area.hidden = found === 0;
      area.open = wanted !== "" && found > 0;
    });
  });

  // Where a new line of an area goes: below its name; -1: the text has none of it yet.
  function below(lines, area) {
    return lines.findIndex((line) => line.trim() === `[${area}]`);
  }

  function select(lines, number) {
    const start = lines.slice(0, number).reduce((sum, line) => sum + line.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + lines[number].length);
    text.scrollTop = Math.max(0, (number - 3) * parseFloat(getComputedStyle(text).lineHeight));
  }

  root.addEventListener("click", (event) => {
    const { area, key, uk, en } = event.target.closest("button[data-key]")?.dataset ?? {};
    if (!area) return;
    const lines = text.value.replace(/\n+$/, "").split("\n");
    const name = key.split(".").map(quoted).join(".");
    const words = [`uk = ${JSON.stringify(uk)}`, ...(en ? [`en = ${JSON.stringify(en)}`] : [])].join(", ");
    let head = below(lines, area);
    const end = lines.findIndex((line, at) => at > head && /^\s*\[/.test(line));
    const there = lines.findIndex((line, at) => head >= 0 && at > head && (end < 0 || at < end) && line.startsWith(`${name} `));
    if (there >= 0) {
      told.textContent = root.dataset.there.replace("{what}", key);
      told.className = "told";
      told.hidden = false;
      return select(lines, there);
    }
    if (head < 0) {
      lines.push(...(lines.at(-1) === "" ? [] : [""]), `[${area}]`);
      head = lines.length - 1;
    }
    lines.splice(head + 1, 0, `${name} = { ${words} }`);
    text.value = `${lines.join("\n")}\n`;
    text.dispatchEvent(new Event("input"));
    select(lines, head + 1);
  });
})();
