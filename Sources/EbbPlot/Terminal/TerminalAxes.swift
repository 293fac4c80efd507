internal import EbbModel

/// The frame of a drawing: its place on a sheet, its scales, and round ticks.
struct TerminalAxes {
  /// The first column and line within the frame, and how many there are.
  var left: Int
  var top: Int
  var columns: Int
  var rows: Int
  var horizontal: Scale
  var vertical: Scale

  /// The lines below a frame: the axis, its labels, its name.
  static let below = 3

  static func across(_ scale: Scale, columns: Int) -> Ticks { Ticks(scale, cells: columns, isUpright: false) }
  static func up(_ scale: Scale, rows: Int) -> Ticks { Ticks(scale, cells: rows, isUpright: true) }

  /// The columns that labels beside a frame take, with its border.
  static func margin(_ ticks: Ticks) -> Int { (ticks.labelled.map(\.label.columns).max() ?? 0) + 2 }

  func column(of value: Double) -> Int? {
    let share = horizontal.share(of: value)
    guard share >= -1e-9, share <= 1 + 1e-9 else { return nil }
    return left + min(max(Int(share * Double(columns)), 0), columns - 1)
  }

  func line(of value: Double) -> Int? {
    let share = vertical.share(of: value)
    guard share >= -1e-9, share <= 1 + 1e-9 else { return nil }
    return top + min(max(Int((1 - share) * Double(rows)), 0), rows - 1)
  }

  /// Draws the left border with its labels.
  func drawUp(_ ticks: Ticks, on sheet: inout TerminalSheet) {
    for row in 0..<rows { sheet.set("│", x: left - 1, y: top + row) }
    for tick in ticks.labelled {
      guard let y = line(of: tick.value) else { continue }
      sheet.set("┤", x: left - 1, y: y)
      let start = left - 2 - tick.label.columns
      sheet.put(tick.label, x: max(start, 0), y: y, room: left - 2 - max(start, 0))
    }
  }

  /// Draws the lower border, with labels and a name where they are wanted.
  func drawAcross(_ ticks: Ticks, label: String?, on sheet: inout TerminalSheet) {
    let y = top + rows
    sheet.set("└", x: left - 1, y: y)
    for column in 0..<columns { sheet.set("─", x: left + column, y: y) }
    for tick in ticks.labelled {
      guard let x = column(of: tick.value) else { continue }
      sheet.set("┬", x: x, y: y)
      if label != nil { sheet.centre(tick.label, around: x, y: y + 1) }
    }
    guard let label else { return }
    let text = label.printable.cut(to: sheet.width)
    sheet.centre(text, around: left + columns / 2, y: y + 2)
  }
}
