// Lines of the fuzzer's own, to a descriptor that calls do not know of; its first three may have become anything.

import Runtime
import Shared

/// Says "TEXT NUMBER".
func say(_ text: StaticString, _ number: UInt64) { say(text, text: "", number) }

/// Says "TEXT NUMBER WORD NUMBER".
func say(_ text: StaticString, _ number: UInt64, _ word: StaticString, _ other: UInt64) {
  write(text)
  write(number)
  write(" ")
  write(word)
  write(" ")
  write(other)
  write("\n")
}

/// Says "TEXT WORD", and a number behind it where there is one.
func say(_ text: StaticString, text word: StaticString, _ number: UInt64? = nil) {
  write(text)
  write(word)
  if let number {
    if CString(stringLiteral: word).byteCount > 0 { write(" ") }
    write(number)
  }
  write("\n")
}

/// Says why a worker has failed, in its words.
func sayFailure() {
  write("fuzz: failed: ")
  write(address: Int(SharedWord.failureText.value), byteCount: Int(SharedWord.failureTextByteCount.value))
  write("\n")
}

private func write(_ text: StaticString) {
  let bytes = CString(stringLiteral: text)
  write(address: bytes.address, byteCount: bytes.byteCount)
}

private func write(address: Int, byteCount: Int) {
  _ = rawSystemCall(Int(LinuxSyscall.write.rawValue), Territory.output, address, byteCount)
}

/// A number in decimal, put together in the stage.
private func write(_ number: UInt64) {
  var place = Territory.stage + 64
  var rest = number
  repeat {
    place -= 1
    store(byte: UInt8(truncatingIfNeeded: 0x30 + rest % 10), at: place)
    rest /= 10
  } while rest > 0
  _ = rawSystemCall(
    Int(LinuxSyscall.write.rawValue), Territory.output, Int(place), Int(Territory.stage + 64 - place))
}
