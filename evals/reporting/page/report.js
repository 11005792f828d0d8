"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const metrics = data.metrics, figures = data.summary.figures;
const by = (id) => document.getElementById(id);
const state = { half: figures.unseen ? "unseen" : Object.keys(figures)[0], metric: "passed" };
const words = (name) => name.replaceAll("_", " ");

function el(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(given)) {
    if (key === "style") made.style.cssText = value;
    else if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((each) => each !== null && each !== undefined));
  return made;
}

function shown(metric, figure) {
  if (!figure) return "–";
  const unit = metrics[metric].unit;
  if (unit === "count") return String(Math.round(figure.mean * figure.count));
  return unit === "%" ? `${(100 * figure.mean).toFixed(0)} %` : figure.mean.toFixed(0);
}

function range(metric, figure) {
  if (!figure || metrics[metric].unit !== "%") return "";
  return `${(100 * figure.low).toFixed(0)}–${(100 * figure.high).toFixed(0)}`;
}

function options(select, pairs) {
  select.replaceChildren(...pairs.map(([value, text]) => el("option", { value, textContent: text })));
}

function drawTiles() {
  const all = figures[state.half].all;
  by("tiles").replaceChildren(...Object.keys(metrics).filter((name) => all[name]).map((name) => el("div", { className: "tile" },
    el("b", { textContent: shown(name, all[name]) }),
    el("span", { textContent: metrics[name].title }),
    el("small", { textContent: `${range(name, all[name])}${range(name, all[name]) ? ", " : ""}${all[name].count} cases, ${metrics[name].stage}` }))));
}

function drawSlices() {
  const parts = figures[state.half], names = [...Object.keys(parts).filter((each) => each !== "all"), "all"];
  const known = names.map((name) => parts[name][state.metric]).filter(Boolean);
  const most = metrics[state.metric].unit === "%" ? 1 : Math.max(1e-9, ...known.map((each) => each.high));
  by("slices").replaceChildren(...names.map((name) => {
    const figure = parts[name][state.metric], percent = (value) => Math.min(100, 100 * value / most);
    const track = el("span", { className: "track" });
    if (figure) {
      track.append(el("span", { className: "fill", style: `width:${percent(figure.mean)}%` }));
      track.append(el("span", { className: "range", style: `left:${percent(figure.low)}%;width:${percent(figure.high) - percent(figure.low)}%` }));
    }
    const row = el("button", { type: "button", className: name === "all" ? "bar-row all" : "bar-row" },
      el("span", { textContent: words(name) }), track,
      el("span", { className: "value" }, shown(state.metric, figure), el("span", { className: "span", textContent: figure ? ` ${range(state.metric, figure)}` : "" })));
    row.addEventListener("click", () => { by("slice").value = name === "all" ? "" : name; drawCases(); by("h-cases").scrollIntoView(); });
    return row;
  }));
}

function drawTrend() {
  const runs = data.trend.filter((run) => run.figures[state.half]?.[state.metric] !== undefined);
  if (runs.length < 2) {
    by("trend").replaceChildren(el("p", { className: "note", textContent: "Two stored runs or more with this figure make a trend; there is one." }));
    return;
  }
  const width = 720, height = 180, values = runs.map((run) => run.figures[state.half][state.metric]);
  const top = metrics[state.metric].unit === "%" ? 1 : Math.max(1e-9, ...values);
  const x = (n) => 50 + n * (width - 110) / (runs.length - 1), y = (value) => height - 30 - value / top * (height - 55);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", runs.map((run, n) => `${run.name} ${values[n]}`).join(", "));
  const add = (tag, given, text = "") => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(given)) made.setAttribute(key, value);
    made.textContent = text;
    svg.append(made);
  };
  for (const part of [0, 0.5, 1]) {
    add("line", { x1: 46, x2: width - 50, y1: y(part * top), y2: y(part * top), stroke: "var(--line)" });
    add("text", { x: 0, y: y(part * top) + 4 }, metrics[state.metric].unit === "%" ? `${100 * part} %` : (part * top).toFixed(1));
  }
  add("polyline", { points: values.map((value, n) => `${x(n)},${y(value)}`).join(" "), fill: "none", stroke: "var(--bar)", "stroke-width": 2 });
  runs.forEach((run, n) => {
    add("circle", { cx: x(n), cy: y(values[n]), r: 4, fill: "var(--bar)" });
    add("text", { x: x(n), y: height - 8, "text-anchor": "middle" }, run.name);
    add("text", { x: x(n), y: y(values[n]) - 8, "text-anchor": "middle" }, metrics[state.metric].unit === "%" ? (100 * values[n]).toFixed(1) : values[n].toFixed(1));
  });
  by("trend").replaceChildren(svg);
}

