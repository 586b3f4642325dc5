// Taking a path apart, one component at a time, while symbolic links put more paths in front.

/// What is left of a path that is being followed, with the targets of the links met so far
/// in front of what came after them.
struct PathCursor {
  private struct Level {
    let bytes: [UInt8]
    var next: Int
  }

  /// The innermost target last; each but the last has a component left.
  private var levels: [Level]
  private var slashWasLast = false

  init(_ path: [UInt8]) {
    levels = [Level(bytes: path, next: 0)]
  }

  /// Whether a component is left.
  var hasMore: Bool {
    guard let top = levels.last else { return false }
    return levels.count > 1 || Self.start(of: top) < top.bytes.count
  }

  /// Whether a slash follows the last component, which asks for a directory (`path_resolution(7)`).
  /// Of use once no component is left.
  var endsWithSlash: Bool {
    guard let top = levels.last else { return slashWasLast }
    return slashWasLast || top.next < top.bytes.count
  }

  /// The next component, without slashes and not empty.
  mutating func nextComponent() -> ArraySlice<UInt8>? {
    while let top = levels.last {
      let start = Self.start(of: top)
      guard start < top.bytes.count else {
        levels.removeLast()
        continue
      }
      var end = start
      while end < top.bytes.count, top.bytes[end] != Path.slash { end += 1 }
      levels[levels.count - 1].next = end
      return top.bytes[start..<end]
    }
    return nil
  }

  /// Goes on with a link's target, and then with what is left.
  mutating func push(_ target: [UInt8]) {
    if let top = levels.last, Self.start(of: top) == top.bytes.count {
      // Slashes alone would be looked through again and again.
      if levels.count == 1, top.next < top.bytes.count { slashWasLast = true }
      levels.removeLast()
    }
    levels.append(Level(bytes: target, next: 0))
  }

  private static func start(of level: Level) -> Int {
    var start = level.next
    while start < level.bytes.count, level.bytes[start] == Path.slash { start += 1 }
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
