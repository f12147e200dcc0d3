// Street entry. What waits for the network stands in this page's memory and nowhere else: no storage,
// no worker. Each entry has a key of its own, so that sent twice it is one contact. Without this file
// the page is a plain form.
"use strict";
(() => {
  const LATEST = 60000, DOUBLE_TAP = 800, LAG = 700, TIMEOUT = 15000;
  const form = document.getElementById("street"), last = document.getElementById("last");
  const $ = (id) => document.getElementById(id);
  const said = form.dataset;
  const waiting = [];
  let token = form.elements.token.value, sending = false, timer = 0, pause = 2000, tapped = 0;

  // The way a phone without a secure address can make a key, too.
  function newKey() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
  }

  function entered(name) {
    const all = new FormData(form).getAll(name);
    return all.filter((value) => value && !(name === "caller" && value === "young"));
  }

  function dirty() {
    return ["need", "age", "origin", "code", "way"].some((name) => entered(name).length);
  }

  function speak(text) { $("said").textContent = text; }

  function complain(text, field, suggestions) {
    $("problem").textContent = text;
    $("problem").hidden = !text;
    for (const name of ["code", "way", "place"]) form.elements[name].removeAttribute("aria-invalid");
    if (form.elements[field] && form.elements[field].setAttribute) form.elements[field].setAttribute("aria-invalid", "true");
    if (field === "way" || field === "place") form.elements[field].closest("details").open = true;
    $("picks").replaceChildren();
    for (const code of suggestions) {
      const button = $("pick").content.firstElementChild.cloneNode(true);
      button.value = button.textContent = code;
      $("picks").append(button);
    }
    if (field === "code") $("picks").append($("no-code").content.firstElementChild.cloneNode(true));
    $("picks").hidden = field !== "code";
  }

  function blank() {
    const place = form.elements.place.value, structure = form.elements.structure.value;
    form.reset();
    for (const box of form.querySelectorAll("input[type=radio],input[type=checkbox]")) {
      box.checked = box.name === "caller" && box.value === "young";
    }
    for (const name of ["code", "way"]) form.elements[name].value = "";
    form.elements.place.value = place;
    form.elements.structure.value = structure;
    form.elements.key.value = newKey();
    for (const open of form.querySelectorAll("details[open]")) open.open = false;
    complain("", "", []);
    window.scrollTo(0, 0);
  }

  function restore(one) {
    blank();
    for (const [name, value] of one.fields) {
      for (const field of form.querySelectorAll(`[name="${name}"]`)) {
        if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
        else if (name !== "token") field.value = value;
      }
      if (name === "caller") for (const box of form.querySelectorAll("[name=caller]")) box.checked = box.value === value;
    }
    complain(one.refused.message, one.refused.field, one.refused.suggestions);
    forget(one);
  }

  function forget(one) {
    const place = waiting.indexOf(one);
    if (place >= 0) waiting.splice(place, 1);
    one.fields = [];
    show();
  }

  function show() {
    const open = waiting.filter((one) => !one.refused), back = waiting.filter((one) => one.refused);
    // Shown once the network lags: a counter that flashes at every entry would move the button.
    $("waiting").hidden = !open.some((one) => one.late);
    $("waiting").firstElementChild.textContent = open.length;
    $("kept-back").replaceChildren(...back.map(row));
    window[waiting.length ? "addEventListener" : "removeEventListener"]("beforeunload", warn);
    if (!waiting.length) $("signed-out").hidden = true;
  }

  function row(one) {
    const item = $("kept").content.firstElementChild.cloneNode(true);
    item.firstElementChild.textContent = one.refused.message;
    item.querySelector("[data-act=resume]").addEventListener("click", () => dirty() ? speak(said.busy) : restore(one));
    item.querySelector("[data-act=drop]").addEventListener("click", () => forget(one));
    return item;
  }

  function warn(event) {
    event.preventDefault();
    event.returnValue = "";
  }

  async function ask(path, fields, mine) {
    const body = new URLSearchParams(fields);
    body.set("token", token);
    const answer = await (await fetch(path, {
      method: "POST", body, headers: { Accept: "application/json" }, cache: "no-store", redirect: "error",
      signal: AbortSignal.timeout ? AbortSignal.timeout(TIMEOUT) : undefined,
    })).json();
    if (answer.state !== "stale" || mine) return answer;
    token = answer.token;
    return ask(path, fields, true);
  }

  // True when the entry is settled, whatever the answer; false when it has to wait.
  async function deliver(one) {
    let answer;
    try {
      answer = await ask(form.action, [...one.fields, ["waited", String(Math.max(0, Math.round((Date.now() - one.since) / 1000)))]], false);
    } catch {
      one.late = true;
      speak(said.offline);
      return false;
    }
    // «known»: an earlier sending had arrived, and its answer was lost.
    if (answer.state === "noted" || answer.state === "known") {
      speak(said.noted);
      offerUndo(answer.last);
      forget(one);
    } else if (answer.state === "refused") {
      one.refused = answer;
      speak("");
      if (dirty()) show(); else restore(one);
    } else if (answer.state === "signed_out") {
      one.late = true;
      $("signed-out").hidden = false;
      speak(answer.message);
      return false;
    } else return false;
    $("signed-out").hidden = true;
    return true;
  }

  async function send() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    try {
      for (let one; (one = waiting.find((other) => !other.refused));) {
        if (!await deliver(one)) {
          timer = setTimeout(send, pause);
          pause = Math.min(pause * 2, LATEST);
          return;
        }
        pause = 2000;
      }
    } finally {
      sending = false;
      show();
    }
  }

  function offerUndo(entry) {
    last.hidden = !entry;
    if (!entry) return;
    last.elements.contact.value = entry.id;
    last.elements.structure.value = form.elements.structure.value;
    last.querySelector("strong").textContent = entry.said;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const pick = event.submitter && event.submitter.name === "pick" ? event.submitter.value : null;
    if (pick !== null) form.elements.code.value = pick;
    if (!dirty()) {
      // The second tap of a double tap finds the form empty already.
      if (Date.now() - tapped > DOUBLE_TAP) complain(said.empty, "", []);
      return;
    }
    tapped = Date.now();
    const fields = [...new FormData(form)].filter(([name]) => name !== "token" && name !== "pick");
    const one = { fields: fields.map(([name, value]) => [name, String(value)]), since: Date.now(), refused: null,
      late: !navigator.onLine || waiting.some((other) => other.late) };
    waiting.push(one);
    blank();
    show();
    setTimeout(() => { one.late = true; show(); }, LAG);
    send();
  });

  last.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = [...new FormData(last)].filter(([name]) => name !== "token");
    try {
      const answer = await ask(last.action, fields, false);
      speak(answer.state === "undone" ? said.undone : answer.message || said.retry);
      if (answer.state === "undone") offerUndo(answer.last);
    } catch {
      speak(said.retry);
    }
  });

  // A second tap on a chosen answer takes it back.
  for (const box of form.querySelectorAll("input[type=radio]:not([name=caller])")) {
    box.addEventListener("pointerdown", () => { box.dataset.was = box.checked; });
    box.addEventListener("click", () => { if (box.dataset.was === "true") box.checked = false; box.dataset.was = ""; });
  }
  form.elements.place.addEventListener("input", (event) => { if (event.target.value.trim()) $("here").textContent = event.target.value; });
  if (form.elements.structure.tagName === "SELECT") {
    form.elements.structure.addEventListener("change", (event) => { $("for").textContent = event.target.selectedOptions[0].textContent; });
  }
  window.addEventListener("online", () => { pause = 2000; send(); });
  window.addEventListener("focus", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });

  // The camera, where the phone reads QR codes by itself. Typing always works.
  function codeIn(raw) {
    const found = raw.match(/\/r\/([^/?#+]+)/i) || raw.match(/[?&]c=([^&#]+)/i) || [raw, raw];
    return /^[\w-]{2,40}$/.test(found[1]) ? found[1] : "";
  }

  async function scan() {
    const dialog = $("camera"), video = dialog.querySelector("video");
    let stream = null;
    const stop = () => { if (stream) for (const track of stream.getTracks()) track.stop(); video.srcObject = null; };
    try {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      dialog.showModal();
      await video.play();
      while (dialog.open) {
        const [seen] = await detector.detect(video);
        if (seen) {
          const code = codeIn(seen.rawValue);
          if (code) form.elements.code.value = code; else speak(said.foreign);
          dialog.close();
        } else await new Promise((then) => { setTimeout(then, 150); });
      }
    } catch {
      speak(said.camera);
      if (dialog.open) dialog.close();
    } finally {
      stop();
    }
  }
  if ("BarcodeDetector" in window && navigator.mediaDevices && navigator.mediaDevices.getUserMedia) {
    $("scan").hidden = false;
    $("scan").addEventListener("click", scan);
    $("camera").querySelector("button").addEventListener("click", () => $("camera").close());
  }
})();
