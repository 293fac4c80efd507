internal import EbbAnalysis
internal import EbbModel
internal import Glibc

/// Figures of `ebb analyze` and of `ebb compare`.
enum FigureSettings {
  /// A kind of page, and the figures that are taken of it.
  private struct Setting: Sendable {
    var name: String
    var axes: [Axis]
    /// A contribution.
    var contribution: @Sendable (inout Draws) -> [Double]
    /// Settings are the usual ones of `ebb analyze`.
    var analysis: @Sendable (ResultPage, Replicates?) throws -> any PageAnalysis
    var figures: [String]
    /// The values without noise; `nil` for the mean of many contributions.
    var expected: [Double]?
    /// Of the experiments, for what takes long.
    var share = 1.0
  }

  private static let counts = [3, 5, 10, 30]

  /// A Bragg peak at 15 cm: a plateau that rises, a peak, a fall of some mm.
  private static func bragg(_ depth: Double, range: Double) -> Double {
    let left = max(range - depth, 0)
    let fall = 0.5 * erfc((depth - range) / (0.2 * 2.0.squareRoot()))
    return (1 + 0.04 * depth / (1 + left) + 2.5 * exp(-left / 0.4)) * fall
  }

  private static func settings() -> [Setting] {
    let depth = Experiment.axis("z", 0, 20, 200)
    let across = Experiment.axis("x", -3, 3, 60)
    let sides = ["x", "y", "z"].map { Experiment.axis($0, 0, 4, 8) }
    let energy = Experiment.axis("energy", 0, 150, 75, energy: true)
    /// Values with a noise that all bins have in common and one of their own.
    @Sendable func noisy(_ values: [Double], common: Double, own: Double, _ draws: inout Draws) -> [Double] {
      let factor = 1 + common * draws.normal()
      return values.map { max($0 * factor * (1 + own * draws.normal()), 0) }
    }
    func bell(_ place: Double, _ sigma: Double) -> Double { exp(-place * place / (2 * sigma * sigma)) }
    func edge(_ distance: Double) -> Double { 0.5 * erfc(distance / (0.2 * 2.0.squareRoot())) }
    let gaussian = across.centres.map { bell($0, 0.35) }
    let halo = across.centres.map { bell($0, 0.35) + 0.08 * bell($0, 1.2) }
    let flat = across.centres.map { edge(abs($0) - 2) }
    let spread = depth.centres.map { depth -> Double in
      depth < 10 ? 0.7 + 0.02 * depth : edge(depth - 15)
    }
    let target = (0..<512).map { bin in 1 + 0.1 * Double(bin) / 511 }
    let uniform = [Double](repeating: 1, count: 512)
    let lines = energy.centres.map { bell($0 - 100, 10) + 0.1 * exp(-$0 / 30) }
    return [
      Setting(
        name: "Bragg peak, 1 % noise, half of it in common", axes: [depth],
        contribution: { draws in
          let range = 15 + 0.02 * draws.normal()
          return noisy(depth.centres.map { bragg($0, range: range) }, common: 0.01, own: 0.01, &draws)
        }, analysis: { page, _ in try BraggAnalysis(page, .average, level: .smooth) },
        figures: [
          "peak", "r90", "r80", "r50", "r20", "fall_off_80_20", "fwhm", "peak_to_entrance", "integral",
        ]),
      Setting(
        name: "spread-out peak, 3 % independent noise", axes: [depth],
        contribution: { noisy(spread, common: 0, own: 0.03, &$0) },
        analysis: { page, _ in try BraggAnalysis(page, .average, level: .smooth) },
        figures: ["peak", "r80", "r50", "sobp_width", "sobp_flatness"], expected: spread),
      Setting(
        name: "lateral, Gaussian", axes: [across],
        contribution: { noisy(gaussian, common: 0.01, own: 0.03, &$0) },
        analysis: { page, _ in try LateralAnalysis(page, .average, level: .smooth) },
        figures: ["centroid", "sigma", "fit_centre", "fit_sigma", "fit_height", "fwhm"], expected: gaussian,
        share: 0.5),
      Setting(
        name: "lateral, 8 % halo", axes: [across],
        contribution: { noisy(halo, common: 0.01, own: 0.03, &$0) },
        analysis: { page, _ in try LateralAnalysis(page, .average, level: .smooth) },
        figures: ["sigma", "fit_sigma", "fwhm"],
        expected: halo, share: 0.5),
      Setting(
        name: "flat field, 1 % noise", axes: [across],
        contribution: { noisy(flat, common: 0, own: 0.01, &$0) },
        analysis: { page, _ in try LateralAnalysis(page, .average, level: .smooth) },
        figures: ["maximum", "fwhm", "penumbra_left", "centroid"], expected: flat, share: 0.5),
      Setting(
        name: "target with a gradient, 3 % noise", axes: sides,
        contribution: { noisy(target, common: 0.01, own: 0.03, &$0) },
        analysis: { try DoseVolumeAnalysis($0, of: .smooth, noise: .remove, $1) },
        figures: ["mean", "d98", "d95", "d50", "d2"],
        expected: target, share: 0.5),
      Setting(
        name: "uniform target, 3 % noise", axes: sides,
        contribution: { noisy(uniform, common: 0, own: 0.03, &$0) },
        analysis: {
          try DoseVolumeAnalysis($0, levels: [.percentOfMaximum(95)], of: .smooth, noise: .remove, $1)
        },
        figures: ["mean", "d98", "d95", "d2", "v_95_percent"], expected: uniform, share: 0.5),
      Setting(
        name: "spectrum", axes: [energy], contribution: { noisy(lines, common: 0.01, own: 0.05, &$0) },
        analysis: { page, _ in try SpectrumAnalysis(page) },
        figures: ["integral", "mean_energy", "mode_value"],
        expected: lines),
    ]
  }

