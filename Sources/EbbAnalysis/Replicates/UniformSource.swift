/// Numbers between 0 and 1, the same on every machine, from SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
struct UniformSource {
  private static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

  private var state: UInt64

  /// - Parameter count: how many numbers of the sequence are passed over.
  init(seed: UInt64, skipping count: Int = 0) { state = seed &+ UInt64(count) &* Self.step }

  mutating func next() -> Double {
    state &+= Self.step
    var word = state
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return (Double((word ^ word >> 31) >> 11) + 0.5) * 0x1p-53
  }

  /// A whole number from 0 to below `count`, which is above 0.
  mutating func next(below count: Int) -> Int { min(Int(next() * Double(count)), count - 1) }
}
