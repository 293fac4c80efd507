internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbReport
internal import EbbText

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract:
      "Write all there is of simulations as a page of HTML: summary, audit, pictures, statistics, tasks, logs, input.",
    discussion: """
      Examples:
        ebb report my-result.json
        ebb report 20230615 -e 'mesh*' -o mesh.html --db yaptide.sqlite
        ebb report 20230615 20230616 -o both.html
        ebb report 2023-a1 2023-b2 --gamma 2%/2mm -o against.html
        ebb report --all --state FAILED -o failed.html
        ebb report --all --state COMPLETED -o reports/

      Several simulations go into one file with an index, or into a folder/ with a file each and index.html. Of two that \
      are named, the file also tells how the second differs from the first, as ebb compare does, with pictures of the \
      difference, its deviates and the gamma index.

      The file needs nothing besides itself, and asks for nothing: it has its own style and one script, and browsers \
      are told to run no other. Pictures answer: they tell the bin under the pointer (or the arrow keys) with its \
      error, go through slices by a slider, are linear or logarithmic, zoom, and lie over each other. Without \
      scripts and on paper all is there as well. It follows the reader's choice of light or dark.

      Pictures for paper are drawn by gnuplot (Debian's gnuplot-nox).
      """)

  @OptionGroup var jobs: JobOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file, or - for standard output, or a folder/ for a file of each simulation.", valueName: "path"),
    completion: .file())
  var output = "report.html"

  @Flag(help: "Replace files that exist.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "The most bytes that the data of one live picture may take in the file; all of them 16 times as much. 0: none.",
      valueName: "n"))
  var liveLimit = 4_000_000

  @OptionGroup(title: "Two simulations against each other") var comparison: ReportComparisonOptions
  @OptionGroup var selection: RequestOptions<CombiningOptions>
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if liveLimit < 0 { throw ValidationError("--live-limit takes a number from 0 on.") }
    if selection.aggregation.combine, jobs.all || jobs.jobs.count > 1 {
      throw ValidationError(
        "A report tells of each simulation. Of several combined: ebb export A B --combine -o c.h5; ebb report c.h5."
      )
    }
  }

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      if Answer.isFolder(command.output) {
        try await command.writeFolder()
      } else {
        try await command.writeFile()
      }
    }
  }

  /// All simulations in one file.
  private func writeFile() async throws(Failure) {
    try Answer.check(output, overwrites: force)
    let writtenAt = try WritingTime.instant()
    let (catalog, simulations) = try await jobs.open(request)
    var notices = catalog.notices
    var file = try ReportFile(at: output, liveLimit: liveLimit)
    var inputs: [(job: String, sha256: String)] = []
    var count = 0
    func add(_ contents: ReportContents) throws(Failure) {
      try file.add(ReportArticle(contents))
      if let input = contents.input { inputs.append((input.jobID, input.sha256)) }
      count += 1
    }
    if !jobs.all, jobs.jobs.count == 2, simulations.count == 2, !comparison.noCompare {
      let (a, b) = (simulations[0], simulations[1])
      let found = try await ReportPair(comparison.request(request), of: catalog).run(a, b, into: &file)
      var told: Set<String> = []
      for (simulation, side) in zip([a, b], found.sides) {
        switch side {
        case .success(let contents):
          told.formUnion(contents.notices.map(\.text))
          notices += contents.notices.naming(simulation.jobID)
          try add(contents)
        case .failure(let error): notices.append(Self.leftOut(simulation, error))
        }
      }
      if let against = found.comparison {
        // Each side's own were told with it.
        notices += against.notices.filter { !told.contains($0.text) }
        try file.add(ReportArticle(against, a, b))
      }
    } else {
      for simulation in simulations {
        let contents = try await contents(simulation, of: catalog, &file, &notices, simulations.count)
        if let contents { try add(contents) }
      }
    }
    await catalog.close()
    if count > 0 {
      let origin = ReportOrigin(request, of: catalog, writtenAt: writtenAt, inputs: inputs)
      let title = count == 1 ? nil : "\(Failure.count(count)) simulations"
      try file.write(to: output, title: title, origin, overwrites: force)
      if output != "-" { common.messages.say("wrote \(output).") }
    }
    try common.messages.finish(notices)
  }

  /// A file of each simulation in a folder, and an index of all.
  private func writeFolder() async throws(Failure) {
    let folder = output.hasSuffix("/") ? output : output + "/"
    // Shards write into one folder at once, and each has an index of its own.
    let indexName = try jobs.shards.chosen().map { "index-\($0.shard.name).html" } ?? "index.html"
    try Answer.check(folder: output)
    let writtenAt = try WritingTime.instant()
    let (catalog, simulations) = try await jobs.open(request)
    var notices = catalog.notices
    var names = UniqueNames()
    _ = names.unique("index")
    var written: [(entry: ReportEntry, name: String)] = []
    for simulation in simulations {
      let name = jobs.name(of: simulation, among: &names) + ".html"
      try Answer.makeFolder(of: folder + name)
      if written.isEmpty { try Answer.check(folder + indexName, overwrites: force) }
      var file = try ReportFile(at: folder + name, liveLimit: liveLimit)
      guard let contents = try await contents(simulation, of: catalog, &file, &notices, simulations.count)
      else {
        continue
      }
      let article = ReportArticle(contents)
      try file.add(article)
      let origin = ReportOrigin(
        request, of: catalog, writtenAt: writtenAt,
        inputs: contents.input.map { [($0.jobID, $0.sha256)] } ?? [])
      try file.write(to: folder + name, title: nil, origin, overwrites: force)
      written.append((article.entry, name))
    }
    await catalog.close()
    if !written.isEmpty {
      var index = try ReportFile(at: folder + indexName, liveLimit: 0)
      for (entry, name) in written { index.add(entry, inFile: name) }
      let origin = ReportOrigin(request, of: catalog, writtenAt: writtenAt, inputs: [])
      let title = written.count == 1 ? "1 simulation" : "\(Failure.count(written.count)) simulations"
      try index.write(to: folder + indexName, title: title, origin, overwrites: force)
      let files = written.count == 1 ? "1 file" : "\(Failure.count(written.count)) files"
      common.messages.say("wrote \(files) and \(indexName) to \(output).")
    }
    try common.messages.finish(notices)
  }

  /// What there is of a simulation; `nil`, with a notice, of one of several that cannot be read.
  private func contents(
    _ simulation: Simulation, of catalog: Catalog, _ file: inout ReportFile, _ notices: inout [Notice],
    _ count: Int
  ) async throws(Failure) -> ReportContents? {
    do throws(Failure) {
      let contents = try await Report(request, of: catalog).run(simulation, into: &file)
      notices += count > 1 ? contents.notices.naming(simulation.jobID) : contents.notices
      return contents
    } catch {
      guard count > 1, error.leavesOut else { throw error }
      notices.append(Self.leftOut(simulation, error))
      return nil
    }
  }

  private static func leftOut(_ simulation: Simulation, _ error: Failure) -> Notice {
    Notice(.leftOut, "left out simulation \(simulation.jobID): \(error.message)")
  }

  private var request: PageRequest { selection.request(threads: common.threadCount) }
}
