internal import EbbFiles
internal import EbbModel
internal import EbbText

extension SourceFilesStore {
  private typealias Found = Result<SourceFileReader.Contents, Failure>

  /// Looks through the files that `arguments` name: files, patterns, folders.
  /// - Parameters:
  ///   - keepGoing: whether files that cannot be read are left out, and said so.
  ///   - texts: where the texts of compressed files are kept.
  static func open(
    _ arguments: [String], byteLimit: Int, keepGoing: Bool, threads: Int,
    texts: InflatedTexts = InflatedTexts()
  ) async throws(Failure) -> (store: SourceFilesStore, notices: [Notice]) {
    let listed = try SourceFileList(arguments).files
    var notices: [Notice] = []
    var builder = ResultRows()
    var inflatedAgain = 0
    let found = try await contents(of: listed, byteLimit: byteLimit, threads: threads, texts: texts)
    for (file, found) in zip(listed, found) {
      switch found {
      case .success(let contents):
        if let document = contents.document {
          if contents.form == .gzip, document.hasSeveralPages { inflatedAgain += 1 }
          builder.add(file, contents, document)
        } else if file.root != nil {
          notices.append(Notice(.detail, "\(file.path) holds no results: passed over."))
        } else {
          throw Failure(
            .brokenData, "\(Failure.quoted(file.path)) is JSON, but holds no results.",
            advice:
              "Results are what convertmc json writes, the web interface saves, or GET /results answers.")
        }
      case .failure(var failure):
        guard keepGoing, listed.count > 1 else {
          if listed.count > 1, let advice = failure.advice, !advice.contains("--keep-going") {
            failure.advice = advice + " --keep-going leaves it out."
          }
          throw failure
        }
        notices.append(Notice(.leftOut, "left out: " + failure.message))
      }
    }
    guard !builder.isEmpty else {
      throw Failure(
        .notFound, "none of \(Failure.count(listed.count)) files holds results.",
        advice: notices.isEmpty ? nil : "The first: " + notices[0].text)
    }
    if inflatedAgain > 0 {
      notices.append(
        Notice(
          .warning,
          "\(Failure.count(inflatedAgain)) compressed files are inflated again for each of their pages, which "
            + "takes long: there is no room for their texts. Set TMPDIR to a folder that has it, or inflate them."
        ))
    }
    let (contents, files, remarks) = try builder.rows()
    notices += remarks
    return (SourceFilesStore(contents, files: files, texts: texts), notices)
  }

  /// Looks through files on several threads; what was found is in the files' order.
  private static func contents(
    of files: [SourceFileList.File], byteLimit: Int, threads: Int, texts: InflatedTexts
  ) async throws(Failure) -> [Found] {
    let found = await withTaskGroup(of: (Int, SourceFileReader, Found).self) { group in
      var found = [Found?](repeating: nil, count: files.count)
      var next = 0
      func begin(_ reader: SourceFileReader) {
        guard next < files.count, !Task.isCancelled else { return }
        let index = next
        next += 1
        group.addTask {
          do throws(Failure) {
            return (index, reader, .success(try await reader.contents(of: files[index].path)))
          } catch {
            return (index, reader, .failure(error))
          }
        }
      }
      for _ in 0..<max(1, threads) { begin(SourceFileReader(byteLimit: byteLimit, texts: texts)) }
      while let (index, reader, outcome) = await group.next() {
        found[index] = outcome
        begin(reader)
      }
      return found
    }
    let complete = found.compactMap(\.self)
    guard complete.count == files.count else { throw Failure(any: CancellationError()) }
    return complete
  }
}
