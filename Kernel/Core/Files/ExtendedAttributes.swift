// What programs attach to files by name (`xattr(7)`).

import Shared

/// The extended attributes of one file: few and short, or there is no room for them.
struct ExtendedAttributes {
  private struct Attribute {
    let name: [UInt8]
    var value: [UInt8]

    var charge: Int { ExtendedAttributes.charge + name.count + value.count }
  }

  private var attributes: [Attribute] = []
  /// What all of them are charged, in bytes.
  private(set) var charge = 0

  /// The longest name and value, in bytes (Linux `linux/limits.h`).
  static let longestName = 255
  static let longestValue = 65_536
  /// What all attributes of a file may be charged, in bytes: each is looked for among all.
  static let maximumCharge = 2 * longestValue
  /// What an attribute is charged beside its bytes: its share of an array, twice over for the time in which that grows.
  private static let charge = 128

  func value(of name: [UInt8]) -> [UInt8]? {
    for attribute in attributes where attribute.name == name { return attribute.value }
    return nil
  }

  /// The names, each with a zero behind it, as `listxattr(2)` gives them.
  var list: [UInt8] {
    var list: [UInt8] = []
    for attribute in attributes {
      list.append(contentsOf: attribute.name)
      list.append(0)
    }
    return list
  }

  /// What a change would add to the charge.
  func growth(setting name: [UInt8], to value: [UInt8]) -> Int {
    if let old = self.value(of: name) { return value.count - old.count }
    return Attribute(name: name, value: value).charge
  }

  mutating func set(_ name: [UInt8], to value: [UInt8]) {
    charge += growth(setting: name, to: value)
    for index in attributes.indices where attributes[index].name == name {
      attributes[index].value = value
      return
    }
    attributes.append(Attribute(name: name, value: value))
  }

  mutating func remove(_ name: [UInt8]) {
    for index in attributes.indices where attributes[index].name == name {
      charge -= attributes[index].charge
      attributes.remove(at: index)
      return
    }
  }
}

/// How an attribute is set, with Linux's values (`setxattr(2)`).
public struct AttributeFlags: OptionSet, Sendable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// It must not be there yet (`XATTR_CREATE`).
  public static let create = AttributeFlags(rawValue: 1)
  /// It must be there (`XATTR_REPLACE`).
  public static let replace = AttributeFlags(rawValue: 2)
}

extension Node {
  /// - Throws: `noData` where there is none; `notSupported` for a name that is no user's, and where there can be none;
  ///   `permissionDenied`.
  func attribute(_ name: [UInt8], by credentials: Credentials) throws(Errno) -> [UInt8] {
    try checkNamespace(name)
    guard holdsAttributes else { throw .noData }
    try require(.read, of: credentials)
    try Self.checkName(name)
    guard let value = attributes.value(of: name) else { throw .noData }
    return value
  }

  /// - Throws: `fileExists` and `noData` as the flags ask; `noSpace`; `notPermitted` for what is neither a file nor a
  ///   directory; and as `attribute`.
  func setAttribute(
    _ name: [UInt8], to value: [UInt8], _ flags: AttributeFlags, by credentials: Credentials
  ) throws(Errno) {
    try requireAttributeChange(name, by: credentials)
    let isThere = attributes.value(of: name) != nil
    if isThere, flags.contains(.create) { throw .fileExists }
    if !isThere, flags.contains(.replace) { throw .noData }
    let growth = attributes.growth(setting: name, to: value)
    guard attributes.charge + growth <= ExtendedAttributes.maximumCharge,
      growth <= 0 || volume.budget.reserve(byteCount: growth)
    else { throw .noSpace }
    attributes.set(name, to: value)
    if growth < 0 { volume.budget.release(byteCount: -growth) }
    touchChanged()
  }

  /// - Throws: As `setAttribute`.
  func removeAttribute(_ name: [UInt8], by credentials: Credentials) throws(Errno) {
    try requireAttributeChange(name, by: credentials)
    guard attributes.value(of: name) != nil else { throw .noData }
    let before = attributes.charge
    attributes.remove(name)
    volume.budget.release(byteCount: before - attributes.charge)
    touchChanged()
  }

  /// Attributes of users are for files and directories only: links and devices can be reached by all (`xattr(7)`).
  private var holdsAttributes: Bool { mode.type == .regular || mode.type == .directory }

  private func requireAttributeChange(_ name: [UInt8], by credentials: Credentials) throws(Errno) {
    try checkNamespace(name)
    guard holdsAttributes else { throw .notPermitted }
    if asDirectory != nil, mode.rawValue & FileMode.sticky != 0, !isOwned(by: credentials) { throw .notPermitted }
    try require(.write, of: credentials)
    try Self.checkName(name)
  }

  // Not an array that is made once: it would count as memory that the first caller lost.
  private static var userPrefix: StaticString { "user." }

  private func checkNamespace(_ name: [UInt8]) throws(Errno) {
    let isUsers = Self.userPrefix.withUTF8Buffer { prefix in unsafe name.starts(with: prefix) }
    // What the kernel tells has no place for them.
    guard isUsers, volume.kind != .processes else { throw .notSupported }
  }

  private static func checkName(_ name: [UInt8]) throws(Errno) {
    guard name.count > userPrefix.utf8CodeUnitCount else { throw .invalidArgument }
  }
}
