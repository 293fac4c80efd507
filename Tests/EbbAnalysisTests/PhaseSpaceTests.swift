import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbAnalysis

/// Sums over particles against slow, obvious ones.
@Suite("Phase space") struct PhaseSpaceTests {
  /// Particles of three kinds around a beam that is far from 0 and hardly wide.
  private static func rows(_ count: Int, seed: UInt64) -> [[Double]] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      func noise() -> Double { Double.random(in: -1...1, using: &random) }
      let kind: Double = [2212, 2112, 1_000_060_120][Int.random(in: 0..<3, using: &random)]
      let (vx, vy) = (0.01 * noise(), 0.02 * noise())
      let x = 3 + 0.1 * noise()
      return [kind, x, -1 + noise(), 4, vx + 0.05 * (x - 3), vy, 0.99, 150 + 1e-3 * noise()]
    }
  }

  private static func tally(
    _ parts: [[[Double]]], _ measure: ParticleTally.Measure = .moments,
    of selection: ParticleSelection = ParticleSelection(), weights: [Double]? = nil
  ) throws -> ParticleTally {
    var tally = ParticleTally(measure, of: selection)
    for (index, rows) in parts.enumerated() {
      try tally.add(rows.flatMap(\.self), weight: weights?[index] ?? 1000)
    }
    return tally
  }

  /// Figures by their definitions, each over the particles twice.
  private static func slow(_ rows: [[Double]], of all: Int, primaries: Double) -> [String: Double] {
    let particles = rows.map { row -> [Double] in
      let length = (row[4] * row[4] + row[5] * row[5] + row[6] * row[6]).squareRoot()
      return Array(row[0..<4]) + row[4...6].map { $0 / length } + [row[7]]
    }
    let count = Double(particles.count)
    func mean(_ value: ([Double]) -> Double) -> Double { particles.reduce(0) { $0 + value($1) } / count }
    func covariance(_ a: Int, _ b: Int) -> Double {
      let (first, second) = (mean { $0[a] }, mean { $0[b] })
      return mean { ($0[a] - first) * ($0[b] - second) }
    }
    var figures = ["count": count, "per_primary": count / primaries, "share": count / Double(all)]
    figures["mean_energy"] = mean { $0[7] }
    figures["sd_energy"] = covariance(7, 7).squareRoot()
    figures["mean_z"] = mean { $0[3] }
    figures["mean_angle"] = mean { acos($0[6]) * 180 / .pi }
    for (name, place, slope) in [("x", 1, 4), ("y", 2, 5)] {
      figures["mean_" + name] = mean { $0[place] }
      figures["sd_" + name] = covariance(place, place).squareRoot()
      figures["mean_v" + name] = mean { $0[slope] }
      figures["sd_v" + name] = covariance(slope, slope).squareRoot()
      let area = covariance(place, place) * covariance(slope, slope) - pow(covariance(place, slope), 2)
      figures["emittance_" + name] = area.squareRoot() * 1e4
      figures["correlation_" + name] =
        covariance(place, slope) / (covariance(place, place) * covariance(slope, slope)).squareRoot()
    }
    return figures
  }

  @Test("figures of each kind and of all are those of their definitions")
  func figures() async throws {
    let parts = (0..<5).map { Self.rows(200 + 50 * $0, seed: UInt64($0)) }
    let all = parts.flatMap(\.self)
    let results = try Self.tally(parts).results
    #expect(results.count == 4 && results[0].kind == nil)
    for result in results {
      let rows = all.filter { row in result.kind.map { Double($0.code) == row[0] } ?? true }
      let expected = Self.slow(rows, of: all.count, primaries: 5000)
      let (values, errors) = try await result.figures(primaries: 5000, threads: 2)
      #expect(errors.count == values.count && errors.count { $0 == nil } == 0)
      #expect(Set(ParticleFigures.outline.map(\.name)) == Set(expected.keys))
      for (outline, value) in zip(ParticleFigures.outline, values) {
        let (value, right) = (try #require(value), try #require(expected[outline.name]))
        #expect(abs(value - right) <= 1e-9 * max(abs(right), 1e-3), "\(outline.name): \(value), not \(right)")
      }
    }
  }

  @Test("errors are the jackknife's over the contributions, by their primaries")
  func errors() async throws {
    let parts = (0..<6).map { Self.rows(100 + 40 * $0, seed: UInt64($0)) }
    let weights = [1000.0, 2000, 500, 4000, 1500, 1000]
    let result = try #require(try Self.tally(parts, weights: weights).results.first)
    let (values, errors) = try await result.figures(primaries: 10_000, threads: 1)
    func mean(_ parts: [[[Double]]]) -> Double {
      let rows = parts.flatMap(\.self)
      return rows.reduce(0) { $0 + $1[7] } / Double(rows.count)
    }
    let index = try #require(ParticleFigures.outline.firstIndex { $0.name == "mean_energy" })
    let total = weights.reduce(0, +)
    let whole = mean(parts)
    let shares = weights.map { total / $0 }
    let pseudo = parts.indices.map { left in
      shares[left] * whole - (shares[left] - 1)
        * mean(parts.enumerated().filter { $0.offset != left }.map(\.element))
    }
    let estimate = zip(pseudo, shares).reduce(0) { $0 + $1.0 / $1.1 }
    let variance =
      zip(pseudo, shares).reduce(0) { $0 + pow($1.0 - estimate, 2) / ($1.1 - 1) } / Double(parts.count)
    let error = try #require(errors[index])
    #expect(abs(error / variance.squareRoot() - 1) < 1e-6, "\(error), not \(variance.squareRoot())")
    #expect(values[0] == Double(parts.flatMap(\.self).count))
  }

  @Test("one contribution has figures, and no errors")
  func one() async throws {
    let result = try #require(try Self.tally([Self.rows(10, seed: 3)]).results.first)
    let (values, errors) = try await result.figures(primaries: nil, threads: 1)
    #expect(values[0] == 10 && values[1] == nil && errors.allSatisfy { $0 == nil })
    #expect(try await result.errors(threads: 1) == nil)
  }

  @Test("more contributions than groups change no figure and no more memory, and errors hardly")
  func groups() async throws {
    let parts = (0..<3000).map { Self.rows(4, seed: UInt64($0)) }
    let result = try #require(try Self.tally(parts).results.first)
    let groups = try #require(result.replicates)
    #expect(groups.contributions == 3000 && groups.count < 512 && groups.count >= 187)
    let expected = Self.slow(parts.flatMap(\.self), of: 12_000, primaries: 3_000_000)
    let (values, errors) = try await result.figures(primaries: 3_000_000, threads: 2)
    let index = try #require(ParticleFigures.outline.firstIndex { $0.name == "mean_energy" })
    let (value, right) = (try #require(values[index]), try #require(expected["mean_energy"]))
    #expect(abs(value - right) < 1e-9)
    // Independent particles: σ/√n.
    let (error, scatter) = (
      try #require(errors[index]), try #require(expected["sd_energy"]) / 12_000.0.squareRoot()
    )
    #expect(abs(error / scatter - 1) < 0.2)
  }

  @Test("cuts and kinds choose particles; what cannot be is counted and left out")
  func selection() throws {
    var rows = Self.rows(300, seed: 9)
    rows[0][7] = -1
    rows[1][0] = 0.5
    rows[2][4...6] = [0, 0, 0]
    rows[3][2] = .nan
    let cut = ParticleSelection.Cut(.x, from: 2.95, to: 3.02)
    let selection = ParticleSelection(kinds: [ParticleKind(code: 2212)], cuts: [cut])
    let tally = try Self.tally([rows], of: selection)
    let right = rows.dropFirst(4).count { $0[0] == 2212 && $0[1] >= 2.95 && $0[1] <= 3.02 }
    #expect(tally.impossible == 4 && tally.results.count == 1)
    #expect(tally.results[0].sums[0] == Double(right) && right > 10)
  }

  @Test("too many kinds are refused")
  func kinds() {
    let rows = (1...2000).map { [Double($0), 0, 0, 0, 0, 0, 1, 1] }
    #expect(throws: TooManyKinds.self) { try Self.tally([rows]) }
  }

  @Test(
    "bins hold what lies between their edges, and the last its end",
    arguments: [
      (ParticleVariable.energy, false), (.energy, true), (.x, false), (.angle, true), (.azimuth, false),
    ])
  func bins(_ given: (variable: ParticleVariable, isLogarithmic: Bool)) throws {
    var rows = Self.rows(3000, seed: 4)
    for index in rows.indices { rows[index][7] = exp(Double(index % 97) / 10) }
    var extents = ParticleExtents([given.variable], of: ParticleSelection())
    extents.add(rows.flatMap(\.self), weight: 1)
    let limits = try #require(
      extents.extents[0].limits(within: ParticleSelection(), isLogarithmic: given.isLogarithmic))
    let side = ParticleHistogram.Side(
      given.variable, bins: 37, limits: limits, isLogarithmic: given.isLogarithmic)
    let tally = try Self.tally([rows], .histogram(ParticleHistogram([side])))
    var expected = [Double](repeating: 0, count: 37)
    for row in rows {
      let value = given.variable.value(of: try #require(Particle(row, at: 0)))
      for bin in 0..<37 where side.edges[bin] <= value && value < side.edges[bin + 1] { expected[bin] += 1 }
      if value == side.edges[37] { expected[36] += 1 }
    }
    #expect(tally.results.map(\.sums) == [expected])
    #expect(expected.reduce(0, +) == 3000 || given.variable == .angle)
    #expect(zip(side.edges, side.edges.dropFirst()).allSatisfy { $0 < $1 } && side.edges.count == 38)
  }

  @Test("two variables are bins of both, the second's next to each other")
  func twoVariables() throws {
    let rows = Self.rows(500, seed: 6)
    let sides = [
      ParticleHistogram.Side(.x, bins: 4, limits: 2.9...3.1), .init(.vx, bins: 3, limits: -0.02...0.02),
    ]
    let tally = try Self.tally([rows], .histogram(ParticleHistogram(sides)))
    var expected = [Double](repeating: 0, count: 12)
    for row in rows {
      let particle = try #require(Particle(row, at: 0))
      guard let a = sides[0].bin(of: particle.x), let b = sides[1].bin(of: particle.vx) else { continue }
      expected[a * 3 + b] += 1
    }
    #expect(tally.results.map(\.sums) == [expected] && expected.reduce(0, +) > 400)
  }

  @Test("a value on every edge falls into the bin that begins there", arguments: [false, true])
  func edges(isLogarithmic: Bool) {
    for bins in [1, 3, 7, 100, 1000] {
      let side = ParticleHistogram.Side(
        .energy, bins: bins, limits: 0.1...0.7, isLogarithmic: isLogarithmic)
      for bin in 0..<bins { #expect(side.bin(of: side.edges[bin]) == bin) }
      #expect(side.bin(of: 0.7) == bins - 1 && side.bin(of: 0.7.nextUp) == nil && side.bin(of: 0.09) == nil)
    }
  }

  @Test(
    "kinds are read and written by their names",
    arguments: [
      ("proton", 2212, "proton"), ("P", 2212, "proton"), ("gamma", 22, "photon"), ("e-", 11, "electron"),
      ("C-12", 1_000_060_120, "C-12"), ("12C", 1_000_060_120, "C-12"), ("he4", 1_000_020_040, "alpha"),
      ("-13", -13, "mu+"), ("H2", 1_000_010_020, "deuteron"), ("U238", 1_000_922_380, "U-238"),
      ("3122", 3122, "3122"),
    ])
  func names(_ given: (text: String, code: Int32, name: String)) throws {
    let kind = try #require(ParticleKind(given.text))
    #expect(kind.code == given.code && kind.name == given.name && ParticleKind(kind.name) == kind)
  }

  @Test(
    "what is no kind is none",
    arguments: ["", "0", "prton", "C", "C-5000", "12", "Xx12"].filter { $0 != "12" })
  func noNames(_ text: String) { #expect(ParticleKind(text) == nil) }
}
