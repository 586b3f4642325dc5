// The addresses of local sockets (`unix(7)`, "Address format").

import Shared

/// The `sun_path` of an address: a path with its zero at the end, or, after a zero at its start, an abstract name.
struct SocketName: Equatable {
  let bytes: [UInt8]

  /// Where the name begins in a `struct sockaddr_un`, and how long the structure is.
  static let offset = 2
  static let longestAddress = 110
  /// `struct sockaddr_storage`, which no address is longer than, whatever its family.
  static let longestOfAnyFamily: Int32 = 128

  /// - Parameter address: a `struct sockaddr_un` that is longer than its family.
  private init(address: [UInt8]) {
    var name = Array(address[Self.offset...])
    if name[0] != 0 {
      if let end = name.firstIndex(of: 0) { name.removeLast(name.count - end) }
      name.append(0)
    }
    bytes = name
  }

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// - Throws: `invalidArgument` for an address that is too short or too long, or of another family.
  static func parse(_ address: [UInt8]) throws(Errno) -> SocketName {
    guard address.count > offset, address.count <= longestAddress, family(of: address) == AddressFamily.local else {
      throw .invalidArgument
    }
    return SocketName(address: address)
  }

  /// The family that an address begins with, if it is as long as that.
  static func family(of address: [UInt8]) -> UInt16? {
    address.count < offset ? nil : UInt16(address[0]) | UInt16(address[1]) << 8
  }

  var isAbstract: Bool { bytes.first == 0 }

  /// The path, without its zero.
  var path: [UInt8] { Array(bytes.dropLast()) }

  /// The address as a program is told it; one without a name has only the family.
  static func address(_ name: SocketName?) -> [UInt8] {
    [UInt8(AddressFamily.local), 0] + (name?.bytes ?? [])
  }
}

/// The sockets that are bound to abstract names. As on Linux, sockets of different types can have one and the same name.
final class AbstractNames {
  /// There while a name is bound.
  private var directory: Directory?

  private static func key(_ name: SocketName, _ type: SocketType) -> [UInt8] {
    [UInt8(type.rawValue)] + name.bytes
  }

  func socket(named name: SocketName, _ type: SocketType) -> LocalSocket? {
    guard let node = directory?.node(named: Self.key(name, type)[...]), case .socket(let found) = node.kind else {
      return nil
    }
    return found.socket
  }

  /// - Throws: `addressInUse`; `noMemory`.
  func bind(_ socket: LocalSocket, to name: SocketName, in volume: Volume) throws(Errno) -> SocketNode {
    guard self.socket(named: name, socket.type) == nil else { throw .addressInUse }
    do throws(Errno) {
      let node = try SocketNode.make(in: volume, permissions: 0)
      let table: Directory
      if let directory { table = directory } else { table = try Directory.make(in: volume, permissions: 0) }
      try table.add(node, named: Self.key(name, socket.type))
      directory = table
      return node
    } catch { throw .noMemory }
  }

  func remove(_ name: SocketName, _ type: SocketType) {
    guard let directory else { return }
    directory.remove(Self.key(name, type)[...])
    if directory.count == 0 { self.directory = nil }
  }

  /// A name of five digits that no socket of the type has (`unix(7)`, "Autobind feature"). It is looked for at random:
  /// a program that takes many names in a row does not make the search long.
  /// - Throws: `noSpace` where so many tries found none.
  func freeName(_ type: SocketType, _ random: RandomSource) throws(Errno) -> SocketName {
    for _ in 0..<Self.mostTries {
      var words = InlineArray<1, UInt32>(repeating: 0)
      var span = words.mutableSpan
      var raw = MutableRawSpan(_elements: &span)
      random.fill(&raw)
      var bytes: [UInt8] = [0]
      for digit in 0..<5 {
        let value = UInt8(truncatingIfNeeded: words[0] >> UInt32(digit * 4) & 0xF)
        bytes.append(value < 10 ? 0x30 &+ value : 0x57 &+ value)
      }
      let name = SocketName(bytes: bytes)
      if socket(named: name, type) == nil { return name }
    }
    throw .noSpace
  }

  private static let mostTries = 256
}
