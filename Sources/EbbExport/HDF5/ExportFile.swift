internal import CHDF5
package import EbbModel

/// The pages of an HDF5 file that an export has written, read back.
package struct ExportFile: Sendable {
  package struct Page: Sendable {
    /// The index of its simulation in `simulations`.
    package var simulation: Int
    package var estimator: ResultEstimator
    package var page: ResultPage
  }

  package private(set) var simulations: [ResultSimulation] = []
  package private(set) var pages: [Page] = []

  /// Reads all pages that `isMeant`.
  /// - Throws: where the file cannot be read, or a page is not as an export writes it.
  package init(
    reading path: String, where isMeant: (ResultEstimator, ResultPage) -> Bool
  ) throws(PartialError) {
    guard let bytes = systemSize(path) else { throw PartialFile.obstacle(path) }
    let bad = try PartialFile.reading(path) { () throws(HDF5Error) in try read(path, bytes, isMeant) }
    if let bad { throw .badPage(path: path, page: bad) }
  }

  /// - Returns: the page that is not as an export writes it, if there is one.
  private mutating func read(
    _ path: String, _ bytes: Int, _ isMeant: (ResultEstimator, ResultPage) -> Bool
  ) throws(HDF5Error) -> String? {
    let input = try HDF5Input(opening: path, bytes: bytes)
    for name in try input.members(of: input.root) {
      guard let entry = try input.group(name, in: input.root) else { continue }
      simulations.append(try PartialFile.simulation(named: name, entry.id, input))
      for estimatorName in try input.members(of: entry.id) {
        guard let group = try input.group(estimatorName, in: entry.id),
          try input.text("NX_class", of: group.id) == "NXsubentry"
        else { continue }
        let estimator = ResultEstimator(
          name: try input.text("estimator_name", of: group.id) ?? estimatorName,
          task: try input.integer("task", of: group.id).flatMap { Int(exactly: $0) }, metadata: Metadata())
        for pageName in try input.members(of: group.id) {
          guard let found = try input.group(pageName, in: group.id) else { continue }
          guard let page = try Self.page(found.id, input, if: { isMeant(estimator, $0) }) else {
            return "\(name)/\(estimatorName)/\(pageName)"
          }
          guard isMeant(estimator, page) else { continue }
          pages.append(Page(simulation: simulations.count - 1, estimator: estimator, page: page))
        }
      }
    }
    return nil
  }

  /// - Parameter isMeant: whether arrays are read too, which only those need that are wanted.
  /// - Returns: `nil` where it is not as an export writes it.
  private static func page(
    _ group: hid_t, _ input: borrowing HDF5Input, if isMeant: (ResultPage) -> Bool
  ) throws(HDF5Error) -> ResultPage? {
    guard let number = try input.integer("page_number", of: group).flatMap({ Int(exactly: $0) }),
      let signal = try input.text("signal", of: group), let dataset = try input.dataset(signal, in: group),
      let rule = try input.text("aggregation", of: group).flatMap({ AggregationRule(rawValue: $0) }),
      let contributions = try input.integer("contributions", of: group).flatMap({ Int(exactly: $0) })
    else { return nil }
    let isPhaseSpace = rule == .concatenation
    let label = try isPhaseSpace ? "MCPL" : input.text("long_name", of: dataset.id)
    var page = ResultPage(
      number: number, quantity: label ?? signal, unit: Unit(source: ""),
      filter: try input.text("filter", of: group), metadata: try input.metadata(of: group), axes: [],
      values: [],
      errors: nil, errorKind: .stderr, isPhaseSpace: isPhaseSpace, rule: rule, contributions: contributions,
      primaries: try input.integer("primaries", of: group),
      operations: try input.texts("operations", of: group) ?? [])
    guard isMeant(page) else { return page }
    if isPhaseSpace { return try input.readParticles(into: &page, of: group) ? page : nil }
    guard try input.readBins(into: &page, signal: signal, of: group) else { return nil }
    return try readErrors(into: &page, dataset.id, group, input) ? page : nil
  }

  /// The errors are the companion whose label says so.
  private static func readErrors(
    into page: inout ResultPage, _ signal: hid_t, _ group: hid_t, _ input: borrowing HDF5Input
  ) throws(HDF5Error) -> Bool {
    let companions = try input.text("ancillary_variables", of: signal)?.split(separator: " ") ?? []
    for name in companions.map(String.init) {
      guard let dataset = try input.dataset(name, in: group) else { return false }
      let label = try input.text("long_name", of: dataset.id) ?? ""
      for kind in [ErrorKind.stderr, .stddev] {
        page.errorKind = kind
        guard label.hasPrefix(page.errorLabel) else { continue }
        guard let errors = try input.doubles(name, in: group), errors.shape == page.shape else {
          return false
        }
        page.errors = errors.values
        return true
      }
    }
    page.errorKind = .stderr
    return true
  }
}
