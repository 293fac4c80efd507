import EbbModel

/// Any text as the value of an option or variable, as a name, a unit or a number from a store: it is read or refused,
/// and what is read says the same when its own text is read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOption(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  let text = String(decoding: bytes, as: UTF8.self)
  reductions(text, bytes)
  moments(text, bytes)
  numbers(bytes)
  names(text, bytes)
  return 0
}

private func reductions(_ text: String, _ input: [UInt8]) {
  let steps: [(option: String, step: ReductionStep?, again: (String) -> ReductionStep?)] = [
    ("--at ", try? ReductionStep(at: text), { try? ReductionStep(at: $0) }),
    ("--range ", try? ReductionStep(range: text), { try? ReductionStep(range: $0) }),
    ("--sum ", try? ReductionStep(sum: text), { try? ReductionStep(sum: $0) }),
    ("--rebin ", try? ReductionStep(rebin: text), { try? ReductionStep(rebin: $0) }),
  ]
  for (option, step, again) in steps {
    guard let step else { continue }
    let written = step.description
    guard written.utf8.starts(with: option.utf8) else { fail("\(written) is no \(option)", input) }
    // A unit is written in Ebb's own form, which may be another factor first.
    switch step {
    case .rebinToWidth, .at(_, _, .some), .range(_, _, _, .some): continue
    default: break
    }
    guard again(String(Substring(written.utf8.dropFirst(option.utf8.count)))) == step else {
      fail("\(written) is read otherwise", input)
    }
  }
}

private func moments(_ text: String, _ input: [UInt8]) {
  if let moment = Instant(text: text), Instant(text: moment.iso8601) != moment {
    fail("\(moment.iso8601) is another moment than \(moment.microseconds)", input)
  }
  guard let (a, b) = integers(input) else { return }
  let (first, second) = (Instant(microseconds: a), Instant(microseconds: b))
  guard (first.seconds(since: second) < 0) == (first < second), first.iso8601.hasSuffix("Z") else {
    fail("\(a) and \(b) are in no order", input)
  }
}

private func numbers(_ input: [UInt8]) {
  guard let (a, b) = integers(input) else { return }
  let difference = difference(a, b)
  guard (difference < 0) == (a < b), (difference == 0) == (a == b) else {
    fail("\(a) - \(b) is \(difference)", input)
  }
  // The largest and the smallest number stay what a sum stops at.
  if a >= 0, b >= 0, total([a, b]) < max(a, b) { fail("\(a) + \(b) is \(total([a, b]))", input) }
  let number = Double(bitPattern: UInt64(bitPattern: a))
  guard number.isFinite else {
    _ = (threeDigits(number), plainNumber(number))
    return
  }
  guard Double(plainNumber(number)) == number else { fail("\(plainNumber(number)) is not \(number)", input) }
  guard let rounded = Double(threeDigits(number)),
    abs(rounded - number) <= 0.006 * abs(number) || rounded.isInfinite
      || abs(number) < .leastNormalMagnitude
  else { fail("\(threeDigits(number)) is far from \(number)", input) }
}

private func names(_ text: String, _ input: [UInt8]) {
  let safe = identifier(text)
  guard !safe.isEmpty, safe.count <= 100,
    safe.utf8.allSatisfy({ 97...122 ~= $0 || 48...57 ~= $0 || $0 == 95 })
  else {
    fail("\(safe) is no safe name", input)
  }
  let file = fileName(text)
  guard !file.isEmpty, !file.hasPrefix("."), !file.contains("/"), fileName(file) == file else {
    fail("\(file) is no safe name of a file", input)
  }
  let unit = Unit(source: text)
  _ = (unit.isDensity, unit.integrated(over: "cm"), unit.multiplied(by: text).multiplied(by: unit.text))
  guard text.printable.printable == text.printable else { fail("\(text.printable) is not printable", input) }
  let metadata = Metadata([Metadata.Entry(name: "n", value: text)])
  _ = (metadata.integer("n"), metadata.numbers("n"), PageNormalization(text).isKnown)
  guard Pattern(text).matches(text) else { fail("a pattern does not fit itself", input) }
  _ = Pattern(text).matches(safe)
}

/// Two integers of the first sixteen bytes, if there are so many.
private func integers(_ bytes: [UInt8]) -> (Int64, Int64)? {
  guard bytes.count >= 16 else { return nil }
  func integer(_ bytes: ArraySlice<UInt8>) -> Int64 { bytes.reduce(0) { $0 << 8 | Int64($1) } }
  return (integer(bytes[..<8]), integer(bytes[8..<16]))
}
