package import EbbModel
internal import Glibc

/// A small drawing of a page for a terminal: a profile over one axis, a map over two.
///
/// Profiles are columns of eighths of a character. Maps are shaded by four densities, or by colours two to a
/// character. Where bins are more than there is room for, each place shows the largest of its bins.
package struct TerminalPlot: Sendable {
  private static let height = 12
  private static let eighths = Array(" ▁▂▃▄▅▆▇█")
  private static let shades = Array(" ░▒▓█")

  private let width: Int
  private let usesColour: Bool

  /// - Parameter width: in characters; fewer than 40 are taken as 40, more than 10,000, which no terminal has, as
  ///   10,000.
  package init(width: Int = 80, usesColour: Bool = false) {
    self.width = min(max(width, 40), 10_000)
    self.usesColour = usesColour
  }

  /// The lines of a drawing; `nil` for a page that is not of one or two axes, or has nothing finite above 0.
  package func lines(of page: ResultPage) -> [String]? {
    guard !page.isPhaseSpace, 1...2 ~= page.axes.count, let largest = page.values.filter(\.isFinite).max(),
      largest > 0
    else { return nil }
    return page.axes.count == 1 ? profile(page, largest) : map(HeatMap(page), largest, page)
  }

  private func profile(_ page: ResultPage, _ largest: Double) -> [String] {
    let margin = 10
    let room = width - margin - 1
    let columns = Self.gathered(page.values, to: room)
    var lines = [Self.label(largest, margin) + "┤" + row(columns, Self.height - 1, largest)]
    for level in (0..<(Self.height - 1)).reversed() {
      let isMiddle = level == Self.height / 2 - 1
      lines.append(
        (isMiddle ? Self.label(largest / 2, margin) : String(repeating: " ", count: margin))
          + (isMiddle ? "┤" : "│") + row(columns, level, largest))
    }
    let axis = String(repeating: "─", count: columns.count)
    lines.append(Self.label(0, margin) + "└" + axis)
    lines.append(
      ends(PlotAxis(page.axes[0]), page.axes[0].centres, margin: margin + 1, columns: columns.count))
    lines.append(legend(page, largest, margin: margin + 1))
    return lines
  }

  /// The quantity that is drawn upwards, or by colours, and the largest of it.
  private func legend(_ page: ResultPage, _ largest: Double, margin: Int, up: String = "") -> String {
    let value = PlotAxis(
      name: page.quantity, page.unit, isPerPrimary: false, isLogarithmic: false
    ).label
    let text = "\(up)\(value), up to \(threeDigits(largest))"
    return String((String(repeating: " ", count: margin) + text).prefix(width))
  }

  /// A line of a profile, `level` lines above its foot.
  private func row(_ columns: [Double], _ level: Int, _ largest: Double) -> String {
    String(
      columns.map { value in
        let eighths = (value / largest * Double(8 * Self.height)).rounded() - Double(8 * level)
        return Self.eighths[Int(min(max(eighths, 0), 8))]
      })
  }

  private func map(_ map: HeatMap, _ largest: Double, _ page: ResultPage) -> [String] {
    let margin = 10
    let columns = map.columns.count - 1
    let room = min(columns, width - margin - 1)
    let rows = map.rows.count - 1
    let lineCount = usesColour ? min((rows + 1) / 2, 20) : min(rows, 20)
    let fine = usesColour ? min(rows, 2 * lineCount) : lineCount
    // The largest of the bins of each place, from the top.
    var cells = [[Double]](repeating: [], count: fine)
    for place in 0..<fine {
      let (low, high) = (place * rows / fine, max((place + 1) * rows / fine, place * rows / fine + 1))
      let merged = (0..<columns).map { column in
        (low..<high).map { map.values[$0 * columns + column] }.filter(\.isFinite).max() ?? 0
      }
      cells[fine - 1 - place] = Self.gathered(merged, to: room)
    }
    var lines: [String] = []
    let step = usesColour ? 2 : 1
    for start in stride(from: 0, to: fine, by: step) {
      let edge = start == 0 ? map.rows[rows] : start + step >= fine ? map.rows[0] : nil
      let label = edge.map { Self.label($0, margin) } ?? String(repeating: " ", count: margin)
      let upper = cells[start].map { $0 / largest }
      let lower = usesColour && start + 1 < fine ? cells[start + 1].map { $0 / largest } : nil
      lines.append(label + (edge == nil ? "│" : "┤") + text(upper, lower))
    }
    let axis = String(repeating: "─", count: cells[0].count)
    lines.append(String(repeating: " ", count: margin) + "└" + axis)
    lines.append(ends(map.horizontal, map.columns, margin: margin + 1, columns: cells[0].count))
    lines.append(legend(page, largest, margin: margin + 1, up: "up: \(map.vertical.label); "))
    return lines
  }

  private func text(_ upper: [Double], _ lower: [Double]?) -> String {
    guard usesColour else {
      return String(upper.map { Self.shades[$0 > 0 ? min(Int($0 * 4) + 1, 4) : 0] })
    }
    var text = ""
    for column in upper.indices {
      let top = ColourMap.viridis.colour(at: upper[column])
      text += "\u{1b}[38;2;\(top.red);\(top.green);\(top.blue)m"
      if let lower {
        let bottom = ColourMap.viridis.colour(at: lower[column])
        text += "\u{1b}[48;2;\(bottom.red);\(bottom.green);\(bottom.blue)m"
      }
      text += "▀"
    }
    return text + "\u{1b}[0m"
  }

  /// The ends of the horizontal axis, and its label between them where there is room.
  private func ends(_ axis: PlotAxis, _ positions: [Double], margin: Int, columns: Int) -> String {
    let low = threeDigits(positions.first ?? 0)
    let high = threeDigits(positions.last ?? 0)
    let free = columns - low.count - high.count
    let label = free > axis.label.count + 1 ? axis.label : ""
    let left = max((free - label.count) / 2, 1)
    return String(repeating: " ", count: margin) + low + String(repeating: " ", count: left) + label
      + String(repeating: " ", count: max(free - label.count - left, 1)) + high
  }

  /// Gathers as many values as there is room for: the largest of neighbours; few are drawn wider.
  private static func gathered(_ values: [Double], to room: Int) -> [Double] {
    guard values.count > room else {
      let times = max(room / max(values.count, 1), 1)
      return values.flatMap { [Double](repeating: $0.isFinite ? $0 : 0, count: times) }
    }
    return (0..<room).map { place in
      let range = place * values.count / room..<(place + 1) * values.count / room
      return values[range].filter(\.isFinite).max() ?? 0
    }
  }

  private static func label(_ value: Double, _ width: Int) -> String {
    let text = threeDigits(value)
    return String(repeating: " ", count: max(width - 1 - text.count, 0)) + text + " "
  }
}
