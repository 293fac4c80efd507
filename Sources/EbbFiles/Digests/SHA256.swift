private import CCrypto

/// The SHA-256 of bytes that come piece by piece (FIPS 180-4), by libcrypto.
@safe package struct SHA256: ~Copyable {
  private let context: OpaquePointer

  package init() {
    guard let context = unsafe EVP_MD_CTX_new() else { fatalError("out of memory") }
    // Without SHA-256, by a policy of the machine's, there is nothing to state.
    let status = unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
    precondition(status == 1, "libcrypto has no SHA-256")
    unsafe self.context = context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  package mutating func update(_ bytes: Span<UInt8>) {
    let status = unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }
    precondition(status == 1, "libcrypto takes any bytes")
  }

  package mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

  /// Takes doubles as they lie in memory, which is little-endian.
  package mutating func update(_ numbers: Span<Double>) {
    let status = unsafe numbers.withUnsafeBytes { bytes in
      unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }
    precondition(status == 1, "libcrypto takes any bytes")
  }

  /// The digest in 64 lowercase hexadecimal digits, as `sha256sum` prints it.
  package consuming func finish() -> String {
    let digest = unsafe [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
      let status = unsafe EVP_DigestFinal_ex(context, digest.baseAddress, nil)
      precondition(status == 1, "a digest is finished once")
      count = 32
    }
    let digits = Array("0123456789abcdef".utf8)
    let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
