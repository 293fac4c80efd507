/// The places of the three slices of a volume as views of a body have them: those that have an axis in common are as long along
/// it and aligned, so that the lines by which they cut each other go on from one to the next.
///
/// Where there is width for it they stand in a row; else two side by side, and the third below the one that has an axis in
/// common with both.
struct SlicesLayout {
  private typealias Labels = (scale: Scale, ticks: Ticks, label: [String])

  /// The numbers of the maps: the first and the second have the vertical axis in common, the second and the third the
  /// horizontal one.
  private let first: Int
  private let second: Int
  private let third: Int
  private let maps: [HeatMap]

  /// The least sizes of a frame in a row, and otherwise.
  private static let leastOfRow = (width: 60.0, height: 40.0)
  private static let least = (width: 34.0, height: 28.0)
  /// The most height of the frames over the width of the picture.
  private static let mostHeight = 1.1

  /// - Returns: `nil` where the maps are not three slices of one volume with lengths to one scale.
  init?(_ maps: [HeatMap]) {
    guard maps.count == 3, maps.allSatisfy(\.hasTrueLengths) else { return nil }
    let orders = [(0, 1, 2), (2, 1, 0), (0, 2, 1), (1, 2, 0), (1, 0, 2), (2, 0, 1)]
    let order = orders.first { first, second, third in
      maps[first].vertical == maps[second].vertical && maps[first].rows == maps[second].rows
        && maps[second].horizontal == maps[third].horizontal && maps[second].columns == maps[third].columns
        && maps[first].horizontal == maps[third].vertical && maps[first].columns == maps[third].rows
    }
    guard let order else { return nil }
    (first, second, third) = order
    self.maps = maps
  }

  /// - Returns: `nil` where there is too little room.
  func layout(value: PlotAxis, colours: Scale, heading: [String], _ style: PictureStyle) -> MapsLayout? {
    func layout(isRow: Bool) -> MapsLayout? {
      self.layout(isRow: isRow, style) { left, right in
        Surroundings([], value: value, colours: colours, heading: heading, left: left, right: right, style)
      }
    }
    return layout(isRow: true) ?? layout(isRow: false)
  }

  /// What labels and titles take: at the left, between the first two, between the second and one at its right, at the
  /// right, above, between one below another, and below.
  private struct Rooms: Equatable {
    var left = 0.0
    var gap = 0.0
    var middle = 0.0
    var right = 0.0
    var top = 0.0
    var between = 0.0
    var bottom = 0.0

    /// The larger of each.
    func joined(_ other: Rooms) -> Rooms {
      Rooms(
        left: max(left, other.left), gap: max(gap, other.gap), middle: max(middle, other.middle),
        right: max(right, other.right),
        top: max(top, other.top), between: max(between, other.between), bottom: max(bottom, other.bottom))
    }
  }

  private func layout(
    isRow: Bool, _ style: PictureStyle, _ surroundings: (_ left: Double, _ right: Double) -> Surroundings
  ) -> MapsLayout? {
    let letters = style.letters
    // The lengths of the axes: across the first, up the first, and across the others.
    let a = Self.length(maps[first].horizontalScale)
    let b = Self.length(maps[first].verticalScale)
    let c = Self.length(maps[second].horizontalScale)
    let heights = isRow ? max(a, b) : a + b
    var scale = style.width / (isRow ? a + 2 * c : a + c)
    var rooms = Rooms()
    var around = surroundings(0, 0)
    var fixed = 0.0
    // Room for labels depends on the lengths, which depend on that room: it grows until it is enough.
    for attempt in 0... {
      let needed = rooms.joined(self.rooms(isRow: isRow, (a, b, c), scale, letters))
      if needed == rooms { break }
      guard attempt < 20 else { return nil }
      rooms = needed
      around = surroundings(rooms.left, rooms.right)
      let side = style.width - rooms.left - rooms.gap - rooms.right
      scale = isRow ? (side - rooms.middle) / (a + 2 * c) : side / (a + c)
      scale = min(scale, Self.mostHeight * style.width / heights)
      fixed = around.above + around.below + rooms.top + rooms.between + rooms.bottom
      if let asked = style.height { scale = min(scale, (asked - fixed) / heights) }
      guard scale.isFinite, scale > 0 else { return nil }
    }
    let least = isRow ? Self.leastOfRow : Self.least
    guard min(a, c) * scale >= least.width, min(a, b) * scale >= least.height else { return nil }
    // The labels of the third stand below the first.
    if !isRow, rooms.left + a * scale + rooms.gap < rooms.middle + Sheet.edge { return nil }

    let height = style.height ?? fixed + heights * scale
    let top = height - around.above - rooms.top
    let base = top - (isRow ? max(a, b) : b) * scale
    var boxes = [Box](
      repeating: Box(left: rooms.left, bottom: base, width: a * scale, height: b * scale), count: 3)
    boxes[second].left += a * scale + rooms.gap
    boxes[second].width = c * scale
    boxes[third] = Box(
      left: isRow ? boxes[second].right + rooms.middle : boxes[second].left,
      bottom: isRow ? base : base - rooms.between - a * scale, width: c * scale, height: a * scale)
    let frames = maps.indices.map { index in
      MapsLayout.Frame(
        box: boxes[index], horizontal: flat(index, boxes[index].width, letters),
        vertical: upright(index, boxes[index].height, letters),
        title: title(index, boxes[index].width, letters), isLabelledAcross: isRow || index != second,
        isLabelledUp: index != second)
    }
    return around.layout(frames, height: height, left: rooms.left, right: rooms.right, style)
  }

