// The script of the HTML report. The page is complete without it; it adds search, filters, sorting, buttons that copy, and
// links to the repository's host. It loads nothing, stores nothing and sends nothing.
"use strict";

(() => {
  // What the browser lays out is dressed first: buttons and links in all findings would double the page.
  const showsWhatIsInView = "oncontentvisibilityautostatechange" in document.documentElement;
  document.addEventListener("contentvisibilityautostatechange", (event) => event.skipped || dress(event.target), true);

  const make = (tag, properties, ...content) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...content);
    return node;
  };

  // MARK: Buttons and links of a finding

  /** Selects the places of a finding; the first is its main place. */
  const places = "article > code, ul:not(.more) > li > code";

  const dressed = new WeakSet();
  const early = [];

  function dress(article) {
    if (!article.dataset.k || dressed.has(article)) return;
    // The first findings are shown before the end of a long page has been read, where the rules are.
    if (document.readyState === "loading") {
      early.push(article);
      return;
    }
    dressed.add(article);
    for (const code of article.querySelectorAll(`${places}, p > code`)) link(code);
    const buttons = Object.entries(copies(article)).map(([name, text]) => {
      const button = make("button", { type: "button", ariaLabel: `Copy ${name}` }, name);
      button.addEventListener("click", () => copy(text, button));
      return button;
    });
    article.append(make("p", { className: "do" }, "Copy", ...buttons));
  }

  /** Makes a place or a commit's id a link to the repository's host, where the page knows its address. */
  function link(code) {
    const isCommit = code.parentNode.tagName === "P";
    const address = code.dataset.u ?? (isCommit ? addressOfCommit(code.textContent) : addressOfPlace(code));
    if (address) code.append(make("a", { href: address, rel: "noreferrer noopener" }, ...code.childNodes));
  }

  const host = () => document.getElementById("tools").dataset;
  const addressOfCommit = (id) => host().commit && host().commit + id;

  function addressOfPlace(code) {
    const [, path, line] = placeParts(code);
    const excerpt = code.nextElementSibling;
    const facts = excerpt?.tagName === "PRE" ? excerpt.nextElementSibling : excerpt;
    const commit = facts?.tagName === "P" ? facts.querySelector("code")?.textContent : host().head;
    return host().file && commit && line && `${host().file}${commit}/${path}#L${line}`;
  }

  const placeParts = (code) => /^(.*?)(?::(\d+)(?::\d+)?)?$/.exec(code.textContent);

  /** What can be copied, by its name. */
  function copies(article) {
    const fingerprint = article.querySelector("h4 code").textContent;
    const [, path, line] = placeParts(article.querySelector(places));
    const rule = document.querySelector(`#r-${article.dataset.k.split(";")[0]} .id code`).textContent;
    const comment = line && article.parentNode.id === "present" && commented(`leaksift:allow ${rule} reason="…"`, path);
    return {
      path, fingerprint, ...(comment ? { "comment that hides it": comment } : {}),
      "ignore line": `${fingerprint} reason="…"`,
    };
  }

  const comments = [
    [/\.(?:html?|xml|md|vue|svg)$/i, "<!-- ", " -->"],
    [/\.(?:css|scss|less)$/i, "/* ", " */"],
    [/\.(?:c|cc|cpp|cs|dart|go|groovy|gradle|h|hpp|java|jsx?|json5|kts?|m|mjs|php|rs|scala|swift|tsx?|zig)$/i, "// ", ""],
    [/\.(?:sql|lua|hs|elm)$/i, "-- ", ""],
    [/\.(?:ini|clj|el|lisp|asm)$/i, "; ", ""],
    [/\.(?:json|csv|pem|key)$/i, null],
  ];

  /** The text as a comment in the language that a file's name tells; nothing where there are no comments. */
  function commented(text, path) {
    const [, start, end] = comments.find(([names]) => names.test(path)) ?? [null, "# ", ""];
    return start === null ? null : start + text + end;
  }

  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Pages from a file have no clipboard in some browsers.
      const field = make("textarea", { value: text });
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    const name = button.textContent;
    button.textContent = "copied";
    status.textContent = `Copied: ${text}`;
    setTimeout(() => { button.textContent = name; }, 1500);
  }

  // MARK: Search, filters and sorting

  const status = make("output", { id: "status" });
  const search = make("input", { type: "search", autocomplete: "off", spellcheck: false });
  const filters = new Map();
  let groups = [];
  let findings = [];

  const orders = {
    severity: (a, b) => a.order - b.order,
    path: (a, b) => compare(a.path, b.path) || a.order - b.order,
    newest: (a, b) => b.day - a.day || a.order - b.order,
    oldest: (a, b) => (a.day || Infinity) - (b.day || Infinity) || a.order - b.order,
    places: (a, b) => b.places - a.places || a.order - b.order,
  };
  const sort = make("select", {}, ...Object.keys(orders).map((name) => new Option(name, name)));

  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  /** What is known of a finding by its markup; texts only when they are needed. */
  class Finding {
    constructor(article, order) {
      this.article = article;
      this.order = order;
      const [rule, folder, author, age, day, repository = []] = article.dataset.k.split(";").map((part) => part.split(" "));
      Object.assign(this, { rule, folder, author, age, repository, day: Number(day[0]) });
      this.severity = [article.classList[0]];
      this.change = [article.classList.contains("new") ? "new" : "known"];
      this.state = [article.parentNode.id];
      this.verdict = [article.dataset.v ?? ""];
    }
    get path() { return (this.knownPath ??= this.article.querySelector(places).textContent); }
    get places() { return (this.knownPlaces ??= this.article.querySelectorAll(places).length); }
    get text() { return (this.knownText ??= this.article.textContent.toLowerCase()); }
  }

  /** A control with its label above it. */
  function labelled(name, control, className = "") {
    control.id = `by-${name.toLowerCase().replaceAll(" ", "-")}`;
    return make("div", { className }, make("label", { htmlFor: control.id }, name), control);
  }

  function buildTools(tools) {
    groups = [...document.querySelectorAll(".group")];
    findings = groups.flatMap((group) => [...group.querySelectorAll("article")]).map((node, order) => new Finding(node, order));
    tools.append(labelled("Search", search, "search"));
    for (const list of document.querySelectorAll("[data-facet]")) {
      const options = [...list.querySelectorAll("a")].map((link) => {
        const count = link.parentNode.querySelector("b").textContent;
        return new Option(`${link.textContent} (${count})`, link.hash.split("=")[1]);
      });
      const select = make("select", {}, new Option("any", ""), ...options);
      filters.set(list.dataset.facet, select);
      if (options.length > 1) tools.append(labelled(list.dataset.label, select));
    }
    tools.append(labelled("Sort by", sort));
    const reset = make("button", { type: "button" }, "Reset");
    reset.addEventListener("click", () => { restore(new URLSearchParams()); changed(); });
    tools.append(reset, status);
    tools.hidden = false;
    tools.addEventListener("change", changed);
    let waiting = 0;
    search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(changed, 120); });
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = [...filters].filter(([, select]) => select.value !== "");
    const shown = new Map(groups.map((group) => [group.id, 0]));
    for (const finding of findings) {
      const isShown = chosen.every(([key, select]) => finding[key].includes(select.value))
        && words.every((word) => finding.text.includes(word));
      finding.article.hidden = !isShown;
      if (isShown) shown.set(finding.state[0], shown.get(finding.state[0]) + 1);
    }
    for (const group of groups) group.hidden = shown.get(group.id) === 0;
    const total = [...shown.values()].reduce((sum, count) => sum + count, 0);
    status.textContent = `${total.toLocaleString("en")} of ${findings.length.toLocaleString("en")} findings shown`;
  }

  let sorted = "severity";

  function arrange() {
    if (sorted === sort.value) return;
    sorted = sort.value;
    findings.sort(orders[sorted]);
    for (const group of groups) {
      const articles = document.createDocumentFragment();
      for (const finding of findings) if (finding.state[0] === group.id) articles.append(finding.article);
      group.append(articles);
    }
  }

  // MARK: The state in the page's address, so that a link in the page is a filter and a view can be kept as a bookmark

  function changed() {
    arrange();
    filter();
    const parameters = new URLSearchParams();
    for (const [key, select] of filters) if (select.value) parameters.set(key, select.value);
    if (search.value) parameters.set("search", search.value);
    if (sort.value !== "severity") parameters.set("sort", sort.value);
    history.replaceState(null, "", `#${parameters}`);
  }

  function restore(parameters) {
    for (const [key, select] of filters) select.value = parameters.get(key) ?? "";
    search.value = parameters.get("search") ?? "";
    sort.value = parameters.get("sort") in orders ? parameters.get("sort") : "severity";
  }

  /** Follows a link within the page: a filter shows the list, a finding is shown whatever the filters say. */
  function follow() {
    const hash = location.hash.slice(1);
    const isFilter = hash.includes("=");
    const target = isFilter ? null : document.getElementById(hash);
    if (!isFilter && !target?.hidden) return;
    restore(new URLSearchParams(isFilter ? hash : ""));
    arrange();
    filter();
    const heading = document.getElementById("findings-title");
    heading.tabIndex = -1;
    (target ?? heading).scrollIntoView();
    if (!target) heading.focus({ preventScroll: true });
  }

  document.addEventListener("DOMContentLoaded", () => {
    const tools = document.getElementById("tools");
    if (!tools) return;
    early.forEach(dress);
    buildTools(tools);
    filter();
    follow();
    addEventListener("hashchange", follow);
    if (!showsWhatIsInView) findings.forEach((finding) => dress(finding.article));
  });
})();
