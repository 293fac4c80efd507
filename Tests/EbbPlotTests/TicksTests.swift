import EbbModel
import Foundation
import Testing

@testable import EbbPlot

@Suite("Ticks") struct TicksTests {
  private let letters = Lettering(family: "Sans", size: 8)

  /// What a label says, apart from how it was made.
  private static func value(_ label: String, power: Int) -> Double {
    let raised: [Character: Character] = [
      "⁻": "-", "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
      "⁹": "9",
    ]
    let parts = label.replacingOccurrences(of: "−", with: "-").components(separatedBy: "×")
    return parts.reduce(pow(10, Double(power))) { product, part in
      let exponent = String(part.compactMap { raised[$0] })
      return product * (exponent.isEmpty ? Double(part) ?? .nan : pow(10, Double(exponent) ?? .nan))
    }
  }

  @Test(
    "scales whose ends are as far apart, or as near, as numbers can be have ticks in a terminal and on paper")
  func extremes() {
    let most = Double.greatestFiniteMagnitude
    for (low, high) in [
      (-most, most), (0, most), (-1e308, 1e308), (0, .leastNonzeroMagnitude),
      (2000 * .leastNonzeroMagnitude, 6000 * .leastNonzeroMagnitude), (1, 1.nextUp),
      (most.nextDown, most),
    ] {
      for margin in [0, 0.05] {
        let scale = Scale(of: [low, high], isLogarithmic: false, asked: PlotRange(), margin: margin)
        #expect(scale.low.isFinite && scale.high.isFinite && scale.low <= low && scale.high >= high)
      }
      for isLogarithmic in [false, true] where !isLogarithmic || low > 0 {
        let scale = Scale(low: low, high: high, isLogarithmic: isLogarithmic)
        for value in [low, high, low / 2 + high / 2] {
          #expect((-1e-9...1 + 1e-9).contains(scale.share(of: value)), "\(value) from \(low) to \(high)")
        }
        for (cells, isUpright) in [(8, true), (70, false)] {
          for tick in Ticks(scale, cells: cells, isUpright: isUpright).labelled {
            #expect(
              (-1e-6...1 + 1e-6).contains(scale.share(of: tick.value)), "\(tick) from \(low) to \(high)")
          }
        }
      }
    }
  }

  @Test("labels say where ticks are, do not meet, and lie within the scale")
  func labels() {
    var numbers = SystemRandomNumberGenerator()
    for round in 0..<3000 {
      let isLogarithmic = round % 3 == 0
      let size = pow(10, Double.random(in: -12...12, using: &numbers))
      let low = isLogarithmic ? size : Double.random(in: -1...1, using: &numbers) * size
      let high =
        isLogarithmic
        ? low * pow(10, Double.random(in: 0.02...14, using: &numbers))
        : low + pow(10, Double.random(in: -3...0, using: &numbers)) * size
      let scale = Scale(low: low, high: high, isLogarithmic: isLogarithmic)
      let length = Double.random(in: 40...500, using: &numbers)
      let ticks = Ticks(scale, length: length, letters)
      #expect(!ticks.labelled.isEmpty || length < 150, "\(scale) \(length)")
      for tick in ticks.labelled {
        let said = Self.value(tick.label, power: ticks.power)
        #expect(abs(said - tick.value) <= 1e-9 * max(abs(tick.value), abs(high - low)), "\(tick)")
        #expect(-1e-6...1 + 1e-6 ~= scale.share(of: tick.value))
        #expect(!tick.label.contains("-"), "a hyphen is no minus")
      }
      let ends = ticks.labelled.map { tick in
        let place = scale.share(of: tick.value) * length
        return (place - letters.width(tick.label) / 2, place + letters.width(tick.label) / 2)
      }
      #expect(zip(ends, ends.dropFirst()).allSatisfy { $0.1 < $1.0 }, "\(scale) \(length) \(ticks.labelled)")
      #expect(ticks.minor.allSatisfy { -1e-6...1 + 1e-6 ~= scale.share(of: $0) })
      #expect(Set(ticks.minor).isDisjoint(with: ticks.labelled.map(\.value)))
    }
  }

  @Test(
    "steps are 1, 2 or 5 times a power of ten; one power of ten is taken out",
    arguments: [
      (0.0, 20.0, ["0", "5", "10", "15", "20"], 0), (-1, 1, ["−1.0", "−0.5", "0", "0.5", "1.0"], 0),
      (0, 3.1e-6, ["0", "1", "2", "3"], -6), (0, 4.2e7, ["0", "1", "2", "3", "4"], 7),
    ])
  func steps(low: Double, high: Double, labels: [String], power: Int) {
    let ticks = Ticks(Scale(low: low, high: high, isLogarithmic: false), length: 110, letters)
    #expect(ticks.labelled.map(\.label) == labels)
    #expect(ticks.power == power)
  }

  @Test(
    "powers of ten that count primaries are written as such",
    arguments: [
      ("1000000000", "10⁹"), ("25000000", "2.5×10⁷"), ("1200", "1200"), ("1e+20", "10²⁰"),
      ("12345678", "12345678"),
    ])
  func counts(digits: String, text: String) {
    #expect(Typeset.count(digits) == text)
  }

  @Test(
    "units are typeset",
    arguments: [
      ("cm^-2 MeV^-1", "cm⁻² MeV⁻¹"), ("MeV/g", "MeV g⁻¹"), ("m^12", "m¹²"), ("1", ""), ("1/cm^2", "cm⁻²"),
      ("J/kg", "J kg⁻¹"),
    ])
  func units(text: String, typeset: String) {
    #expect(Typeset.unit(text) == typeset)
  }
}
