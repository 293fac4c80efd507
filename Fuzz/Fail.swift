/// Ends the process, which tells libFuzzer to keep the input.
func fail(_ message: String, _ input: [UInt8]) -> Never {
  let text = String(decoding: input.prefix(1_000), as: UTF8.self)
  fatalError("\(message.prefix(1_000))\nin \(input.count) bytes: \(text)")
}
