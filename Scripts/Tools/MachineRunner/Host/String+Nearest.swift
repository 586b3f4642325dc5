// The word that was meant, for an error message.

extension String {
  /// How many letters must be added, dropped, changed or swapped with their neighbours to make the other word of this.
  func distance(to other: String) -> Int {
    let (a, b) = (Array(self.utf8), Array(other.utf8))
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = Swift.min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = Swift.min(best, rows[i - 1][j - 1] + 1) }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }

  /// The nearest of some words, if it is near enough that it may be meant.
  public func nearest(of words: [String]) -> String? {
    let nearest = words.map { (word: $0, distance: distance(to: $0)) }.min { $0.distance < $1.distance }
    guard let nearest, nearest.distance <= Swift.max(1, utf8.count / 3) else { return nil }
    return nearest.word
  }
}
