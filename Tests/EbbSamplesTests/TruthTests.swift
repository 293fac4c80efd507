import Testing

@testable import EbbSamples

@Suite("Truth") struct TruthTests {
  private let sample = SampleStore()

  /// Every page of the sample.
  private static let pages: [(estimator: String, page: Int)] = SampleEstimator.all(scale: 1)
    .flatMap { estimator in estimator.pages.indices.map { (estimator.name, $0) } }

  @Test("every page has as many bins as its shape says, and finite values", arguments: pages)
  func shapes(estimator: String, page: Int) throws {
    let truth = try #require(sample.truth(of: estimator, page: page))
    #expect(truth.values.count == truth.shape.reduce(1, *))
    #expect(truth.hitsPerPrimary.count == truth.values.count)
    #expect(truth.values.allSatisfy { $0.isFinite && $0 >= 0 })
    #expect(truth.hitsPerPrimary.allSatisfy { $0.isFinite && $0 >= 0 && $0 < 1.1 })
  }

  @Test("there is no truth of what is not scored")
  func unknown() {
    #expect(sample.truth(of: "z_profil", page: 0) == nil)
    #expect(sample.truth(of: "z_profile", page: 4) == nil)
    #expect(sample.truth(of: "z_profile", page: -1) == nil)
  }

  @Test("dose times mass is the energy that the beam leaves in the mesh")
  func energy() throws {
    let profile = try #require(sample.truth(of: "z_profile", page: 0))
    // 200 bins of 10 cm x 10 cm x 0.1 cm.
    let deposited = profile.values.reduce(0, +) * 10
    #expect(isClose(deposited, sample.beam.curve.deposit(from: 0, to: 20), 1e-9))
  }

  @Test("a mesh, summed over its width, is the depth dose of the share of the beam that it holds")
  func projection() throws {
    let mesh = try #require(sample.truth(of: "yz_profile", page: 0))
    #expect(mesh.shape == [40, 100])
    let beam = sample.beam
    for z in [0, 30, 75] {
      let sum = (0..<40).reduce(0.0) { $0 + mesh.values[$1 * 100 + z] }
      let depth = 0.2 * Double(z) + 0.1
      let share =
        beam.shareX(from: -0.25, to: 0.25, at: depth) * beam.shareY(from: -2, to: 2, at: depth)
      let deposit = beam.curve.deposit(from: 0.2 * Double(z), to: 0.2 * Double(z + 1))
      #expect(isClose(sum * 0.5 * 0.1 * 0.2, deposit * share, 1e-9))
    }
  }

  @Test("the last axis varies fastest, and the beam is off centre in X and in Y")
  func order() throws {
    let mesh = try #require(sample.truth(of: "xyz_dose", page: 0))
    #expect(mesh.shape == [8, 10, 20])
    func sum(_ holds: (Int, Int, Int) -> Bool) -> Double {
      mesh.values.indices.reduce(0.0) {
        holds($1 / 200, $1 / 20 % 10, $1 % 20) ? $0 + mesh.values[$1] : $0
      }
    }
    #expect(sum { x, _, _ in x < 4 } > 1.2 * sum { x, _, _ in x >= 4 })
    // Y from -1 to 1.5: the beam, at 0.25, is in the middle.
    #expect(isClose(sum { _, y, _ in y < 5 }, sum { _, y, _ in y >= 5 }, 1e-9))
    // Z from 12 to 17: nothing is left at the end.
    #expect(sum { _, _, z in z == 13 } > 1000 * sum { _, _, z in z == 19 })
  }

