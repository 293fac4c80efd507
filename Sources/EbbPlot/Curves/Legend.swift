/// The key of a frame: a sample and a name for each curve, one for the bands, and one for the marks of zeros.
struct Legend {
  enum Sample {
    case curve(Int)
    case band
    case zeros
  }

  struct Entry {
    var lines: [String]
    var sample: Sample
  }

  let entries: [Entry]
  /// Of the whole.
  let width: Double
  let height: Double
  private let letters: Lettering
  /// The marks at the foot of the frame.
  private let zeros: ZeroMarks
  /// Where entries stand side by side, the width of each, and how many are below one another.
  private let column: (width: Double, rows: Int)

  /// The length of a sample, in em.
  private static let sample = 2.4
  private static let gap = 0.5

  /// - Parameters:
  ///   - most: the width that there is.
  ///   - hasColumns: whether short entries stand side by side.
  init(_ panel: CurvePanel, in most: Double, _ letters: Lettering, hasColumns: Bool = false) {
    let before = (Self.sample + Self.gap) * letters.size
    let room = most - before
    var entries: [Entry] = []
    if panel.curves.count > 1 {
      entries = panel.curves.map { Entry(lines: letters.lines($0.label, in: room), sample: .curve($0.look)) }
    }
    if let band = panel.band { entries.append(Entry(lines: letters.lines(band, in: room), sample: .band)) }
    zeros = ZeroMarks(panel, over: panel.horizontal)
    if let name = zeros.name {
      entries.append(Entry(lines: letters.lines(name, in: room), sample: .zeros))
    }
    self.entries = entries
    self.letters = letters
    let widest = before + (entries.flatMap(\.lines).map(letters.width).max() ?? 0)
    let space = 1.5 * letters.size
    let columns = hasColumns ? max(Int((most + space) / (widest + space)), 1) : 1
    if columns > 1 {
      let rows = (entries.count + columns - 1) / columns
      column = (widest + space, rows)
      width = min(most, Double(columns) * (widest + space))
      height = Double(rows) * letters.lineHeight
    } else {
      column = (widest, entries.count)
      width = widest
      height = entries.reduce(0) { $0 + Double(max($1.lines.count, 1)) } * letters.lineHeight
    }
  }

  var isEmpty: Bool { entries.isEmpty }

  /// Puts it with its upper left corner at a place.
  func put(on sheet: inout Sheet, left: Double, top: Double, single: Int?) {
    let uppermost = top
    var top = top
    for (index, entry) in entries.enumerated() {
      if index % max(column.rows, 1) == 0 { top = uppermost }
      let left = left + Double(index / max(column.rows, 1)) * column.width
      let end = left + Self.sample * letters.size
      let y = top - letters.lineHeight / 2
      let colour = single.map { CurveStyle($0).colour } ?? Colour(0x808080)
      switch entry.sample {
      case .curve(let look):
        let style = CurveStyle(look)
        sheet.line(
          from: (left, y), to: (end, y),
          "linewidth 1 linecolor rgb '\(style.colour.code)' dashtype \(style.dash)")
        sheet.mark(
          x: (left + end) / 2, y: y,
          "pointtype \(style.mark) pointsize \(CurvesScript.markSize) linecolor rgb '\(style.colour.code)'")
      case .band:
        sheet.rectangle(
          Box(left: left, bottom: y - 0.35 * letters.size, width: end - left, height: 0.7 * letters.size),
          "fillcolor rgb '\(colour.code)' fillstyle transparent solid 0.3 noborder")
      case .zeros:
        zeros.sample(on: &sheet, left: left, right: end, y: y, colour)
      }
      sheet.text(entry.lines, x: end + Self.gap * letters.size, top: top, .left)
      top -= Double(max(entry.lines.count, 1)) * letters.lineHeight
    }
  }

  /// A place within a frame where it covers nothing: in a corner, or in the middle of a side.
  /// - Returns: its upper left corner; `nil` where there is none.
  func place(in box: Box, _ panel: CurvePanel, _ horizontal: Scale, _ vertical: Scale) -> (
    left: Double, top: Double
  )? {
    let margin = 0.5 * letters.size
    guard width + 2 * margin <= 0.7 * box.width, height + 2 * margin <= 0.7 * box.height else { return nil }
    let lefts = [box.right - margin - width, box.left + margin, box.centre - width / 2]
    // Marks of zeros are taken to go from end to end.
    let foot = Box(left: box.left, bottom: box.bottom, width: box.width, height: zeros.height)
    let tops = [box.top - margin, foot.top + 1.5 * margin + height, box.middle + height / 2]
    let taken =
      panel.curves.map { covered($0, box, horizontal, vertical) } + (foot.height > 0 ? [[foot]] : [])
    for top in tops {
      for left in lefts {
        let own = Box(
          left: left - margin, bottom: top - height - margin, width: width + 2 * margin,
          height: height + 2 * margin)
        let isFree = taken.allSatisfy { boxes in
          boxes.allSatisfy { other in
            other.right < own.left || other.left > own.right || other.top < own.bottom
              || other.bottom > own.top
          }
        }
        if isFree { return (left, top) }
      }
    }
    return nil
  }

  /// The rectangles that a curve takes: each point with its error, and the way from the one before.
  private func covered(_ curve: Curve, _ box: Box, _ horizontal: Scale, _ vertical: Scale) -> [Box] {
    var boxes: [Box] = []
    func x(_ value: Double) -> Double { box.left + min(max(horizontal.share(of: value), -1), 2) * box.width }
    func y(_ value: Double) -> Double { box.bottom + min(max(vertical.share(of: value), -1), 2) * box.height }
    var last: Box?
    for extent in curve.extents {
      let (left, bottom) = (x(extent.left), y(extent.low))
      let next = Box(
        left: left, bottom: bottom, width: x(extent.right) - left, height: y(extent.high) - bottom)
      if let last {
        // The line between them, in pieces.
        let pieces = max(min(Int((next.left - last.right) / 4), 50), 1)
        for piece in 0..<pieces {
          let (from, to) = (Double(piece) / Double(pieces), Double(piece + 1) / Double(pieces))
          func place(_ share: Double) -> (low: Double, high: Double) {
            (
              last.bottom + share * (next.bottom - last.bottom), last.top + share * (next.top - last.top)
            )
          }
          let low = min(place(from).low, place(to).low)
          boxes.append(
            Box(
              left: last.right + from * (next.left - last.right), bottom: low,
              width: (next.left - last.right) / Double(pieces),
              height: max(place(from).high, place(to).high) - low))
        }
      }
      boxes.append(next)
      last = next
    }
    return boxes
  }
}
