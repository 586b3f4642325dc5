// Copies standard input to standard output and to each file that is named, as tee(1) does; -a appends.

import Runtime

/// What the arguments ask for.
struct Options {
  var appends = false
  var paths: [CString] = []

  /// Options end at `--`, or with the first argument that is none.
  init(_ arguments: Arguments.Iterator) throws(UsageError) {
    var mayBeOption = true
    for argument in arguments {
      let word = String(argument)
      if mayBeOption, word == "--" {
        mayBeOption = false
      } else if mayBeOption, word == "-a" {
        appends = true
      } else if mayBeOption, word.hasPrefix("-"), word.count > 1 {
        throw UsageError(option: word)
      } else {
        mayBeOption = false
        paths.append(argument)
      }
    }
  }
}

/// An option that there is not.
struct UsageError: Error, CustomStringConvertible {
  let option: String
  var description: String { "tee: unknown option \(option); usage: tee [-a] [FILE…]" }
}

/// An open file that copies go to, closed with the last reference.
final class Output {
  private let file: WritableDescriptor
  private let name: String

  init(_ file: consuming WritableDescriptor, named name: String) {
    self.file = file
    self.name = name
  }

  /// Writes all of the bytes, or says why not.
  /// - Returns: whether all were written.
  func write(_ bytes: RawSpan) -> Bool {
    do throws(Errno) {
      try file.writeAll(bytes)
      return true
    } catch {
      print("tee: \(name): \(error)", to: WritableDescriptor.standardError)
      return false
    }
  }
}

@main struct Tee {
  static func main() {
    do throws(UsageError) {
      exit(copy(try Options(Arguments().operands)))
    } catch {
      print("\(error)", to: WritableDescriptor.standardError)
      exit(2)
    }
  }

  /// Copies to all that can be opened.
  /// - Returns: the exit status: 1 when something could not be written or read.
  static func copy(_ options: Options) -> Int32 {
    var status: Int32 = 0
    var outputs = [Output(.standardOutput, named: "standard output")]
    for path in options.paths {
      do throws(Errno) {
        let file = try WritableDescriptor.open(path, options: [.create, options.appends ? .append : .truncate])
        outputs.append(Output(file, named: String(path)))
      } catch {
        print("tee: \(path): \(error)", to: WritableDescriptor.standardError)
        status = 1
      }
    }
    do throws(Errno) {
      var buffer = try Mapping(byteCount: 1 << 16)
      while true {
        var room = buffer.mutableBytes
        let bytes = try ReadableDescriptor.standardInput.read(into: &room)
        if bytes.isEmpty { return status }
        for output in outputs where !output.write(bytes) { status = 1 }
      }
    } catch {
      print("tee: standard input: \(error)", to: WritableDescriptor.standardError)
      return 1
    }
  }
}
