// While somebody types a question, answers that are there already appear below it.
// The fragment comes from data-similar-url; without this module the next page shows the same.
const PAUSE_MS = 600;
const FEWEST = 6;

for (const room of document.querySelectorAll("[data-similar-url]")) {
  const text = document.getElementById(room.dataset.similarOf);
  let timer, request;
  const ask = async () => {
    request?.abort();
    const words = text.value.trim();
    if (words.length < FEWEST) return show(room, "");
    request = new AbortController();
    const address = new URL(room.dataset.similarUrl, window.location.href);
    address.searchParams.set("q", words.slice(0, 500));
    try {
      const answer = await fetch(address, { signal: request.signal });
      if (answer.ok) show(room, await answer.text());
    } catch {
      // A comfort only: the confirmation page shows the same answers.
    }
  };
  const askSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  };
  text.addEventListener("input", (event) => !event.isComposing && askSoon());
  text.addEventListener("compositionend", askSoon);
  if (text.value.trim()) askSoon();
}

function show(room, html) {
  room.innerHTML = html;
  room.hidden = !html.trim();
  for (const button of room.querySelectorAll("button[name=answer]")) {
    button.formAction = new URL("/consultations/new/solved/", window.location.href).pathname;
    button.formMethod = "post";
    button.formNoValidate = true;
  }
}
