/// The bytes of numbers as they lie in memory, which is little-endian: 8 of a double (IEEE 754).
package func littleEndianBytes<Number: Numeric & BitwiseCopyable>(_ numbers: [Number]) -> [UInt8] {
  // Bytes of numbers may be read as such whatever they are.
  unsafe numbers.withUnsafeBytes { bytes in unsafe [UInt8](bytes) }
}
