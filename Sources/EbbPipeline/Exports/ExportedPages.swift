internal import EbbCodec
internal import EbbExport
internal import EbbFiles
package import EbbModel
package import EbbText

/// The pages of a file that `ebb export` has written as HDF5 or JSON: all are known by name once it is opened, and each is
/// read when it is asked for (`ExportedPageReader`).
package struct ExportedPages: Sendable {
  /// A page that has not been read.
  package struct Entry: Sendable {
    /// The index of its simulation in `simulations`.
    package var simulation: Int
    package var estimator: ResultEstimator
    /// `nil` where the page is not as an export writes it: reading it says so.
    package var name: PageName?
  }

  private enum Content: Sendable {
    case json(ExportedJSON, [ExportDocument.Page])
    case hdf5(HDF5Export, [HDF5Export.Page])
  }

  package let path: String
  /// As far as the file tells of them; in HDF5 without their estimators.
  package let simulations: [ResultSimulation]
  /// The pages, in the file's order.
  package private(set) var entries: [Entry]
  private var content: Content

  /// Opens the file at `path`.
  /// - Returns: `nil` where it does not begin as an export does (`isExport`).
  /// - Throws: where it does, but cannot be read, or is damaged.
  package init?(opening path: String, with reading: HDF5Reading) async throws(Failure) {
    switch Format(of: path) {
    case nil: return nil
    case .json:
      let file = try ExportedJSON(opening: path)
      simulations = file.document.simulations
      entries = file.document.pages.map { [simulations] page in
        Entry(
          simulation: page.simulation, estimator: simulations[page.simulation].estimators[page.estimator],
          name: page.name)
      }
      content = .json(file, file.document.pages)
    case .hdf5:
      let file: HDF5Export
      do throws(PartialError) {
        file = try await HDF5Export(opening: path, with: reading.reader)
      } catch {
        throw Failure(error, of: .export)
      }
      simulations = file.simulations
      entries = file.pages.map { Entry(simulation: $0.simulation, estimator: $0.estimator, name: $0.name) }
      content = .hdf5(file, file.pages)
    }
    self.path = path
  }

  /// Whether the file at `path` begins as `ebb export` begins HDF5 or JSON, be the latter set out anew.
  package static func isExport(_ path: String) -> Bool { Format(of: path) != nil }

  /// Leaves those pages alone that a request selects by estimator, number, quantity and filter, and those that have no
  /// name, since they may be meant.
  package mutating func select(_ request: PageRequest) {
    let kept = entries.indices.filter { index in
      entries[index].name.map { request.selects($0, of: entries[index].estimator) } ?? true
    }
    entries = kept.map { entries[$0] }
    content =
      switch content {
      case .json(let file, let pages): .json(file, kept.map { pages[$0] })
      case .hdf5(let file, let pages): .hdf5(file, kept.map { pages[$0] })
      }
  }

  /// Reads and decodes a page.
  /// - Parameter next: the index of the page that will be read next, where it is known: reading may begin.
  package func page(at index: Int, then next: Int? = nil) async throws(Failure) -> LoadedPage {
    let page: ResultPage
    switch content {
    case .json(let file, let pages):
      page = try file.page(pages[index])
    case .hdf5(let file, let pages):
      do throws(PartialError) {
        page = try await file.page(
          pages[index], then: next.flatMap { pages[$0].name == nil ? nil : pages[$0] })
      } catch {
        throw Failure(error, of: .export)
      }
    }
    return LoadedPage(
      simulation: simulations[entries[index].simulation], estimator: entries[index].estimator, page: page)
  }

  /// The formats that are read back, by how files of them begin.
  private enum Format {
    case json, hdf5

    /// As many bytes as an indented beginning may have.
    private static let startLength = 64

    init?(of path: String) {
      guard let file = try? SourceFile(path),
        let start = try? file.bytes(0..<min(file.identity.bytes, Self.startLength))
      else { return nil }
      if FileKind(start) == .hdf5 {
        self = .hdf5
      } else if start.filter({ !" \t\r\n".utf8.contains($0) }).starts(with: #"{"ebb":"#.utf8) {
        self = .json
      } else {
        return nil
      }
    }
  }
}

extension PageRequest {
  /// Whether a page that is known by its name is selected.
  fileprivate func selects(_ page: PageName, of estimator: ResultEstimator) -> Bool {
    guard estimators.isEmpty || estimators.contains(where: { $0.matches(estimator.name) }) else {
      return false
    }
    return pages.isEmpty || pages.contains { $0.matches(page) }
  }
}
