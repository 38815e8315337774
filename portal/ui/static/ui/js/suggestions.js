// Suggestions while typing, after the combobox pattern of the ARIA Authoring Practices.
// The address in data-suggest-url answers {"suggestions": [{"text", "kind", "url"?}]} for ?q=…;
// choosing one with a url opens it, choosing one without fills in the words and searches.
const WAIT_MS = 200;
const FEWEST_LETTERS = 1;

class Suggestions {
  constructor(line, number) {
    this.line = line;
    this.input = line.querySelector("input");
    this.listId = `suggestions-${number}`;
    this.active = -1;
    this.items = [];
    this.build();
    this.listen();
  }

  build() {
    this.list = document.createElement("ul");
    this.list.id = this.listId;
    this.list.className = "dx-suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "候補");
    this.list.hidden = true;
    this.status = document.createElement("div");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.line.append(this.list, this.status);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
    this.input.setAttribute("aria-controls", this.listId);
  }

  listen() {
    this.input.addEventListener("compositionstart", () => this.forget());
    this.input.addEventListener("compositionend", () => this.askSoon());
    this.input.addEventListener("input", (event) => {
      if (!event.isComposing) this.askSoon();
    });
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    // Pressing an option must not take the focus out of the input before the click arrives.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.index));
    });
  }

  forget() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  askSoon() {
    this.forget();
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const words = this.input.value.trim();
    if (words.length < FEWEST_LETTERS) return this.close();
    this.request = new AbortController();
    const address = new URL(this.line.dataset.suggestUrl, window.location.href);
    address.searchParams.set("q", words);
    try {
      const options = { signal: this.request.signal, headers: { Accept: "application/json" } };
      const answer = await fetch(address, options);
      if (!answer.ok) return this.close();
      this.show((await answer.json()).suggestions);
    } catch {
      // Suggestions are a comfort: without them the search works as before.
      this.close();
    }
  }

  show(items) {
    if (document.activeElement !== this.input) return;
    this.items = items;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...items.map((item, index) => this.option(item, index)));
    this.setOpen(items.length > 0);
    this.status.textContent = items.length ? `候補が${items.length}件あります` : "候補はありません";
  }

  option(item, index) {
    const option = document.createElement("li");
    option.id = `${this.listId}-${index}`;
    option.dataset.index = index;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const text = document.createElement("span");
    text.textContent = item.text;
    const kind = document.createElement("span");
    kind.className = "dx-suggestions__kind";
    kind.textContent = item.kind ?? "";
    option.append(text, kind);
    return option;
  }

  setOpen(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    this.forget();
    this.setOpen(false);
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }

  onKey(event) {
    // Keys belong to the input method while it composes: Enter then only accepts its words.
    if (event.isComposing || this.list.hidden) return;
    const acts = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      Escape: () => this.close(),
      Enter: () => this.active >= 0 && this.choose(this.active),
    };
    const act = acts[event.key];
    if (!act || (event.key === "Enter" && this.active < 0)) return;
    event.preventDefault();
    act();
  }

  move(step) {
    // One place more than there are items: the input itself, where nothing is chosen.
    const places = this.items.length + 1;
    this.active = ((this.active + 1 + step + places) % places) - 1;
    [...this.list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.active));
    });
    if (this.active < 0) return this.input.removeAttribute("aria-activedescendant");
    const option = this.list.children[this.active];
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  choose(index) {
    const item = this.items[index];
    this.close();
    if (item.url) {
      window.location.assign(item.url);
      return;
    }
    this.input.value = item.text;
    this.input.form.requestSubmit();
  }
}

document.querySelectorAll("[data-suggest-url]").forEach((line, number) => new Suggestions(line, number));
