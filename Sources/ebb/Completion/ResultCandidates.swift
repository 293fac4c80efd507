internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText
internal import Foundation

/// Words for what there is in the store, or in the files, that a command line names.
struct ResultCandidates: Sendable {
  private let typed: TypedWords

  init(for typed: TypedWords) { self.typed = typed }

  /// More than a screen shows.
  private static let mostJobs = 500
  /// Larger files are not read while a user waits.
  private static let mostBytes = 32 << 20

  func jobs() async throws -> [Candidate] {
    guard let url = typed.store else { return [] }
    let catalog = try await Catalog.open(url)
    return try await catalog.newest(startingWith: typed.prefix, limit: Self.mostJobs).map { simulation in
      Candidate(
        simulation.jobID,
        [simulation.title, simulation.state.description].filter { !$0.isEmpty }.joined(separator: ", "))
    }
  }

  func users() async throws -> [Candidate] {
    guard let url = typed.store else { return [] }
    return try await Catalog.open(url).users().map { Candidate($0.username) }
  }

  /// Files with these endings, and folders, where what is typed points to.
  func files(_ endings: [String]) -> [Candidate] {
    let (folder, beginning) =
      typed.prefix.lastIndex(of: "/").map { slash in
        (String(typed.prefix[...slash]), String(typed.prefix[slash...].dropFirst()))
      } ?? ("", typed.prefix)
    let files = FileManager.default
    let names = (try? files.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    return names.sorted().compactMap { name in
      guard name.hasPrefix(beginning), beginning.hasPrefix(".") || !name.hasPrefix(".") else { return nil }
      if files.fileExists(atPath: folder + name + "/.") { return Candidate(folder + name + "/", "folder") }
      return endings.contains { name.hasSuffix($0) } ? Candidate(folder + name, "file") : nil
    }
  }

  func estimators() async throws -> [Candidate] {
    let (catalog, simulations) = try await source()
    var seen: Set<String> = []
    var candidates: [Candidate] = []
    for simulation in simulations {
      let rows = try await catalog.rows(of: simulation, byteLimit: Self.mostBytes)
      for name in rows.names where seen.insert(name).inserted {
        let pages = Set(rows.estimators(named: name).flatMap(\.pages).map(\.number)).count
        candidates.append(Candidate(name, "\(pages) \(pages == 1 ? "page" : "pages")"))
      }
    }
    return candidates
  }

  /// Pages by their quantities, then by their numbers.
  func pages() async throws -> [Candidate] {
    let pages = try await contents()
    let quantities = pages.map { page in
      Candidate(page.facts.quantity, "page \(page.number) of \(page.estimator)")
    }
    let numbers = pages.map { page in
      let filter = page.facts.filter.map { ", \($0)" } ?? ""
      return Candidate(String(page.number), "\(page.facts.quantity)\(filter), \(page.estimator)")
    }
    return Self.joined(quantities) + Self.joined(numbers)
  }

  /// An axis as options name it.
  struct AxisName {
    var name: String
    var centres: [Double]
    var edges: [Double]?

    /// All of it: "z=0:20".
    var range: String {
      let ends = edges ?? centres
      return "\(name)=\(plainNumber(ends.first ?? 0)):\(plainNumber(ends.last ?? 0))"
    }
    /// The bin in the middle: "z=10.05".
    var middle: String { "\(name)=\(centres.isEmpty ? "0" : plainNumber(centres[centres.count / 2]))" }
  }

  func axes(_ word: (AxisName) -> String) async throws -> [Candidate] {
    let axes = try await contents().flatMap(\.facts.axes)
    var seen: Set<String> = []
    return axes.compactMap { axis in
      let word = word(AxisName(name: axis.name, centres: axis.centres, edges: axis.edges))
      guard seen.insert(word).inserted else { return nil }
      let unit = axis.unit.isEmpty ? "" : " [\(axis.unit)]"
      return Candidate(word, "\(axis.label)\(unit), \(axis.centres.count) bins")
    }
  }

  /// Quantities that a unit can be given for: "DOSE=".
  func units() async throws -> [Candidate] {
    Self.joined(
      try await contents().map { page in Candidate(page.facts.quantity + "=", "of \(page.estimator)") })
  }

  private struct KnownPage {
    var estimator: String
    var number: Int
    var facts: PageInterpretation
  }

  /// The pages that the line selects, with what their first contributions state.
  private func contents() async throws -> [KnownPage] {
    let (catalog, simulations) = try await source()
    let patterns = typed.estimators.map { Pattern($0) }
    var pages: [KnownPage] = []
    for simulation in simulations {
      let overview = try await Overview(of: catalog, byteLimit: Self.mostBytes, threads: 2).run(simulation)
      for estimator in overview.estimators
      where patterns.isEmpty || patterns.contains(where: { $0.matches(estimator.name) }) {
        for page in estimator.pages {
          guard let facts = page.content.facts else { continue }
          pages.append(KnownPage(estimator: estimator.name, number: page.number, facts: facts))
        }
      }
    }
    return pages
  }

  /// The source that the line names, and its simulations; of a store the newest where none is named.
  private func source() async throws -> (Catalog, [Simulation]) {
    let files = typed.references.filter { ResultSource.isFile($0, storeIsNamed: typed.store != nil) }
    if !files.isEmpty {
      let catalog = try await Catalog.open(
        files: files, byteLimit: Self.mostBytes, keepGoing: true, threads: 2)
      return (catalog, try await catalog.simulations(SimulationSelection()))
    }
    guard let url = typed.store else { throw Failure(.usage, "no store is named.") }
    let catalog = try await Catalog.open(url)
    var named: [Simulation] = []
    for word in typed.references {
      if let simulation = try? await catalog.simulation(word) { named.append(simulation) }
    }
    if named.isEmpty {
      var newest = SimulationSelection()
      newest.state = "COMPLETED"
      newest.limit = 1
      named = try await catalog.simulations(newest)
    }
    return (catalog, named)
  }

  /// Candidates of one word put together, with what each is.
  private static func joined(_ candidates: [Candidate]) -> [Candidate] {
    var words: [String] = []
    var descriptions: [String: [String]] = [:]
    for candidate in candidates {
      if descriptions[candidate.word] == nil { words.append(candidate.word) }
      descriptions[candidate.word, default: []].append(candidate.description ?? "")
    }
    return words.map { word in
      let all = descriptions[word] ?? []
      return Candidate(word, all.count > 1 ? "\(all[0]) and \(all.count - 1) more" : all.first)
    }
  }
}
