internal import EbbModel

/// Answers for people.
extension Listing {
  /// The most tables below each other that are easily read together, and the fewest rows that are worth it.
  private static let (maxPanels, minRows) = (3, 5)

  /// An aligned table that no line of is wider than the terminal.
  ///
  /// Where it is too wide: columns without a word go, ids are shortened to what tells them apart, times to their day, long
  /// texts; then optional columns go, and a last line says so. Where that is not enough, and where columns were asked for,
  /// all of them are there, in a few tables below each other, or turned, a line a column.
  func table(_ layout: TableLayout) -> String {
    var grid = Grid(self)
    guard let width = layout.width, grid.width > width else { return grid.text(layout) }
    grid.leaveEmptyOut()
    if !isChosen { grid.shortenIDs() }
    let whole = grid
    if !isChosen { grid.shorten(to: width) }
    if grid.width <= width { return grid.text(layout) + grid.note(layout) }
    let turned = whole.turned(layout, width)
    guard let panels = whole.panels(layout, width) else { return turned.joined() + whole.note(layout) }
    // Rows of many figures are easier to follow down one column, many rows of few along lines.
    let isRead = panels.count <= Self.maxPanels && rows.count >= Self.minRows
    let lines = panels.reduce(panels.count - 1) { $0 + $1.count }
    let body =
      isRead || lines < turned.count ? panels.map { $0.joined() }.joined(separator: "\n") : turned.joined()
    return body + whole.note(layout)
  }
}
