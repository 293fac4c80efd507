extension LiveScript {
  /// Pages over two axes and more: maps, slices of volumes, lines of another page.
  static let maps = #"""

    const rgb = (code) => [1, 3, 5].map((i) => parseInt(code.slice(i, i + 2), 16));
    const pixel = ([r, g, b]) => (255 << 24) | (b << 16) | (g << 8) | r;
    const SHADES = Array.from({ length: 512 }, (_, i) => {
      const place = i / 511 * (STOPS.length - 1);
      const index = Math.min(Math.floor(place), STOPS.length - 2);
      const [low, high] = [rgb(STOPS[index]), rgb(STOPS[index + 1])];
      return pixel(low.map((part, k) => Math.round(part + (place - index) * (high[k] - part))));
    });
    const ZERO = pixel(rgb("#d9d9d9"));
    const LEVELS = [0.1, 0.3, 0.5, 0.7, 0.9];

    class Maps {
      constructor(about) {
        this.about = about;
        this.isLog = false;
        this.zoom = null;
        this.other = null;
        this.bin = null;
        // Names have a colour each.
        const values = about.names ? [...new Set(about.values)].filter(Number.isFinite).sort((a, b) => a - b) : [];
        this.names = values.length && values.length <= NAMED.length ? values : null;
        let rest = about.at;
        this.place = about.axes.map(() => 0);
        for (let k = about.axes.length - 1; k >= 0; k -= 1) {
          this.place[k] = rest % about.axes[k].centres.length;
          rest = Math.floor(rest / about.axes[k].centres.length);
        }
        this.show(...this.pairs()[0]);
      }
      // The pairs of axes that can be shown, those with z first: it runs from left to right, as the beam does.
      pairs() {
        const axes = this.about.axes;
        const pairs = [];
        for (let a = 0; a < axes.length; a += 1) for (let b = a + 1; b < axes.length; b += 1) pairs.push(axes[b].name === "z" ? [b, a] : [a, b]);
        return pairs.sort((p, q) => (axes[q[0]].name === "z") - (axes[p[0]].name === "z"));
      }
      show(across, up) {
        [this.across, this.up] = [across, up];
        this.zoom = null;
        this.isLogX = this.about.axes[across].log;
        this.isLogY = this.about.axes[up].log;
      }
      // Radius and azimuth are seen along the cylinder's axis.
      get round() {
        const { round } = this.about;
        return round && [this.across, this.up].includes(round.radius) && [this.across, this.up].includes(round.azimuth)
          ? round : null;
      }
      get labels() {
        const [a, b] = [this.about.axes[this.across], this.about.axes[this.up]];
        if (!this.round) return [a.label, b.label];
        const { unit } = this.about.axes[this.round.radius];
        return ["x", "y"].map((name) => (unit ? `${name} (${unit})` : name));
      }
      // The bin at a place of the page, as numbers along both axes; null outside of all.
      binOf(x, y) {
        const { round } = this;
        const [a, b] = [this.about.axes[this.across], this.about.axes[this.up]];
        let [p, q] = [x, y];
        if (round) {
          const first = this.about.axes[round.azimuth].borders[0];
          let angle = Math.atan2(y, x) * round.turn / (2 * Math.PI);
          angle += round.turn * Math.ceil((first - angle) / round.turn);
          [p, q] = round.radius === this.across ? [Math.hypot(x, y), angle] : [angle, Math.hypot(x, y)];
        }
        const [i, j] = [binAt(a, p), binAt(b, q)];
        return i < 0 || j < 0 ? null : [i, j];
      }
      get hidden() { return this.about.axes.map((_, k) => k).filter((k) => k !== this.across && k !== this.up); }
      // The place in the values of a bin of what is shown.
      index(i, j, about = this.about, place = this.place) {
        let index = 0;
        for (let k = 0; k < about.axes.length; k += 1) {
          index = index * about.axes[k].centres.length + (k === this.across ? i : k === this.up ? j : place[k]);
        }
        return index;
      }
      height(width) {
        const [a, b] = [this.about.axes[this.across], this.about.axes[this.up]];
        const length = (axis) => Math.abs(axis.borders[axis.borders.length - 1] - axis.borders[0]);
        const isTrue = a.unit && a.unit === b.unit && !this.isLogX && !this.isLogY;
        const ratio = this.round ? 1 : isTrue ? length(b) / length(a) : 0.6;
        return Math.max(90, Math.min(1, ratio >= 0.1 && ratio <= 10 ? ratio : 0.6) * (width - 70)) + 132;
      }
      layout(pen, width, height) {
        const [a, b] = [this.about.axes[this.across], this.about.axes[this.up]];
        const reach = this.round ? endsOf(this.about.axes[this.round.radius], false)[1] : 0;
        const all = this.round ? [[-reach, reach], [-reach, reach]] : [endsOf(a, this.isLogX), endsOf(b, this.isLogY)];
        const [x, y] = this.zoom || all;
        const [below, beside] = this.labels;
        const bar = linesOf(pen, this.about.value, width - 8).length * (FONT + 3);
        const [top, bottom] = [8, height - 46 - bar - 20 - linesOf(pen, below, width - 8).length * (FONT + 3) - 14];
        this.y = new Scale(y[0], y[1], this.isLogY && !this.round, bottom, top);
        const left = roomBeside(pen, this.y, beside);
        this.x = new Scale(x[0], x[1], this.isLogX && !this.round, left, width - 12);
        this.box = { left, right: width - 12, top, bottom };
        const { most, least, leastPositive } = this.about;
        this.colours = this.isLog ? new Scale(Math.max(leastPositive, most * 1e-12), most, true, left, width - 12)
          : this.names ? new Scale(-0.5, this.names.length - 0.5, false, left, width - 12)
            : new Scale(Math.min(least, 0), Math.max(most, 0), false, left, width - 12);
        this.barTop = height - 26 - bar - 12;
      }
      shade(value) {
        if (!Number.isFinite(value)) return 0;
        if (this.names) return pixel(rgb(NAMED[this.names.indexOf(value)]));
        if (this.isLog && !(value > 0)) return ZERO;
        return SHADES[Math.max(0, Math.min(511, Math.round(this.colours.share(value) * 511)))];
      }
      draw(pen, width, height, look) {
        this.layout(pen, width, height);
        const { left, right, top, bottom } = this.box;
        this.paint(pen, this.round ? Math.min(look.scale, 1) : look.scale);
        if (this.other) this.lines(pen);
        pen.strokeStyle = look.ink;
        pen.lineWidth = 1;
        pen.strokeRect(left, top, right - left, bottom - top);
        drawBelow(pen, this.x, this.labels[0], bottom, look.ink, width);
        drawBeside(pen, this.y, this.labels[1], left, look.ink, false);
        this.bar(pen, look, width);
      }
      // Each dot has the colour of the bin that holds it: bins have sharp edges, whatever their widths.
      paint(pen, scale) {
        const { left, right, top, bottom } = this.box;
        const [width, height] = [Math.max(1, Math.round((right - left) * scale)), Math.max(1, Math.round((bottom - top) * scale))];
        const [a, b] = [this.about.axes[this.across], this.about.axes[this.up]];
        const columns = Array.from({ length: width }, (_, i) => binAt(a, this.x.valueAt(left + (i + 0.5) / scale)));
        const rows = Array.from({ length: height }, (_, j) => binAt(b, this.y.valueAt(top + (j + 0.5) / scale)));
        const sheet = document.createElement("canvas");
        [sheet.width, sheet.height] = [width, height];
        const brush = sheet.getContext("2d");
        const image = brush.createImageData(width, height);
        const dots = new Uint32Array(image.data.buffer);
        const shades = new Map();
        let [last, line] = [-2, null];
        for (let j = 0; this.round && j < height; j += 1) {
          const y = this.y.valueAt(top + (j + 0.5) / scale);
          for (let i = 0; i < width; i += 1) {
            const bin = this.binOf(this.x.valueAt(left + (i + 0.5) / scale), y);
            if (bin) dots[j * width + i] = this.shade(this.about.values[this.index(...bin)]);
          }
        }
        for (let j = 0; !this.round && j < height; j += 1) {
          if (rows[j] !== last) {
            last = rows[j];
            line = new Uint32Array(width);
            shades.clear();
            if (last >= 0) {
              for (let i = 0; i < width; i += 1) {
                if (columns[i] < 0) continue;
                if (!shades.has(columns[i])) shades.set(columns[i], this.shade(this.about.values[this.index(columns[i], last)]));
                line[i] = shades.get(columns[i]);
              }
            }
          }
          dots.set(line, j * width);
        }
        brush.putImageData(image, 0, 0);
        pen.imageSmoothingEnabled = false;
        pen.drawImage(sheet, left, top, right - left, bottom - top);
      }
      bar(pen, look, width) {
        const { left, right } = this.box;
        const y = this.barTop;
        if (this.names) {
          pen.font = `${FONT - 1}px system-ui, sans-serif`;
          pen.textAlign = "center";
          pen.textBaseline = "top";
          let end = 0;
          this.names.forEach((name, i) => {
            const [from, to] = [this.colours.at(i - 0.5), this.colours.at(i + 0.5)];
            pen.fillStyle = NAMED[i];
            pen.fillRect(from, y, to - from, 9);
            const half = pen.measureText(String(name)).width / 2;
            if ((from + to) / 2 - half < end) return;
            end = (from + to) / 2 + half + 4;
            pen.fillStyle = look.ink;
            pen.fillText(String(name), (from + to) / 2, y + 14);
          });
          font(pen);
          pen.fillStyle = look.ink;
          linesOf(pen, this.about.value, width - 8).forEach((line, i) => pen.fillText(line, (left + right) / 2, y + 30 + i * (FONT + 3)));
        } else {
          const shades = pen.createLinearGradient(left, 0, right, 0);
          STOPS.forEach((stop, i) => shades.addColorStop(i / (STOPS.length - 1), stop));
          pen.fillStyle = shades;
          pen.fillRect(left, y, right - left, 9);
          drawBelow(pen, this.colours, this.about.value, y + 9, look.ink, width);
        }
        pen.strokeStyle = look.ink;
        pen.strokeRect(left, y, right - left, 9);
      }
      // The other page's place on axes that are not shown.
      otherPlace() {
        return this.other.axes.map((axis, k) => {
          const centre = this.about.axes[k].centres[this.place[k]];
          return Math.max(0, binAt(axis, centre));
        });
      }
      // Lines of equal value of the other page: its bins' centres in squares of four, each crossed where the value lies.
      lines(pen) {
        const { other } = this;
        const [a, b] = [other.axes[this.across], other.axes[this.up]];
        const place = this.otherPlace();
        const value = (i, j) => other.values[this.index(i, j, other, place)];
        const { left, right, top, bottom } = this.box;
        pen.save();
        pen.beginPath();
        pen.rect(left, top, right - left, bottom - top);
        pen.clip();
        const path = new Path2D();
        const corner = (i, j) => [this.x.at(a.centres[i]), this.y.at(b.centres[j]), value(i, j)];
        for (let i = 0; i + 1 < a.centres.length; i += 1) {
          for (let j = 0; j + 1 < b.centres.length; j += 1) {
            const corners = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)];
            if (!corners.every((c) => Number.isFinite(c[2]))) continue;
            for (const share of LEVELS) {
              const level = share * other.most;
              const cuts = [];
              for (let side = 0; side < 4; side += 1) {
                const [p, q] = [corners[side], corners[(side + 1) % 4]];
                if ((p[2] >= level) === (q[2] >= level)) continue;
                const part = (level - p[2]) / (q[2] - p[2]);
                cuts.push([p[0] + part * (q[0] - p[0]), p[1] + part * (q[1] - p[1])]);
              }
              if (cuts.length === 4) {
                const mean = corners.reduce((sum, c) => sum + c[2], 0) / 4;
                if ((corners[0][2] >= level) !== (mean >= level)) cuts.unshift(cuts.pop());
              }
              for (let k = 0; k + 1 < cuts.length; k += 2) { path.moveTo(...cuts[k]); path.lineTo(...cuts[k + 1]); }
            }
          }
        }
        // Light within dark: seen on every colour.
        [["#000000", 2.2], ["#ffffff", 1]].forEach(([colour, wide]) => {
          pen.strokeStyle = colour;
          pen.lineWidth = wide;
          pen.stroke(path);
        });
        pen.restore();
      }
      find(x, y) {
        const { left, right, top, bottom } = this.box;
        if (x < left || x > right || y < top || y > bottom) return false;
        this.bin = this.binOf(this.x.valueAt(x), this.y.valueAt(y));
        return this.bin !== null;
      }
      step(dx, dy) {
        const limit = (k, bin) => Math.max(0, Math.min(this.about.axes[k].centres.length - 1, bin));
        const sign = (k) => (this.about.axes[k].falls ? -1 : 1);
        const [i, j] = this.bin || [this.place[this.across], this.place[this.up]];
        this.bin = this.bin ? [limit(this.across, i + dx * sign(this.across)), limit(this.up, j + dy * sign(this.up))] : [i, j];
      }
      cursor(pen, look) {
        if (!this.bin) return;
        const [i, j] = this.bin;
        const [a, b] = [this.about.axes[this.across].borders, this.about.axes[this.up].borders];
        const { left, right, top, bottom } = this.box;
        if (this.round) {
          const { round } = this;
          const [r, angle] = [round.radius, round.azimuth].map((k) => this.about.axes[k].centres[k === this.across ? i : j]);
          const turn = angle * 2 * Math.PI / round.turn;
          [["#000000", 5], ["#ffffff", 3]].forEach(([colour, size]) => {
            pen.fillStyle = colour;
            pen.beginPath();
            pen.arc(this.x.at(r * Math.cos(turn)), this.y.at(r * Math.sin(turn)), size, 0, 7);
            pen.fill();
          });
          return;
        }
        const within = (place, low, high) => Math.max(low, Math.min(high, Number.isFinite(place) ? place : low));
        const xs = [a[i], a[i + 1]].map((place) => within(this.x.at(place), left, right)).sort((p, q) => p - q);
        const ys = [b[j], b[j + 1]].map((place) => within(this.y.at(place), top, bottom)).sort((p, q) => p - q);
        [["#000000", 3], ["#ffffff", 1.2]].forEach(([colour, wide]) => {
          pen.strokeStyle = colour;
          pen.lineWidth = wide;
          pen.strokeRect(xs[0] - 1.5, ys[0] - 1.5, xs[1] - xs[0] + 3, ys[1] - ys[0] + 3);
        });
      }
      texts() {
        if (!this.bin) return [];
        const [i, j] = this.bin;
        const place = this.about.axes.map((axis, k) => placeOf(axis, k === this.across ? i : k === this.up ? j : this.place[k]));
        const lines = [`${place.join(", ")}: ${valueOf(this.about, this.index(i, j))}`];
        if (this.other) {
          const bins = this.other.axes.map((axis, k) => binAt(axis, this.about.axes[k].centres[k === this.across ? i : k === this.up ? j : this.place[k]]));
          const index = bins.reduce((sum, bin, k) => sum * this.other.axes[k].centres.length + bin, 0);
          lines.push(`${this.other.name} (lines: 10, 30, 50, 70, 90 % of its largest): ${bins.includes(-1) ? "no bin there" : valueOf(this.other, index)}`);
        }
        return lines;
      }
      zoomTo(a, b) {
        const ends = (scale, p, q) => [scale.valueAt(p), scale.valueAt(q)].sort((m, n) => m - n);
        this.zoom = [ends(this.x, a.x, b.x), ends(this.y, a.y, b.y)];
      }
      zoomBy(at, factor) { this.zoom = [this.x.zoomed(at.x, factor), this.y.zoomed(at.y, factor)]; }
    }

    """#
}
