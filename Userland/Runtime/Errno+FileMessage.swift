// What went wrong with a file, in few bytes, for programs that count theirs.

import Shared

extension Errno {
  /// What a person is told of an error with a file: the words of `message` for the errors that files usually give,
  /// and "Error" for the rest. `message` knows every error, and brings more than a kilobyte of text into a program.
  @inlinable public var fileMessage: CString {
    @inline(never) get {
      // One literal in place of one a case, whose table would take 24 bytes more for each. A message stands behind
      // its error's number and ends in a NUL; the last one's number is 0, which is no error's.
      let messages: CString = """
        \u{2}No such file or directory\0\
        \u{5}Input/output error\0\
        \u{9}Bad file descriptor\0\
        \u{c}Cannot allocate memory\0\
        \u{d}Permission denied\0\
        \u{14}Not a directory\0\
        \u{15}Is a directory\0\
        \u{1b}File too large\0\
        \u{1c}No space left on device\0\
        \0Error
        """
      var entry = messages
      // The scan ends at the last entry, whose number is 0.
      while true {
        let number = unsafe entry.start.pointee
        let message = unsafe CString(immortal: entry.start + 1)
        if number == rawValue || number == 0 { return message }
        entry = unsafe CString(immortal: message.start + message.byteCount + 1)
      }
    }
  }
}
