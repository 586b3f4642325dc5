// Taking a path apart, one component at a time, while symbolic links put more paths in front.

/// What is left of a path that is being followed, with the targets of the links met so far
/// in front of what came after them.
struct PathCursor {
  /// The path itself, or the innermost target.
  private(set) var bytes: [UInt8]
  /// Where in it the component is that the cursor is at.
  private(set) var component = 0..<0
  /// Where the next one begins: no slash is there.
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

  /// The component that the cursor is at, without slashes and not empty. Of use once `advance` has found one.
  var name: ArraySlice<UInt8> { bytes[component] }

  /// Whether a zero byte ends the component that the cursor is at. No name can have one.
  private(set) var isCutByZero = false

  /// Goes on to the next component. A zero byte ends one, and with it the path.
  /// - Returns: whether there is one.
  @inline(__always) mutating func advance() -> Bool {
    if next >= bytes.count {
      guard let level = outer.popLast() else { return false }
      (bytes, next) = level
    }
    let start = next
    let end = bytes.span.firstIndex(of: Path.slash, or: 0, from: start)
    component = start..<end
    isCutByZero = end < bytes.count && bytes[end] == 0
    next = isCutByZero ? bytes.count : Self.start(in: bytes.span, from: end)
    slashFollows = next > end
    return true
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
    while start < bytes.count, bytes[start] == Path.slash { start &+= 1 }
    return start
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
