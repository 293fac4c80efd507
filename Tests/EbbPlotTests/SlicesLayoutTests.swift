import EbbModel
import Foundation
import Testing

@testable import EbbPlot

@Suite("Places of slices") struct SlicesLayoutTests {
  private func maps(
    _ lengths: (x: Double, y: Double, z: Double), names: [String] = ["x", "y", "z"], unitOfAxes: String = "cm"
  ) throws -> [HeatMap] {
    func centres(_ length: Double) -> [Double] { (0..<4).map { (Double($0) + 0.5) * length / 4 } }
    let page = smallPage(
      zip(names, [lengths.x, lengths.y, lengths.z]).map { (name: $0, centres: centres($1)) },
      unitOfAxes: unitOfAxes)
    guard case .maps(let maps) = try Figure(title: "", [("a", page)]).content else { return [] }
    return maps
  }

  private func layout(_ maps: [HeatMap], width: Double, height: Double? = nil) throws -> MapsLayout {
    let value = PlotAxis(name: "Dose", Unit(source: "MeV/g"), isPerPrimary: true, isLogarithmic: false)
    return try MapsLayout.make(
      maps, value: value, colours: Scale(low: 0, high: 1, isLogarithmic: false), heading: ["a"],
      PictureStyle(format: .png, width: width, height: height))
  }

  /// Places of a value along a frame's axes, in points.
  private func across(_ value: Double, _ frame: MapsLayout.Frame) -> Double {
    frame.box.left + frame.horizontal.scale.share(of: value) * frame.box.width
  }
  private func up(_ value: Double, _ frame: MapsLayout.Frame) -> Double {
    frame.box.bottom + frame.vertical.scale.share(of: value) * frame.box.height
  }

  @Test(
    "they have one scale, and lines by which they cut each other go on from one to the next",
    arguments: [(4.0, 3.0, 8.0), (20, 16, 24), (1e-3, 2e-3, 1.5e-3), (10, 30, 12)], [170.0, 243, 504, 800])
  func aligned(lengths: (Double, Double, Double), width: Double) throws {
    let maps = try maps(lengths)
    let layout = try layout(maps, width: width)
    // x–y, z–x and z–y.
    let (first, third, second) = (layout.frames[0], layout.frames[1], layout.frames[2])
    let scale = first.box.width / lengths.0
    for (frame, (width, height)) in zip(
      layout.frames, [(lengths.0, lengths.1), (lengths.2, lengths.0), (lengths.2, lengths.1)])
    {
      #expect(abs(frame.box.width - width * scale) < 1e-9 && abs(frame.box.height - height * scale) < 1e-9)
      #expect(frame.box.left >= 0 && frame.box.right <= layout.colours.right + 1e-9)
      #expect(frame.box.top <= layout.height && frame.box.bottom > layout.colours.top)
    }
    // y: from the first to the second.
    let y = try #require(maps[0].cuts?.up)
    #expect(maps[2].cuts?.up == y)
    #expect(abs(up(y, first) - up(y, second)) < 1e-9)
    let z = try #require(maps[1].cuts?.across)
    #expect(maps[2].cuts?.across == z)
    let isRow = abs(third.box.bottom - second.box.bottom) < 1e-9
    #expect(isRow == (width >= 504))
    if !isRow { #expect(abs(across(z, third) - across(z, second)) < 1e-9) }
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
      let (one, other) = (layout.frames[one].box, layout.frames[other].box)
      #expect(
        one.right < other.left || other.right < one.left || one.top < other.bottom || other.top < one.bottom)
    }
    #expect(!second.isLabelledUp && first.isLabelledUp && third.isLabelledUp && third.isLabelledAcross)
  }

  @Test(
    "whatever the order of the axes",
    arguments: [["z", "y", "x"], ["y", "z", "x"], ["x", "z", "y"], ["a", "b", "c"]])
  func orders(names: [String]) throws {
    let maps = try maps((20, 16, 24), names: names)
    #expect(SlicesLayout(maps) != nil)
    let layout = try layout(maps, width: 243)
    #expect(layout.frames.count { !$0.isLabelledUp } == 1)
  }

  @Test("strips, towers and axes of other units stand one below another")
  func others() throws {
    for (maps, width) in [
      (try maps((1, 1, 200)), 243.0), (try maps((200, 1, 1)), 243), (try maps((1, 200, 1)), 504),
      (try maps((4, 3, 8), unitOfAxes: "1"), 243), (try maps((20, 16, 24)), 110),
    ] {
      let frames = try layout(maps, width: width).frames
      #expect(Set(frames.map(\.box.left)).count == 1)
      #expect(frames.allSatisfy { $0.isLabelledUp && $0.isLabelledAcross })
      #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.box.bottom > $1.box.top })
    }
  }

  @Test("a height that was asked for holds: with one scale where there is room, else one below another")
  func heights() throws {
    let maps = try maps((20, 16, 24))
    let natural = try layout(maps, width: 243)
    for height in [natural.height, natural.height + 100, 250] {
      let made = try layout(maps, width: 243, height: height)
      #expect(made.height == height)
      let scale = made.frames[0].box.width / 20
      #expect(made.frames.allSatisfy { $0.box.bottom > made.colours.top && $0.box.top < height })
      #expect(abs(made.frames[2].box.height - 16 * scale) < 1e-9)
    }
    #expect(throws: FigureError.self) { try layout(maps, width: 243, height: 60) }
  }
}
