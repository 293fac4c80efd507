internal import EbbAnalysis
package import EbbModel
package import EbbPipeline
package import EbbText

/// Tells figures and histograms of the particles of phase spaces.
///
/// Contributions are looked at one at a time, so that memory does not grow with the particles; where the limits of bins
/// follow from the particles, they are read twice.
package struct PhaseSpaceAnalysis: Sendable {
  private let question: PhaseSpaceQuestion
  private let request: PageRequest
  private let catalog: Catalog

  package init(_ question: PhaseSpaceQuestion, _ request: PageRequest, of catalog: Catalog) {
    self.question = question
    self.request = request
    self.catalog = catalog
  }

  /// The figures of each kind of particles, and of all together where there are several.
  /// - Throws: where no page that is selected is phase space, besides what reading pages throws.
  package func figures(of simulations: [Simulation]) async throws(Failure) -> AnalysisReport {
    let selection = question.selection
    let found = try await visit(simulations) { _ in ParticleTally(.moments, of: selection) }
    var report = AnalysisReport()
    report.notices = found.notices
    for page in found.pages {
      for result in page.particles.results {
        report.pages.append(try await figures(of: result, page))
      }
    }
    return report
  }

  private func figures(
    of result: ParticleTally.Result, _ page: PhaseSpaceVisitor<ParticleTally>.Page
  ) async throws(Failure) -> AnalysisReport.Page {
    let values: [Double?]
    let errors: [Double?]
    do throws(CancellationError) {
      (values, errors) = try await result.figures(primaries: page.primaries, threads: request.threads)
    } catch {
      throw Failure(any: error)
    }
    let figures = ParticleFigures.outline.enumerated().map { index, outline in
      AnalysisReport.Figure(
        name: outline.name, unit: outline.unit, value: values[index], error: errors[index],
        errorMethod: errors[index] == nil ? nil : .jackknife)
    }
    let hasErrors = errors.contains { $0 != nil }
    return AnalysisReport.Page(
      simulation: page.simulation, estimator: page.estimator, task: page.task, number: page.number,
      quantity: page.quantity, filter: page.filter, particle: result.kind?.name ?? "all",
      contributions: page.contributions, primaries: page.primaries,
      errorMethod: hasErrors ? .jackknife : nil, errorSamples: hasErrors ? result.replicates?.count : nil,
      figures: figures,
      problem: (values[0] ?? 0) > 0
        ? nil : question.selection == ParticleSelection() ? "no particles" : "no particles are chosen")
  }

  /// The histogram that the question asks for, of each chosen kind or of all together.
  /// - Throws: where there are no particles to lay bins around, besides what `figures` throws.
  package func histogram(
    _ asked: PhaseSpaceQuestion.Histogram, of simulations: [Simulation]
  ) async throws(Failure) -> ParticleHistogramReport {
    let limits = try await limits(asked, of: simulations)
    let found = try await visit(simulations) { (group) -> ParticleTally? in
      let sides = zip(asked.variables, limits(group) ?? []).enumerated().map { index, side in
        ParticleHistogram.Side(
          side.0, bins: asked.bins, limits: side.1, isLogarithmic: asked.isLogarithmic && index == 0)
      }
      guard sides.count == asked.variables.count else { return nil }
      return ParticleTally(.histogram(ParticleHistogram(sides)), of: question.selection)
    }
    var report = ParticleHistogramReport()
    report.notices = found.notices
    for page in found.pages {
      for result in page.particles.results {
        let errors: [Double?]?
        do throws(CancellationError) {
          errors = try await result.errors(threads: request.threads)
        } catch {
          throw Failure(any: error)
        }
        guard case .histogram(let histogram) = page.particles.measure else { continue }
        report.pages.append(
          ParticleHistogramReport.Page(
            simulation: page.simulation, estimator: page.estimator, task: page.task, number: page.number,
            quantity: page.quantity, filter: page.filter, particle: result.kind?.name ?? "all",
            contributions: page.contributions, primaries: page.primaries, histogram: histogram,
            counts: result.sums, errors: errors))
      }
    }
    return report
  }

  /// By the number of a group the limits of its bins.
  private func limits(
    _ asked: PhaseSpaceQuestion.Histogram, of simulations: [Simulation]
  ) async throws(Failure) -> (Int) -> [ClosedRange<Double>]? {
    let selection = question.selection
    let found = try await visit(simulations, tellsNotices: false) { _ in
      ParticleExtents(asked.variables, of: selection)
    }
    var limits: [Int: [ClosedRange<Double>]] = [:]
    for page in found.pages {
      let sides = page.particles.extents.enumerated().compactMap { index, extent in
        extent.limits(within: selection, isLogarithmic: asked.isLogarithmic && index == 0)
      }
      if sides.count == asked.variables.count { limits[page.group] = sides }
    }
    guard !limits.isEmpty else {
      let above = asked.isLogarithmic ? " above 0" : ""
      throw Failure(
        .usage,
        "no particles are chosen that have \(asked.variables.map(\.rawValue).joined(separator: " and "))\(above).",
        advice: "Without --histogram the kinds that there are are told; choose with --particle and --range.")
    }
    return { limits[$0] }
  }

  /// Shows the contributions to each phase space to an accumulator of its own.
  /// - Throws: where no page is phase space.
  private func visit<Accumulator: ParticleAccumulator>(
    _ simulations: [Simulation], tellsNotices: Bool = true,
    _ accumulator: @escaping (Int) -> Accumulator?
  ) async throws(Failure) -> (pages: [PhaseSpaceVisitor<Accumulator>.Page], notices: [Notice]) {
    let stored = try await catalog.rows(of: simulations, byteLimit: request.byteLimit)
    let plan = try await catalog.plan(of: stored, request)
    var visitor = PhaseSpaceVisitor(plan, request, accumulator)
    var notices = plan.notices
    if catalog.combined != nil {
      notices = try await catalog.forEachPage(of: simulations, request) { loaded throws(Failure) in
        try visitor.add(loaded)
      }
      notices.append(
        Notice(.warning, "an export holds no contributions: the figures of its particles have no errors."))
    } else {
      try await catalog.visit(plan.groups, request, decoded: plan.decoded, with: &visitor)
    }
    if visitor.pages.isEmpty, let other = visitor.other {
      throw Failure(
        .usage, "\(other) is no phase space, and neither is any other page that is selected.",
        advice: "Choose pages of particles (MCPL) with -e and -p; 'ebb show' tells what there are.")
    }
    return (visitor.pages, tellsNotices ? notices + visitor.notices : [])
  }
}
