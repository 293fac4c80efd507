extension LiveScript {
  /// Scales with their ticks, and axes.
  static let scales = #"""

    const RAISED = { "-": "\u207b", 0: "\u2070", 1: "\u00b9", 2: "\u00b2", 3: "\u00b3", 4: "\u2074", 5: "\u2075",
      6: "\u2076", 7: "\u2077", 8: "\u2078", 9: "\u2079" };
    const power = (exponent) => "10" + [...String(exponent)].map((digit) => RAISED[digit]).join("");

    // From low to high, at places from start to end of the sheet.
    class Scale {
      constructor(low, high, isLog, start, end) {
        if (isLog) {
          low = low > 0 ? low : high > 0 ? high / 1e6 : 0.1;
          high = high > low ? high : low * 10;
        } else if (!(high > low)) {
          [low, high] = [low - (Math.abs(low) / 2 || 0.5), low + (Math.abs(low) / 2 || 0.5)];
        }
        Object.assign(this, { low, high, isLog, start, end });
      }
      share(value) {
        if (!this.isLog) return (value - this.low) / (this.high - this.low);
        return value > 0 ? Math.log(value / this.low) / Math.log(this.high / this.low) : -Infinity;
      }
      at(value) { return this.start + this.share(value) * (this.end - this.start); }
      valueAt(place) {
        const share = (place - this.start) / (this.end - this.start);
        return this.isLog ? this.low * Math.pow(this.high / this.low, share) : this.low + share * (this.high - this.low);
      }
      // Zoomed by a factor around a place.
      zoomed(place, factor) {
        const ends = [this.start, this.end].map((end) => this.valueAt(place + (end - place) * factor));
        return [Math.min(...ends), Math.max(...ends)];
      }
      // Labelled ticks at most so many, minor ones, and the power of ten that labels are to be multiplied by.
      ticks(most) {
        return this.isLog && this.high / this.low > 5 ? this.decades(most) : this.steps(Math.max(most, 2));
      }
      steps(most) {
        const rough = (this.high - this.low) / most;
        const decade = Math.pow(10, Math.floor(Math.log10(rough)));
        const factor = [1, 2, 5, 10].find((f) => f * decade >= rough * 0.999) || 10;
        const step = factor * decade;
        const largest = Math.floor(Math.log10(Math.max(Math.abs(this.low), Math.abs(this.high))));
        const exponent = !this.isLog && (largest >= 4 || largest < -2) ? largest : 0;
        const unit = Math.pow(10, exponent);
        const decimals = Math.max(0, -Math.floor(Math.log10(step / unit) + 1e-9));
        const labelled = [];
        const minor = [];
        const parts = factor === 2 ? 4 : 5;
        for (let i = Math.ceil(this.low / step * parts - 1e-6); i * step / parts <= this.high * (1 + 1e-12) + step * 1e-6; i += 1) {
          const value = i * step / parts;
          if (i % parts === 0) labelled.push([value, minus((value / unit).toFixed(decimals).replace(/^-0(\.0*)?$/, "0"))]);
          else minor.push(value);
          if (labelled.length + minor.length > 400) break;
        }
        return { labelled, minor, exponent };
      }
      decades(most) {
        const first = Math.ceil(Math.log10(this.low) - 1e-9);
        const last = Math.floor(Math.log10(this.high) + 1e-9);
        const stride = Math.max(1, Math.ceil((last - first + 1) / most));
        const labelled = [];
        const minor = [];
        const isPlain = first >= -2 && last <= 3;
        for (let decade = first - 1; decade <= last; decade += 1) {
          const one = Math.pow(10, decade);
          const isLabelled = decade >= first && decade % stride === 0;
          if (isLabelled) labelled.push([one, isPlain ? String(Number(one.toPrecision(1))) : power(decade)]);
          for (let factor = isLabelled ? 2 : 1; factor < 10; factor += 1) {
            const value = factor * one;
            if (stride > 1 || value < this.low || value > this.high) continue;
            if (last - first < 1 && (factor === 2 || factor === 5)) labelled.push([value, String(Number(value.toPrecision(1)))]);
            else minor.push(value);
          }
        }
        return { labelled, minor, exponent: 0 };
      }
    }

    const withPower = (label, exponent) => {
      if (!exponent) return label;
      const open = label.lastIndexOf(" (");
      return open < 0 ? `${label} (${power(exponent)})` : `${label.slice(0, open)} (${power(exponent)} ${label.slice(open + 2)}`;
    };

    // A label in lines that fit, at most three.
    const linesOf = (pen, text, width) => {
      const lines = [""];
      for (const word of text.split(" ")) {
        const longer = lines[lines.length - 1] ? lines[lines.length - 1] + " " + word : word;
        if (pen.measureText(longer).width > width && lines[lines.length - 1] && lines.length < 3) lines.push(word);
        else lines[lines.length - 1] = longer;
      }
      return lines;
    };

    const FONT = 12;
    const font = (pen) => { pen.font = `${FONT}px system-ui, sans-serif`; };

    const tickLine = (pen, x, y, dx, dy) => {
      pen.beginPath();
      pen.moveTo(x, y);
      pen.lineTo(x + dx, y + dy);
      pen.stroke();
    };

    const drawBelow = (pen, scale, label, y, ink, width) => {
      const ticks = scale.ticks(Math.max(2, Math.floor((scale.end - scale.start) / 62)));
      pen.strokeStyle = pen.fillStyle = ink;
      pen.lineWidth = 1;
      pen.textAlign = "center";
      pen.textBaseline = "top";
      for (const [value, text] of ticks.labelled) {
        const x = scale.at(value);
        tickLine(pen, x, y, 0, 5);
        const half = pen.measureText(text).width / 2;
        pen.fillText(text, Math.max(half, Math.min(x, width - half)), y + 7);
      }
      for (const value of ticks.minor) tickLine(pen, scale.at(value), y, 0, 3);
      linesOf(pen, withPower(label, ticks.exponent), width - 8).forEach((line, i) => {
        const half = pen.measureText(line).width / 2;
        const middle = (scale.start + scale.end) / 2;
        pen.fillText(line, Math.max(half + 2, Math.min(middle, width - half - 2)), y + 24 + i * (FONT + 3));
      });
    };

    const drawBeside = (pen, scale, label, x, ink, isRight) => {
      const length = Math.abs(scale.end - scale.start);
      const ticks = scale.ticks(Math.max(2, Math.floor(length / 34)));
      const side = isRight ? 1 : -1;
      pen.strokeStyle = pen.fillStyle = ink;
      pen.lineWidth = 1;
      pen.textAlign = isRight ? "left" : "right";
      pen.textBaseline = "middle";
      let widest = 0;
      for (const [value, text] of ticks.labelled) {
        const y = scale.at(value);
        tickLine(pen, x, y, 5 * side, 0);
        pen.fillText(text, x + 8 * side, y);
        widest = Math.max(widest, pen.measureText(text).width);
      }
      for (const value of ticks.minor) tickLine(pen, x, scale.at(value), 3 * side, 0);
      const lines = linesOf(pen, withPower(label, ticks.exponent), length + 30);
      pen.save();
      pen.textAlign = "center";
      pen.translate(x + (14 + widest) * side, (scale.start + scale.end) / 2);
      pen.rotate(-Math.PI / 2);
      lines.forEach((line, i) => {
        const row = isRight ? i : i - lines.length + 1;
        pen.fillText(line, 0, (isRight ? 6 : -6) + row * (FONT + 2));
      });
      pen.restore();
    };

    // The room that ticks and label take beside a frame.
    const roomBeside = (pen, scale, label) => {
      const length = Math.abs(scale.end - scale.start);
      const ticks = scale.ticks(Math.max(2, Math.floor(length / 34)));
      const widest = ticks.labelled.reduce((most, [, text]) => Math.max(most, pen.measureText(text).width), 0);
      return 22 + widest + linesOf(pen, withPower(label, ticks.exponent), length + 30).length * (FONT + 2) - FONT / 2;
    };

    """#
}
