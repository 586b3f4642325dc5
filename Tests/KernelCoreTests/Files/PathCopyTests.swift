// Paths that come from programs, which may end anywhere or nowhere.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

@Suite struct PathCopyTests {
  /// A path of so many bytes that ends where the program's memory does, with its zero or without.
  private func path(_ count: Int, terminated: Bool = true, after offset: Int = 0) -> Result<[UInt8], Errno> {
    let path = (0..<count).map { UInt8(1 + $0 % 255) }
    let memory = ArrayMemory([UInt8](repeating: 0, count: offset) + path + (terminated ? [0] : []))
    do throws(Errno) {
      let copied = try memory.path(at: ArrayMemory.base + UInt(offset))
      #expect(copied == path)
      return .success(copied)
    } catch { return .failure(error) }
  }

  /// Around the sizes of what a path is copied into, of its pieces, and the longest.
  private static let counts = [
    0, 1, 7, 8, 9, 62, 63, 64, 65, 127, 128, 254, 255, 256, 257, 510, 511, 512, 513, 1023, 1024, 4000, 4094, 4095,
  ]

  @Test(arguments: counts, [0, 1, 100, 192, 255, 3840, 4095])
  func `a path may end with the program's memory`(count: Int, offset: Int) {
    #expect((try? path(count, after: offset).get())?.count == count)
  }

  @Test(arguments: counts, [0, 1, 192, 255]) func `a path may not end without its zero`(count: Int, offset: Int) {
    #expect(path(count, terminated: false, after: offset) == .failure(.badAddress))
  }

  @Test(arguments: [4096, 4097, 5000]) func `a path may not be longer than paths are`(count: Int) {
    for offset in [0, 1, 255] {
      #expect(path(count, after: offset) == .failure(.fileNameTooLong))
      #expect(path(count, terminated: false, after: offset) == .failure(.fileNameTooLong))
    }
  }

  @Test func `a path may not reach out of user space`() {
    let memory = ArrayMemory([1, 0])
    for address: UInt in [0, UserSpace.end - 1, UserSpace.end, .max, .max - 63, .max - 255, .max - 4095] {
      #expect(errno { () throws(Errno) in _ = try memory.path(at: address) } == .badAddress)
    }
  }

  @Test func `what stands behind a path's zero does not count`() throws {
    let memory = ArrayMemory([1, 2, 0, 3, 4, 0])
    #expect(try memory.path(at: ArrayMemory.base) == [1, 2])
    #expect(try memory.path(at: ArrayMemory.base + 2) == [])
    #expect(try memory.path(at: ArrayMemory.base + 3) == [3, 4])
  }

  @Test func `a text ends at its zero or where enough of it has come`() throws {
    let memory = ArrayMemory([1, 2, 3, 0, 5])
    #expect(try memory.text(at: ArrayMemory.base, upTo: 16) == [1, 2, 3])
    #expect(try memory.text(at: ArrayMemory.base, upTo: 2) == [1, 2])
    #expect(try memory.text(at: ArrayMemory.base + 4, upTo: 1) == [5])
    #expect(errno { () throws(Errno) in _ = try memory.text(at: ArrayMemory.base + 4, upTo: 2) } == .badAddress)
  }
}
