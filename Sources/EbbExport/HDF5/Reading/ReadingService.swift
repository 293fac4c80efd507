internal import CHDF5
internal import EbbFiles
internal import EbbModel
internal import EbbProcess
internal import Glibc

/// The reader of HDF5 files: what a process does that reads them for another (`ReaderProcess`), until it is no longer
/// asked.
///
/// The HDF5 library may crash, or go in circles, over a damaged file. Here that ends a process that holds nothing
/// else, and the kernel sees to it that it does end.
package struct ReadingService: ~Copyable {
  /// The computing that may go by without a message, in seconds. A message is a page's header, or 1 MiB of numbers
  /// (16 MiB are inflated in 0.1 s); the rest is for slow machines.
  static let maxComputing = 3
  /// The most bytes that the library may take beside what the process has taken when it begins: a chunk of Ebb's has 1
  /// MiB, and others' hardly more than some hundred. The library maps what it reads at once, so that the file's own
  /// size comes on top, a few times for copies.
  static let maxMemory = 1 << 30
  static let copiesOfFile: Int64 = 4

  private let baseMemory: Int
  private var pipe = ReadingPipe()
  /// The files that were asked for last, the latest at the end: a page may be asked of many files, one after the
  /// other.
  private var files: [OpenFile] = []

  /// The number of files that stay open; with the standard streams, and what the C library opens for a moment, they
  /// are within the limit that `serve` sets.
  private static let maxFiles = 32

  private final class OpenFile {
    let path: String
    let bytes: Int
    let input: HDF5Reader

    init(_ path: String, _ bytes: Int) throws(HDF5Error) {
      self.path = path
      self.bytes = bytes
      input = try HDF5Reader(opening: path, bytes: bytes)
    }
  }

  private init(baseMemory: Int) { self.baseMemory = baseMemory }

  /// Answers until standard input ends, and ends the process.
  /// - Parameter version: of the messages, as the other side speaks them.
  package static func serve(version: Int) -> Never {
    guard version == ReadingMessage.version else { exit(EX_USAGE) }
    ChildLimits.dieWithParent()
    ChildLimits.limitFiles(open: Self.maxFiles + 16)
    // What libraries do first is done while the other side does something else.
    _ = H5open()
    _ = SHA256()
    ReadingService(baseMemory: ChildLimits.memory()).run()
  }

  private consuming func run() -> Never {
    while true {
      guard var request = pipe.receive() else { exit(EX_USAGE) }
      do throws(AnswerError) {
        try answer(&request)
      } catch {
        guard case .failed(let reason) = error else { exit(EX_USAGE) }
        var message = MessageWriter(.failed)
        message.put(reason)
        pipe.send(message)
      }
      pipe.flush()
    }
  }

  private mutating func answer(_ request: inout MessageParser) throws(AnswerError) {
    let path = try request.text()
    let bytes = try request.integer()
    let groups = try request.texts()
    try request.finish()
    do throws(HDF5Error) {
      let file = try open(path, bytes)
      switch request.kind {
      case .listParts: try list(file.input, isPart: true)
      case .listExports: try list(file.input, isPart: false)
      case .readPart: try page(groups, of: file.input, isPart: true)
      case .readExport: try page(groups, of: file.input, isPart: false)
      default: exit(EX_USAGE)
      }
      // One over which the library stumbled is opened anew.
      files.append(file)
    } catch {
      throw .failed(reason: error.reason)
    }
  }

  /// A file, opened where it is not yet.
  private mutating func open(_ path: String, _ bytes: Int) throws(HDF5Error) -> OpenFile {
    if let index = files.firstIndex(where: { $0.path == path && $0.bytes == bytes }) {
      return files.remove(at: index)
    }
    if files.count >= Self.maxFiles { files.removeFirst() }
    let size = files.reduce(Int64(bytes)) { total([$0, Int64($1.bytes)]) }
    let (memory, overflows) = size.multipliedReportingOverflow(by: Self.copiesOfFile)
    ChildLimits.limitMemory(
      bytes: overflows ? .max : Int(clamping: total([Int64(baseMemory), Int64(Self.maxMemory), memory])))
    return try OpenFile(path, bytes)
  }

  // MARK: What there is

  private mutating func list(_ input: borrowing HDF5Reader, isPart: Bool) throws(HDF5Error) {
    for name in try input.members(of: input.root) {
      guard let group = try input.group(name, in: input.root) else { continue }
      pipe.send(try Self.simulation(named: name, group.id, input))
      for estimatorName in try input.members(of: group.id) {
        guard let estimator = try input.group(estimatorName, in: group.id) else { continue }
        if !isPart { guard try input.text("NX_class", of: estimator.id) == "NXsubentry" else { continue } }
        var message = MessageWriter(.estimator)
        message.put(estimatorName)
        message.put(try input.text("estimator_name", of: estimator.id) ?? estimatorName)
        message.put(isPart ? nil : try input.integer("task", of: estimator.id))
        message.put(try input.metadata(of: estimator.id))
        pipe.send(message)
        for page in try input.members(of: estimator.id) {
          guard let group = try input.group(page, in: estimator.id) else { continue }
          if let message = try isPart ? Self.part(page, group.id, input) : Self.export(page, group.id, input)
          {
            pipe.send(message)
          }
        }
      }
    }
    pipe.send(MessageWriter(.end))
  }

  private static func simulation(
    named name: String, _ group: hid_t, _ input: borrowing HDF5Reader
  ) throws(HDF5Error) -> MessageWriter {
    var message = MessageWriter(.simulation)
    message.put(name)
    let jobID = try input.text("job_id", of: group)
    message.put(try input.texts("job_ids", of: group) ?? jobID.map { [$0] } ?? [])
    for attribute in ["title", "simulator", "platform", "job_state", "start_time", "end_time"] {
      message.put(try input.text(attribute, of: group))
    }
    message.put(try input.integer("n_tasks", of: group))
    message.put(try input.integer("simulated_primaries", of: group))
    try putProvenance(of: group, input, to: &message)
    return message
  }

  /// The origin of a simulation's results, what was warned of, and its tasks with their primaries and states; of several
  /// jobs, whose tasks stand in one list, no tasks.
  private static func putProvenance(
    of group: hid_t, _ input: borrowing HDF5Reader, to message: inout MessageWriter
  ) throws(HDF5Error) {
    guard let provenance = try input.group(HDF5Provenance.name, in: group) else {
      message.put(Metadata())
      for _ in 0..<3 { message.put([String]()) }
      return
    }
    var entries: [Metadata.Entry] = []
    for name in try input.attributes(of: provenance.id) {
      if let value = try input.text(name, of: provenance.id) {
        entries.append(Metadata.Entry(name: name, value: value))
      }
    }
    message.put(Metadata(entries))
    message.put(try input.texts(ofDataset: "warnings", in: provenance.id) ?? [])
    let columns = ["task", "requested_primaries", "simulated_primaries"]
    var tasks: [[Double]] = []
    for column in columns {
      if let found = try input.doubles(column, in: provenance.id) { tasks.append(found.values) }
    }
    let isOneJob = try input.texts("job_ids", of: group)?.count ?? 1 == 1
    guard isOneJob, tasks.count == columns.count, Set(tasks.map(\.count)).count == 1 else {
      for _ in 0..<2 { message.put([String]()) }
      return
    }
    message.put(
      tasks[0].indices.map { index in
        tasks.map { column in Int64(exactly: column[index]).map(String.init) ?? "" }.joined(separator: " ")
      })
    message.put(try input.texts(ofDataset: "task_state", in: provenance.id) ?? [])
  }

  private static func part(
    _ name: String, _ group: hid_t, _ input: borrowing HDF5Reader
  ) throws(HDF5Error) -> MessageWriter? {
    guard try input.integer(PartialNames.version, of: group) == PartialNames.currentVersion,
      let number = try input.integer("page_number", of: group),
      let sources = try PartialPage.sources(of: group, input)
    else {
      guard try input.text("NX_class", of: group) == "NXdata" else { return nil }
      var message = MessageWriter(.badPage)
      message.put(name)
      return message
    }
    var message = MessageWriter(.part)
    message.put(name)
    message.put(number)
    message.put(sources.jobs)
    message.put(sources.tasks)
    message.put(sources.allTasks)
    return message
  }

  private static func export(
    _ name: String, _ group: hid_t, _ input: borrowing HDF5Reader
  ) throws(HDF5Error) -> MessageWriter {
    guard let page = try ExportedPageGroup.name(group, in: input) else {
      var message = MessageWriter(.badPage)
      message.put(name)
      return message
    }
    var message = MessageWriter(.page)
    message.put(name)
    message.put(page.number)
    message.put(page.quantity)
    message.put(page.filter)
    return message
  }

  // MARK: Pages

  private mutating func page(
    _ groups: [String], of input: borrowing HDF5Reader, isPart: Bool
  ) throws(HDF5Error) {
    guard groups.count == 3, let simulation = try input.group(groups[0], in: input.root),
      let estimator = try input.group(groups[1], in: simulation.id),
      let group = try input.group(groups[2], in: estimator.id),
      let found = try isPart
        ? PartialPage.find(group.id, in: input) : ExportedPageGroup.find(group.id, in: input),
      let sources = try isPart ? PartialPage.sources(of: group.id, input) : PartialPage.Sources()
    else {
      var message = MessageWriter(.badPage)
      message.put(groups.last ?? "")
      return pipe.send(message)
    }
    pipe.send(Self.header(found.page, sources))
    for (index, axis) in found.page.axes.enumerated() {
      send(axis.centres, .centres, index)
      if let edges = axis.edges { send(edges, .edges, index) }
    }
    for array in found.arrays {
      var isFirst = true
      try unsafe input.forEachPiece(of: array.name, in: group.id) { count, piece in
        if isFirst { announce(array.kind, array.index, count: count) }
        isFirst = false
        unsafe pipe.send(piece)
      }
    }
    pipe.send(MessageWriter(.end))
  }

  private static func header(
    _ page: ResultPage, _ sources: PartialPage.Sources
  ) -> MessageWriter {
    var message = MessageWriter(.header)
    message.put(page.number)
    message.put(page.quantity)
    message.put(page.unit.text)
    message.put(page.unit.normalization)
    message.put(page.unit.source)
    message.put(page.filter)
    message.put(page.metadata)
    message.put(page.errorKind.rawValue)
    message.put(page.rule.rawValue)
    message.put(page.contributions)
    message.put(page.primaries)
    message.put(page.operations)
    message.put(page.findings.map(\.text))
    message.put(page.denominator)
    message.put(page.degreesOfFreedom)
    message.put(page.axes.map(\.name))
    message.put(page.axes.map(\.label))
    message.put(page.axes.map(\.unit))
    for axis in page.axes {
      message.put(axis.qualifier)
      message.put(axis.scale == .logarithmic)
    }
    message.put(page.state != nil)
    if let state = page.state {
      message.put(state.weight)
      message.put(state.classes?.classes.map(PartialNames.text) ?? [])
      message.put(state.isWeighted)
      message.put(state.policy.rawValue)
      message.put(sources.jobs)
      message.put(sources.tasks)
      message.put(sources.allTasks)
    }
    return message
  }

  private mutating func send(_ array: [Double], _ kind: PageArray, _ index: Int) {
    announce(kind, index, count: array.count)
    unsafe array.withUnsafeBytes { unsafe pipe.send($0) }
  }

  private mutating func announce(_ kind: PageArray, _ index: Int, count: Int) {
    var message = MessageWriter(.array)
    message.put(kind.rawValue)
    message.put(index)
    message.put(count)
    pipe.send(message)
  }
}
