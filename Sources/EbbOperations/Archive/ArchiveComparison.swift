internal import EbbModel
internal import EbbPipeline
internal import EbbStore
internal import EbbText

/// Holds the simulations of an archive against those of a source, one after another.
struct ArchiveComparison {
  private let source: Catalog
  private let form: any ArchiveForm
  private let archive: any Store
  private var stored: StoredSimulationReader
  private var archived: StoredSimulationReader
  private let there: [String: Simulation]

  /// - Parameters:
  ///   - simulations: of the source, in the order in which they will be asked for.
  ///   - archive: what was archived, opened to be read.
  init(
    _ simulations: [Simulation], of source: Catalog, _ form: any ArchiveForm, with archive: any Store
  ) async throws(Failure) {
    self.source = source
    self.form = form
    self.archive = archive
    let all = try await Catalog(store: archive).simulations(SimulationSelection())
    there = Dictionary(all.map { ($0.jobID, $0) }) { first, _ in first }
    let both = simulations.filter { [there] in there[$0.jobID] != nil }
    stored = try await StoredSimulationReader(both, from: source.store, details: false)
    archived = try await StoredSimulationReader(
      both.compactMap { [there] in there[$0.jobID] }, from: archive, details: false)
  }

  /// Whether the archive has a simulation of that job id.
  func has(_ simulation: Simulation) -> Bool { there[simulation.jobID] != nil }

  /// The first difference between a simulation and that of the archive with its job id; `nil` where they are the same.
  /// - Parameter data: whether the data of pages are compared, byte by byte; else their lengths. Two pages are held.
  mutating func difference(_ simulation: Simulation, data: Bool) async throws(Failure) -> String? {
    guard let other = there[simulation.jobID] else { return "it is not there" }
    let here = try await form.rows(try await stored.rows(of: simulation))
    let there = try await archived.rows(of: other)
    if let difference = SimulationDifference(here, archived: there, sizes: !data) { return difference.text }
    guard data else { return nil }
    let names = Dictionary(here.estimators.map { ($0.id, $0.name) }) { first, _ in first }
    var first = source.store.data(of: here.pages.map(\.id))
    var second = archive.data(of: there.pages.map(\.id))
    for page in here.pages {
      try Failure.checkCancellation()
      let (own, copy): (PageData?, PageData?)
      do throws(StoreError) {
        own = try await first.next()
        copy = try await second.next()
      } catch {
        throw Failure(error)
      }
      guard let own, let copy, try await form.blob(own) == copy.bytes else {
        return "\(Failure.page(page.number, of: names[page.estimatorID])) has other data"
      }
    }
    return nil
  }
}
