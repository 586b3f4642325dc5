// Pipes, times, the tree, and memory.

import Runtime

func tryWaiting() {
  guard let pipe = try? Pipe() else { return print("no pipe") }
  wait("an empty pipe", [pipe.reading.waitItem, pipe.writing.waitItem])
  wait("an empty pipe that is to be read", [pipe.reading.waitItem])
  _ = try? pipe.writing.write(CString("x").bytes)
  wait("a pipe with a byte", [pipe.reading.waitItem, pipe.writing.waitItem])
  let reading = pipe.reading.waitItem
  try? pipe.writing.close()
  print("its bytes: \((try? pipe.reading.collect())?.count ?? 0)")
  wait("what has been closed", [reading])
  say(
    "more items than there can be",
    { () throws(WaitForAnyError) in
      try perform(.waitForAny(WaitItems(address: 0x40_0000, count: 1 << 40), until: 0))
    }, text)
  say(
    "items that are nowhere",
    { () throws(WaitForAnyError) in
      try perform(.waitForAny(WaitItems(address: 8, count: 1), until: 0))
    }, text)
  say("a time that is over") { () throws(SleepError) in try perform(.sleep(until: 1, .monotonic)) }
  say("a clock that there is not") { () throws(SleepError) in try perform(.sleep(until: 1, ClockID(rawValue: 99))) }
  say("a pipe with flags that are none") { () throws(PipeError) in try perform(.pipe(.create)) }
}

/// Waits until a time that is over.
private func wait<let count: Int>(_ what: StaticString, _ items: [count of WaitItem]) {
  var items = items
  do throws(WaitForAnyError) {
    print("\(what): \(text(try waitForAny(&items, until: 1)))")
  } catch {
    print("\(what): \(error.errno)")
  }
}

func tryTree() {
  let here = Descriptor(rawValue: -100)
  let path = CString("/data/new").pathBytes
  @inline(never) func make(_ what: StaticString, in directory: Descriptor = here, _ path: PathBytes) {
    say(what) { () throws(MakeDirectoryError) in try perform(.makeDirectory(in: directory, path: path, mode: 0o750)) }
  }
  @inline(never) func remove(_ what: StaticString, _ path: PathBytes, _ flags: PathFlags = .removeDirectory) {
    say(what) { () throws(RemoveError) in try perform(.remove(in: here, path: path, flags)) }
  }
  make("a directory is made", path)
  make("it is there", path)
  make("beneath what is not open", in: Descriptor(rawValue: 77), CString("new").pathBytes)
  make("at a path that is nowhere", PathBytes(address: 8, byteCount: 4))
  remove("it is no file", path, [])
  remove("with a flag that is none", path, PathFlags(rawValue: 1))
  remove("it is removed", path)
  remove("it is gone", path)
  guard let text = try? FileDescriptor<ReadOnly, TypedDoor>.open("/data/text") else { return print("no text") }
  var memory = InlineBuffer<144>()
  var bytes = memory.mutableBytes
  let number = Descriptor(rawValue: 3)
  say("its status", { () throws(StatusError) in try perform(.status(number, into: WritableBytes(&bytes))) }) {
    "\($0) bytes"
  }
  @inline(never) func seek(_ what: StaticString, _ distance: Int64, _ origin: UInt32) {
    say(
      what,
      { () throws(SeekError) in
        try perform(.seek(number, by: distance, from: SeekOriginID(rawValue: origin)))
      }
    ) { "at \($0)" }
  }
  seek("two before its end", -2, 2)
  seek("before its start", -1, 0)
  seek("from where nobody knows", 0, 9)
  say("a list of what is no directory") { () throws(ListError) in
    try perform(.list(number, into: WritableBytes(&bytes)))
  }
  say("kept") { () throws(SyncError) in try perform(.sync(number)) }
  say("what is not open") { () throws(SyncError) in try perform(.sync(Descriptor(rawValue: 77))) }
  try? text.close()
}

func tryMemory() {
  do throws(MapError) {
    let place = try perform(.map(byteCount: 8192, [.read, .write]))
    say("memory is protected") { () throws(ProtectError) in
      try perform(.protect(place, byteCount: 4096, .read))
    }
    say("with a bit that is none") { () throws(ProtectError) in
      try perform(.protect(place, byteCount: 4096, ProtectionFlags(rawValue: 64)))
    }
    say("memory is given back") { () throws(UnmapError) in try perform(.unmap(place, byteCount: 8192)) }
    say("memory that is gone") { () throws(ProtectError) in try perform(.protect(place, byteCount: 4096, .read)) }
    say("half a page") { () throws(UnmapError) in try perform(.unmap(place + 1, byteCount: 4096)) }
  } catch {
    print("no memory: \(error.errno)")
  }
  say("no bytes") { () throws(MapError) in try perform(.map(byteCount: 0, .read)) }
  say("too many bytes") { () throws(MapError) in try perform(.map(byteCount: 1 << 60, .read)) }
  var memory = InlineBuffer<64>()
  var bytes = memory.mutableBytes
  say("random bytes", { () throws(RandomError) in try perform(.random(into: WritableBytes(&bytes))) }) { "\($0)" }
  say("random bytes for nobody") { () throws(RandomError) in
    try perform(.random(into: WritableBytes(address: 8, byteCount: 8)))
  }
  say("who this is", { () throws(IdentityError) in try perform(.identity()) }) { "process \($0)" }
}
