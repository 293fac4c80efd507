internal import EbbModel

/// What was done to a page's bins on request, in few words.
enum PageNote {
  /// - Parameter operations: as pages have them: "--at y=0.05: y = 0.05 cm", "--sum x: average by bin volume, from -1 to
  ///   1 cm".
  /// - Returns: "y = 0.05 cm, mean over x from −1 to 1 cm"; empty where nothing was chosen or put together.
  static func text(_ operations: [String]) -> String {
    operations.compactMap(words).joined(separator: ", ")
  }

  private static func words(_ operation: String) -> String? {
    guard let colon = operation.firstRange(of: ": ") else { return nil }
    let step = operation[..<colon.lowerBound]
    let done = String(operation[colon.upperBound...])
    if step.hasPrefix("--at ") {
      let axis = step.dropFirst(5).prefix { $0 != "=" }
      return Typeset.minus(done.hasPrefix("the bin ") ? "\(axis)\(done.dropFirst(7))" : done)
    }
    guard step.hasPrefix("--sum ") else { return nil }
    let parts = done.split(separator: ",", maxSplits: 1)
    let way = parts.first ?? ""
    let word = way.hasPrefix("average") ? "mean" : way.hasPrefix("integral") ? "integral" : "sum"
    let weight =
      way.hasPrefix("average by") && !way.contains("bin volume") ? ", weighted " + way.dropFirst(8) : ""
    return "\(word) over \(step.dropFirst(6))" + (parts.count == 2 ? Typeset.minus(String(parts[1])) : "")
      + weight
  }
}
