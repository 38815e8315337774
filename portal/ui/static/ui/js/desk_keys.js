// Single keys at the consultation desk: j k between rows, r reply, n note, a assignee.
// They work only after somebody has switched them on by the box, and never while one types.
const SWITCH = "dx-desk-keys";
const box = document.querySelector("[data-keys-switch]");
const isOn = () => window.localStorage.getItem(SWITCH) === "on";

if (box) {
  box.checked = isOn();
  box.addEventListener("change", () => window.localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
}

function go(step) {
  const links = [...document.querySelectorAll("[data-desk-list] tbody th a")];
  const here = links.indexOf(document.activeElement);
  links[Math.min(Math.max(here + step, 0), links.length - 1)]?.focus();
}

function write(to) {
  const form = document.querySelector("[data-write]");
  const choice = form?.querySelector(`input[type=radio][value=${to}]`);
  if (!choice) return;
  choice.checked = true;
  form.querySelector("textarea").focus();
}

const ACTS = {
  j: () => go(1),
  k: () => go(-1),
  r: () => write("public"),
  n: () => write("note"),
  a: () => document.querySelector("[data-assign] select")?.focus(),
};

if (document.querySelector("[data-desk-list], [data-desk-keys]")) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select");
    if (!isOn() || typing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = ACTS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
