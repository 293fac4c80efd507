import EbbModel
import Glibc

/// Any text as what the model reads of texts: contributions, moments, units, patterns and names, each against a slow
/// obvious reading, or written and read again.
///
/// The text's first line goes with the rest where two are needed: a pattern and what it may fit.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzModel(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  let text = String(decoding: input, as: UTF8.self)
  let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
  let (first, rest) = (lines[0], lines.count > 1 ? lines[1] : "")
  contributions(first, input)
  moment(first, input)
  units(first, rest, input)
  pattern(first, rest, input)
  names(text, input)
  return 0
}

private func contributions(_ text: String, _ input: [UInt8]) {
  guard let job = ContributionList.Job(name: "j", text: text) else { return }
  guard ContributionList.Job(name: "j", text: job.text) == job else {
    fail("\(job.text) is read otherwise", input)
  }
}

/// The C library's calendar is the other reading.
private func moment(_ text: String, _ input: [UInt8]) {
  guard let instant = Instant(text: text) else { return }
  var numbers = text.split { !$0.isNumber }.map { Int64($0) ?? -1 }
  if text.hasPrefix("-") { numbers[0].negate() }
  var parts = unsafe tm()
  unsafe (parts.tm_year, parts.tm_mon, parts.tm_mday) = (
    Int32(numbers[0]) - 1900, Int32(numbers[1]) - 1, Int32(numbers[2])
  )
  unsafe (parts.tm_hour, parts.tm_min, parts.tm_sec) = (
    Int32(numbers[3]), Int32(numbers[4]), Int32(numbers[5])
  )
  let seconds = Int64(unsafe timegm(&parts))
  guard instant.microseconds >= seconds * 1_000_000, instant.microseconds < (seconds + 1) * 1_000_000 else {
    fail("\(instant.iso8601) is not \(seconds) s", input)
  }
  guard Instant(text: instant.iso8601) == instant else { fail("\(instant.iso8601) is read otherwise", input) }
}

private func units(_ text: String, _ other: String, _ input: [UInt8]) {
  let unit = Unit(source: text)
  guard !unit.text.isEmpty, unit.source == text else { fail("\(unit) has no text", input) }
  let axis = Unit(source: other).text
  let product = unit.multiplied(by: axis)
  guard !product.text.isEmpty, product.normalization == unit.normalization else {
    fail("\(product) of \(unit)", input)
  }
  if let integral = unit.integrated(over: axis) {
    guard integral.text != unit.text, integral.normalization == unit.normalization else {
      fail("\(integral) of \(unit)", input)
    }
  }
}

/// Against a table of which beginnings fit, without a thought for its cost.
private func pattern(_ pattern: String, _ text: String, _ input: [UInt8]) {
  let glob = Array(pattern.lowercased())
  let letters = Array(text.lowercased())
  guard glob.count * letters.count < 100_000 else {
    _ = Pattern(pattern).matches(text)
    return
  }
  var fits = [Bool](repeating: false, count: letters.count + 1)
  fits[0] = true
  for sign in glob {
    var next = [Bool](repeating: false, count: fits.count)
    for end in fits.indices {
      switch sign {
      case "*", "…": next[end] = fits[end] || end > 0 && next[end - 1]
      case "?": next[end] = end > 0 && fits[end - 1]
      default: next[end] = end > 0 && fits[end - 1] && letters[end - 1] == sign
      }
    }
    fits = next
  }
  let expected = fits[letters.count]
  guard Pattern(pattern).matches(text) == expected else { fail("fits, slowly: \(expected)", input) }
}

private func names(_ text: String, _ input: [UInt8]) {
  for (keepsCase, dashes) in [(false, false), (true, true)] {
    let name = identifier(text, keepsCase: keepsCase, dashes: dashes)
    let isSafe = name.utf8.allSatisfy {
      97...122 ~= $0 || 48...57 ~= $0 || $0 == 95 || keepsCase && 65...90 ~= $0 || dashes && $0 == 45
    }
    guard 1...100 ~= name.utf8.count, isSafe, identifier(name, keepsCase: keepsCase, dashes: dashes) == name
    else {
      fail("\(name) is no safe name", input)
    }
  }
  var names = UniqueNames()
  var given: Set<String> = []
  for line in text.split(separator: "\n").prefix(200) {
    let name = names.unique(identifier(String(line), keepsCase: true))
    guard given.insert(name.lowercased()).inserted else { fail("\(name) is given twice", input) }
  }
  let lines = text.printableLines
  guard lines.printableLines == lines,
    lines.unicodeScalars.allSatisfy({ $0 == "\n" || $0 == "\t" || $0.value >= 32 })
  else { fail("not printable", input) }
}
