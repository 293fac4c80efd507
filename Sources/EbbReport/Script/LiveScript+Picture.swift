extension LiveScript {
  /// A picture on its canvases: what it is drawn on, and what moves over it.
  static let picture = #"""

    const dark = window.matchMedia("(prefers-color-scheme: dark)");

    const element = (name, attributes = {}, text = "") => {
      const made = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      made.textContent = text;
      return made;
    };

    class Picture {
      constructor(figure, content) {
        this.figure = figure;
        this.content = content;
        const { about } = content;
        this.sheet = element("canvas", { tabindex: "0", role: "img", "aria-label": `${about.label}. Arrow keys go from bin to bin, plus and minus zoom, 0 shows all.` });
        this.over = element("canvas", { class: "cursor", "aria-hidden": "true" });
        this.live = element("div", { class: "live" });
        this.live.append(this.sheet, this.over);
        this.read = element("output", { class: "read", "aria-live": "polite" });
        this.controls = element("div", { class: "controls", role: "group", "aria-label": `Controls of ${about.label}` });
        figure.querySelector("figcaption").after(this.live, this.read, this.controls);
        figure.classList.add("is-live");
        addControls(this);
        listen(this);
        new ResizeObserver(() => this.later()).observe(this.live);
        dark.addEventListener("change", () => this.later());
        this.draw();
        this.tell();
      }
      // Drawn with the next frame, however often it is asked for.
      later() {
        if (this.waits) return;
        this.waits = true;
        requestAnimationFrame(() => { this.waits = false; this.draw(); });
      }
      get look() {
        const style = getComputedStyle(this.figure);
        return {
          ink: style.getPropertyValue("--ink").trim(), soft: style.getPropertyValue("--soft").trim(),
          isDark: dark.matches, scale: window.devicePixelRatio || 1,
        };
      }
      pen(canvas, width, height, scale) {
        const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
        if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
        canvas.style.height = `${height}px`;
        const pen = canvas.getContext("2d");
        pen.setTransform(scale, 0, 0, scale, 0, 0);
        pen.clearRect(0, 0, width, height);
        font(pen);
        return pen;
      }
      draw() {
        const width = this.live.clientWidth;
        if (!(width > 80)) return;
        const { look } = this;
        this.width = width;
        this.height = Math.round(this.content.height(width));
        this.content.draw(this.pen(this.sheet, width, this.height, look.scale), width, this.height, look);
        this.point();
      }
      // The cursor, and the rectangle that is being drawn.
      point() {
        if (!this.width) return;
        const { look } = this;
        const pen = this.pen(this.over, this.width, this.height, look.scale);
        this.content.cursor(pen, look);
        if (!this.from || !this.to) return;
        pen.strokeStyle = look.ink;
        pen.lineWidth = 1;
        pen.setLineDash([4, 3]);
        pen.strokeRect(this.from.x, this.from.y, this.to.x - this.from.x, this.to.y - this.from.y);
        pen.setLineDash([]);
      }
      tell() {
        const lines = this.content.texts();
        const hint = "Point at a bin, or use the arrow keys; drag to zoom, double-click for all.";
        this.read.classList.toggle("hint", lines.length === 0);
        this.read.replaceChildren(...(lines.length ? lines : [hint]).map((line) => element("div", {}, line)));
      }
      changed() {
        this.point();
        this.tell();
      }
      zoomAll() {
        this.content.zoom = null;
        this.later();
      }
      zoomBy(factor, at) {
        const { left, right, top, bottom } = this.content.box;
        this.content.zoomBy(at || { x: (left + right) / 2, y: (top + bottom) / 2 }, factor);
        this.later();
      }
    }

    const open = async (figure) => {
      const about = await load(figure);
      new Picture(figure, about.axes.length === 1 ? new Curves(about) : new Maps(about));
    };

    """#
}
