/// Sums over a page's values that checks need, in one pass: in four lanes, since exports take it too.
struct ValueSums {
  private(set) var nonZero = 0
  private(set) var nans = 0
  private(set) var infinities = 0
  /// The least of what is finite, no more than 0.
  private(set) var least = 0.0
  /// The first that is no whole number.
  private(set) var fraction: Double?
  /// The sum of what is finite.
  private(set) var total = 0.0
  /// A digest of all bits, in order.
  private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325

  /// - Parameter isFinite: whether all values are.
  init(_ values: [Double], isFinite: Bool) {
    fraction = values.first { $0.isFinite && $0 != $0.rounded() }
    let span = values.span
    let whole = isFinite ? span.count & ~3 : 0
    var sums = SIMD4<Double>()
    var least = SIMD4<Double>()
    var counts = SIMD4<Int64>()
    let (one, none) = (SIMD4<Int64>(repeating: 1), SIMD4<Int64>())
    var digests = SIMD4<UInt64>(digest, digest &+ 1, digest &+ 2, digest &+ 3)
    var place = 0
    while place < whole {
      let four = SIMD4(span[place], span[place + 1], span[place + 2], span[place + 3])
      sums += four
      least.replace(with: four, where: four .< least)
      counts &+= one.replacing(with: none, where: four .== 0)
      digests = Self.mixed(
        digests
          ^ SIMD4(four[0].bitPattern, four[1].bitPattern, four[2].bitPattern, four[3].bitPattern))
      place += 4
    }
    total = sums.sum()
    self.least = least.min()
    nonZero = Int(counts.wrappedSum())
    for lane in 0..<4 { digest = Self.mixed(digest, digests[lane]) }
    while place < span.count {
      add(span[place])
      place += 1
    }
  }

  private mutating func add(_ value: Double) {
    digest = Self.mixed(digest, value.bitPattern)
    if value != 0 { nonZero += 1 }
    if value.isFinite {
      total += value
      least = min(least, value)
    } else if value.isNaN {
      nans += 1
    } else {
      infinities += 1
    }
  }

  /// A step of SplitMix64's mixing.
  private static func mixed(_ digest: UInt64, _ bits: UInt64) -> UInt64 {
    let product = (digest ^ bits) &* 0xbf58_476d_1ce4_e5b9
    return product ^ (product >> 29)
  }

  /// The same from products of 32 bits, of which every processor makes two at once, where those of 64 take three times as
  /// long. Both halves are multiplied, so that no bit of one value stands for one of another.
  private static func mixed(_ lanes: SIMD4<UInt64>) -> SIMD4<UInt64> {
    (lanes & SIMD4(repeating: 0xffff_ffff)) &* SIMD4(repeating: 0x9e37_79b1)
      &+ (lanes &>> 32) &* SIMD4(repeating: 0x85eb_ca77)
  }
}
