import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbAnalysis

/// Levels of peaks whose truth is known: smoothed no more than noise asks for.
@Suite("Levels of peaks")
struct SmoothedLevelTests {
  /// A peak of height 1 near 0, that falls off to the right in a length of about 1.
  struct Shape: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let value: @Sendable (Double) -> Double
    let place: Double
    let height: Double
    /// The place beyond the peak where 80 % of it is reached.
    let r80: Double

    init(_ name: String, _ value: @escaping @Sendable (Double) -> Double) {
      testDescription = name
      self.value = value
      // Golden sections, and halves.
      var (low, high) = (-3.0, 3.0)
      for _ in 0..<200 {
        let (a, b) = (low + 0.381966 * (high - low), low + 0.618034 * (high - low))
        if value(a) < value(b) { low = a } else { high = b }
      }
      place = low
      height = value(low)
      (low, high) = (place, place + 5)
      for _ in 0..<100 {
        let middle = (low + high) / 2
        if value(middle) > 0.8 * height { low = middle } else { high = middle }
      }
      r80 = low
    }

    /// The averages over bins from the first edge on, by Simpson's rule.
    func averages(from first: Double, width: Double, bins: Int) -> [Double] {
      (0..<bins).map { bin in
        let parts = 32
        let step = width / Double(parts)
        let sum = (0...parts).reduce(0.0) { sum, part in
          let weight = part == 0 || part == parts ? 1.0 : part % 2 == 0 ? 2 : 4
          return sum + weight * value(first + width * Double(bin) + step * Double(part))
        }
        return sum / Double(3 * parts)
      }
    }
  }

  static let shapes = [
    Shape("Gaussian") { exp(-$0 * $0 / 2) },
    Shape("Gaussian on a plateau") { exp(-$0 * $0 / 2) + 0.15 * erfc($0 / 2.0.squareRoot()) },
    // What straggling of one unit makes of a rise by e in two units up to the end of all ranges.
    Shape("Bragg") { depth in
      let end = 0.5 * erfc(depth / 2.0.squareRoot())
      return 0.3 * end + 0.5 * exp(depth / 2 + 0.125) * erfc((depth + 0.5) / 2.0.squareRoot())
    },
    // The second derivative is 16 times as large to the right as to the left.
    Shape("two Gaussians") { depth in
      depth < 0 ? 0.25 + 0.75 * exp(-depth * depth / 24) : exp(-depth * depth / 2)
    },
  ]

  static func analyzed(
    _ values: [Double], from first: Double, width: Double, errors: [Double]? = nil,
    isLateral: Bool = false
  ) throws -> (height: Double, r80: Double) {
    let page = smallPage(
      values, over: [(isLateral ? "x" : "z", first, first + width * Double(values.count), values.count)],
      errors: errors)
    if isLateral {
      let analysis = try LateralAnalysis(page, .average, level: .smooth)
      let figures = try analysis.figures(of: values)
      return (try #require(figures[0]), try #require(figures[10]))
    }
    let analysis = try BraggAnalysis(page, .average, level: .smooth, beam: (BeamDirection("z")!, .option))
    let figures = try analysis.figures(of: values)
    let index = try #require(analysis.outline.firstIndex { $0.name == "r80" })
    return (try #require(figures[0]), try #require(figures[index]))
  }

  @Test(
    "without noise R80 is right to a fiftieth of a bin, of bins of any width and phase, with errors or without",
    arguments: shapes, [0.05, 0.1, 0.17, 0.25, 0.33, 0.4, 0.5])
  func withoutNoise(shape: Shape, width: Double) throws {
    for phase in [0.0, 0.2, 0.45, 0.5, 0.7, 0.95] {
      let first = -24 + phase * width
      let values = shape.averages(from: first, width: width, bins: Int(36 / width))
      for errors in [nil, values.map { _ in 0.0 }, values.map { 1e-9 * $0 }] {
        let found = try Self.analyzed(values, from: first, width: width, errors: errors)
        #expect(abs(found.r80 - shape.r80) < 0.02 * width, "phase \(phase), \(found)")
      }
    }
  }

  /// Noise of 0.01 to 3 %, and the mean and root mean square of how far off heights are, in noises of a bin.
  private static func scatter(
    _ shape: Shape, width: Double, noise: Double, hasErrors: Bool
  ) throws -> (bias: Double, spread: Double) {
    var random = SeededGenerator(seed: 11)
    let clean = shape.averages(from: -24.1, width: width, bins: Int(36 / width))
    let experiments = 40
    var (sum, squares) = (0.0, 0.0)
    for _ in 0..<experiments {
      let values = clean.map { max($0 * (1 + noise * normal(&random)), 0) }
      let found = try analyzed(
        values, from: -24.1, width: width, errors: hasErrors ? clean.map { $0 * noise } : nil)
      let off = (found.height / shape.height - 1) / noise
      sum += off
      squares += off * off
    }
    return (sum / Double(experiments), (squares / Double(experiments)).squareRoot())
  }

  private static func normal(_ random: inout SeededGenerator) -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double(random.next() >> 11) * 0x1p-53 }
  }

  @Test(
    "with noise heights of smooth peaks are off by about a bin's noise, and less in the mean",
    arguments: shapes.dropLast(), [1e-4, 1e-3, 1e-2, 3e-2])
  func withNoise(shape: Shape, noise: Double) throws {
    for width in [0.1, 0.17] {
      for hasErrors in [true, false] {
        let (bias, spread) = try Self.scatter(shape, width: width, noise: noise, hasErrors: hasErrors)
        #expect(abs(bias) < 0.75, "width \(width), errors \(hasErrors)")
        #expect(spread < 1.3, "width \(width), errors \(hasErrors)")
      }
    }
  }

  @Test("a peak that no polynomial fits is off by a bin's noise", arguments: [1e-3, 3e-3, 1e-2, 3e-2])
  func sharp(noise: Double) throws {
    let shape = try #require(Self.shapes.last)
    for width in [0.1, 0.2, 0.33] {
      for hasErrors in [true, false] {
        let (bias, spread) = try Self.scatter(shape, width: width, noise: noise, hasErrors: hasErrors)
        #expect(abs(bias) < 1.1, "width \(width), errors \(hasErrors)")
        #expect(spread < 1.6, "width \(width), errors \(hasErrors)")
      }
    }
  }

  @Test("noise does not raise a height, where the highest bin is a noise too high")
  func replicates() throws {
    // The fit of the page is that of its replicates: their heights are linear in the values but for the place.
    let shape = Self.shapes[2]
    let clean = shape.averages(from: -24, width: 0.1, bins: 360)
    let page = smallPage(clean, over: [("z", -24, 12, 360)], errors: clean.map { 0.02 * $0 })
    let analysis = try BraggAnalysis(page, .average, level: .smooth, beam: (BeamDirection("z")!, .option))
    var random = SeededGenerator(seed: 3)
    var (mean, highest) = (0.0, 0.0)
    for _ in 0..<50 {
      let values = clean.map { max($0 * (1 + 0.02 * Self.normal(&random)), 0) }
      mean += try #require(try analysis.figures(of: values)[0]) / 50
      highest += try #require(values.max()) / 50
    }
    #expect(abs(mean / shape.height - 1) < 0.005)
    #expect(highest / shape.height > 1.02)
    #expect(analysis.outline[0].resampling == .jackknife)
    // Without noise there is nothing to be smoothed.
    let plain = try BraggAnalysis(
      smallPage(clean, over: [("z", -24, 12, 360)]), .average, level: .smooth,
      beam: (BeamDirection("z")!, .option))
    #expect(plain.outline[0].resampling == .extreme)
  }

  @Test("a plateau is its mean, without noise and with it", arguments: [0.0, 0.01, 0.03], [false, true])
  func plateau(noise: Double, isLateral: Bool) throws {
    var random = SeededGenerator(seed: 4)
    var height = 0.0
    for _ in 0..<20 {
      let values = (0..<240).map { bin -> Double in
        let depth = 0.05 * (Double(bin) + 0.5) - 6
        let fall = 0.5 * erfc((abs(depth) - 3) / 0.3)
        return max(fall * (1 + noise * Self.normal(&random)), 0)
      }
      let found = try Self.analyzed(values, from: -6, width: 0.05, errors: nil, isLateral: isLateral)
      height += found.height / 20
    }
    #expect(abs(height - 1) < max(1e-6, 0.06 * noise))
  }
}
