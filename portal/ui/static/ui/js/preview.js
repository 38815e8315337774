// The preview of a Markdown text opens below it. Without this module the same button opens the
// preview in a new tab; the text stays where it was typed either way.
for (const room of document.querySelectorAll("[data-markdown]")) {
  const button = room.querySelector("[data-preview-of]");
  const text = room.querySelector("textarea");
  const place = room.querySelector("[role=region]");
  button.type = "button";
  button.querySelector("[data-new-tab]")?.remove();
  button.addEventListener("click", () => show(button, text, place));
  countLetters(text, room.querySelector("[data-letters]"));
}

async function show(button, text, place) {
  const body = new FormData();
  body.set("text", text.value);
  body.set("csrfmiddlewaretoken", text.form.elements.csrfmiddlewaretoken?.value ?? "");
  place.hidden = false;
  try {
    const answer = await fetch(button.formAction, { method: "POST", body });
    if (!answer.ok) throw new Error(answer.status);
    place.innerHTML = await answer.text();
  } catch {
    place.textContent = "プレビューを表示できませんでした。しばらくして、もう一度押してください。";
  }
  place.focus();
}

// Letters as people count them; the server counts again and decides.
function countLetters(text, place) {
  if (!window.Intl?.Segmenter) return;
  const segmenter = new Intl.Segmenter("ja");
  const limit = Number(place.dataset.letters);
  const write = () => {
    const count = [...segmenter.segment(text.value)].length;
    place.textContent = `${count.toLocaleString("ja")} / ${limit.toLocaleString("ja")}文字`;
    place.dataset.isOver = count > limit;
  };
  text.addEventListener("input", write);
  write();
}
