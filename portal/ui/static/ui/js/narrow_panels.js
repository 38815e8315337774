// A panel that is open in the page starts folded where it would push the content out of sight.
// The width is the one at which components/search.css puts the panel above the results.
const NARROW = "(max-width: 56rem)";

if (window.matchMedia(NARROW).matches) {
  for (const panel of document.querySelectorAll("details[data-close-narrow]")) panel.open = false;
}
