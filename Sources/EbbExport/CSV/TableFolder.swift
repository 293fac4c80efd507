internal import EbbFiles
internal import EbbModel

/// A folder of tables and the package that describes them, which is put in its place last.
struct TableFolder: ~Copyable {
  private let outline: ExportOutline
  private let form: TableForm
  private let completes: Bool
  private let threads: Int
  private let path: String
  private var folder: AtomicFolder
  private var names = UniqueNames()
  private var package: DataPackage
  /// Pages that wait for others to stand beside: those of a simulation, by their axes. All are held.
  private var waiting: [[TablePage]] = []
  private var simulation = 0

  init(
    _ outline: ExportOutline, at path: String, _ form: TableForm, _ options: ExportOptions
  ) throws(FileError) {
    self.outline = outline
    self.form = form
    completes = options.completes
    threads = options.threads
    self.path = path
    folder = try AtomicFolder(path: path, overwrites: options.overwrites)
    package = DataPackage(outline, delimiter: form.delimiter, decimal: form.decimal)
  }

  /// Takes the next page.
  mutating func add(_ exported: ExportedPage) throws(FileError) {
    let member = TablePage(exported, of: outline)
    if exported.simulation != simulation { try writeWaiting() }
    simulation = exported.simulation
    if !form.isWide || member.page.isPhaseSpace {
      try write([member], named: Self.name(of: member))
    } else if let index = waiting.firstIndex(where: { member.hasBins(of: $0[0]) }) {
      waiting[index].append(member)
    } else {
      waiting.append([member])
    }
  }

  consuming func commit(after end: PagesEnd) throws(FileError) {
    try writeWaiting()
    var description = try folder.file(named: DataPackage.fileName)
    try description.write(package.text(after: end))
    try description.finish()
    let (path, completes) = (path, completes)
    try folder.commit(unless: { completes && DataPackage.files(in: path) != nil })
  }

  private mutating func writeWaiting() throws(FileError) {
    let tables = waiting
    waiting = []
    for members in tables {
      let axes = members[0].page.axes.map(\.name)
      try write(members, named: axes.isEmpty ? "values" : "by_" + axes.joined(separator: "_"))
    }
  }

  private mutating func write(_ members: [TablePage], named name: String) throws(FileError) {
    let name = names.unique(name)
    let table = WideTable(members, delimiter: form.delimiter, decimal: form.decimal, threads: threads)
    var file = try folder.file(named: name + ".csv")
    let comments =
      form.comments ? TableComments.export(outline) + members.flatMap(TableComments.page) : []
    try file.write(form.mark + comments)
    try table.write { (block) throws(FileError) in try file.write(block) }
    try file.finish()
    package.add(
      table, name: name, commentLines: comments.count { $0 == UInt8(ascii: "\n") })
  }

  /// "mesh_p0_dose", "mesh_task_3_p0_dose".
  private static func name(of member: TablePage) -> String {
    let task = member.estimator.task.map { "_task_\($0)" } ?? ""
    let estimator = identifier(member.estimator.name, keepsCase: true)
    return "\(estimator)\(task)_p\(member.page.number)_" + identifier(member.page.quantity)
  }
}
