// Counts lines, words and characters of standard input, and the words that come most often: Swift as one writes it on a
// Mac, with `Dictionary`, `String` and `readLine`.

import Runtime

/// A word and how often it came.
struct Occurrence: Comparable {
  let word: String
  let count: Int

  /// The more often the earlier, and by the alphabet among equals.
  static func < (left: Occurrence, right: Occurrence) -> Bool {
    left.count == right.count ? left.word < right.word : left.count > right.count
  }
}

/// What has been counted so far.
struct Tally {
  private(set) var lineCount = 0
  private(set) var wordCount = 0
  private(set) var characterCount = 0
  private var counts: [String: Int] = [:]

  /// Counts one line, without its end.
  mutating func add(_ line: String) {
    lineCount += 1
    characterCount += line.count
    for piece in line.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
      wordCount += 1
      counts[piece.lowercased(), default: 0] += 1
    }
  }

  /// The words that came most often.
  func mostFrequent(_ limit: Int) -> [Occurrence] {
    Array(counts.map { Occurrence(word: $0.key, count: $0.value) }.sorted().prefix(limit))
  }
}

@main struct WordCount {
  static func main() {
    var limit = 3
    var operands = Arguments().operands
    if let operand = operands.next() {
      guard let number = Int(String(operand)), number >= 0, operands.isEmpty else {
        print("usage: word-count [HOW-MANY]" as String, to: WritableDescriptor.standardError)
        exit(2)
      }
      limit = number
    }
    var tally = Tally()
    while let line = readLine() { tally.add(line) }
    print(tally.lineCount, "lines,", tally.wordCount, "words,", tally.characterCount, "characters")
    for occurrence in tally.mostFrequent(limit) { print("\(occurrence.count) \(occurrence.word)") }
  }
}
