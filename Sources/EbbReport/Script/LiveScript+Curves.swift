extension LiveScript {
  /// Pages over one axis: steps with bands of errors, one page over another.
  static let curves = #"""

    const COLOURS = [["#0072b2", "#56a8e8"], ["#d55e00", "#ff9e4a"]];

    // The ends of the axis of places.
    const endsOf = (axis, isLog) => {
      const places = [axis.borders[0], axis.borders[axis.borders.length - 1]];
      let [low, high] = [Math.min(...places), Math.max(...places)];
      if (isLog && low <= 0) low = axis.centres.reduce((least, c) => (c > 0 && c < least ? c : least), high);
      return [low, high];
    };

    // The ends of the axis of values: from 0 on where it is linear.
    const spanOf = (about, isLog) => {
      if (isLog) return [about.leastPositive / 1.3, about.most * 1.3];
      const more = 0.05 * (Math.max(about.most, 0) - Math.min(about.least, 0)) || 1;
      return [about.least < 0 ? about.least - more : 0, about.most > 0 ? about.most + more : 0];
    };

    class Curves {
      constructor(about) {
        this.about = about;
        this.isLogX = about.axes[0].log;
        this.isLog = false;
        this.zoom = null;
        this.other = null;
        this.bin = -1;
      }
      height(width) { return Math.max(220, Math.min(0.66 * width, 380)); }
      get hasOwnScale() { return this.other && (this.other.unit !== this.about.unit || this.other.value !== this.about.value); }
      // The axis of a page that lies over this one, where it is like this page's.
      static areLike(a, b) {
        return a.axes.length === b.axes.length && a.axes.every((axis, i) => axis.name === b.axes[i].name && axis.unit === b.axes[i].unit);
      }
      layout(pen, width, height) {
        const axis = this.about.axes[0];
        let ends = endsOf(axis, this.isLogX);
        let span = spanOf(this.about, this.isLog);
        if (this.other) {
          const others = endsOf(this.other.axes[0], this.isLogX);
          ends = [Math.min(ends[0], others[0]), Math.max(ends[1], others[1])];
          const more = spanOf(this.other, this.isLog);
          if (!this.hasOwnScale) span = [Math.min(span[0], more[0]), Math.max(span[1], more[1])];
          this.otherSpan = more;
        }
        if (this.zoom) { ends = this.zoom.x || ends; span = this.zoom.y || span; }
        const [top, bottom] = [8, height - 27 - linesOf(pen, axis.label, width - 8).length * (FONT + 3)];
        this.y = new Scale(span[0], span[1], this.isLog, bottom, top);
        const left = roomBeside(pen, this.y, this.about.value);
        let right = width - 12;
        if (this.hasOwnScale) {
          const [low, high] = this.otherSpan;
          this.y2 = new Scale(low, high, this.isLog, bottom, top);
          right = width - roomBeside(pen, this.y2, this.other.value);
        }
        this.x = new Scale(ends[0], ends[1], this.isLogX, left, right);
        this.box = { left, right, top, bottom };
      }
      draw(pen, width, height, look) {
        this.layout(pen, width, height);
        const { left, right, top, bottom } = this.box;
        pen.save();
        pen.beginPath();
        pen.rect(left, top, right - left, bottom - top);
        pen.clip();
        const both = [[this.about, this.y, 0]];
        if (this.other) both.push([this.other, this.hasOwnScale ? this.y2 : this.y, 1]);
        for (const [about, y, number] of both) this.curve(pen, about, y, COLOURS[number][look.isDark ? 1 : 0], number);
        pen.restore();
        pen.strokeStyle = look.ink;
        pen.lineWidth = 1;
        pen.beginPath();
        pen.moveTo(left, top);
        pen.lineTo(left, bottom);
        pen.lineTo(right, bottom);
        if (this.hasOwnScale) pen.lineTo(right, top);
        pen.stroke();
        drawBelow(pen, this.x, this.about.axes[0].label, bottom, look.ink, width);
        drawBeside(pen, this.y, this.about.value, left, look.ink, false);
        if (this.hasOwnScale) drawBeside(pen, this.y2, this.other.value, right, look.ink, true);
      }
      // Runs of bins that can be shown, each an outline of steps, or of points where bins have no edges.
      curve(pen, about, y, colour, number) {
        const axis = about.axes[0];
        const isBare = !axis.edges;
        const clamp = (value) => (y.isLog && !(value > 0) ? y.start + 1e4 : Math.max(-1e5, Math.min(1e5, y.at(value))));
        const x = (place) => (this.x.isLog && !(place > 0) ? this.x.start : this.x.at(place));
        const runs = [];
        let run = null;
        for (let i = 0; i < about.size; i += 1) {
          const value = about.values[i];
          if (!Number.isFinite(value) || (y.isLog && !(value > 0))) { run = null; continue; }
          if (!run) runs.push(run = []);
          const error = about.bars && Number.isFinite(about.bars[i]) ? about.bars[i] : 0;
          const places = isBare ? [axis.centres[i]] : [axis.borders[i], axis.borders[i + 1]];
          for (const place of places) run.push([x(place), clamp(value), clamp(value - error), clamp(value + error)]);
        }
        pen.fillStyle = pen.strokeStyle = colour;
        if (about.bars) {
          pen.globalAlpha = 0.28;
          for (const points of runs) {
            pen.beginPath();
            points.forEach((point, i) => (i ? pen.lineTo(point[0], point[3]) : pen.moveTo(point[0], point[3])));
            for (let i = points.length - 1; i >= 0; i -= 1) pen.lineTo(points[i][0], points[i][2]);
            pen.fill();
          }
          pen.globalAlpha = 1;
        }
        pen.lineWidth = 1.4;
        pen.setLineDash(number ? [5, 3] : []);
        for (const points of runs) {
          pen.beginPath();
          points.forEach((point, i) => (i ? pen.lineTo(point[0], point[1]) : pen.moveTo(point[0], point[1])));
          pen.stroke();
          if (!isBare && points.length > 2) continue;
          for (const point of isBare ? points : points.slice(0, 1)) {
            pen.beginPath();
            pen.arc(point[0], point[1], 2, 0, 7);
            pen.fill();
          }
        }
        pen.setLineDash([]);
      }
      // The bin at a place of the sheet; its centre's where bins have no edges.
      find(x, y) {
        const { left, right, top, bottom } = this.box;
        if (x < left - 4 || x > right + 4 || y < top - 4 || y > bottom + 4) return false;
        const axis = this.about.axes[0];
        const [first, last] = [axis.borders[0], axis.borders[axis.borders.length - 1]];
        const value = this.x.valueAt(Math.max(left, Math.min(right, x)));
        this.bin = binAt(axis, Math.max(Math.min(first, last), Math.min(Math.max(first, last), value)));
        return this.bin >= 0;
      }
      step(dx) {
        const from = this.bin < 0 ? this.about.at : this.bin + dx;
        this.bin = Math.max(0, Math.min(this.about.size - 1, from));
      }
      cursor(pen, look) {
        if (this.bin < 0) return;
        const x = this.x.at(this.about.axes[0].centres[this.bin]);
        const value = this.about.values[this.bin];
        pen.strokeStyle = look.soft;
        pen.lineWidth = 1;
        pen.setLineDash([3, 3]);
        tickLine(pen, x, this.box.top, 0, this.box.bottom - this.box.top);
        pen.setLineDash([]);
        const y = this.y.at(value);
        if (!Number.isFinite(y) || y < this.box.top - 3 || y > this.box.bottom + 3) return;
        pen.fillStyle = COLOURS[0][look.isDark ? 1 : 0];
        pen.beginPath();
        pen.arc(x, y, 4, 0, 7);
        pen.fill();
      }
      texts() {
        if (this.bin < 0) return [];
        const lines = [`${placeOf(this.about.axes[0], this.bin)}: ${valueOf(this.about, this.bin)}`];
        if (this.other) {
          const bin = binAt(this.other.axes[0], this.about.axes[0].centres[this.bin]);
          lines.push(`${this.other.name}: ${bin < 0 ? "no bin there" : valueOf(this.other, bin)}`);
        }
        return lines;
      }
      zoomTo(a, b) {
        const ends = (scale, p, q) => [scale.valueAt(p), scale.valueAt(q)].sort((m, n) => m - n);
        this.zoom = { x: ends(this.x, a.x, b.x), y: Math.abs(a.y - b.y) < 12 ? this.zoom && this.zoom.y : ends(this.y, a.y, b.y) };
      }
      zoomBy(at, factor) { this.zoom = { x: this.x.zoomed(at.x, factor), y: this.zoom && this.zoom.y }; }
    }

    const valueOf = (about, bin) => measured(about.values[bin], about.bars ? about.bars[bin] : NaN)
      + (about.unit ? " " + about.unit : "");

    """#
}
