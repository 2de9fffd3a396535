// Sends one file to /v1/validations and shows the report. No library, nothing kept.
"use strict";
const $ = (id) => document.getElementById(id);
const words = {
  zh: { pass: "通过", review: "待人工复核", reject: "退回", wait: "正在判断…", fields: "读出的内容", retry: "重新拍摄或可通过" },
  en: { pass: "pass", review: "review", reject: "reject", wait: "judging…", fields: "What was read", retry: "a better picture may pass" },
};
const headers = () => ($("key").value ? { Authorization: "Bearer " + $("key").value } : {});

function element(tag, text, className) {
  const e = document.createElement(tag);
  if (text !== undefined) e.textContent = text;
  if (className) e.className = className;
  return e;
}

async function kinds() {
  const answer = await fetch("/v1/kinds", { headers: headers() });
  if (answer.status === 401) { $("keybox").hidden = false; return; }
  if (!answer.ok || $("kind").length > 1) return;
  for (const k of await answer.json()) {
    if (k.state !== "built" || k.kind === "unknown") continue;
    const option = element("option", k.zh + " " + k.kind);
    option.value = k.kind;
    $("kind").append(option);
  }
}

function show(report, lang) {
  const t = words[lang], out = [];
  const head = element("p", t[report.verdict], "verdict " + report.verdict);
  if (report.retryable) head.append(" ", element("small", t.retry));
  out.push(head);
  const list = element("ul");
  for (const f of report.findings) {
    if (f.outcome === "pass") continue;
    const item = element("li", f.message[lang], f.severity);
    item.append(" ", element("code", f.check));
    list.append(item);
  }
  if (list.childElementCount) out.push(list);
  if (report.overlay) {
    const img = element("img");
    img.src = "data:image/png;base64," + report.overlay;
    img.alt = t[report.verdict];
    out.push(img);
  }
  const names = Object.keys(report.fields);
  if (names.length) {
    out.push(element("h2", t.fields));
    const table = element("table");
    for (const name of names) {
      const f = report.fields[name], row = element("tr");
      row.append(element("td", name), element("td", [].concat(f.value).join(" ")), element("td", f.confidence.toFixed(2) + " " + f.proof));
      table.append(row);
    }
    out.push(table);
  }
  $("answer").replaceChildren(...out);
}

async function judge() {
  const file = $("file").files[0], lang = $("lang").value;
  if (!file) return;
  $("answer").replaceChildren(element("p", words[lang].wait));
  const form = new FormData();
  form.append("kind", $("kind").value);
  form.append("lang", lang);
  form.append("overlay", "png");
  form.append("file", file);
  try {
    const answer = await fetch("/v1/validations", { method: "POST", body: form, headers: headers() });
    const body = await answer.json();
    if (answer.ok) return show(body, lang);
    if (answer.status === 401) $("keybox").hidden = false;
    $("answer").replaceChildren(element("p", body.title + ": " + body.detail, "reject"));
  } catch (e) {
    $("answer").replaceChildren(element("p", String(e), "reject"));
  }
}

$("file").addEventListener("change", judge);
$("kind").addEventListener("change", judge);
$("lang").addEventListener("change", judge);
$("key").addEventListener("change", kinds);
for (const name of ["dragover", "dragleave", "drop"]) {
  $("drop").addEventListener(name, (e) => {
    e.preventDefault();
    $("drop").classList.toggle("over", name === "dragover");
    if (name === "drop" && e.dataTransfer.files.length) { $("file").files = e.dataTransfer.files; judge(); }
  });
}
$("form").addEventListener("submit", (e) => e.preventDefault());
kinds();
