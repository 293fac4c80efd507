/// The places of maps on a picture, and of the colours' scale below them; in points.
///
/// A map is as wide as there is room for, and as high as its lengths ask for: where both axes are of the same unit they
/// have one scale, if that makes neither a strip nor a tower. Slices of a volume all have the same, and stand as
/// `SlicesLayout` has them, or one below another where they do not fit so.
struct MapsLayout {
  struct Frame {
    var box: Box
    var horizontal: (scale: Scale, ticks: Ticks, label: [String])
    var vertical: (scale: Scale, ticks: Ticks, label: [String])
    var title: [String]
    /// Whether the axes have labels here, or at a frame that has the same below or at the left.
    var isLabelledAcross = true
    var isLabelledUp = true
  }

  let height: Double
  let heading: [String]
  let frames: [Frame]
  let colours: Box
  let colourTicks: Ticks
  let colourLabel: [String]
  /// The key of lines of equal value, and its upper edge.
  let key: LevelKey
  let keyTop: Double

  private static let leastWidth = 40.0
  /// The least and the greatest height of a map over the width that there is.
  private static let heights = 0.1...0.9
  /// The thickness of the colours' scale.
  private static let bar = 6.0

  /// The texts around maps, and the room that they take above and below these, beside a margin at either side.
  struct Surroundings {
    let heading: [String]
    let colourTicks: Ticks
    let colourLabel: [String]
    let key: LevelKey
    let above: Double
    let below: Double

    init(
      _ lines: [Isolines], value: PlotAxis, colours: Scale, heading texts: [String], left: Double,
      right: Double, _ style: PictureStyle
    ) {
      let letters = style.letters
      let line = letters.lineHeight
      let width = style.width - left - right
      heading = texts.flatMap { letters.lines($0, in: style.width - 2 * Sheet.edge) }
      colourTicks = Ticks(colours, length: width, letters)
      colourLabel = letters.lines(
        value.label(power: colourTicks.power), in: style.width - 2 * Sheet.edge)
      key = LevelKey(lines, power: colourTicks.power, in: width, letters)
      above = Sheet.edge + (heading.isEmpty ? 0 : Double(heading.count) * line + 0.2 * line)
      below =
        Sheet.edge + Double(colourLabel.count) * line + Sheet.below(letters) + MapsLayout.bar + 0.6 * line
        + (key.height > 0 ? key.height + 0.4 * line : 0)
    }

    /// The layout with frames between them.
    func layout(_ frames: [Frame], height: Double, left: Double, right: Double, _ style: PictureStyle)
      -> MapsLayout
    {
      let letters = style.letters
      let bar = Box(
        left: left,
        bottom: Sheet.edge + Double(colourLabel.count) * letters.lineHeight + Sheet.below(letters),
        width: style.width - left - right, height: MapsLayout.bar)
      return MapsLayout(
        height: height, heading: heading, frames: frames, colours: bar, colourTicks: colourTicks,
        colourLabel: colourLabel, key: key, keyTop: below - 0.2 * letters.lineHeight)
    }
  }

