internal import CHDF5
package import EbbModel
internal import Glibc

/// A file of partial results, as `ebb export --partial` writes them: what pages are in it, and each read when
/// it is asked for.
///
/// HDF5 calls are made from one task at a time.
package struct PartialFile: Sendable {
  /// A page's place and what tells it from others.
  package struct Page: Sendable, Equatable {
    /// The index of its simulation in `simulations`, and of its estimator in there.
    package var simulation: Int
    package var estimator: Int
    package var number: Int
    package var sources: ContributionList
    /// The groups that lead to it.
    let path: [String]
  }

  package let path: String
  package private(set) var simulations: [ResultSimulation] = []
  package private(set) var pages: [Page] = []
  private let bytes: Int

  /// Finds the pages in a file.
  package init(opening path: String) throws(PartialError) {
    self.path = path
    guard let bytes = systemSize(path) else { throw Self.obstacle(path) }
    self.bytes = bytes
    try Self.reading(path) { () throws(HDF5Error) in try find() }
    guard !pages.isEmpty else { throw .notPartial(path: path) }
  }

  /// Reads a page with its state.
  package func page(_ page: Page) throws(PartialError) -> ResultPage {
    let read = try Self.reading(path) { () throws(HDF5Error) in
      let input = try HDF5Input(opening: path, bytes: bytes)
      guard let simulation = try input.group(page.path[0], in: input.root),
        let estimator = try input.group(page.path[1], in: simulation.id),
        let group = try input.group(page.path[2], in: estimator.id)
      else { return nil as ResultPage? }
      return try PartialPage.read(group.id, of: input)
    }
    guard let read else { throw .badPage(path: path, page: page.path.joined(separator: "/")) }
    return read
  }

  private mutating func find() throws(HDF5Error) {
    let input = try HDF5Input(opening: path, bytes: bytes)
    for name in try input.members(of: input.root) {
      guard let group = try input.group(name, in: input.root) else { continue }
      let index = simulations.count
      var simulation = try Self.simulation(named: name, group.id, input)
      for estimatorName in try input.members(of: group.id) {
        guard let estimator = try input.group(estimatorName, in: group.id) else { continue }
        let found = try Self.pages(in: estimator.id, input, path: [name, estimatorName])
        for page in found {
          pages.append(
            Page(
              simulation: index, estimator: simulation.estimators.count, number: page.number,
              sources: page.sources, path: page.path))
        }
        if !found.isEmpty {
          simulation.estimators.append(
            ResultEstimator(
              name: try input.text("estimator_name", of: estimator.id) ?? estimatorName, task: nil,
              metadata: try input.metadata(of: estimator.id)))
        }
      }
      simulations.append(simulation)
    }
  }

  private static func pages(
    in estimator: hid_t, _ input: borrowing HDF5Input, path: [String]
  ) throws(HDF5Error) -> [(number: Int, sources: ContributionList, path: [String])] {
    var found: [(number: Int, sources: ContributionList, path: [String])] = []
    for name in try input.members(of: estimator) {
      guard let group = try input.group(name, in: estimator),
        try input.integer(PartialNames.version, of: group.id) == PartialNames.currentVersion,
        let number = try input.integer("page_number", of: group.id).flatMap({ Int(exactly: $0) }),
        let sources = try PartialPage.sources(of: group.id, input)
      else { continue }
      found.append((number, sources, path + [name]))
    }
    return found
  }

  static func simulation(
    named name: String, _ group: hid_t, _ input: borrowing HDF5Input
  ) throws(HDF5Error) -> ResultSimulation {
    let jobID = try input.text("job_id", of: group)
    let jobIDs = try input.texts("job_ids", of: group) ?? jobID.map { [$0] } ?? []
    let title = try input.text("title", of: group)
    return ResultSimulation(
      name: jobIDs.count == 1 ? jobIDs[0] : name, jobIDs: jobIDs, title: title ?? name,
      simulator: try input.text("simulator", of: group), platform: try input.text("platform", of: group),
      state: try input.text("job_state", of: group).map { JobState($0) },
      taskCount: try input.integer("n_tasks", of: group).flatMap { Int(exactly: $0) },
      simulatedPrimaries: try input.integer("simulated_primaries", of: group),
      startTime: try input.text("start_time", of: group).flatMap { Instant(text: $0) },
      endTime: try input.text("end_time", of: group).flatMap { Instant(text: $0) }, estimators: [])
  }

  /// Puts the file's name on the library's errors.
  static func reading<R>(
    _ path: String, _ body: () throws(HDF5Error) -> R
  ) throws(PartialError) -> R {
    do throws(HDF5Error) {
      return try body()
    } catch {
      throw .damaged(path: path, reason: error.reason)
    }
  }

  /// What the last call of the operating system says.
  static func obstacle(_ path: String) -> PartialError {
    let number = errno
    return switch number {
    case ENOENT, ENOTDIR: .notThere(path: path)
    case EACCES, EPERM: .notPermitted(path: path, reason: systemError(number))
    default: .notReadable(path: path, reason: systemError(number))
    }
  }
}

/// Why partial results cannot be read.
package enum PartialError: Error, Equatable, Sendable {
  case notThere(path: String)
  /// `reason` is the operating system's text.
  case notReadable(path: String, reason: String)
  case notPermitted(path: String, reason: String)
  /// The file is no HDF5 file, or a damaged one; `reason` is the library's text.
  case damaged(path: String, reason: String)
  /// There is no partial result in the file.
  case notPartial(path: String)
  /// A page is not as Ebb writes it.
  case badPage(path: String, page: String)
}

extension HDF5Input {
  /// The metadata that `HDF5File.set` has written, each name without what was put before it.
  func metadata(of object: hid_t) throws(HDF5Error) -> Metadata {
    var entries: [Metadata.Entry] = []
    for name in try attributes(of: object) where name.hasPrefix(Metadata.attributePrefix) {
      if let value = try text(name, of: object) {
        entries.append(
          Metadata.Entry(name: String(name.dropFirst(Metadata.attributePrefix.count)), value: value))
      }
    }
    return Metadata(entries)
  }
}

extension Metadata {
  /// What stands before the names of metadata in HDF5: bare, one such as `scale_factor` would make readers
  /// change the data.
  static let attributePrefix = "yaptide_"
}
