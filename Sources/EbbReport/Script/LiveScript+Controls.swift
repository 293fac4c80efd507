extension LiveScript {
  /// Buttons, sliders and choices below a picture; mouse, touch and keys over it.
  static let controls = #"""

    const toggle = (picture, text, title, isOn, change) => {
      const button = element("button", { type: "button", "aria-pressed": String(isOn), title }, text);
      button.addEventListener("click", () => {
        const now = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(now));
        change(now);
        picture.content.zoom = null;
        picture.draw();
        picture.tell();
      });
      return button;
    };

    const press = (text, title, act) => {
      const button = element("button", { type: "button", title, "aria-label": title }, text);
      button.addEventListener("click", act);
      return button;
    };

    // A slider along an axis that is not shown.
    const slider = (picture, k) => {
      const { content } = picture;
      const axis = content.about.axes[k];
      const label = element("label", { class: "slice" });
      const input = element("input", { type: "range", min: "0", max: String(axis.centres.length - 1), step: "1", "data-axis": axis.name });
      const text = element("span");
      const tell = () => {
        text.textContent = placeOf(axis, content.place[k]);
        input.setAttribute("aria-valuetext", text.textContent);
      };
      input.value = String(content.place[k]);
      input.setAttribute("aria-label", `Slice along ${axis.name}`);
      input.addEventListener("input", () => {
        content.place[k] = Number(input.value);
        tell();
        picture.later();
        picture.tell();
      });
      tell();
      label.append(input, text);
      return label;
    };

    const choice = (title, options, change) => {
      const label = element("label");
      const select = element("select", { "aria-label": title });
      options.forEach((text, i) => select.append(element("option", { value: String(i) }, text)));
      select.addEventListener("change", () => change(Number(select.value)));
      label.append(element("span", {}, title), select);
      return label;
    };

    const addControls = (picture) => {
      const { content, controls, figure } = picture;
      const { about } = content;
      const isMap = about.axes.length > 1;
      const fill = () => {
        controls.replaceChildren();
        if (isMap) for (const k of content.hidden) controls.append(slider(picture, k));
        if (about.axes.length > 2) {
          const pairs = content.pairs();
          const names = pairs.map(([a, b]) => `${about.axes[a].name}, ${about.axes[b].name}`);
          const planes = choice("Plane", names, (i) => { content.bin = null; content.show(...pairs[i]); fill(); picture.draw(); picture.tell(); });
          planes.lastChild.value = String(pairs.findIndex(([a, b]) => a === content.across && b === content.up));
          controls.append(planes);
        }
        if (about.most > 0 && !content.names) {
          controls.append(toggle(picture, "log", "Logarithmic values", content.isLog, (isOn) => { content.isLog = isOn; }));
        }
        const first = about.axes[isMap ? content.across : 0];
        if (!content.round && first.centres.some((centre) => centre > 0) && Math.min(...endsOf(first, false)) >= 0) {
          controls.append(toggle(picture, `log ${first.name}`, `Logarithmic axis ${first.name}`, content.isLogX, (isOn) => { content.isLogX = isOn; }));
        }
        controls.append(
          press("+", "Zoom in", () => picture.zoomBy(1 / 1.5)),
          press("\u2212", "Zoom out", () => picture.zoomBy(1.5)),
          press("all", "Show all", () => picture.zoomAll()));
        const others = [...known].filter(([other, found]) => other !== figure && Curves.areLike(found, about));
        if (others.length && !content.names && !content.round) {
          const names = ["nothing", ...others.map(([, found]) => found.name)];
          const over = choice(isMap ? "Lines of" : "Beside", names, async (i) => {
            content.other = i > 0 ? await load(others[i - 1][0]) : null;
            content.zoom = null;
            picture.draw();
            picture.tell();
          });
          const now = others.findIndex(([, found]) => found === content.other);
          over.lastChild.value = String(now + 1);
          controls.append(over);
        }
      };
      fill();
    };

    const listen = (picture) => {
      const { content, sheet } = picture;
      const at = (event) => {
        const box = sheet.getBoundingClientRect();
        return { x: event.clientX - box.left, y: event.clientY - box.top };
      };
      const within = ({ x, y }) => {
        const { left, right, top, bottom } = content.box;
        return { x: Math.max(left, Math.min(right, x)), y: Math.max(top, Math.min(bottom, y)) };
      };
      const hover = (event) => {
        const place = at(event);
        if (content.find(place.x, place.y)) picture.changed();
      };
      sheet.addEventListener("pointermove", (event) => {
        if (picture.from) picture.to = within(at(event));
        hover(event);
        if (picture.from) picture.point();
      });
      sheet.addEventListener("pointerdown", (event) => {
        hover(event);
        // A finger reads; a mouse draws what is to be zoomed to.
        if (event.pointerType === "touch" || event.button !== 0) return;
        picture.from = within(at(event));
        picture.to = null;
        sheet.setPointerCapture(event.pointerId);
      });
      const end = (isDone) => {
        const { from, to } = picture;
        [picture.from, picture.to] = [null, null];
        if (isDone && from && to && Math.abs(from.x - to.x) > 6) {
          content.zoomTo(from, to);
          picture.later();
        } else if (picture.width) picture.point();
      };
      sheet.addEventListener("pointerup", () => end(true));
      sheet.addEventListener("pointercancel", () => end(false));
      sheet.addEventListener("dblclick", () => picture.zoomAll());
      // The wheel belongs to the page until the picture is chosen, by a click or a key, or Ctrl is held.
      sheet.addEventListener("wheel", (event) => {
        if (!event.ctrlKey && document.activeElement !== sheet) return;
        event.preventDefault();
        picture.zoomBy(event.deltaY > 0 ? 1.25 : 1 / 1.25, within(at(event)));
      }, { passive: false });
      sheet.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const far = event.shiftKey ? 10 : 1;
        const steps = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, far], ArrowDown: [0, -far] };
        if (steps[event.key]) {
          const [dx, dy] = steps[event.key];
          if (content.about.axes.length === 1 && dx === 0) return;
          content.step(dx, dy);
          picture.changed();
        } else if (event.key === "+" || event.key === "=") picture.zoomBy(1 / 1.5);
        else if (event.key === "-") picture.zoomBy(1.5);
        else if (event.key === "0" || event.key === "Escape") picture.zoomAll();
        else return;
        event.preventDefault();
      });
    };


    """#
}
