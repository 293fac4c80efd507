internal import EbbFiles
internal import EbbText

/// One job in the index of a batch: its file or folder, or why there is none.
package struct BatchEntry: Sendable, Equatable, Decodable {
  /// A file of a job's folder, its path from the batch's folder.
  struct File: Sendable, Equatable, Decodable {
    var file: String
    var bytes: Int
    var sha256: String
  }

  package var jobID: String
  var format: String?
  /// The job's file; `nil` where it is a folder, or nothing came out.
  var file: String?
  var folder: String?
  /// `nil` where the file was found, and not written by a batch that left an index.
  var pages: Int?
  /// The bytes of all files together.
  var bytes: Int?
  /// The SHA-256 of the job's file.
  var sha256: String?
  /// The files of the job's folder.
  var files: [File]?
  /// Sentences on what was left out and why: pages, or all there is.
  var leftOut: [String]?
  /// The findings of an audit in the job's results, a line each; `nil` where that is nothing.
  var findings: [String]?

  private enum CodingKeys: String, CodingKey {
    case jobID = "job_id"
    case format, file, folder, pages, bytes, sha256, files, findings
    case leftOut = "left_out"
  }

  /// A job that nothing came out of.
  init(jobID: String, leftOut: String) {
    self.jobID = jobID
    self.leftOut = [leftOut]
  }

  /// A job whose output is about to appear at `target`, or is there.
  init(jobID: String, target: ExportTarget, format: String, pages: Int?, leftOut: [String]) {
    self.jobID = jobID
    self.format = format
    self.pages = pages
    if !leftOut.isEmpty { self.leftOut = leftOut }
    switch target {
    case .file(let path): file = Self.lastName(path)
    case .folder(let path): folder = Self.lastName(path)
    case .standardOutput: preconditionFailure("a batch goes to a folder")
    }
  }

  private static func lastName(_ path: String) -> String {
    path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(decoding: $0, as: UTF8.self) } ?? path
  }

  /// The name of the job's file or folder.
  var output: String? { file ?? folder }

  /// The name that the job has in the batch's folder: that of its output without suffix and key.
  var name: String {
    let output = output ?? jobID
    let name = file == nil ? form?.job(of: output) ?? output : output
    return name.split(separator: ".").first.map(String.init) ?? name
  }

  /// The key that tells it from the other entries of an index.
  var key: Key { output.map(Key.output) ?? .job(jobID) }

  enum Key: Hashable {
    case output(String)
    case job(String)
  }

  /// Whether every name stays within the batch's folder.
  var isSafe: Bool {
    let names = [file, folder].compactMap { $0 }
    guard names.allSatisfy(Self.isName), let files else { return names.allSatisfy(Self.isName) }
    return files.allSatisfy { path in
      guard let folder, path.file.hasPrefix(folder + "/") else { return false }
      return Self.isName(String(path.file.dropFirst(folder.count + 1)))
    }
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && !text.hasPrefix(".") && !text.utf8.contains(UInt8(ascii: "/"))
  }

  /// The form of its folder, which its format knows.
  private var form: ExportFolder? { exporters.first { $0.name == format }?.folder }

  /// The stamp of the file or folder that is at its name in `place` now: of a folder the file that is placed last.
  /// `nil` where there is none, or it is not complete.
  func stamp(in place: String) -> FileStamp? {
    if let file { return FileStamp(of: place + file) }
    guard let folder, let form else { return nil }
    return FileStamp(of: "\(place)\(folder)/\(form.lastFile)")
  }

  /// The entry with lengths and sums of what is in `place`; `nil` where that is not complete.
  func measured(in place: String) throws(FileError) -> BatchEntry? {
    var entry = self
    if let file {
      guard OutputPlace(place + file) == .file else { return nil }
      let digest = try FileDigest(of: place + file)
      (entry.bytes, entry.sha256) = (digest.bytes, digest.sha256)
    } else if let folder {
      guard let names = form?.files(place + folder) else { return nil }
      var files: [File] = []
      for name in names {
        let digest = try FileDigest(of: "\(place)\(folder)/\(name)")
        files.append(File(file: "\(folder)/\(name)", bytes: digest.bytes, sha256: digest.sha256))
      }
      entry.files = files
      entry.bytes = files.reduce(0) { $0 + $1.bytes }
    }
    return entry
  }

  /// The job and its output, and nothing that is said of it.
  var unmeasured: BatchEntry {
    var entry = self
    (entry.pages, entry.bytes, entry.sha256, entry.files, entry.leftOut) = (nil, nil, nil, nil, nil)
    entry.findings = nil
    return entry
  }

  func hasSums(of other: BatchEntry) -> Bool {
    bytes == other.bytes && sha256 == other.sha256 && files == other.files
  }

  mutating func takeSums(of other: BatchEntry) {
    (bytes, sha256, files) = (other.bytes, other.sha256, other.files)
  }

  /// Whether what is in `place` can be what the entry says: of those lengths.
  func isPresent(in place: String) -> Bool {
    if let file { return systemSize(place + file) == bytes }
    guard folder != nil else { return true }
    return files?.allSatisfy { systemSize(place + $0.file) == $0.bytes } == true
  }

  /// A line of JSON.
  var text: String {
    var text = TextBlock()
    text.append("{\"job_id\": ")
    text.append(json: jobID)
    text.append(key: "file", json: file)
    text.append(key: "folder", json: folder)
    text.append(key: "format", json: format)
    text.append(key: "pages", json: pages.map(Int64.init))
    text.append(key: "bytes", json: bytes.map(Int64.init))
    text.append(key: "sha256", json: sha256)
    if let files {
      text.append(", \"files\": [")
      for (index, file) in files.enumerated() {
        text.append(index > 0 ? ", {\"file\": " : "{\"file\": ")
        text.append(json: file.file)
        text.append(key: "bytes", json: Int64(file.bytes))
        text.append(key: "sha256", json: file.sha256)
        text.append("}")
      }
      text.append("]")
    }
    text.append(key: "left_out", json: leftOut ?? [])
    if let findings { text.append(key: "findings", json: findings) }
    text.append("}")
    return String(decoding: text.bytes, as: UTF8.self)
  }
}
