internal import EbbFiles
internal import EbbModel
package import EbbStore
internal import EbbText

/// Sentences about stores.
extension Failure {
  package init(_ error: StoreError) {
    switch error {
    case .cancelled: self.init(.interrupted, "interrupted; nothing was written.")
    case .badURL(let url, let reason):
      self.init(
        .usage, "\(Self.quoted(url)) is no store: \(reason).",
        advice: "Give --db \(Catalog.urlForms).")
    case .notReachable(let url, let reason):
      self.init(
        .unavailable, "cannot open \(Self.quoted(url)): \(reason.oneLine).",
        advice: "Check --db (or EBB_DB, FLASK_SQLALCHEMY_DATABASE_URI), and that it is a YAPTIDE store.")
    case .noDatabase(let path): self = .foreign(path, FileKind(ofFile: path) ?? .binary, as: .store)
    case .notPermitted(let url, let reason):
      self.init(
        .notPermitted, "not permitted to read \(Self.quoted(url)): \(reason.oneLine).",
        advice: "Check the rights to read it; of a server also the user and the password (PGPASSFILE).")
    case .missingTable(let url, _) where FileKind(ofFile: url) == .empty:
      self = .foreign(url, .empty, as: .store)
    case .missingTable(let url, let table):
      self.init(
        .unavailable, "\(Self.quoted(url)) has no table '\(table)'.",
        advice: "Is it a YAPTIDE store? Check --db.")
    case .missingColumn(let url, let table, let column):
      self.init(
        .unavailable, "the table '\(table)' of \(Self.quoted(url)) has no column '\(column)'.",
        advice: "Is it a YAPTIDE store? Check --db.")
    case .queryFailed(let url, let query, let reason):
      self.init(
        .readingOrWriting, "reading \(Self.quoted(url)) failed: \(reason.oneLine).",
        advice: "The query was: \(query.oneLine)")
    case .damaged(let url, let reason):
      self.init(
        .brokenData, "\(Self.quoted(url)) is damaged: \(reason.oneLine).",
        advice:
          "Its values cannot be trusted. Take a copy from before, or save into a new file what can be read: "
          + "sqlite3 FILE .recover | sqlite3 NEW.")
    case .connectionLost(let url, let reason):
      self.init(
        .unavailable, "the connection to \(Self.quoted(url)) broke: \(reason.oneLine).",
        advice: "Try again; nothing is left half-written.")
    case .timedOut(let url, let reason):
      self.init(
        .unavailable, "\(Self.quoted(url)) did not answer in time: \(reason.oneLine).",
        advice: "Nothing was written. A table may be locked, or the server busy: try again later.")
    case .badValue(let url, let table, let column, let row):
      self.init(
        .brokenData,
        "row \(row) of the table '\(table)' in \(Self.quoted(url)) has no usable '\(column)'.",
        advice: "Mend the row, or export the other simulations.")
    case .fileNotReadable(let path, let reason):
      self.init(
        .readingOrWriting, "cannot read \(Self.quoted(path)): \(reason.oneLine).",
        advice: "Try again, or leave it out with --keep-going.")
    case .fileChanged(let path):
      self.init(
        .readingOrWriting, "\(Self.quoted(path)) has changed while it was read.",
        advice: "Try again when it is complete.")
    case .missingPage(let url, let page):
      self.init(
        .brokenData, "page \(page) is not in \(Self.quoted(url)) any more.", advice: "Try again.")
    }
  }
}
