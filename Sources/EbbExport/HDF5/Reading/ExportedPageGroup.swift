internal import CHDF5
internal import EbbModel

/// Finds the group of a page that `HDF5Page` has written for people to read, with what stands beside its values.
enum ExportedPageGroup {
  /// - Returns: `nil` where it is not as an export writes it.
  static func name(_ group: hid_t, in input: borrowing HDF5Reader) throws(HDF5Error) -> PageName? {
    guard let page = try header(group, in: input)?.page else { return nil }
    return PageName(number: page.number, quantity: page.quantity, filter: page.filter)
  }

  /// - Returns: `nil` where it is not as an export writes it.
  static func find(_ group: hid_t, in input: borrowing HDF5Reader) throws(HDF5Error) -> FoundPage? {
    guard let (page, signal) = try header(group, in: input) else { return nil }
    var found = FoundPage(page: page)
    found.page.metadata = try input.metadata(of: group)
    found.page.operations = try input.texts("operations", of: group) ?? []
    found.page.denominator = try input.text("denominator", of: group)
    found.page.findings = try input.findings(of: group)
    if page.isPhaseSpace { return try input.findParticles(of: &found, in: group) ? found : nil }
    guard try input.findBins(of: &found, signal: signal, in: group) else { return nil }
    return try findCompanions(of: &found, signal, group, input) ? found : nil
  }

  private static func header(
    _ group: hid_t, in input: borrowing HDF5Reader
  ) throws(HDF5Error) -> (page: ResultPage, signal: String)? {
    guard let number = try input.integer("page_number", of: group).flatMap({ Int(exactly: $0) }),
      let signal = try input.text("signal", of: group), let dataset = try input.dataset(signal, in: group),
      let rule = try input.text("aggregation", of: group).flatMap({ AggregationRule(rawValue: $0) }),
      let contributions = try input.integer("contributions", of: group).flatMap({ Int(exactly: $0) })
    else { return nil }
    let isPhaseSpace = rule == .concatenation
    let label = try isPhaseSpace ? "MCPL" : input.text("long_name", of: dataset.id)
    let page = ResultPage(
      number: number, quantity: label ?? signal, unit: Unit(source: ""),
      filter: try input.text("filter", of: group), metadata: Metadata(), axes: [], values: [], errors: nil,
      errorKind: .stderr, isPhaseSpace: isPhaseSpace, rule: rule, contributions: contributions,
      primaries: try input.integer("primaries", of: group))
    return (page, signal)
  }

  /// Errors with their degrees of freedom, and the numbers of contributions and hits of each bin: the companions whose labels
  /// say so.
  private static func findCompanions(
    of found: inout FoundPage, _ signal: String, _ group: hid_t, _ input: borrowing HDF5Reader
  ) throws(HDF5Error) -> Bool {
    guard let values = try input.dataset(signal, in: group) else { return false }
    let companions = try input.text("ancillary_variables", of: values.id)?.split(separator: " ") ?? []
    let quantity = found.page.quantity
    var kinds: Set<PageArray> = []
    found.page.errorKind = .stderr
    for name in companions.map(String.init) {
      guard let dataset = try input.dataset(name, in: group) else { return false }
      let label = try input.text("long_name", of: dataset.id) ?? ""
      var kind: PageArray?
      if label == HDF5Page.contributionsLabel(of: quantity) {
        kind = .binCounts
      } else if label == HDF5Page.hitsLabel(of: quantity) {
        kind = .hits
      } else if let errors = ErrorKind(startOf: label, found.page.rule) {
        (kind, found.page.errorKind) = (.errors, errors)
        found.page.degreesOfFreedom = try input.double("dof", of: dataset.id)
      }
      guard let kind, kinds.insert(kind).inserted else { continue }
      guard try input.find(kind, name, of: &found, in: group) else { return false }
    }
    return true
  }
}
