internal import EbbFiles
internal import EbbModel

/// The simulation, estimator and task of each estimator in a set of result files, told from paths, names and the file
/// names that the converter knew.
///
/// - A task's running number is at the end of the estimator's name or the file's (`dose0001.json`,
///   `NB_mcpl_0003.json`) where the metadata's `file_corename` is the name without it, or where names in the
///   folder differ in such numbers alone, of four digits or more. Else it is that of a folder:
///   `task_0003/dose.json`, and `run_3/`, `3/` beside others.
/// - Files of one folder, or of folders of tasks beside each other, are one simulation's. So are those that
///   name the same job. A list of estimators without either is a simulation of its own.
struct ResultPlaces {
  struct File {
    /// Absolute.
    var path: String
    /// The folder that was given, if the file was found in one.
    var root: String?
    /// The job that the file names.
    var jobID: String?
    var isList: Bool
    /// The name of each estimator, where it has one, and `file_corename`.
    var estimators: [(name: String?, coreName: String?)]
  }

  struct Place: Equatable {
    var simulation: Int
    var name: String
    var task: Int?
  }

  /// The names of the simulations, in the order of their first files.
  private(set) var simulations: [String] = []
  /// The places of each file's estimators.
  private(set) var places: [[Place]] = []
  /// Remarks on numbers that may be other than a task's.
  private(set) var remarks: [String] = []

  init(_ files: [File]) {
    var names = Self.names(files)
    remarks = Self.tellNumbers(&names, files)
    Self.tellApart(&names, files)
    let isNumbered = names.map { $0.contains { $0.task != nil } }
    let folders = Self.taskFolders(zip(files, isNumbered).map { $1 ? nil : Path($0.path).folders })
    let keys = zip(files, folders).map { Self.key(of: $0, in: $1) }
    var sets: [String: Int] = [:]
    var members: [[Int]] = []
    for (index, key) in keys.enumerated() {
      if let set = sets[key] {
        members[set].append(index)
      } else {
        sets[key] = members.count
        members.append([index])
      }
    }
    places = files.indices.map { index in
      names[index].map {
        Place(
          simulation: sets[keys[index]] ?? 0, name: $0.name, task: $0.task ?? folders[index]?.number)
      }
    }
    let filesOfRoot = Dictionary(files.map { ($0.root, 1) }, uniquingKeysWith: +)
    simulations = members.map { indices in
      let first = files[indices[0]]
      let root = first.root
      let isWholeRoot =
        filesOfRoot[root] == indices.count
        && indices.allSatisfy { files[$0].root == root }
      return first.jobID
        ?? Self.name(of: first, in: folders[indices[0]], root: isWholeRoot ? root : nil)
    }
  }

  /// A path's folders and the name of its file without `.json`.
  private struct Path {
    var folders: [String]
    var stem: String

    init(_ path: String) {
      folders = path.split(separator: "/").map(String.init)
      stem = folders.popLast() ?? ""
      for suffix in [".gz", ".json"] where stem.lowercased().hasSuffix(suffix) {
        stem.removeLast(suffix.count)
      }
    }
  }

  /// The names of each file's estimators, without running numbers and the underscores before them, and those
  /// numbers.
  private static func names(_ files: [File]) -> [[(name: String, task: Int?)]] {
    /// A number at a name's end, and whose neighbours tell whether it is a task's.
    struct Candidate {
      var scope: String
      var stem: String
      var number: Int
    }
    var candidates: [[Candidate?]] = []
    var numbers: [String: Set<Int>] = [:]
    var names: [[(name: String, task: Int?)]] = []
    let cycles = Self.cycles(files)
    for (place, file) in files.enumerated() {
      let path = Path(file.path)
      if let cycle = cycles[place] {
        names.append([cycle])
        candidates.append([nil])
        continue
      }
      var found: [Candidate?] = []
      names.append(
        file.estimators.enumerated().map { index, estimator in
          let stated = estimator.name.flatMap { $0.isEmpty ? nil : $0 }
          let name = stated ?? (file.isList ? "estimator_\(index + 1)" : path.stem)
          let core = RunningNumbers.bare(estimator.coreName ?? "")
          if !core.isEmpty, name.hasPrefix(core) {
            let rest = name.dropFirst(core.count).drop { $0 == "_" }
            if rest.isEmpty || RunningNumbers.isNumber(rest) {
              found.append(nil)
              return (core, Int(rest))
            }
          }
          let split = RunningNumbers.suffix(of: name)
          found.append(
            split.map {
              Candidate(
                scope: file.isList ? file.path : path.folders.joined(separator: "/"), stem: $0.stem,
                number: $0.number)
            })
          return (RunningNumbers.bare(name), nil)
        })
      candidates.append(found)
      for candidate in found.compactMap(\.self) {
        numbers[candidate.scope + "/" + candidate.stem, default: []].insert(candidate.number)
      }
    }
    for (file, found) in candidates.enumerated() {
      for (index, candidate) in found.enumerated() {
        guard let candidate, let all = numbers[candidate.scope + "/" + candidate.stem], all.count > 1 else {
          continue
        }
        names[file][index] = (candidate.stem, candidate.number)
      }
    }
    return names
  }

