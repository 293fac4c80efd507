internal import EbbModel
internal import EbbPipeline
internal import EbbReport

extension ReportOrigin {
  /// The origin that exports state as well: the command and the store, without passwords, and how pages were combined.
  /// - Parameter inputs: the digests of the inputs of simulations, by job id.
  init(
    _ request: PageRequest, of catalog: Catalog, writtenAt: Instant, inputs: [(job: String, sha256: String)]
  ) {
    let provenance = request.provenance(
      command: CommandLine.recorded, store: catalog.url, files: catalog.files)
    var facts: [(label: String, text: String)] = [("Command", provenance.command)]
    if let store = provenance.store { facts.append(("Store", store)) }
    if !provenance.files.isEmpty { facts.append(("Files", provenance.files.joined(separator: ", "))) }
    facts.append(("Weights", provenance.weighting.rawValue))
    facts.append(("Not finite", provenance.nonFinite.rawValue))
    if provenance.includesFailed { facts.append(("FAILED tasks", "included")) }
    for input in inputs {
      facts.append(("Input", (inputs.count > 1 ? "\(input.job): " : "") + "SHA-256 \(input.sha256)"))
    }
    self.init(creator: Version.text, time: writtenAt.iso8601, facts: facts)
  }
}
