import EbbAggregate
import EbbCodec
import EbbExport
import EbbFiles
import EbbModel
import EbbStore
import EbbText
import Testing

@testable import EbbPipeline

@Suite("Failure")
struct FailureTests {
  private static let contribution = Contribution(
    page: PageID(1732), compressedBytes: 1, task: 1, weight: 1, primaries: nil, order: .lastAxisFastest,
    jobID: "job")
  private static let group = PageGroup(
    simulation: 0, estimator: 0, estimatorName: "mesh_xy", number: 2, contributions: [], fault: nil)
  private static let location = PageLocation(contribution, of: group)

  private static let stores: [StoreError] = [
    .badURL(url: "postgresql://u:***@h/d", reason: "it is empty"),
    .notReachable(url: "u", reason: "connection refused\nIs the server running?\n"),
    .noDatabase(path: "u"), .notPermitted(url: "u", reason: "password authentication failed."),
    .missingTable(url: "u", table: "Page"),
    .missingColumn(url: "u", table: "Page", column: "compressed_data"),
    .queryFailed(url: "u", query: "SELECT 1\n  FROM x", reason: "disk I/O error"),
    .connectionLost(url: "u", reason: "server closed the connection"),
    .damaged(url: "u", reason: "the table 'Page' has rows twice"),
    .badValue(url: "u", table: "Task", column: "task_id", row: 4), .missingPage(url: "u", page: 5),
    .fileNotReadable(path: "p", reason: "Input/output error"), .fileChanged(path: "p"),
  ]

  private static let exports: [FileError] = [
    .exists(path: "out.h5"), .notCreatable(path: "out.h5", reason: "Permission denied"),
    .writeFailed(path: "out.h5", reason: "No space left on device\n"),
  ]

  private static let inflations: [InflateError] = [
    .notGzip, .unsupportedMethod, .endsEarly(inflated: 12_304), .invalidData(inflated: 1), .wrongChecksum,
    .wrongLength(declared: 1_000_000, found: 10), .tooLarge(declared: 10, limit: 1), .secondMember,
    .trailingBytes(count: 1), .trailingBytes(count: 2_000),
  ]

  private static let decodings: [DecodeError] = [
    DecodeError(.expected("',' or ']'"), at: 48_210), DecodeError(.notANumber, at: 3),
    DecodeError(.numberOutOfRange, at: 0), DecodeError(.badString, at: 1), DecodeError(.nestedTooDeep, at: 9),
    DecodeError(.missing("data.values"), at: nil), DecodeError(.wrongCount(values: 2, bins: 1), at: nil),
    DecodeError(.wrongParticleCount(values: 9, columns: 8), at: nil),
    DecodeError(.wrongDimensions(stated: 1, axes: 2), at: nil), DecodeError(.expected("a list"), at: nil),
  ]

  private static let combinations: [AggregateError.Reason] = [
    .unit(first: "MeV/g", second: "Gy"), .quantity(first: "DOSE", second: "LET"),
    .filter(first: "Protons", second: "Carbon"),
    .shape(first: [], second: [2, 3]), .axis(axis: 1, bin: 2, first: 0.5, second: 1e-300),
    .rule(first: "1", second: "absent"), .values(bin: 0, first: 1, second: .nan), .unknownRule("x\ny"),
  ]

  private static let plans: [Failure] = [
    .noEstimator("msh", in: ["a"], names: ["mesh"]), .noEstimator("msh", in: ["a", "b"], names: []),
    .noPages("7", has: []) { _ in false },
    .noPages("7", has: (0..<100).map(String.init)) { _ in false }, .onlyFailed("a"),
    .noResults("a", state: .completed), .noResults("a", state: .running),
    .duplicatePage("mesh", 1, places: "rows 2, 3", job: "a"),
    .repeatedTask("mesh", 1, places: "in 'a'", job: "a"),
    .mixedOrders("mesh", 1, jobs: ["a", "b"]), .noJob("a", nearest: []), .noJob("a.sqlite", nearest: []),
    .ambiguousJob("a", isTitle: false, [], more: true), .shortJob("a"),
  ]

  private static let all: [Failure] =
    stores.map { Failure($0) } + exports.map { Failure($0) }
    + inflations.map { Failure(ContributionError.data(.inflate($0)), at: location) }
    + decodings.map { Failure(ContributionError.data(.decode($0)), at: location) }
    + [StoreError.missingPage(url: "u", page: 1732)].map {
      Failure(ContributionError.store($0), at: location)
    }
    + combinations.map {
      Failure(AggregateError($0, first: PageID(1), second: PageID(2)), at: contribution, of: group)
    }
    + plans + [Failure(any: CancellationError())]

