/// What one look at a page's values tells, which scales and checks ask for.
///
/// A page's decoder takes it while the values are near; of other values it is taken here, in the same eight lanes, so that it
/// is the same to the last bit. Value i is in lane i mod 8.
package struct ValueFacts: Sendable, Equatable {
  /// The number of values that are not 0; what is no number is none.
  package private(set) var nonZero: Int
  /// The sum of what is finite.
  package private(set) var total: Double
  /// Whether any has a minus sign.
  package private(set) var hasSigns: Bool
  /// The largest magnitude, of what is finite; 0 where all are.
  package private(set) var largest: Double
  /// The smallest magnitude that is not 0; infinite where there is none.
  package private(set) var smallest: Double
  /// A digest of all bits, their order and number: of different values it differs, but for an accident of 1 in 2⁶⁴.
  package private(set) var digest: UInt64

  /// The digest's keys of the first eight values, and what is added to them for each eight that follow.
  package static let keys: [UInt64] = [
    0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f5, 0x06c4_5d18_8009_454f, 0xf88b_b8a8_724c_81ed,
    0x1b39_896a_51a8_749b, 0x53cb_9f0c_747e_a2eb, 0x2c82_9abe_1f45_32e1, 0xc584_133a_c916_ab3d,
  ]
  package static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// What a look in lanes has given.
  /// - Parameters:
  ///   - sums: of each lane.
  ///   - digests: of each lane: Σ b + (x mod 2³²)·⌊x/2³²⌋ over the bits b of its values, with x = b xor the lane's key.
  ///   - signs: the bits of all values, or'ed.
  ///   - largest: the bits of the largest magnitude.
  ///   - smallest: one less than those of the smallest that is not 0; the largest signed number where there is none.
  package init(
    count: Int, nonZero: Int, sums: SIMD8<Double>, digests: SIMD8<UInt64>, signs: UInt64, largest: UInt64,
    smallest: UInt64
  ) {
    self.nonZero = nonZero
    // As a tree, which Swift's own sum of a vector does not promise.
    let halves = sums.lowHalf + sums.highHalf
    let quarters = halves.lowHalf + halves.highHalf
    total = quarters[0] + quarters[1]
    hasSigns = signs >> 63 != 0
    self.largest = Double(bitPattern: largest)
    self.smallest = smallest == Self.nothing ? .infinity : Double(bitPattern: smallest + 1)
    digest = UInt64(count) &* Self.step
    for lane in digests.indices { digest = Self.mixed(digest ^ digests[lane]) }
  }

  /// Takes a look at values, finite or not; of n in O(n).
  package init(_ values: [Double]) {
    let values = values.span
    var sums = SIMD8<Double>()
    var digests = SIMD8<UInt64>()
    var keys = SIMD8<UInt64>(Self.keys)
    var (nonZero, signs, largest, smallest) = (0, UInt64(0), UInt64(0), Self.nothing)
    var place = 0
    while place < values.count {
      for lane in 0..<min(8, values.count - place) {
        let value = values[place + lane]
        let bits = value.bitPattern
        digests[lane] &+= Self.digested(bits, keys[lane])
        let magnitude = bits & Self.nothing
        if magnitude != 0 { nonZero += 1 }
        signs |= bits
        guard value.isFinite else { continue }
        sums[lane] += value
        if magnitude > largest { largest = magnitude }
        if magnitude != 0, magnitude - 1 < smallest { smallest = magnitude - 1 }
      }
      // What is missing in the last eight is digested as 0.
      for lane in min(8, values.count - place)..<8 { digests[lane] &+= Self.digested(0, keys[lane]) }
      keys &+= SIMD8(repeating: Self.step)
      place += 8
    }
    self.init(
      count: values.count, nonZero: nonZero, sums: sums, digests: digests, signs: signs, largest: largest,
      smallest: smallest)
  }

  /// All bits but the sign's.
  private static let nothing = UInt64(Int64.max)

  private static func digested(_ bits: UInt64, _ key: UInt64) -> UInt64 {
    let mixed = bits ^ key
    return bits &+ (mixed & 0xffff_ffff) &* (mixed >> 32)
  }

  /// SplitMix64's mixing (G. Steele et al., "Fast splittable pseudorandom number generators", OOPSLA 2014).
  private static func mixed(_ number: UInt64) -> UInt64 {
    let first = (number ^ number >> 30) &* 0xbf58_476d_1ce4_e5b9
    let second = (first ^ first >> 27) &* 0x94d0_49bb_1331_11eb
    return second ^ second >> 31
  }
}
