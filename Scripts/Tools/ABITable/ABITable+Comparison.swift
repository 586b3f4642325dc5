// Tells a change that breaks binaries from one that does not.

extension ABITable {
  /// What a newer table does to the binaries that rely on an older one.
  public struct Comparison: Equatable, Sendable {
    /// Why binaries would break, a sentence each.
    public var breaks: [String] = []
    /// What is new and breaks nothing, a row each.
    public var additions: [String] = []
  }

  /// Compares the checked-in table with the one that the sources make now.
  public static func compare(golden: ABITable, current: ABITable) -> Comparison {
    var result = Comparison()
    let names = current.sections.map(\.name)
    for old in golden.sections {
      guard let new = current.sections.first(where: { $0.name == old.name }) else {
        result.breaks.append("[\(old.name)] is gone: binaries rely on it.")
        continue
      }
      if old.rule != new.rule {
        result.breaks.append(
          "[\(old.name)] was \(old.rule.rawValue), which is a promise, and cannot become \(new.rule.rawValue).")
      }
      compare(old, new, into: &result)
    }
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      result.breaks.append("[\(name)] is there twice.")
    }
    for new in current.sections where !golden.sections.contains(where: { $0.name == new.name }) {
      result.additions += new.rows.map { "[\(new.name)] \($0.key)  \($0.value)" }
    }
    return result
  }

  private static func compare(_ old: Section, _ new: Section, into result: inout Comparison) {
    let keys = new.rows.map(\.key)
    for (index, key) in keys.enumerated() where keys[..<index].contains(key) {
      result.breaks.append("[\(new.name)] \(key) is there twice: one number cannot mean two things.")
    }
    for row in old.rows {
      guard let now = new.rows.first(where: { $0.key == row.key }) else {
        result.breaks.append("[\(old.name)] \(row.key) is gone: binaries that use it would break. It was: \(row.value)")
        continue
      }
      if now.value == row.value { continue }
      if old.rule == .growOnly, let before = Int(row.value), let after = Int(now.value) {
        if after > before {
          result.additions.append("[\(old.name)] \(row.key)  \(row.value) becomes \(now.value)")
        } else {
          result.breaks.append("[\(old.name)] \(row.key) may only grow, and would shrink from \(before) to \(after).")
        }
        continue
      }
      result.breaks.append(
        """
        [\(old.name)] \(row.key) has changed: binaries that were built before would be misunderstood.
          was: \(row.value)
          is:  \(now.value)
        """)
    }
    compareOrder(old, new, into: &result)
  }

  private static func compareOrder(_ old: Section, _ new: Section, into result: inout Comparison) {
    let oldKeys = old.rows.map(\.key)
    let newKeys = new.rows.map(\.key)
    let kept = newKeys.filter(oldKeys.contains)
    if kept != oldKeys.filter(newKeys.contains) {
      result.breaks.append("[\(old.name)] is in another order than it was: \(kept.joined(separator: ", ")).")
    }
    let lastKept = newKeys.lastIndex(where: oldKeys.contains) ?? -1
    for (index, row) in new.rows.enumerated() where !oldKeys.contains(row.key) {
      let fits = old.rule == .addOnly || old.rule == .appendOnly && index > lastKept
      if fits {
        result.additions.append("[\(new.name)] \(row.key)  \(row.value)")
      } else if old.rule == .appendOnly {
        result.breaks.append(
          "[\(new.name)] \(row.key) is new but not behind the last one: take a place that nobody has ever had.")
      } else {
        result.breaks.append("[\(new.name)] \(row.key) is new in what is \(old.rule.rawValue).")
      }
    }
  }
}
