// Hears whatever a page does of its own accord, and tells what it is made of. Put into every page before its own text.
(() => {
  const heard = [];
  const hear = (what) => { heard.push(String(what).slice(0, 200)); };
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = (...told) => hear(`${name} ${told.join(" ")}`);
  addEventListener("securitypolicyviolation", (refused) => hear(`refused ${refused.effectiveDirective} ${refused.blockedURI}`), true);
  addEventListener("error", (problem) => hear(`error ${problem.message || (problem.target && problem.target.outerHTML)}`), true);

  const ELEMENTS = new Set(("html head meta title style body a nav main h1 h2 h3 h4 h5 h6 p ul ol li dl dt dd div section figure img "
    + "figcaption table caption thead tbody tr th td pre code span bdi b strong em small sup details summary ins del br hr blockquote "
    + "footer label input select option script").split(" "));
  const ATTRIBUTES = new Set(("id class href rel lang dir hreflang title alt src width height role tabindex scope colspan data-n data-tools "
    + "data-list data-part data-group data-state data-day data-size data-count for type value hidden open start autocomplete spellcheck "
    + "data-row name content charset http-equiv aria-label aria-live aria-hidden").split(" "));
  const METAS = ["charset", "Content-Security-Policy", "referrer", "viewport", "generator"];
  const DRAWN = new Set("svg title desc defs g path use clipPath pattern rect style image metadata".split(" "));
  const MARK = /q\d{3}z\d{3}/i;
  const named = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 120);

  const strange = (root, elements) => {
    const found = [];
    for (const element of root.querySelectorAll("*")) {
      if (!elements.has(element.localName)) found.push(`element ${named(element)}`);
      for (const { name, value } of element.attributes) {
        if (elements === ELEMENTS ? !ATTRIBUTES.has(name) : name.startsWith("on")) found.push(`attribute ${name} of ${named(element)}`);
        if (["class", "rel", "role", "dir", "lang"].includes(name) && MARK.test(value)) found.push(`${name} ${value.slice(0, 80)}`);
        if (name === "id" && !(elements === DRAWN ? /^[\w. -]+$/ : /^[\w-]+$/).test(value)) found.push(`id ${value.slice(0, 80)}`);
      }
    }
    return found;
  };

  window.ears = {
    heard: () => heard,
    page() {
      const found = strange(document, ELEMENTS), scripts = document.scripts.length;
      if (scripts > 1 || document.styleSheets.length !== 1) found.push(`${scripts} scripts, ${document.styleSheets.length} styles`);
      const metas = [...document.querySelectorAll("meta")].map((meta) => meta.httpEquiv || meta.name || "charset");
      for (const meta of metas) if (!METAS.includes(meta) || metas.indexOf(meta) !== metas.lastIndexOf(meta)) found.push(`meta ${meta}`);
      if (metas[0] !== "charset" || metas[1] !== METAS[1] || metas[2] !== "referrer") found.push(`metas in the order ${metas}`);
      const again = new DOMParser().parseFromString(document.documentElement.outerHTML, "text/html");
      const names = (root) => [...root.querySelectorAll("*")].map((element) => element.localName).join(" ");
      if (names(again) !== names(document)) found.push("written out and read again it is another page");
      const comments = document.createNodeIterator(document, NodeFilter.SHOW_COMMENT);
      for (let each = comments.nextNode(); each; each = comments.nextNode())
        if (!/^ (stale|[0-9a-f]{16}) $/.test(each.data)) found.push(`comment ${each.data.slice(0, 80)}`);
      for (const image of document.images) if (!image.naturalWidth) found.push(`no picture ${named(image)}`);
      return found;
    },
    drawing: () => strange(document, DRAWN).concat([...document.querySelectorAll("*")].flatMap((element) => [...element.attributes]
      .filter(({ name, value }) => /href$/.test(name) && !/^(#|data:image\/png;base64,)/.test(value)).map(({ value }) => `leads to ${value}`))),
    shown: () => strange(document.body, ELEMENTS),  // of what a notebook displays
    text() {
      const copy = document.documentElement.cloneNode(true);
      copy.querySelectorAll("script, style").forEach((element) => element.remove());
      return copy.textContent;
    },
    links: () => [...document.querySelectorAll("a[href]")].map((a, place) => [place, a.getAttribute("href"), a.href, a.rel]),
    click(place) { setTimeout(() => document.querySelectorAll("a[href]")[place].click()); },  // after the answer
  };
})();
