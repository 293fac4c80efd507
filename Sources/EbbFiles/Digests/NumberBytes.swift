/// The bytes of doubles as they lie in memory, which is little-endian (IEEE 754): 8 a number.
package func littleEndianBytes(_ numbers: [Double]) -> [UInt8] {
  // Bytes of numbers may be read as such whatever they are.
  unsafe numbers.withUnsafeBytes { bytes in unsafe [UInt8](bytes) }
}
