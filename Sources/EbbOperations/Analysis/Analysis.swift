package import EbbAnalysis
internal import EbbFiles
package import EbbModel
package import EbbPipeline
package import EbbText

/// Asks the same question of every page that a request selects, aggregated as for an export.
package struct Analysis: Sendable {
  private let question: any PageQuestion
  private let request: PageRequest
  private let catalog: Catalog

  package init(_ question: any PageQuestion, _ request: PageRequest, of catalog: Catalog) {
    self.question = question
    self.request = request
    self.catalog = catalog
  }

  /// The figures of the pages of `simulations`. Pages that the question does not suit are passed over, with a notice for
  /// each.
  /// - Throws: where it suits none of them, besides what reading pages throws.
  package func run(_ simulations: [Simulation]) async throws(Failure) -> AnalysisReport {
    var report = AnalysisReport()
    var unsuitable: [(place: String, error: Unsuitable)] = []
    let beams = try await beams(of: simulations)
    let notices = try await catalog.forEachPage(
      of: simulations, request, keepsReplicates: true, witness: PageAuditor.of(request)
    ) { loaded throws(Failure) in
      let page = loaded.page
      let analysis: any PageAnalysis
      do throws(Unsuitable) {
        analysis = try question.analysis(
          of: page, loaded.replicates, beam: Self.beam(of: loaded.simulation, in: beams))
      } catch {
        let job = simulations.count > 1 && !request.combine ? loaded.simulation.name : nil
        let place = "\(loaded.key.text(of: job)) (\(page.label))"
        unsuitable.append((place, error))
        return
      }
      do throws(CancellationError) {
        report.pages.append(
          try await figures(of: loaded, by: analysis))
      } catch {
        throw Failure(any: error)
      }
    }
    if report.pages.isEmpty,
      let first = unsuitable.first(where: { $0.error.remedy != nil }) ?? unsuitable.first
    {
      throw Failure(
        .usage, "\(first.place) \(first.error.reason).",
        advice: first.error.remedy ?? "Choose other pages with -e and -p; 'ebb show' tells what there are.")
    }
    // Whoever names pages wants to know; of all pages, most are of other kinds.
    let level: Notice.Level = request.estimators.isEmpty && request.pages.isEmpty ? .detail : .warning
    report.notices = notices + Self.passedOver(unsuitable).map { Notice(level, $0) }
    return report
  }

  /// A sentence for each reason, with the pages that it is true of.
  private static func passedOver(_ unsuitable: [(place: String, error: Unsuitable)]) -> [String] {
    var reasons: [String] = []
    var places: [String: [String]] = [:]
    for (place, error) in unsuitable {
      if places[error.reason] == nil { reasons.append(error.reason) }
      places[error.reason, default: []].append(place)
    }
    return reasons.map { reason in
      let found = places[reason] ?? []
      let others = found.count > 1 ? ", and \(Failure.count(found.count - 1)) others likewise" : ""
      return "passed over: \(found[0]) \(reason)\(others)."
    }
  }

  private func figures(
    of loaded: LoadedPage, by analysis: some PageAnalysis
  ) async throws(CancellationError) -> AnalysisReport.Page {
    let page = loaded.page
    let values = try analysis.figures(of: page.values)
    let errors = try await FigureErrors(
      values, of: page, loaded.replicates, by: analysis, threads: request.threads)
    let named = analysis.outline.enumerated().map { index, outline in
      AnalysisReport.Figure(
        name: outline.name, unit: outline.unit, value: values[index], error: errors.errors[index],
        errorMethod: errors.methods[index])
    }
    let settings = analysis.settings
    return AnalysisReport.Page(
      simulation: loaded.simulation.name, estimator: loaded.estimator.name, task: loaded.estimator.task,
      number: page.number, quantity: page.quantity, filter: page.filter, contributions: page.contributions,
      primaries: page.primaries, interpolation: settings.interpolation,
      level: settings.level, errorMethod: errors.method, errorSamples: errors.samples,
      bootstrapDraws: errors.draws, noise: settings.noise, figures: named,
      problem: analysis.problem(of: page.values), beam: settings.beam, beamSource: settings.beamSource)
  }

  /// The way of the beam in a simulation, or in several that are combined and agree.
  private static func beam(
    of simulation: ResultSimulation, in beams: [String: BeamDirection]
  ) -> BeamDirection? {
    let stated = simulation.jobIDs.map { beams[$0] }
    guard let first = stated.first, stated.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  /// By job ids the way of the beam, where it matters and the input states it.
  private func beams(
    of simulations: [Simulation]
  ) async throws(Failure) -> [String: BeamDirection] {
    guard question.asksForBeam else { return [:] }
    let (inputs, _) = try await catalog.resultInputs(of: simulations, byteLimit: request.byteLimit)
    var beams: [String: BeamDirection] = [:]
    for input in inputs {
      beams[input.jobID] =
        input.content.project.flatMap(ProjectOutputs.beam) ?? input.content.statedBeam
    }
    return beams
  }
}
