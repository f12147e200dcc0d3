// The calendar on FullCalendar 6.1, loaded once from our own address; Streamlit calls this at every run.
const SHAPES = ["word_of_mouth", "online", "field", "print", "partners", "unknown"];
const NARROW = 600;
const PHONE_VIEWS = { dayGridMonth: "listMonth", timeGridWeek: "listWeek" };

function library(source) {
  if (window.FullCalendar) return Promise.resolve();
  window.porteVoixCalendar ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = done;
    script.onerror = () => { window.porteVoixCalendar = undefined; failed(); };
    document.head.append(script);
  });
  return window.porteVoixCalendar;
}

function span(kind, text) {
  const made = document.createElement("span");
  made.className = kind;
  made.textContent = text;
  return made;
}

function content(arg) {
  const more = arg.event.extendedProps, nodes = [];
  if (!arg.view.type.startsWith("list")) {
    nodes.push(span("shape", ""));
    if (more.hour) nodes.push(span("hour", more.hour + " "));
    nodes.push(span("title", arg.event.title));
    if (more.overlap) nodes.push(span("overlap", "⧉"));
  } else {
    nodes.push(span("shape", ""), span("title", arg.event.title), span("word " + more.colour, more.word));
    nodes.push(span("sub", more.sub));
  }
  return { domNodes: nodes };
}

function named(info) {
  const more = info.event.extendedProps;
  const target = info.el.matches("a") ? info.el : info.el.querySelector("a") || info.el;
  target.setAttribute("aria-label", more.label);
  target.setAttribute("title", more.label);
  const when = info.el.querySelector(".fc-list-event-time");
  if (when) when.textContent = more.hour || more.allDay;
}

function dayOf(data, date) {
  return data.days[date.toISOString().slice(0, 10)] || {};
}

function dayClasses(data, arg) {
  const day = dayOf(data, arg.date), found = [];
  if (day.school || day.public) found.push("pv-off");
  if (day.public) found.push("pv-public");
  return found;
}

function heading(data, arg) {
  const made = [span("day", arg.text)], day = dayOf(data, arg.date);
  if (arg.view.type !== "dayGridMonth" && day.name) made.push(span("off", day.name));
  return { domNodes: made };
}

function cell(data, arg) {
  if (arg.view.type !== "dayGridMonth") return { domNodes: [] };
  const day = dayOf(data, arg.date);
  const made = [span("number", String(arg.date.getUTCDate()))];
  if (day.short) made.push(span("off", day.short));
  return { domNodes: made };
}

function colours(box) {
  const style = getComputedStyle(box);
  const given = style.getPropertyValue("--st-chart-categorical-colors").split(",");
  SHAPES.forEach((family, place) => box.style.setProperty("--family-" + family, given[place] || "gray"));
}

function view(box, wanted) {
  return box.clientWidth < NARROW ? PHONE_VIEWS[wanted] || wanted : wanted;
}

function made(box, frame) {
  const words = box.pv.data.words, say = (name, value) => box.pv.component.setTriggerValue(name, value);
  return new window.FullCalendar.Calendar(frame, {
    headerToolbar: false,
    height: "auto",
    timeZone: "UTC",
    locale: box.pv.data.locale,
    firstDay: 1,
    fixedWeekCount: false,
    now: () => box.pv.data.now,
    nowIndicator: true,
    initialView: view(box, box.pv.data.view),
    initialDate: box.pv.data.date,
    eventDisplay: "block",
    eventInteractive: true,
    eventDurationEditable: false,
    eventMinHeight: 40,
    eventShortHeight: 45,
    slotEventOverlap: false,
    dayMaxEvents: 6,
    navLinks: true,
    navLinkHint: words.create,
    moreLinkHint: words.more_hint,
    closeHint: words.close,
    allDayText: words.all_day,
    noEventsText: words.nothing,
    moreLinkText: words.more,
    defaultTimedEventDuration: "00:15",
    slotDuration: "01:00:00",
    snapDuration: "00:15:00",
    dayHeaderFormat: { weekday: "long" },
    views: {
      timeGridWeek: { dayHeaderFormat: { weekday: "short", day: "numeric" } },
      list: { listDayFormat: { weekday: "long", day: "numeric", month: "long" }, listDaySideFormat: false },
    },
    slotLabelContent: (arg) => `${arg.date.getUTCHours()}\u00a0h`,
    slotLaneClassNames: (arg) => (arg.date && arg.date.getUTCHours() >= 18 ? ["pv-evening"] : []),
    dayCellClassNames: (arg) => dayClasses(box.pv.data, arg),
    dayHeaderClassNames: (arg) => dayClasses(box.pv.data, arg),
    dayHeaderContent: (arg) => heading(box.pv.data, arg),
    dayCellContent: (arg) => cell(box.pv.data, arg),
    eventContent: content,
    eventDidMount: named,
    eventClick: (info) => { info.jsEvent.preventDefault(); say("opened", { id: info.event.id }); },
    eventDrop: (info) => say("moved", {
      id: info.event.id, start: info.event.startStr, revision: info.event.extendedProps.revision,
    }),
    navLinkDayClick: (date) => say("free", { start: date.toISOString().slice(0, 10) }),
    dateClick: (info) => say("free", { start: info.dateStr }),
  });
}

function explain(box) {
  const lines = box.pv.data.legend.map(([mark, words]) => {
    const line = document.createElement("li"), sample = span("sample " + mark, "");
    sample.append(span("shape", ""));
    line.append(sample, span("", words));
    return line;
  });
  box.querySelector(".legend").replaceChildren(...lines);
}

function shown(box) {
  const { data } = box.pv, shape = JSON.stringify([data.days, data.hours, data.locale, data.words]);
  colours(box);
  explain(box);
  if (box.pv.shape !== shape) {
    box.pv.calendar?.destroy();
    box.pv.calendar = made(box, box.querySelector(".frame"));
    box.pv.shape = shape;
    box.pv.calendar.setOption("slotMinTime", data.hours[0]);
    box.pv.calendar.setOption("slotMaxTime", data.hours[1]);
    box.pv.calendar.render();
  }
  const { calendar } = box.pv;
  calendar.batchRendering(() => {
    calendar.changeView(view(box, data.view), data.date);
    calendar.removeAllEvents();
    calendar.addEventSource(data.events);
  });
  box.dataset.ready = data.turn;
}

export default function (component) {
  const box = component.parentElement.querySelector(".pv");
  box.pv = { ...box.pv, component, data: component.data };
  box.setAttribute("aria-label", component.data.words.calendar);
  if (!box.pv.watching) {
    box.pv.watching = new ResizeObserver(() => {
      const { calendar, data } = box.pv;
      if (!calendar) return;
      if (calendar.view.type !== view(box, data.view)) calendar.changeView(view(box, data.view), data.date);
      calendar.updateSize();
    });
    box.pv.watching.observe(box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(() => colours(box), 500));
  }
  library(component.data.source).then(() => shown(box)).catch(() => {
    box.querySelector(".frame").textContent = component.data.words.failed;
  });
}