  @Test("a spectrum holds all protons, and its bins are densities")
  func spectrum() throws {
    let spectrum = try #require(sample.truth(of: "peak", page: 4))
    let count = try #require(sample.truth(of: "peak", page: 5))
    let hitsPerBin = spectrum.hitsPerPrimary
    let hits = hitsPerBin.reduce(0, +)
    // Below 0.1 MeV there is a little.
    #expect(hits < count.values[0])
    #expect(isClose(hits, count.values[0], 0.02))
    let peak = try #require(
      hitsPerBin.indices.max { hitsPerBin[$0] < hitsPerBin[$1] })
    let energies = try #require(sample.estimators.last?.pages[4].spectrum)
    #expect(isClose(energies.centres[peak], 20, 0.2))
    let edges = energies.edges
    for bin in hitsPerBin.indices {
      // The slab has 100 cm².
      let density = hitsPerBin[bin] / (100 * (edges[bin + 1] - edges[bin]))
      #expect(isClose(spectrum.values[bin], density, 1e-12))
    }
  }

  @Test("tasks' values scatter around the truth with the variance that is said", arguments: pages)
  func scatter(estimator: String, page: Int) throws {
    let truth = try #require(sample.truth(of: estimator, page: page))
    let primaries = 400
    let runs = 300
    // Bins with 20 hits or more; at most 40, spread over the page.
    let bins = truth.values.indices.filter { truth.hitsPerPrimary[$0] * Double(primaries) >= 20 }
    let chosen = stride(from: 0, to: bins.count, by: max(1, bins.count / 40)).map { bins[$0] }
    try #require(!chosen.isEmpty)
    var part = truth
    part.values = chosen.map { truth.values[$0] }
    part.hitsPerPrimary = chosen.map { truth.hitsPerPrimary[$0] }
    let samples = (0..<runs).map { run in
      var random = RandomSource(seed: UInt64(run), stream: [page])
      return part.sample(primaries: primaries, random: &random)
    }
    let expected = part.expectation(primaries: primaries)
    let variances = part.variance(primaries: primaries)
    for bin in expected.indices {
      let (mean, variance) = moments(samples.map { $0[bin] })
      let error = (variances[bin] / Double(runs)).squareRoot()
      #expect(abs(mean - expected[bin]) < 5 * error)
      // To first order only for averages; 300 runs give the variance to 8 %.
      #expect(isClose(variance, variances[bin], 0.45))
    }
    let ratios = expected.indices.map { bin in
      moments(samples.map { $0[bin] }).variance / variances[bin]
    }
    let bound = 5 * (2 / Double(runs * expected.count)).squareRoot()
    #expect(abs(moments(ratios + ratios).mean - 1) < bound + (part.kind == .average ? 0.06 : 0))
  }

  @Test("the variance of one task goes as one over its primaries; of a count, as the primaries")
  func primaries() throws {
    let dose = try #require(sample.truth(of: "z_profile", page: 0))
    let count = try #require(sample.truth(of: "entrance", page: 4))
    #expect(isClose(dose.variance(primaries: 100)[50], 10 * dose.variance(primaries: 1000)[50], 1e-12))
    #expect(isClose(10 * count.variance(primaries: 100)[0], count.variance(primaries: 1000)[0], 1e-12))
    #expect(isClose(count.expectation(primaries: 1000)[0], 1000 * count.values[0], 1e-12))
  }

  @Test("a bin that nothing hits is 0")
  func empty() {
    let truth = Truth(kind: .average, shape: [2], values: [3, 3], hitsPerPrimary: [0, 1e-300])
    var random = RandomSource(seed: 1)
    #expect(truth.sample(primaries: 1000, random: &random) == [0, 0])
    #expect(truth.variance(primaries: 1000)[0] == 0)
  }

  /// The weighted mean with the error sqrt(S / ((n - 1)·W)), by its definition, in two passes.
  @Test("of the bins with 20 hits a task, about 66 % lie within one standard error of the truth")
  func coverage() throws {
    let job = sample.perTaskJob
    let tasks = job.tasks.filter { !$0.isFailed }
    #expect(tasks.count == 11)
    let total = Double(tasks.reduce(0) { $0 + $1.simulated })
    var within = 0
    var bins = 0
    for (index, estimator) in sample.estimators.enumerated() {
      let values = tasks.map { sample.values(of: index, job: job, task: $0) }
      for page in estimator.pages.indices {
        let truth = try #require(sample.truth(of: estimator.name, page: page))
        for bin in truth.values.indices where truth.hitsPerPrimary[bin] * 1000 >= 20 {
          let contributions = zip(tasks, values).map { task, values in
            let weight = Double(task.simulated)
            return (weight, truth.kind == .count ? values[page][bin] / weight : values[page][bin])
          }
          let mean = contributions.reduce(0.0) { $0 + $1.0 * $1.1 } / total
          let squares = contributions.reduce(0.0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
          let error = (squares / (Double(tasks.count - 1) * total)).squareRoot()
          bins += 1
          if abs(mean - truth.values[bin]) <= error { within += 1 }
        }
      }
    }
    #expect(bins > 1500)
    // Student's t of 10 degrees of freedom: 65.9 %.
    #expect(abs(Double(within) / Double(bins) - 0.659) < 0.04)
  }
}