  /// FLUKA's own names, `CORE001_fort.21`: its cycles are the tasks of one estimator, `fort.21`, or `CORE_fort.21` where a
  /// folder has those of several runs.
  private static func cycles(_ files: [File]) -> [(name: String, task: Int?)?] {
    struct Cycle {
      var core: String
      var number: Int
      var unit: Substring
    }
    let found = files.map { file -> Cycle? in
      guard !file.isList, file.estimators.count == 1 else { return nil }
      let parts = Path(file.path).stem.split(separator: "_", omittingEmptySubsequences: false)
      guard parts.count > 1, let last = parts.last, last.hasPrefix("fort.") else { return nil }
      let run = parts.dropLast().joined(separator: "_")
      let unit = last.dropFirst("fort.".count)
      let digits = run.suffix(3)
      guard RunningNumbers.isNumber(unit), digits.count == 3, RunningNumbers.isNumber(digits), run.count > 3,
        let number = Int(digits)
      else { return nil }
      return Cycle(core: String(run.dropLast(3)), number: number, unit: unit)
    }
    let cores = Dictionary(grouping: zip(files, found).filter { $0.1 != nil }) {
      Path($0.0.path).folders.joined(separator: "/")
    }.mapValues { Set($0.compactMap { $0.1?.core }) }
    return zip(files, found).map { file, cycle in
      guard let cycle else { return nil }
      let isOnly = cores[Path(file.path).folders.joined(separator: "/")]?.count == 1
      return ((isOnly ? "" : cycle.core + "_") + "fort.\(cycle.unit)", cycle.number)
    }
  }

  /// Numbers of files that are no run of tasks, such as the energies in `p0070` and `p0150`, are a part of the names.
  /// Of tasks 1 to n some may be missing, and some may be given alone; but not most of them, from a first one on that
  /// is no task's.
  /// - Returns: what is to be said of that.
  private static func tellNumbers(
    _ names: inout [[(name: String, task: Int?)]], _ files: [File]
  ) -> [String] {
    var numbers: [String: Set<Int>] = [:]
    func key(_ file: File, _ name: String) -> String {
      (file.jobID ?? Path(file.path).folders.joined(separator: "/")) + "/" + name
    }
    for (file, own) in zip(files, names) where !file.isList {
      for (name, task) in own {
        if let task { numbers[key(file, name), default: []].insert(task) }
      }
    }
    let strange = numbers.filter { _, all in
      guard all.count > 1, let least = all.min(), let most = all.max(), least > 1 else { return false }
      let (span, isFar) = most.subtractingReportingOverflow(least)
      return isFar || span / 4 >= all.count
    }
    var remarks: [String] = []
    var said: Set<String> = []
    for (place, file) in files.enumerated() where !file.isList {
      for (index, found) in names[place].enumerated() {
        let key = key(file, found.name)
        guard found.task != nil, let all = strange[key] else { continue }
        names[place][index] = (Path(file.path).stem, nil)
        if said.insert(key).inserted {
          let list = all.sorted().prefix(8).map(String.init).joined(separator: ", ")
          remarks.append(
            "the numbers of '\(found.name)', \(list), are no run of tasks: its files are taken for different results."
          )
        }
      }
    }
    return remarks
  }

  /// Estimators of one name in one list are several, not one's tasks: they get numbers.
  private static func tellApart(_ names: inout [[(name: String, task: Int?)]], _ files: [File]) {
    for (place, file) in files.enumerated() where file.isList {
      var taken: Set<String> = []
      for index in names[place].indices where names[place][index].task == nil {
        let name = names[place][index].name
        var suffix = 2
        while !taken.insert(names[place][index].name).inserted {
          names[place][index].name = "\(name)_\(suffix)"
          suffix += 1
        }
      }
    }
  }

  /// A folder that is a task's.
  private struct TaskFolder {
    /// Its place in the path.
    var level: Int
    var number: Int
    /// The path's folders with its number left out.
    var key: String
  }

  /// The innermost folder of each path that is a task's. What is `nil` has none.
  private static func taskFolders(_ paths: [[String]?]) -> [TaskFolder?] {
    var numbers: [String: Set<Int>] = [:]
    let candidates = paths.map { folders -> [(prefix: String, folder: TaskFolder)] in
      guard let folders else { return [] }
      return folders.indices.reversed().compactMap { level in
        guard let (prefix, number) = taskNumber(folders[level]) else { return nil }
        var others = folders
        others[level] = prefix + "*"
        let key = others.joined(separator: "/")
        numbers[key, default: []].insert(number)
        return (prefix, TaskFolder(level: level, number: number, key: key))
      }
    }
    return candidates.map { found in
      found.first { prefix, folder in
        prefix.lowercased().hasPrefix("task") || (numbers[folder.key]?.count ?? 0) > 1
      }?.folder
    }
  }

  /// The number of a folder such as `task_0003`, `run_3`, `3`, and what stands before it.
  private static func taskNumber(_ folder: String) -> (prefix: String, number: Int)? {
    let prefix = folder.prefix { !($0.isASCII && $0.isNumber) }
    let digits = folder.dropFirst(prefix.count)
    guard ["", "task", "run"].contains(RunningNumbers.bare(prefix.lowercased())),
      RunningNumbers.isNumber(digits),
      let number = Int(digits)
    else { return nil }
    return (String(prefix), number)
  }

  private static func key(of file: File, in folder: TaskFolder?) -> String {
    if let jobID = file.jobID { return "job " + jobID }
    if let folder { return "folder " + folder.key }
    return file.isList ? "file " + file.path : "folder " + Path(file.path).folders.joined(separator: "/")
  }

  /// The name of a simulation: that of the folder that was given, where all that was found in it is of this
  /// one; else that of the folder in which its files or folders of tasks lie; a list's is its file's.
  private static func name(of file: File, in folder: TaskFolder?, root: String?) -> String {
    let path = Path(file.path)
    if file.isList, folder == nil { return path.stem }
    let depth = folder?.level ?? path.folders.count
    let given = root.map { $0.split(separator: "/").count } ?? depth
    let named = path.folders.prefix(min(depth, given)).last
    return named ?? "results"
  }
}
