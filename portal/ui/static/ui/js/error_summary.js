// A link of the error summary goes to the control itself, with its label in sight.
const summary = document.querySelector("[data-error-summary]");

summary?.focus();
summary?.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const control = link && document.getElementById(link.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  const heading = control.closest(".dx-field")?.querySelector("label, legend");
  (heading ?? control).scrollIntoView();
  control.focus({ preventScroll: true });
});