  /// - Parameter text: a part of the names of the settings that are wanted; `nil` for all, and comparisons.
  static func table(_ run: Run, of text: String? = nil) async throws -> String {
    var rows: [[String]] = []
    for setting in settings() where text.map(setting.name.contains) ?? true {
      rows += try await self.rows(of: setting, run)
    }
    if text == nil {
      rows += try await comparison(run)
      rows.append(try await gamma(run))
    }
    let student = counts.map { "\(Document.percent(Scatter.student($0))) of \($0)" }.joined(separator: ", ")
    return Document.table(
      "Figures",
      """
      Errors as `ebb analyze` and `ebb compare` state them with their usual settings, of n contributions; Student's coverage is \(student), and of two results, of n contributions each, that of 2n − 1. \
      Where a figure is no smooth function of the bins, the truth of the page without noise is not what is to be expected of a noisy one: \
      the bias says by how much. Of the spread-out peak the dose before the plateau comes up to 90 %, so that noise makes the plateau \
      longer; its flatness is of single bins, which noise brings out, and its error that of its scatter alone. Of the uniform target \
      all doses are alike, so that what is left of noise lies outward always, by less than its spread. Beside what does not scatter at all there is no ratio. The last column counts results without an error.
      """,
      ["figure"] + counts.map { "error/spread, n = \($0)" } + counts.map { "coverage, n = \($0)" }
        + ["bias, n = 10", "without"], rows)
  }

  private static func rows(of setting: Setting, _ run: Run) async throws -> [[String]] {
    let isSpectrum = setting.axes[0].isDifferential
    @Sendable func experiment(_ values: [[Double]]) throws -> Experiment {
      try Experiment(
        values, over: setting.axes, quantity: isSpectrum ? "FLUENCE" : "DOSE",
        unit: isSpectrum ? "cm^-2 MeV^-1" : "MeV/g")
    }
    var expected = setting.expected ?? []
    if setting.expected == nil {
      var draws = Draws(seed: 1)
      expected = [Double](repeating: 0, count: setting.axes.reduce(1) { $0 * $1.centres.count })
      for _ in 0..<20_000 {
        for (bin, value) in setting.contribution(&draws).enumerated() { expected[bin] += value / 20_000 }
      }
    }
    // Two contributions that are alike have no noise.
    let noiseless = try experiment([expected, expected])
    let exact = try setting.analysis(noiseless.page, noiseless.replicates)
    let places = setting.figures.compactMap { name in exact.outline.firstIndex { $0.name == name } }
    let truth = try exact.figures(of: expected)
    var scatters = places.map { _ in [Scatter]() }
    for n in counts {
      let found = try await run.outcomes(
        "\(setting.name) \(n)", share: setting.share * (n == 30 ? 0.25 : 0.5)
      ) {
        draws in
        var values: [[Double]] = []
        for _ in 0..<n { values.append(setting.contribution(&draws)) }
        let drawn = try experiment(values)
        return try await StatedFigures.of(drawn, try setting.analysis(drawn.page, drawn.replicates))
      }
      for (index, place) in places.enumerated() {
        var scatter = Scatter()
        for figures in found { scatter.add(figures[place].value, figures[place].error) }
        scatters[index].append(scatter)
      }
    }
    return zip(places, scatters).compactMap { place, scatters in
      truth[place].map { value in
        row(
          "\(setting.name): \(exact.outline[place].name)", scatters, truths: counts.map { _ in value })
      }
    }
  }

