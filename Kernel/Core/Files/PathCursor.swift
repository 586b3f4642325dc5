// Taking a path apart, one component at a time, while symbolic links put more paths in front.

/// What is left of a path that is being followed, with the targets of the links met so far
/// in front of what came after them.
struct PathCursor {
  /// The innermost target, and where in it the next component begins: no slash is there.
  private var bytes: [UInt8]
  private var next: Int
  /// What comes after it; each has a component left.
  private var outer: [(bytes: [UInt8], next: Int)] = []
  private var slashWasLast = false
  private var slashFollows = false

  init(_ path: [UInt8]) {
    bytes = path
    next = Self.start(in: path.span, from: 0)
  }

  /// Whether a component is left.
  var hasMore: Bool { next < bytes.count || !outer.isEmpty }

  /// Whether a slash follows the last component, which asks for a directory (`path_resolution(7)`).
  /// Of use once no component is left.
  var endsWithSlash: Bool { slashWasLast || slashFollows }

  /// The next component, without slashes and not empty.
  mutating func nextComponent() -> ArraySlice<UInt8>? {
    if next == bytes.count {
      guard let level = outer.popLast() else { return nil }
      (bytes, next) = level
    }
    let start = next
    let end = Self.end(in: bytes.span, from: start)
    next = Self.start(in: bytes.span, from: end)
    slashFollows = next > end
    return bytes[start..<end]
  }

  /// Goes on with a link's target, and then with what is left.
  mutating func push(_ target: [UInt8]) {
    if next < bytes.count {
      outer.append((bytes, next))
    } else if outer.isEmpty, slashFollows {
      // What stands behind the link stands behind what it leads to.
      slashWasLast = true
    }
    bytes = target
    next = Self.start(in: target.span, from: 0)
    slashFollows = false
  }

  /// Where a component begins that is at a place or behind slashes there.
  private static func start(in bytes: Span<UInt8>, from place: Int) -> Int {
    var start = place
    while start < bytes.count, bytes[start] == Path.slash { start += 1 }
    return start
  }

  /// Where a component ends.
  private static func end(in bytes: Span<UInt8>, from place: Int) -> Int {
    var end = place
    while end < bytes.count, bytes[end] != Path.slash { end += 1 }
    return end
  }
}

/// What limits a path (`path_resolution(7)`, `limits.h`).
public enum Path {
  /// The longest path, with its terminating zero, in bytes (`PATH_MAX`).
  public static let maximumByteCount = 4096
  /// The longest component, in bytes (`NAME_MAX`).
  public static let maximumNameByteCount = 255
  /// How many symbolic links may be followed on the way.
  public static let maximumLinkCount = 40

  static let slash = UInt8(ascii: "/")
  static let dot = UInt8(ascii: ".")
}
