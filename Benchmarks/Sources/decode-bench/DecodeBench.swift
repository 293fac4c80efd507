internal import CPeers
internal import Glibc

/// Runs decoders on demand: decode.py says which and when, and does the statistics.
///
/// The arguments are the files of a set of pages. The first line of output says what there is to compare; then
/// each line of input names a contender, and the answer is how often it ran over the set, the seconds that took
/// (passed, at work), and how many values or bytes came out of one run.
@main
enum DecodeBench {
  /// Short runs are repeated until they have taken this long together.
  private static let shortest = 0.03

  static func main() async throws {
    do {
      var contenders = Contenders(try PageSet(Array(CommandLine.arguments.dropFirst())))
      try contenders.check()
      let simdjson = unsafe String(cString: peer_simdjson_kernel())
      let lists = [
        Contenders.arrays, Contenders.pages, Contenders.threads, contenders.large, Contenders.inflating,
      ]
      answer(lists.map { $0.joined(separator: ",") } + [simdjson])
      while let name = readLine() {
        let start = Seconds.now
        var passed = Seconds()
        var runs = 0
        var count = 0
        repeat {
          count = try await contenders.run(name)
          runs += 1
          passed = Seconds.now - start
        } while passed.processor < shortest
        answer(["\(runs)", "\(passed.wall)", "\(passed.processor)", "\(count)"])
      }
    } catch let error as BenchError {
      let message = "decode-bench: \(error)\n"
      unsafe write(STDERR_FILENO, message, message.utf8.count)
      exit(70)
    }
  }

  private static func answer(_ words: [String]) {
    print(words.joined(separator: "\t"))
    fflush(nil)
  }
}
