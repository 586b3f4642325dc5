// The conversation with a virtio-serial device about its ports.

import CMachine
import KernelCore

/// The control queues of a virtio-serial device (virtio 1.2, 5.3.2 and 5.3.6.2), with their buffers.
final class VirtioConsoleControlQueues {
  private static let receiveNumber: UInt16 = 2
  private static let transmitNumber: UInt16 = 3
  /// Room for the message and the longest name worth reading.
  private static let bufferByteCount = 128
  /// A frame of buffers.
  private static let size: UInt16 = 32
  /// What a message says that is about no port (Linux and QEMU: VIRTIO_CONSOLE_BAD_ID).
  private static let noPort: UInt32 = 0xFFFF_FFFF

  private let transport: any VirtioTransport
  private let receiveQueue: Virtqueue
  private let transmitQueue: Virtqueue
  private let receiveFrame: UInt64
  private let transmitFrame: UInt64

  init(transport: any VirtioTransport) throws(VirtioProblem) {
    self.transport = transport
    receiveQueue = try transport.makeQueue(Self.receiveNumber, size: Self.size)
    transmitQueue = try transport.makeQueue(Self.transmitNumber, size: 1)
    guard let receiveFrame = PhysicalMemory.allocateFrame(), let transmitFrame = PhysicalMemory.allocateFrame()
    else { throw .noMemory }
    self.receiveFrame = receiveFrame
    self.transmitFrame = transmitFrame
    for buffer in 0..<receiveQueue.layout.size {
      receiveQueue.describe(
        buffer, physical: address(ofBuffer: buffer), byteCount: Self.bufferByteCount, isDeviceWritable: true)
      receiveQueue.lend(buffer)
    }
    transmitQueue.describe(
      0, physical: transmitFrame, byteCount: VirtioConsoleControl.byteCount, isDeviceWritable: false)
  }

  /// Asks the device, which is ready, to speak of its ports.
  func start() throws(VirtioProblem) {
    if receiveQueue.wantsNotification { transport.notify(receiveQueue) }
    try send(VirtioConsoleControl(port: Self.noPort, event: .deviceReady, value: 1))
  }

  /// Sends a message, and waits until the device has taken it.
  func send(_ message: VirtioConsoleControl) throws(VirtioProblem) {
    storeDevice64(DirectMap.address(ofPhysical: transmitFrame), message.word)
    transmitQueue.lend(0)
    if transmitQueue.wantsNotification { transport.notify(transmitQueue) }
    let deadline = TickDeadline()
    while true {
      if let used = try transmitQueue.nextUsed() { return transmitQueue.takeBack(used) }
      guard !deadline.hasPassed else { throw .controlTimeout }
      relaxCPU()
    }
  }

  /// Takes in what the device has said, a queue's worth at most.
  /// - Returns: whether it said anything.
  @discardableResult func receive(into ports: inout VirtioPortDirectory) throws(VirtioProblem) -> Bool {
    var messageCount: UInt16 = 0
    while messageCount < receiveQueue.layout.size, let used = try receiveQueue.nextUsed() {
      // QEMU gives the length before it cut the message to the buffer.
      let byteCount = min(Int(used.byteCount), Self.bufferByteCount)
      // Exactly the descriptors below the queue's size are lent, each with its part of the frame.
      let storage = unsafe DirectMap.bytes(physical: address(ofBuffer: used.descriptor), count: byteCount)
      let bytes = unsafe Span<UInt8>(_unsafeBytes: UnsafeRawBufferPointer(storage))
      if let message = VirtioConsoleControl(bytes) {
        ports.receive(message, payload: bytes.extracting(VirtioConsoleControl.byteCount...))
      }
      receiveQueue.takeBack(used)
      receiveQueue.lend(used.descriptor)
      messageCount += 1
    }
    if messageCount > 0, receiveQueue.wantsNotification { transport.notify(receiveQueue) }
    return messageCount > 0
  }

  private func address(ofBuffer buffer: UInt16) -> UInt64 {
    receiveFrame + UInt64(buffer) * UInt64(Self.bufferByteCount)
  }
}
