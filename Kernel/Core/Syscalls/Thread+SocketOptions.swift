// What sockets can be told and asked: `getsockopt(2)`, `setsockopt(2)`, `socket(7)`.

import Shared

/// The options of the level `SOL_SOCKET` (Linux `asm-generic/socket.h`).
private enum SocketOption: UInt32 {
  case debug = 1
  case reuseAddress = 2
  case type = 3
  case error = 4
  case doNotRoute = 5
  case broadcast = 6
  case sendLimit = 7
  case receiveLimit = 8
  case keepAlive = 9
  case priority = 12
  case linger = 13
  case passCredentials = 16
  case peerCredentials = 17
  case receiveLowWater = 18
  case sendLowWater = 19
  case receiveTimeout = 20
  case sendTimeout = 21
  case acceptsConnections = 30
  case sendLimitByForce = 32
  case receiveLimitByForce = 33
  case protocolNumber = 38
  case domain = 39

  /// `SOL_SOCKET`.
  static let level: Int32 = 1
}

extension Thread {
  /// Linux `net.core.wmem_max`, and the least that a limit can be (`SOCK_MIN_SNDBUF`, `SOCK_MIN_RCVBUF`).
  private static let largestLimit: UInt32 = 212_992
  private static let smallestSendLimit = 4608
  private static let smallestReceiveLimit = 2304

  // MARK: Asking

  func socketOption(
    _ descriptor: Int32, level: Int32, _ number: UInt32, into address: UInt, byteCountAddress: UInt
  ) throws(Errno) -> Int {
    let socket = try socket(descriptor).socket
    guard level == SocketOption.level else { throw .notSupported }
    let room = Int32(bitPattern: try memory.halfWord(at: byteCountAddress))
    guard room >= 0 else { throw .invalidArgument }
    guard let option = SocketOption(rawValue: number) else { throw .protocolNotAvailable }
    var words = InlineArray<2, UInt64>(repeating: 0)
    var byteCount = 4
    switch option {
    case .debug, .reuseAddress, .doNotRoute, .broadcast, .keepAlive:
      words[0] = socket.options.kept >> UInt64(number) & 1
    case .type: words[0] = UInt64(socket.type.rawValue)
    case .error: words[0] = UInt64(socket.takeError()?.rawValue ?? 0)
    case .sendLimit: words[0] = UInt64(socket.options.sendLimit)
    case .receiveLimit: words[0] = UInt64(socket.options.receiveLimit)
    case .priority: words[0] = UInt64(socket.options.priority)
    case .linger:
      words[0] = socket.options.linger
      byteCount = 8
    case .passCredentials: words[0] = socket.options.passesCredentials ? 1 : 0
    case .peerCredentials:
      let peer = socket.peerCredentials ?? SocketCredentials(process: 0, user: .max, group: .max)
      words[0] = UInt64(UInt32(bitPattern: peer.process)) | UInt64(peer.user) << 32
      words[1] = UInt64(peer.group)
      byteCount = 12
    case .receiveLowWater: words[0] = UInt64(socket.options.lowWater)
    case .sendLowWater: words[0] = 1
    case .receiveTimeout, .sendTimeout:
      let timeout = option == .receiveTimeout ? socket.options.receiveTimeout : socket.options.sendTimeout
      words[0] = (timeout ?? 0) / Clock.nanosecondsPerSecond
      words[1] = (timeout ?? 0) % Clock.nanosecondsPerSecond / 1000
      byteCount = 16
    case .acceptsConnections: words[0] = socket.state == .listening ? 1 : 0
    case .sendLimitByForce, .receiveLimitByForce: throw .protocolNotAvailable
    case .protocolNumber: words[0] = 0
    case .domain: words[0] = UInt64(AddressFamily.local)
    }
    let count = min(Int(room), byteCount)
    if count > 0 { try memory.store(RawSpan(_elements: words.span).extracting(0..<count), at: address) }
    try memory.store(halfWord: UInt32(count), at: byteCountAddress)
    return 0
  }

  // MARK: Telling

  func setSocketOption(
    _ descriptor: Int32, level: Int32, _ number: UInt32, from address: UInt, byteCount: Int32
  ) throws(Errno) -> Int {
    let socket = try socket(descriptor).socket
    guard byteCount >= 0 else { throw .invalidArgument }
    guard level == SocketOption.level else { throw .notSupported }
    guard byteCount >= 4 else { throw .invalidArgument }
    let value = try memory.halfWord(at: address)
    guard let option = SocketOption(rawValue: number) else { throw .protocolNotAvailable }
    switch option {
    case .debug where value != 0 && !credentials.has(.administer) && !credentials.has(.administerNetwork):
      throw .permissionDenied
    case .debug, .reuseAddress, .doNotRoute, .broadcast, .keepAlive:
      let bit: UInt64 = 1 << UInt64(number)
      if value != 0 { socket.options.kept |= bit } else { socket.options.kept &= ~bit }
    case .sendLimit, .sendLimitByForce:
      if option == .sendLimitByForce { try requireNetworkAdministrator() }
      socket.options.sendLimit = max(Self.smallestSendLimit, Int(min(value, Self.largestLimit)) * 2)
      socket.changed.wake()
    case .receiveLimit, .receiveLimitByForce:
      if option == .receiveLimitByForce { try requireNetworkAdministrator() }
      socket.options.receiveLimit = max(Self.smallestReceiveLimit, Int(min(value, Self.largestLimit)) * 2)
    case .priority:
      guard value <= 6 || credentials.has(.administerNetwork) else { throw .notPermitted }
      socket.options.priority = value
    case .linger:
      guard byteCount >= 8 else { throw .invalidArgument }
      // Whether to linger is a truth value; a local socket has nothing to linger for.
      let word = try memory.word(at: address)
      socket.options.linger =
        UInt32(truncatingIfNeeded: word) != 0 ? word & ~0xFFFF_FFFF | 1 : socket.options.linger & ~1
    case .passCredentials: socket.options.passesCredentials = value != 0
    case .receiveLowWater:
      let wish = Int32(bitPattern: value)
      socket.options.lowWater = wish < 0 ? Int(Int32.max) : max(1, Int(wish))
    case .receiveTimeout: socket.options.receiveTimeout = try timeout(at: address, byteCount: byteCount)
    case .sendTimeout: socket.options.sendTimeout = try timeout(at: address, byteCount: byteCount)
    case .type, .error, .peerCredentials, .sendLowWater, .acceptsConnections, .protocolNumber, .domain:
      throw .protocolNotAvailable
    }
    return 0
  }

  private func requireNetworkAdministrator() throws(Errno) {
    guard credentials.has(.administerNetwork) else { throw .notPermitted }
  }

  /// A `struct timeval` in nanoseconds; `nil` where all of it is zero, which stands for no time-out.
  /// - Throws: `invalidArgument` where it is cut short; `argumentOutOfDomain` for microseconds that are no part of a
  ///   second.
  private func timeout(at address: UInt, byteCount: Int32) throws(Errno) -> UInt64? {
    guard byteCount >= 16 else { throw .invalidArgument }
    let pair: InlineArray<2, UInt64> = try memory.words(at: address)
    guard pair[1] < 1_000_000 else { throw .argumentOutOfDomain }
    // Linux takes a time below zero for one that has passed.
    guard pair[0] <= UInt64(Int64.max) else { return 0 }
    guard pair[0] > 0 || pair[1] > 0 else { return nil }
    let (seconds, overflows) = pair[0].multipliedReportingOverflow(by: Clock.nanosecondsPerSecond)
    return overflows ? nil : seconds.addingClamped(pair[1] &* 1000)
  }
}
