import EbbModel
import Glibc
import Testing

@testable import EbbPlot

@Suite("Figures") struct FigureTests {
  private let depth: [Double] = [0.5, 1.5, 2.5, 3.5]

  @Test(
    "the beam runs from left to right, whatever the order of the axes", arguments: [["y", "z"], ["z", "y"]])
  func beamDirection(names: [String]) throws {
    let page = smallPage(names.map { ($0, $0 == "z" ? depth : [-1, 0, 1]) })
    let figure = try Figure(title: "", [("a", page)])
    guard case .maps(let maps) = figure.content, let map = maps.first else {
      Issue.record("no map")
      return
    }
    #expect(map.horizontal.label == "z (cm)")
    #expect(map.columns == [0, 1, 2, 3, 4])
    #expect(map.rows == [-1.5, -0.5, 0.5, 1.5])
    for (row, _) in [-1, 0, 1].enumerated() {
      for column in depth.indices {
        let bin = names[0] == "y" ? row * 4 + column : column * 3 + row
        #expect(map.values[row * 4 + column] == page.values[bin])
      }
    }
  }

  @Test("a volume is cut through its largest bin, as a walk over all bins finds")
  func slices() throws {
    var page = smallPage([("x", [0, 1]), ("y", [0, 1, 2]), ("z", depth)])
    page.values = page.values.map { ($0 * 7).truncatingRemainder(dividingBy: 23) }
    let largest = page.values.indices.max { page.values[$0] < page.values[$1] }!
    let place = (largest / 12, largest / 4 % 3, largest % 4)
    guard case .maps(let maps) = try Figure(title: "", [("a", page)]).content else {
      Issue.record("no maps")
      return
    }
    #expect(maps.map(\.label) == ["z = \(depth[place.2]) cm", "y = \(place.1) cm", "x = \(place.0) cm"])
    // x from left to right, y upwards.
    let first = (0..<3).flatMap { y in (0..<2).map { x in page.values[(x * 3 + y) * 4 + place.2] } }
    // z from left to right, x upwards.
    let second = (0..<2).flatMap { x in (0..<4).map { z in page.values[(x * 3 + place.1) * 4 + z] } }
    #expect(maps[0].values == first)
    #expect(maps[1].values == second)
    #expect(maps.allSatisfy { $0.values.max() == page.values[largest] })
  }

  @Test("normalised curves are over their largest value with their errors, whatever their units")
  func normalised() throws {
    var dose = smallPage([("z", depth)])
    (dose.values, dose.errors) = ([1, 4, -2, .nan], [0.5, 1, 2, .nan])
    var other = smallPage([("z", depth)], unit: "MeV/cm")
    (other.values, other.errors) = ([10, 20, 5, 0], nil)
    var look = FigureLook()
    look.isNormalised = true
    let figure = try Figure(title: "", [("a", dose), ("b", other)], look)
    guard case .curves(let panels) = figure.content else {
      Issue.record("no curves")
      return
    }
    #expect(panels[0].curves[0].values.prefix(3) == [0.25, 1, -0.5])
    #expect(panels[0].curves[0].values[3].isNaN)
    #expect(panels[0].curves[0].errors?.prefix(3) == [0.125, 0.25, 0.5])
    #expect(panels[0].curves[1].values == [0.5, 1, 0.25, 0])
    #expect(panels[0].curves[1].errors == nil)
    #expect(figure.value.label.hasSuffix("elative to maximum"))
    for values in [[0.0, 0, 0, 0], [-1, -2, -3, -4], [.nan, .nan, .infinity, .nan]] {
      other.values = values
      #expect(throws: FigureError.noMaximum("b")) { try Figure(title: "", [("b", other)], look) }
    }
    var map = smallPage([("y", [0, 1]), ("z", depth)])
    map.values = [0, 1, 2, 3, 4, 5, 6, 8]
    let one = try Figure(title: "", [("m", map)], look)
    guard case .maps(let maps) = one.content else {
      Issue.record("no map")
      return
    }
    #expect(maps[0].values == map.values.map { $0 / 8 })
  }

  @Test("what cannot be drawn is refused by name")
  func refusals() {
    let line = smallPage([("z", depth)])
    let map = smallPage([("y", [0, 1]), ("z", depth)])
    let other = smallPage([("z", depth)], unit: "MeV/cm")
    let four = smallPage([("x", [0, 1]), ("y", [0, 1]), ("z", [0, 1]), ("e", [0, 1])])
    #expect(throws: FigureError.nothing) { try Figure(title: "", []) }
    #expect(throws: FigureError.singleValue("a")) { try Figure(title: "", [("a", smallPage([]))]) }
    #expect(throws: FigureError.tooManyAxes("a", 4)) { try Figure(title: "", [("a", four)]) }
    #expect(throws: FigureError.mapBesides("b")) { try Figure(title: "", [("a", line), ("b", map)]) }
    #expect(throws: FigureError.differ("a", "b")) { try Figure(title: "", [("a", line), ("b", other)]) }
  }

  @Test(
    "the colours of maps get lighter evenly, for those who see no red or green too",
    arguments: [ColourMap.viridis, .inferno, .magma, .cividis, .gray])
  func lightness(map: ColourMap) {
    func linear(_ byte: Int) -> Double {
      let share = Double(byte) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    // CIE 1976 L*.
    let lightness = (0...32).map { step in
      let colour = map.colour(at: Double(step) / 32)
      let y = 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
      return y > 0.008856 ? 116 * cbrt(y) - 16 : 903.3 * y
    }
    let steps = zip(lightness.dropFirst(), lightness).map { $0 - $1 }
    let mean = steps.reduce(0, +) / Double(steps.count)
    // Gray is even in what screens are given, not in lightness; nine points of a map do not make it smooth.
    let most = map == .viridis ? 1.5 : 1.8
    #expect(steps.allSatisfy { (2 - most) * mean < $0 && $0 < most * mean }, "\(steps)")
  }
}