function inHalf() {
  return data.rows.filter((row) => !row.variant && (state.half === "all" || row.half === state.half));
}

function drawLost() {
  const counts = new Map();
  for (const row of inHalf()) if (row.lost) counts.set(row.lost, (counts.get(row.lost) ?? 0) + 1);
  const most = Math.max(1, ...counts.values());
  const rows = [...counts].sort((a, b) => b[1] - a[1]).map(([stage, count]) => {
    const row = el("button", { type: "button", className: "bar-row" }, el("span", { textContent: stage }),
      el("span", { className: "track" }, el("span", { className: "fill", style: `width:${100 * count / most}%` })),
      el("span", { className: "value", textContent: String(count) }));
    row.addEventListener("click", () => { by("stage").value = stage; by("slice").value = ""; drawCases(); by("h-cases").scrollIntoView(); });
    return row;
  });
  by("lost").replaceChildren(...(rows.length ? rows : [el("p", { className: "note", textContent: "No case was lost." })]));
}

function table(head, rows) {
  return el("table", {}, el("thead", {}, el("tr", {}, ...head.map((each) => el("th", { scope: "col", textContent: each })))),
    el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((cell) => cell instanceof Node ? cell : el("td", { textContent: cell }))))));
}

function drawConfusion() {
  const counts = new Map(), given = new Set();
  for (const row of inHalf()) {
    if (row.unscored) continue;
    const wanted = row.case.status.join(" or "), one = counts.get(wanted) ?? new Map();
    one.set(row.status, (one.get(row.status) ?? 0) + 1);
    counts.set(wanted, one);
    given.add(row.status);
  }
  const got = [...given].sort();
  by("confusion").replaceChildren(table(["wanted", ...got], [...counts].sort().map(([wanted, one]) => [wanted, ...got.map((status) =>
    el("td", { className: one.has(status) ? (wanted.split(" or ").includes(status) ? "right" : "wrong") : "", textContent: String(one.get(status) ?? "") }))])));
}

function drawBeside() {
  const percent = (value) => `${(100 * value).toFixed(1)} %`, parts = [];
  const robust = Object.entries(data.summary.robustness);
  if (robust.length) parts.push(table(["question changed by", "cases", "clean", "changed", "drop (95 %)"], robust.map(([name, each]) =>
    [words(name), String(each.cases), percent(each.clean), percent(each.changed), `${percent(each.drop[0])} (${percent(each.drop[1])} to ${percent(each.drop[2])})`])));
  else parts.push(el("p", { className: "note", textContent: "Changed wordings were not asked in this run: policydesk eval run --stress asks them." }));
  parts.push(el("h3", { textContent: "Milliseconds an answer" }));
  parts.push(table(["stage", "p50", "p95"], Object.entries(data.summary.latency_ms).map(([stage, each]) => [stage, String(each.p50), String(each.p95)])));
  const tokens = data.summary.tokens;
  parts.push(el("p", { className: "note", textContent: `Tokens: ${tokens.prompt} sent, ${tokens.completion} received. Unscored: ${data.summary.unscored}. Judge's replies that could not be read: ${data.summary.unjudged}.` }));
  by("beside").replaceChildren(...parts);
}

function listed(title, items, kind = "ul", className = "") {
  return items.length ? [el("h3", { textContent: title }), el(kind, { className }, ...items)] : [];
}

function place(each, cited) {
  const where = `${each.document} · ${each.section || "no section"} · characters ${each.start}–${each.end}`;
  const score = each.score === undefined ? "" : ` · score ${each.score}`, text = each.quote ?? each.text;
  return el("li", { className: cited ? "cited" : "" }, `${each.n ? `[${each.n}] ` : ""}${where}${score}`, text ? el("div", { className: "quote", textContent: text }) : null);
}

