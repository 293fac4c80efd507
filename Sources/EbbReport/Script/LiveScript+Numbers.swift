extension LiveScript {
  /// Reads what a figure has beside it, and writes numbers for people.
  static let numbers = #"""

    // What a picture is of: its names, units and axes. Figures that are asked for twice are read once.
    const known = new Map();
    const describe = (figure) => {
      const about = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
      const article = figure.closest("article");
      const heading = article && document.querySelectorAll("article").length > 1 ? article.querySelector("h2") : null;
      about.name = heading ? `${about.label} (${heading.textContent})` : about.label;
      about.size = about.axes.reduce((count, axis) => count * axis.centres.length, 1);
      for (const axis of about.axes) {
        axis.borders = axis.edges || bordersOf(axis.centres, axis.log);
        axis.falls = axis.borders[0] > axis.borders[axis.borders.length - 1];
      }
      known.set(figure, about);
    };

    // Borders of bins that are not known lie halfway between centres.
    const bordersOf = (centres, isLog) => {
      const count = centres.length;
      if (count === 1) return [centres[0] - 0.5, centres[0] + 0.5];
      const isGeometric = isLog && centres.every((centre) => centre > 0);
      const middle = (a, b) => (isGeometric ? Math.sqrt(a * b) : (a + b) / 2);
      const beyond = (a, b) => (isGeometric ? (a * a) / b : 2 * a - b);
      const borders = [];
      for (let i = 1; i < count; i += 1) borders.push(middle(centres[i - 1], centres[i]));
      return [beyond(centres[0], borders[0]), ...borders, beyond(centres[count - 1], borders[count - 2])];
    };

    const inflate = async (text) => {
      const letters = atob(text);
      const bytes = new Uint8Array(letters.length);
      for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
      return new Uint8Array(await new Response(stream).arrayBuffer());
    };

    // Floats, of which all lowest bytes come first, then the next, to the highest.
    const floats = (bytes, start, count) => {
      const words = new Uint32Array(count);
      for (let i = 0; i < count; i += 1) {
        words[i] = bytes[start + i] | (bytes[start + count + i] << 8) | (bytes[start + 2 * count + i] << 16)
          | (bytes[start + 3 * count + i] << 24);
      }
      return new Float32Array(words.buffer);
    };

    const load = async (figure) => {
      const about = known.get(figure);
      if (about.values) return about;
      const values = new Float32Array(about.size);
      const errors = about.errors ? new Float32Array(about.size) : null;
      let at = 0;
      for (const line of figure.querySelector("script[type='text/plain']").textContent.trim().split("\n")) {
        const bytes = await inflate(line);
        const count = bytes.length / (errors ? 8 : 4);
        values.set(floats(bytes, 0, count), at);
        if (errors) errors.set(floats(bytes, 4 * count, count), at);
        at += count;
      }
      if (at !== about.size) throw new Error(`there are ${at} of ${about.size} bins`);
      [about.least, about.most, about.leastPositive] = rangeOf(values, errors && about.axes.length === 1 ? errors : null);
      about.at = 0;
      for (let i = 1; i < values.length; i += 1) {
        if (values[i] > values[about.at] || Number.isNaN(values[about.at])) about.at = i;
      }
      about.bars = errors;
      about.values = values;
      return about;
    };

    const rangeOf = (values, errors) => {
      let [least, most, positive] = [Infinity, -Infinity, Infinity];
      for (let i = 0; i < values.length; i += 1) {
        const value = values[i];
        if (!Number.isFinite(value)) continue;
        const error = errors && Number.isFinite(errors[i]) ? errors[i] : 0;
        if (value - error < least) least = value - error;
        if (value + error > most) most = value + error;
        if (value > 0 && value < positive) positive = value;
      }
      return least > most ? [0, 1, 1] : [least, most, positive];
    };

    const minus = (text) => text.replace(/-/g, "\u2212");

    // The error to two digits, and the value as far, as everywhere else in the report.
    const measured = (value, error) => {
      if (Number.isNaN(value)) return "NaN";
      if (!Number.isFinite(value)) return value > 0 ? "INF" : "\u2212INF";
      if (!(error > 0) || !Number.isFinite(error)) {
        const text = minus(String(Number(value.toPrecision(7))));
        return error === 0 ? text + " \u00b1 0" : text;
      }
      const exponent = Math.floor(Math.log10(error));
      const size = Math.max(Math.abs(value), error);
      if (!(size >= 1e-4 && size < 1e7) || exponent <= -13) {
        const digits = Math.max(0, Math.min(15, Math.floor(Math.log10(size)) - exponent + 1));
        return minus(`${value.toExponential(digits)} \u00b1 ${error.toExponential(1)}`);
      }
      const decimals = Math.max(0, 1 - exponent);
      return minus(`${value.toFixed(decimals)} \u00b1 ${error.toFixed(decimals)}`);
    };

    // "z = 15.375 cm".
    const placeOf = (axis, bin) => {
      const centre = axis.centres[bin];
      const rounded = Math.round(centre * 1e4) / 1e4;
      const isShown = (rounded !== 0 && Math.abs(rounded) < 1e9) || centre === 0;
      const text = minus(isShown ? String(rounded) : centre.toPrecision(3));
      return `${axis.name} = ${text}${axis.unit ? " " + axis.unit : ""}`;
    };

    // The bin that holds a place; -1 outside of all.
    const binAt = (axis, place) => {
      const { borders, falls } = axis;
      let [low, high] = [0, borders.length - 1];
      const isBelow = (a, b) => (falls ? a > b : a < b);
      if (isBelow(place, borders[0]) || isBelow(borders[high], place)) return -1;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (isBelow(place, borders[middle])) high = middle; else low = middle;
      }
      return low;
    };

    """#
}
