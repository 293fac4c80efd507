internal import CPeers
internal import EbbCodec
internal import EbbModel
internal import EbbText
internal import Glibc

@testable internal import EbbExport

/// Runs writers on demand: write.py says which and when, and does the statistics.
///
/// The arguments are a file of doubles, n³ values and as many errors, and a folder to write in. Each line of input names
/// a contender; the answer is the seconds that it took (passed, at work), and how many bytes it wrote.
@main
enum WriteBench {
  static func main() async throws {
    let numbers = try read(CommandLine.arguments[1])
    let folder = CommandLine.arguments[2]
    let values = Array(numbers[..<(numbers.count / 2)])
    let page = page(values, errors: Array(numbers[(numbers.count / 2)...]))
    while let name = readLine() {
      let start = Seconds.now
      let bytes =
        switch name {
        case "ebb": text(values) { $0.append(finite: $1) }
        case "description": text(values) { $0.append($1.description) }
        case "to_chars": toChars(values)
        default: try await export(page, name.split(separator: " ").map(String.init), to: folder)
        }
      let passed = Seconds.now - start
      print("\(passed.wall)\t\(passed.processor)\t\(bytes)")
      fflush(nil)
    }
  }

  // MARK: Numbers

  private static func text(_ values: [Double], _ append: (inout TextBlock, Double) -> Void) -> Int {
    var block = TextBlock()
    var bytes = 0
    for value in values {
      append(&block, value)
      if block.isFull {
        bytes += block.count
        block.clear()
      }
    }
    return bytes + block.count
  }

  private static func toChars(_ values: [Double]) -> Int {
    let part = 2048
    var text = [CChar](repeating: 0, count: 32 * part)
    return stride(from: 0, to: values.count, by: part).reduce(0) { bytes, start in
      let count = min(part, values.count - start)
      return unsafe bytes
        + values.withUnsafeBufferPointer { unsafe peer_to_chars($0.baseAddress! + start, count, &text) }
    }
  }

  // MARK: Formats

  /// A mesh as an export has it once its contributions are combined.
  private static func page(_ values: [Double], errors: [Double]) -> ResultPage {
    let width = Int(cbrt(Double(values.count)).rounded())
    let axes = ["x", "y", "z"].map { name in
      Axis(
        name: name, label: "Position (\(name.uppercased()))", unit: "cm",
        centres: (0..<width).map { (Double($0) + 0.5) / 8 }, edges: (0...width).map { Double($0) / 8 })
    }
    precondition(width * width * width == values.count, "the values are those of a cube")
    return ResultPage(
      number: 0, quantity: "DOSE", unit: Unit(source: "MeV/g/prim"), filter: nil, metadata: Metadata(),
      axes: axes,
      values: values, errors: errors, errorKind: .stderr, isPhaseSpace: false, rule: .mean,
      contributions: 100,
      primaries: 1_000_000)
  }

  /// - Parameter words: the format, and how many threads compose or compress.
  private static func export(_ page: ResultPage, _ words: [String], to folder: String) async throws -> Int {
    guard let exporter = exporters.first(where: { $0.name == words[0] }) else {
      fatalError("no contender '\(words[0])'")
    }
    var page = page
    // The one format that is of doses in Gy.
    if exporter.name == "dicom" { page.unit = Unit(source: "Gy") }
    let workers = words.count > 1 ? Int(words[1]) ?? 1 : 1
    let path = "\(folder)/write-ebb.\(exporter.suffixes[0])"
    let outline = ExportOutline(
      simulations: [
        ResultSimulation(
          name: "bench", jobIDs: ["bench"], title: "", simulator: nil, platform: nil, state: nil,
          taskCount: nil,
          simulatedPrimaries: nil, startTime: nil, endTime: nil,
          estimators: [ResultEstimator(name: "mesh", task: nil, metadata: Metadata())])
      ], pageCount: 1, creator: "bench", writtenAt: Instant(microseconds: 0))
    let options = ExportOptions(
      overwrites: true, threads: workers,
      deflate: FastDeflate(levels: Deflater.levels) { level in
        let deflater = Deflater(level: level)
        return { deflater.zlibStream(of: $0) }
      })
    var waiting: ExportedPage? = ExportedPage(simulation: 0, estimator: 0, page: page)
    _ = try await exporter.export(outline, to: .file(path: path), options: options) {
      defer { waiting = nil }
      return waiting.map { .page($0) } ?? .end(PagesEnd(warnings: []))
    }
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  private static func read(_ path: String) throws -> [Double] {
    guard let file = unsafe fopen(path, "r") else { fatalError("cannot open \(path)") }
    defer { unsafe fclose(file) }
    unsafe fseek(file, 0, SEEK_END)
    let count = unsafe ftell(file) / 8
    unsafe rewind(file)
    return unsafe [Double](unsafeUninitializedCapacity: count) { buffer, read in
      read = unsafe fread(buffer.baseAddress, 8, count, file)
    }
  }
}