function body(row) {
  const wanted = row.case, terms = [["status", wanted.status.join(" or ")]];
  for (const [key, label] of [["must", "must hold"], ["must_not", "must not hold"], ["documents", "must cite"], ["contacts", "cards with"], ["or_says", "or says"], ["standalone", "searched with"]])
    if (wanted[key]) terms.push([label, wanted[key].map((each) => Array.isArray(each) ? each.join(" or ") : each).join("; ") || "none"]);
  if (wanted.cited) terms.push(["sections", wanted.cited.map((each) => `${each.heading} (${each.document})`).join("; ")]);
  if (wanted.notice) terms.push(["notice", "over, dated or not final"]);
  const overlaps = (each) => (row.citations ?? []).some((cited) => cited.document === each.document && cited.start < each.end && each.start < cited.end);
  const figure = (name, value) => `${metrics[name]?.title ?? name}: ${+value.toFixed(3)}`;
  return el("div", { className: "body" },
    ...listed("What was wrong", [...(row.failures ?? []), ...(row.unscored ? [`Unscored: ${row.unscored}`] : [])].map((each) => el("li", { textContent: each })), "ul", "failures"),
    ...(wanted.turns?.length ? listed("Earlier turns", wanted.turns.map((each) => el("li", { textContent: each })), "ol") : []),
    el("h3", { textContent: "Expected" }), el("dl", {}, ...terms.flatMap(([key, value]) => [el("dt", { textContent: key }), el("dd", { textContent: value })])),
    el("h3", { textContent: `Got: ${row.status ?? "nothing"}${row.notices?.length ? `, notices: ${row.notices.join(", ")}` : ""}` }), el("pre", { textContent: row.text ?? "" }),
    ...(row.standalone && row.standalone !== wanted.question ? [el("h3", { textContent: "Searched for" }), el("pre", { textContent: row.standalone })] : []),
    ...listed("Cards", (row.contacts ?? []).map((each) => el("li", { textContent: each }))),
    ...listed("Citations", (row.citations ?? []).map((each) => place(each, false))),
    ...listed("Passages, best first (a green edge: cited)", (row.passages ?? []).map((each) => place(each, overlaps(each))), "ol"),
    ...listed("Figures", Object.entries(row.scores ?? {}).map(([name, value]) => el("li", { textContent: figure(name, value) }))),
    ...listed("Milliseconds", Object.entries(row.timings_ms ?? {}).map(([stage, value]) => el("li", { textContent: `${stage}: ${value}` }))));
}

function drawCases() {
  const search = by("search").value.toLowerCase(), slice = by("slice").value, stage = by("stage").value;
  const rows = inHalf().filter((row) => (by("which").value === "all" || row.unscored || row.scores?.passed !== 1) && (!slice || row.slice === slice)
    && (!stage || row.lost === stage) && (!search || `${row.id} ${row.case.question} ${row.text}`.toLowerCase().includes(search)));
  by("count").textContent = `(${rows.length})`;
  by("cases").replaceChildren(...rows.map((row) => {
    const passed = row.scores?.passed === 1;
    const made = el("details", { className: "case", id: row.id }, el("summary", {},
      el("span", { className: passed ? "chip good" : "chip bad", textContent: passed ? "right" : row.unscored ? "unscored" : row.lost ?? "wrong" }),
      ` ${row.case.question} `, el("span", { className: "id", textContent: row.id })));
    made.addEventListener("toggle", () => { if (made.open && made.childElementCount === 1) made.append(body(row)); });
    return made;
  }));
  if (!rows.length) by("cases").replaceChildren(el("p", { className: "note", textContent: "No case is like this." }));
}

function draw() {
  for (const each of document.querySelectorAll(".of")) each.textContent = metrics[state.metric].title.toLowerCase();
  drawTiles(); drawSlices(); drawTrend(); drawLost(); drawConfusion(); drawBeside(); drawCases();
}

function begin() {
  const { config, summary } = data;
  by("name").textContent = `Run ${data.name}`;
  by("made").textContent = [`${summary.cases} cases`, config.made, config.commit && `commit ${config.commit}`, config.model || config.url || `mode ${config.mode}, no language model`,
    `index ${String(config.index_digest).slice(0, 12)}`].filter(Boolean).join(" · ");
  for (const half of Object.keys(figures)) {
    const input = el("input", { type: "radio", name: "half", value: half, checked: half === state.half });
    input.addEventListener("change", () => { state.half = half; draw(); });
    by("halves").append(el("label", {}, input, ` ${half}`));
  }
  options(by("metric"), Object.keys(metrics).filter((name) => Object.values(figures).some((half) => half.all[name])).map((name) => [name, `${metrics[name].stage}: ${metrics[name].title}`]));
  by("metric").addEventListener("change", () => { state.metric = by("metric").value; draw(); });
  options(by("slice"), [["", "every"], ...[...new Set(data.rows.map((row) => row.slice))].sort().map((each) => [each, words(each)])]);
  options(by("stage"), [["", "any stage"], ...[...new Set(data.rows.map((row) => row.lost).filter(Boolean))].sort().map((each) => [each, each])]);
  for (const id of ["which", "slice", "stage"]) by(id).addEventListener("change", drawCases);
  by("search").addEventListener("input", drawCases);
  draw();
}

begin();
