// The queue behind a serial port.

import KernelCore
import Testing

@Suite struct SerialInputTests {
  @Test func `bytes come out in the order in which they went in, round and round`() {
    var input = SerialInput()
    var written: UInt8 = 0
    var read: UInt8 = 0
    for _ in 0..<100 {
      while input.hasRoom {
        input.append(written)
        written &+= 1
      }
      for _ in 0..<1000 {
        guard input.next() == read else {
          Issue.record("lost or reordered")
          return
        }
        read &+= 1
      }
    }
  }

  @Test func `while there is room there is room for a whole FIFO`() {
    var input = SerialInput()
    while input.hasRoom { input.append(1) }
    let before = input.count
    for _ in 0..<15 { input.append(2) }
    #expect(input.count == before + 15)
  }

  @Test func `nothing is taken beyond the capacity`() {
    var input = SerialInput()
    for _ in 0..<SerialInput.capacity + 10 { input.append(7) }
    #expect(input.count == SerialInput.capacity)
  }

  @Test func `the end comes behind what is queued, and nothing behind the end`() {
    var input = SerialInput()
    input.append(1)
    input.end()
    input.append(2)
    #expect(input.hasEnded)
    #expect(!input.hasRoom)
    let byte1 = input.next()
    #expect(byte1 == 1)
    let byte2 = input.next()
    #expect(byte2 == nil)
  }
}
