// What a reader meets on a page, asked in the page itself. Every function returns plain lists; an empty one is good.
({
  shown(element) {
    return element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  },

  named(element) {
    return element.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  },

  // Everything the Tab key must reach, in the order of the page.
  stops() {
    const wanted = "a[href], button, input, select, textarea, summary, [tabindex]";
    return [...document.querySelectorAll(wanted)].filter((e) => e.tabIndex >= 0 && !e.disabled && this.shown(e));
  },

  // From now on, note at each key what had the focus, whether it wore a ring, and whether it was in sight.
  watch() {
    const stops = this.stops();
    window.walked = [];
    document.addEventListener("keydown", (pressed) => {
      const held = document.activeElement;
      if (pressed.key !== "Tab" || !held || held === document.body) return;
      const style = getComputedStyle(held), box = held.getClientRects()[0];
      const ring = style.outlineStyle === "auto" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
      const seen = box && box.bottom > 0 && box.top < innerHeight && box.width > 2 && box.height > 2;
      window.walked.push([stops.indexOf(held), this.named(held), ring, Boolean(seen)]);
    }, true);
    return stops.map((e) => [this.named(e), e.tabIndex]);
  },

  walked() {
    return window.walked;
  },

  // What makes the page itself scroll sideways, or is out of reach at this width; boxes that scroll may be wide.
  wide() {
    const found = [];
    const width = document.scrollingElement.scrollWidth;
    if (width > innerWidth) found.push(`the page is ${width} wide in ${innerWidth}`);
    for (const e of document.body.querySelectorAll("*")) {
      const box = e.getBoundingClientRect();
      if (!this.shown(e) || (box.right <= innerWidth + 1 && box.left >= -1) || this.hidden(e)) continue;
      if (!this.scroller(e)) found.push(`${Math.round(box.left)} to ${Math.round(box.right)}: ${this.named(e)}`);
    }
    return found.slice(0, 8);
  },

  scroller(e) {
    for (let above = e.parentElement; above && above !== document.body; above = above.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(above).overflowX)) return above;
    return null;
  },

  // Whether an element is meant for those who listen, or waits above the page for the focus.
  hidden(e) {
    return Boolean(e.closest(".visually-hidden, .skip"));
  },

  // Boxes that cut off what they hold.
  clipped() {
    const cut = (e) => {
      const style = getComputedStyle(e), cuts = (value) => ["hidden", "clip"].includes(value);
      return (cuts(style.overflowX) && e.scrollWidth > e.clientWidth + 1)
        || (cuts(style.overflowY) && e.scrollHeight > e.clientHeight + 1);
    };
    return [...document.body.querySelectorAll("*")].filter((e) => this.shown(e) && !this.hidden(e) && cut(e)).map(this.named);
  },

  // Text in an Arabic script that no element calls so, and marked text that is laid out the wrong way round.
  mismarked() {
    const rightward = /^(ar|ckb|fa|he|ur)\b/, found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const around = text.parentElement;
      if (!/[\u0600-\u06ff\u0750-\u077f]/.test(text.data) || around.closest("code, script, style")) continue;
      if (!rightward.test(around.closest("[lang]").lang)) found.push(`not marked: ${text.data.trim().slice(0, 60)}`);
    }
    for (const e of document.querySelectorAll("html, body [lang]")) {
      const free = e.dir === "auto" || (e.tagName === "BDI" && !e.dir);  // goes by its first letter, as an address must
      if (free && !/^\P{L}*[\u0600-\u06ff\u0750-\u077f]/u.test(e.textContent)) continue;
      const way = rightward.test(e.lang) ? "rtl" : "ltr";
      if (getComputedStyle(e).direction !== way && /\p{L}/u.test(e.textContent)) found.push(`not ${way}: ${this.named(e)}`);
    }
    return found;
  },

  // The lines of the page, without the tools that only a script can serve.
  lines() {
    const tools = [...document.querySelectorAll("form, [role=search], [data-tools]")];
    const shown = tools.map((e) => e.style.display);
    tools.forEach((e) => { e.style.display = "none"; });
    const lines = document.body.innerText.split("\n").map((line) => line.trim()).filter(Boolean);
    tools.forEach((e, number) => { e.style.display = shown[number]; });
    return lines;
  },

  links() {
    return [...document.querySelectorAll("a[href]")].map((e) => [e.href, e.classList.contains("n")]);
  },

  // Elements that hold figures or evidence and are not on paper.
  unprinted() {
    const wanted = "h1, h2, h3, caption, figure img, figcaption, td, a.n, .headline, .ev, .notice";
    return [...document.querySelectorAll(wanted)].filter((e) => !this.shown(e) && !e.closest("nav")).map(this.named);
  },
})