  /// - Parameters:
  ///   - truths: one for each of `counts`.
  ///   - sides: the number of results that a figure is of: with two, errors have twice the degrees of freedom.
  private static func row(
    _ name: String, _ scatters: [Scatter], truths: [Double], sides: Int = 1
  ) -> [String] {
    let parts = Array(zip(scatters, zip(truths, counts)))
    return [name] + parts.map { $0.0.ratioText }
      + parts.map { $0.0.coverageText($0.1.0, of: sides * ($0.1.1 - 1) + 1) }
      + [
        Document.decimals(parts[2].0.bias(parts[2].1.0), 2),
        String(scatters.reduce(0) { $0 + $1.missing }),
      ]
  }

  /// The ratio of totals and the shift of the range, of two results of one truth.
  private static func comparison(_ run: Run) async throws -> [[String]] {
    let depth = Experiment.axis("z", 0, 20, 200)
    var (ratios, shifts): ([Scatter], [Scatter]) = ([], [])
    for n in counts {
      let found = try await run.outcomes("comparison \(n)", share: n == 30 ? 0.25 : 0.5) { draws in
        var sides: [ComparedFigures] = []
        for _ in 0..<2 {
          var values: [[Double]] = []
          for _ in 0..<n {
            let (range, factor) = (15 + 0.02 * draws.normal(), 1 + 0.01 * draws.normal())
            var own: [Double] = []
            for place in depth.centres {
              let noise: Double = 1 + 0.01 * draws.normal()
              own.append(max(bragg(place, range: range) * factor * noise, 0))
            }
            values.append(own)
          }
          let side = try Experiment(values, over: [depth])
          sides.append(try await ComparedFigures(side.page, side.replicates, threads: 1))
        }
        let ratio = sides[0].total.flatMap { sides[1].total?.ratio(to: $0) }
        let shift = sides[0].range.flatMap { sides[1].range?.difference(from: $0) }
        return (ratio, shift)
      }
      var (ratio, shift) = (Scatter(), Scatter())
      for outcome in found {
        ratio.add(outcome.0?.value, outcome.0?.error)
        shift.add(outcome.1?.value, outcome.1?.error)
      }
      ratios.append(ratio)
      shifts.append(shift)
    }
    return [
      row("compare: ratio of totals", ratios, truths: counts.map { _ in 1 }, sides: 2),
      row("compare: shift of R80", shifts, truths: counts.map { _ in 0 }, sides: 2),
    ]
  }

  /// The pass rate of a gamma index at a criterion near the noise, of two results that differ by 2 %.
  private static func gamma(_ run: Run) async throws -> [String] {
    let axes = ["y", "z"].map { Experiment.axis($0, 0, 3, 15) }
    let dose = (0..<225).map { bin -> Double in
      let off = Double(bin / 15 - 7)
      return 1 + 0.5 * exp(-off * off / 20)
    }
    let index = GammaIndex(dose: 0.02, distance: 0.05)
    var (scatters, means): ([Scatter], [Double]) = ([], [])
    for n in counts {
      let found = try await run.outcomes("gamma \(n)", share: n == 30 ? 0.1 : 0.25) { draws in
        var sides: [Experiment] = []
        for side in 0..<2 {
          var values: [[Double]] = []
          for _ in 0..<n {
            let common: Double = 1 + 0.01 * draws.normal()
            let factor: Double = (side == 0 ? 1 : 1.02) * common
            var own: [Double] = []
            for value in dose {
              let noise: Double = 1 + 0.03 * draws.normal()
              own.append(value * factor * noise)
            }
            values.append(own)
          }
          sides.append(try Experiment(values, over: axes))
        }
        let maps = sides.map { GammaIndex.Map(axes: axes.map(\.centres), values: $0.page.values) }
        let gammas = try await index.values(reference: maps[0], evaluated: maps[1], threads: 1)
        let passing = Double(gammas.count { $0 <= 1 }) / Double(gammas.count)
        let scatter = try await GammaScatter.of(
          passing, bins: gammas.count, index,
          GammaScatter.Side(maps[0], errors: sides[0].page.errors, replicates: sides[0].replicates),
          GammaScatter.Side(maps[1], errors: sides[1].page.errors, replicates: sides[1].replicates),
          threads: 1)
        return (passing, scatter.error)
      }
      var scatter = Scatter()
      for outcome in found { scatter.add(outcome.0, outcome.1) }
      // No truth without noise is the same at any n: that is what the pass rate of noise alone is for.
      means.append(scatter.outcomes.reduce(0) { $0 + $1.value } / Double(scatter.outcomes.count))
      scatters.append(scatter)
    }
    return row("compare: gamma pass rate", scatters, truths: means, sides: 2)
  }
}
