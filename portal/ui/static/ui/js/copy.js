// Buttons that copy their data-copy text and say that they did.
const WORDS = { done: "コピーしました", failed: "コピーできませんでした" };
const SHOWN_FOR_MS = 3000;

const announcement = document.createElement("div");
announcement.className = "visually-hidden";
announcement.setAttribute("role", "status");

async function copy(button) {
  const label = button.querySelector("[data-copy-label]");
  const before = (button.dataset.label ??= label.textContent);
  let words = WORDS.done;
  try {
    await writeText(button.dataset.copy);
  } catch {
    words = WORDS.failed;
  }
  label.textContent = words;
  announcement.textContent = words;
  button.toggleAttribute("data-copied", words === WORDS.done);
  setTimeout(() => {
    label.textContent = before;
    announcement.textContent = "";
    button.removeAttribute("data-copied");
  }, SHOWN_FOR_MS);
}

// Browsers offer the clipboard on https alone; offices on plain http get the older way.
async function writeText(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.className = "visually-hidden";
  field.value = text;
  const focused = document.activeElement;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  focused?.focus();
  if (!copied) throw new Error("The browser refused to copy");
}

const buttons = document.querySelectorAll("button[data-copy]");
if (buttons.length) document.body.append(announcement);
for (const button of buttons) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