  static func make(
    _ maps: [HeatMap], value: PlotAxis, colours: Scale, heading texts: [String], _ style: PictureStyle
  ) throws(FigureError) -> MapsLayout {
    if let slices = SlicesLayout(maps)?.layout(value: value, colours: colours, heading: texts, style) {
      return slices
    }
    let letters = style.letters
    let line = letters.lineHeight
    let edge = Sheet.edge
    let scales = maps.map { ($0.horizontalScale, $0.verticalScale) }

    // Labels of the vertical axes take their room first: at most as many lines as a map of full width has.
    func vertical(_ index: Int, _ height: Double) -> (scale: Scale, ticks: Ticks, label: [String]) {
      let ticks = Ticks(scales[index].1, length: height, letters, isUpright: true)
      return (
        scales[index].1, ticks,
        letters.lines(
          maps[index].vertical.label(power: ticks.power), in: Sheet.reach(beside: height, letters))
      )
    }
    var widths = maps.map { _ in style.width }
    var heights = maps.map { _ in 0.5 * style.width }
    var left = 0.0
    var right = edge + letters.size
    for _ in 0..<3 {
      left =
        maps.indices.map { index in
          let axis = vertical(index, heights[index])
          return Sheet.left(axis.ticks, letters) + Double(axis.label.count) * line
        }.max()! + edge
      let room = style.width - left - right
      guard room >= leastWidth else { throw .noRoom(height: nil, width: left + right + leastWidth) }
      (widths, heights) = sizes(maps, scales, room: room, least: 3 * line)
      let reach = maps.indices.map { index in
        let ticks = Ticks(scales[index].0, length: widths[index], letters)
        return ticks.labelled.last.map { last in
          letters.width(last.label) / 2 - (1 - scales[index].0.share(of: last.value)) * widths[index]
            - (room - widths[index])
        } ?? 0
      }.max()!
      right = edge + max(letters.size, reach)
    }

    // From below: the colours with their label, then the maps.
    let surroundings = Surroundings(
      maps.flatMap(\.lines), value: value, colours: colours, heading: texts, left: left, right: right, style)
    let titles = maps.map { letters.lines($0.label, in: style.width - 2 * edge) }
    let labels = maps.indices.map { index -> [String] in
      let ticks = Ticks(scales[index].0, length: widths[index], letters)
      return letters.lines(maps[index].horizontal.label(power: ticks.power), in: style.width - 2 * edge)
    }
    let others = maps.indices.reduce(0.0) {
      $0 + Double(titles[$1].count) * line + line / 2 + Sheet.below(letters) + Double(labels[$1].count) * line
        + 0.3 * line
    }
    var total = surroundings.below + surroundings.above + others + heights.reduce(0, +)
    if let asked = style.height {
      // A given height makes all maps lower or higher, to one scale.
      let factor = (asked - (total - heights.reduce(0, +))) / heights.reduce(0, +)
      guard heights.allSatisfy({ $0 * factor >= 12 }), factor > 0 else {
        throw .noRoom(height: total - heights.reduce(0, +) + 12 * Double(maps.count) * 1.5, width: nil)
      }
      heights = heights.map { $0 * factor }
      if factor < 1 {
        for index in maps.indices where maps[index].trueRatio != nil { widths[index] *= factor }
      }
      total = asked
    }
    var top = total - surroundings.above
    var frames: [Frame] = []
    for index in maps.indices {
      top -= Double(titles[index].count) * line + line / 2
      let box = Box(left: left, bottom: top - heights[index], width: widths[index], height: heights[index])
      frames.append(
        Frame(
          box: box,
          horizontal: (scales[index].0, Ticks(scales[index].0, length: box.width, letters), labels[index]),
          vertical: vertical(index, box.height), title: titles[index]))
      top -= box.height + Sheet.below(letters) + Double(labels[index].count) * line + 0.3 * line
    }
    return surroundings.layout(frames, height: total, left: left, right: right, style)
  }

  /// The sizes of maps in a room of a given width, none of which is lower than `least` for its label to have room.
  private static func sizes(
    _ maps: [HeatMap], _ scales: [(Scale, Scale)], room: Double, least: Double
  ) -> (widths: [Double], heights: [Double]) {
    let ratios = maps.map(\.trueRatio)
    // One scale for all: what fits the widest, and no tower.
    if ratios.allSatisfy({ $0 != nil }), maps.count > 1 {
      let widest = scales.map { $0.0.high - $0.0.low }.max()!
      let highest = scales.map { $0.1.high - $0.1.low }.max()!
      let factor = min(room / widest, Self.heights.upperBound * room / highest)
      let widths = scales.map { ($0.0.high - $0.0.low) * factor }
      let heights = scales.map { ($0.1.high - $0.1.low) * factor }
      if (widths + heights).min()! >= 2 * least / 3 { return (widths, heights) }
    }
    var widths: [Double] = []
    var heights: [Double] = []
    for ratio in ratios {
      let height = room * (ratio ?? 0.7)
      let highest = Self.heights.upperBound * room
      widths.append(height > highest ? room * highest / height : room)
      heights.append(min(max(height, max(Self.heights.lowerBound * room, least)), highest))
    }
    return (widths, heights)
  }
}