  @Test("every failure is a sentence in one line that says what to do, without the names of types")
  func sentences() throws {
    for failure in Self.all {
      #expect(failure.message.hasSuffix("."), "\(failure.message)")
      let advice = failure.kind == .interrupted ? "" : try #require(failure.advice, "\(failure.message)")
      for text in [failure.message, advice] {
        #expect(!text.contains { $0.isNewline }, "\(text)")
        #expect(text == text.printable, "\(text)")
        #expect(!text.contains("  "), "\(text)")
        #expect(!text.contains(".."), "\(text)")
        #expect(text.firstMatch(of: #/\b[A-Z]?[a-z]+[A-Z][a-z]+\w*/#) == nil, "\(text)")
        #expect(!text.contains("Optional("), "\(text)")
      }
    }
  }

  @Test("every failure of a page says which page, and which estimator's")
  func places() {
    for error in Self.decodings {
      let failure = Failure(ContributionError.data(.decode(error)), at: Self.location)
      #expect(failure.message.hasPrefix("page 1732 (estimator 'mesh_xy', page 2): "))
      #expect(failure.kind == .brokenData)
    }
    for reason in Self.combinations {
      let failure = Failure(
        AggregateError(reason, first: PageID(1), second: PageID(2)), at: Self.contribution, of: Self.group)
      #expect(failure.message.contains("estimator 'mesh_xy', page 2"))
    }
  }

  private static let sentencesOfNumbers: [(InflateError, String)] = [
    (.endsEarly(inflated: 12_304), "gzip data ends early, after 12,304 bytes of text"),
    (.endsEarly(inflated: 1), "gzip data ends early, after 1 byte of text"),
    (.trailingBytes(count: 1), "1 stray byte follows the gzip data"),
    (.trailingBytes(count: 2_000), "2,000 stray bytes follow the gzip data"),
  ]

  @Test("one of a thing is not said as several", arguments: sentencesOfNumbers)
  func plurals(error: InflateError, sentence: String) {
    let failure = Failure(ContributionError.data(.inflate(error)), at: Self.location)
    #expect(failure.message == "page 1732 (estimator 'mesh_xy', page 2): \(sentence).")
  }

  private static let kinds: [(Failure, Failure.Kind)] = [
    (Failure(StoreError.badURL(url: "u", reason: "r")), .usage),
    (Failure(StoreError.notReachable(url: "u", reason: "r")), .unavailable),
    (Failure(StoreError.notPermitted(url: "u", reason: "r")), .notPermitted),
    (Failure(StoreError.queryFailed(url: "u", query: "q", reason: "r")), .readingOrWriting),
    (Failure(StoreError.badValue(url: "u", table: "t", column: "c", row: 1)), .brokenData),
    (Failure(StoreError.fileNotReadable(path: "p", reason: "r")), .readingOrWriting),
    (Failure(FileError.exists(path: "p")), .outputNotCreatable),
    (Failure(FileError.notCreatable(path: "p", reason: "r")), .outputNotCreatable),
    (Failure(FileError.writeFailed(path: "p", reason: "r")), .readingOrWriting),
    (Failure(FileError.closedPipe), .closedPipe), (Failure(any: CancellationError()), .interrupted),
  ]

  @Test("each kind has its exit status", arguments: kinds)
  func kind(failure: Failure, kind: Failure.Kind) { #expect(failure.kind == kind) }

  @Test(
    "counts have their thousands set off",
    arguments: [
      (0, "0"), (999, "999"), (1_000, "1,000"), (12_304, "12,304"), (1_234_567, "1,234,567"), (-1, "-1"),
      (-123, "-123"), (-999_999, "-999,999"), (-1_000, "-1,000"), (.min, "-9,223,372,036,854,775,808"),
    ])
  func counts(number: Int, text: String) { #expect(Failure.count(number) == text) }

  @Test(
    "counts that were calculated are written in any size",
    arguments: [
      (12_304.4, "12,304"), (-123, "-123"), (9.3e18, "9.30e+18"), (-1e300, "-1.00e+300"), (.nan, "NaN"),
      (.infinity, "INF"),
    ])
  func counts(number: Double, text: String) { #expect(Failure.count(number) == text) }
}
