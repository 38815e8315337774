// A form marked data-submit-once is sent once, however often its button is pressed. The button
// says what is happening (data-busy) and stays focusable.
for (const form of document.querySelectorAll("form[data-submit-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    showProgress(event.submitter);
  });
}

function showProgress(button) {
  if (!button?.dataset.busy) return;
  const label = button.querySelector("span") ?? button;
  button.dataset.label = label.textContent;
  label.textContent = button.dataset.busy;
  button.setAttribute("aria-disabled", "true");
}

// A page that comes back by the browser's back button must be usable again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[data-label]")) {
      (button.querySelector("span") ?? button).textContent = button.dataset.label;
      button.removeAttribute("aria-disabled");
    }
  }
});