  /// The rooms that labels take at a scale, in points for a unit of length.
  private func rooms(
    isRow: Bool, _ lengths: (a: Double, b: Double, c: Double), _ scale: Double, _ letters: Lettering
  ) -> Rooms {
    let line = letters.lineHeight
    let (a, b, c) = (lengths.a * scale, lengths.b * scale, lengths.c * scale)
    func beside(_ axis: Labels) -> Double {
      Sheet.left(axis.ticks, letters) + Double(axis.label.count) * line
    }
    func below(_ axis: Labels) -> Double { Sheet.below(letters) + Double(axis.label.count) * line }
    func above(_ index: Int, _ width: Double) -> Double {
      Double(title(index, width, letters).count) * line + line / 2
    }
    let (across, other) = (flat(first, a, letters), flat(second, c, letters))
    // How far the label of the last tick reaches beyond its frame.
    func reach(_ axis: Labels, _ length: Double) -> Double {
      axis.ticks.labelled.last.map { last in
        letters.width(last.label) / 2 - (1 - axis.scale.share(of: last.value)) * length
      } ?? 0
    }
    var rooms = Rooms(
      left: Sheet.edge + beside(upright(first, b, letters)), gap: Sheet.tick + letters.size,
      middle: beside(upright(third, a, letters)), right: Sheet.edge + max(letters.size, reach(other, c)),
      top: max(above(first, a), above(second, c)))
    if isRow {
      // Of the first label nothing but its half reaches to the left.
      let half = other.ticks.labelled.first.map { letters.width($0.label) / 2 } ?? 0
      rooms.gap = max(rooms.gap, reach(across, a) + half + 0.5 * letters.size)
      rooms.middle += max(letters.size, reach(other, c))
      rooms.top = max(rooms.top, above(third, c))
      rooms.bottom = max(below(across), below(other)) + 0.3 * line
    } else {
      rooms.between = max(below(across) + 0.6 * line, Sheet.tick + above(third, c))
      rooms.bottom = below(other) + 0.3 * line
    }
    return rooms
  }

  private typealias Surroundings = MapsLayout.Surroundings

  private static func length(_ scale: Scale) -> Double { scale.high - scale.low }

  private func flat(_ index: Int, _ length: Double, _ letters: Lettering) -> Labels {
    let scale = maps[index].horizontalScale
    let ticks = Ticks(scale, length: length, letters)
    return (scale, ticks, letters.lines(maps[index].horizontal.label(power: ticks.power), in: length))
  }

  private func upright(_ index: Int, _ length: Double, _ letters: Lettering) -> Labels {
    let scale = maps[index].verticalScale
    let ticks = Ticks(scale, length: length, letters, isUpright: true)
    let reach = Sheet.reach(beside: length, letters)
    return (scale, ticks, letters.lines(maps[index].vertical.label(power: ticks.power), in: reach))
  }

  private func title(_ index: Int, _ width: Double, _ letters: Lettering) -> [String] {
    letters.lines(maps[index].label, in: width + letters.size)
  }
}
