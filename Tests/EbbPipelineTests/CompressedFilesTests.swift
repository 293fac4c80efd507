import EbbFakeStore
import EbbModel
import EbbStore
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbPipeline

/// Compressed result files with several pages.
@Suite("Compressed result files") struct CompressedFilesTests {
  /// Files of one estimator's tasks, compressed, each with as many pages.
  private static func folder(files: Int, pages: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for file in 1...files {
      let texts = (0..<pages).map {
        page([Double(file), Double($0), 0.1, 0.2], metadata: ["page_number": "\($0)"])
      }
      let text = #"{"metadata": {"number_of_primaries": "10"}, "pages": [\#(texts.joined(separator: ", "))]}"#
      let name = "dose_\(String(10000 + file).dropFirst()).json.gz"
      try Data(Gzip.member(text)).write(to: folder.url.appending(path: name))
    }
    return folder
  }

  private static func open(
    _ folder: TemporaryFolder, texts: InflatedTexts = InflatedTexts()
  ) async throws -> (store: SourceFilesStore, notices: [Notice]) {
    try await SourceFilesStore.open(
      [folder.url.path], byteLimit: 1 << 24, keepGoing: false, threads: 2, texts: texts)
  }

  /// The bytes that are handed to decoders for all pages, in the order of an export.
  private static func bytesGiven(_ store: SourceFilesStore) async throws -> Int {
    let simulations = try await store.simulations(SimulationSelection().filter)
    let plan = try await Catalog(store: store).plan(of: simulations, PageRequest())
    var reader = store.data(of: plan.groups.flatMap { $0.contributions.map(\.page) })
    var bytes = 0
    while let data = try await reader.next() { bytes += data.bytes.count }
    return bytes
  }

  @Test("a file is inflated once, however many pages it has", arguments: [1, 3])
  func once(files: Int) async throws {
    var bytes: [Double] = []
    for pages in [25, 100] {
      let folder = try Self.folder(files: files, pages: pages)
      bytes.append(Double(try await Self.bytesGiven(try await Self.open(folder).store)))
    }
    #expect(bytes[1] < 4.5 * bytes[0])
  }

  @Test("pages are the same, whether texts are kept or files inflated again, which is told")
  func same() async throws {
    let folder = try Self.folder(files: 4, pages: 6)
    var results: [[Double]] = []
    for (texts, areKept) in [
      (InflatedTexts(), true), (InflatedTexts(maxBytes: 0), false), (InflatedTexts(maxBytes: 2000), false),
      (InflatedTexts(in: []), false), (InflatedTexts(in: ["/nowhere"]), false),
    ] {
      let (store, notices) = try await Self.open(folder, texts: texts)
      let simulations = try await store.simulations(SimulationSelection().filter)
      let pages = try await Catalog(store: store).pages(of: simulations, PageRequest()).pages
      results.append(pages.flatMap { [Double($0.page.number)] + $0.page.values + ($0.page.errors ?? []) })
      #expect(pages.count == 6)
      if areKept {
        #expect(notices == [])
      } else {
        #expect(notices.map(\.level) == [.warning])
        #expect(notices[0].text.contains("inflated again for each of their pages"))
      }
    }
    #expect(Set(results).count == 1)
  }

  @Test("texts lie in a file without a name")
  func nameless() async throws {
    let folder = try Self.folder(files: 2, pages: 3)
    let other = try TemporaryFolder()
    let (store, notices) = try await Self.open(folder, texts: InflatedTexts(in: [other.url.path]))
    #expect(notices == [])
    #expect(try await Self.bytesGiven(store) > 0)
    #expect(try other.names == [])
  }

  @Test("folders that lead to themselves and to each other are searched once, and files found once")
  func circles() throws {
    let folder = try TemporaryFolder()
    let manager = FileManager.default
    let names = ["a", "b", "c"]
    for name in names {
      try manager.createDirectory(at: folder.url.appending(path: name), withIntermediateDirectories: false)
      try Data("{}".utf8).write(to: folder.url.appending(path: "\(name)/z.json"))
    }
    for name in names {
      // Three ways to each folder from each: 3^16 paths of 16 folders.
      for (index, target) in (names + [""]).enumerated() {
        for copy in 0..<3 {
          try manager.createSymbolicLink(
            atPath: folder.path("\(name)/link\(index)\(copy)"), withDestinationPath: folder.path(target))
        }
      }
    }
    #expect(try SourceFileList([folder.url.path]).files.count == 3)
    // A folder that was searched before has results all the same.
    #expect(
      try SourceFileList([folder.url.path, folder.path("b"), folder.path("c/link10")]).files.count == 3)
    let empty = try TemporaryFolder()
    try manager.createSymbolicLink(atPath: empty.path("self"), withDestinationPath: empty.url.path)
    #expect(throws: Failure.self) { try SourceFileList([empty.url.path]) }
    #expect(throws: Failure.self) { try SourceFileList([folder.url.path, empty.path("self")]) }
  }
}
