/// The places of frames with curves, of their axes, and of what stands around them; in points.
struct CurvesLayout {
  struct Frame {
    var box: Box
    var vertical: Scale
    var ticks: Ticks
    var label: [String]
  }

  let height: Double
  let heading: [String]
  let horizontal: Scale
  let ticks: Ticks
  let label: [String]
  let frames: [Frame]
  let legend: Legend
  /// The legend's upper left corner.
  let legendPlace: (left: Double, top: Double)

  /// The least sizes of a frame.
  private static let leastHeight = 30.0
  private static let leastWidth = 40.0

  /// Lays frames out with the legend inside where it covers nothing there, else above.
  /// - Parameter heading: what stands above: a title, what was chosen.
  static func make(
    _ panels: [CurvePanel], heading: [String], _ style: PictureStyle
  ) throws(FigureError) -> CurvesLayout {
    var reason: FigureError?
    // Long names beside a frame take fewer lines where it is higher.
    for growth in style.height == nil ? [1, 1.5, 2.2, 3] : [1] {
      do throws(FigureError) {
        return try make(panels, heading: heading, style, growth: growth)
      } catch {
        reason = reason ?? error
      }
    }
    throw reason ?? .nothing
  }

  /// - Parameter growth: the height over that which suits.
  private static func make(
    _ panels: [CurvePanel], heading: [String], _ style: PictureStyle, growth: Double
  ) throws(FigureError) -> CurvesLayout {
    var rooms = try Rooms(panels, heading: heading, style, growth: growth, legend: nil)
    let inside = Legend(panels[0], in: 0.6 * rooms.frames[0].box.width, style.letters)
    if inside.isEmpty { return rooms.layout(inside, (0, 0)) }
    let box = rooms.frames[0].box
    if let place = inside.place(in: box, panels[0], rooms.horizontal, rooms.frames[0].vertical) {
      return rooms.layout(inside, place)
    }
    let outside = Legend(panels[0], in: box.width, style.letters, hasColumns: true)
    rooms = try Rooms(panels, heading: heading, style, growth: growth, legend: outside)
    let first = rooms.frames[0].box
    return rooms.layout(outside, (first.left, first.top + outside.height + 0.5 * style.letters.lineHeight))
  }

  /// The rooms that frames have beside the texts.
  private struct Rooms {
    let height: Double
    let heading: [String]
    let horizontal: Scale
    let ticks: Ticks
    let label: [String]
    let frames: [Frame]

    /// - Parameter legend: one that stands above the frames.
    init(
      _ panels: [CurvePanel], heading texts: [String], _ style: PictureStyle, growth: Double, legend: Legend?
    ) throws(FigureError) {
      let letters = style.letters
      let line = letters.lineHeight
      let edge = Sheet.edge
      let axis = panels[0].curves[0].axis
      let horizontal = panels[0].horizontal
      let heading = texts.flatMap { letters.lines($0, in: style.width - 2 * edge) }
      // A power of ten in the label depends on the values alone.
      let power = Ticks(horizontal, length: style.width, letters).power
      let label = letters.lines(axis.label(power: power), in: style.width - 2 * edge)

      // From above: heading, legend, frames, labels of ticks, the axis' label.
      let gap = 0.9 * line
      let above =
        edge + (heading.isEmpty ? 0 : Double(heading.count) * line + 0.2 * line) + line / 2
        + (legend.map { $0.height } ?? 0)
      let below = edge + Sheet.below(letters) + Double(label.count) * line
      let gaps = gap * Double(panels.count - 1)
      let fixed = above + below + gaps
      let natural =
        0.72 * style.width * (panels.count > 1 ? 1.3 : 1) * growth + (legend.map { $0.height } ?? 0)
      let total = style.height ?? max(natural, fixed + 0.4 * style.width * growth)
      let room = total - fixed
      let least = CurvesLayout.leastHeight * Double(panels.count)
      guard room >= least else { throw .noRoom(height: fixed + least, width: nil) }

      var frames: [Frame] = []
      var top = total - above
      for (index, panel) in panels.enumerated() {
        let height =
          panels.count == 1 ? room : index == 0 ? 0.66 * room : 0.34 * room / Double(panels.count - 1)
        let zeros = ZeroMarks(panel, over: horizontal)
        let vertical = panel.vertical(over: horizontal, foot: min(zeros.height / height, 0.5))
        let ticks = Ticks(vertical, length: height, letters, isUpright: true)
        let reach = Sheet.reach(beside: height, letters)
        frames.append(
          Frame(
            box: Box(left: 0, bottom: top - height, width: 0, height: height), vertical: vertical,
            ticks: ticks, label: letters.lines(panel.value.label(power: ticks.power), in: reach)))
        top -= height + gap
      }
      let left =
        edge + Double(frames.map(\.label.count).max() ?? 0) * line
        + (frames.map { Sheet.left($0.ticks, letters) }.max() ?? 0)
      // The last label of a tick may reach beyond the frame.
      var right = edge + 0.5 * letters.size
      var ticks = Ticks(horizontal, length: style.width - left - right, letters)
      for _ in 0..<2 {
        let width = style.width - left - right
        guard width >= CurvesLayout.leastWidth else {
          throw .noRoom(height: nil, width: left + right + CurvesLayout.leastWidth)
        }
        ticks = Ticks(horizontal, length: width, letters)
        let reach = ticks.labelled.last.map { last in
          letters.width(last.label) / 2 - (1 - horizontal.share(of: last.value)) * width
        }
        right = edge + max(0.5 * letters.size, reach ?? 0)
      }
      ticks = Ticks(horizontal, length: style.width - left - right, letters)
      for index in frames.indices {
        frames[index].box.left = left
        frames[index].box.width = style.width - left - right
      }
      height = total
      self.heading = heading
      self.horizontal = horizontal
      self.ticks = ticks
      self.label = label
      self.frames = frames
    }

    func layout(_ legend: Legend, _ place: (left: Double, top: Double)) -> CurvesLayout {
      CurvesLayout(
        height: height, heading: heading, horizontal: horizontal, ticks: ticks, label: label,
        frames: frames, legend: legend, legendPlace: place)
    }
  }
}
