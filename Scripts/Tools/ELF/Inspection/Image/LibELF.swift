// The one place that talks to libelf, whose pointers do not leave it.

import CLibELF

/// libelf, from a file's bytes to plain values.
enum LibELF {
  /// Fills an image from its contents.
  static func decode(_ image: inout ELFImage) throws(ImageError) {
    guard elf_version(UInt32(EV_CURRENT)) != UInt32(EV_NONE) else { throw failure("initializing") }
    var decoded = image
    // A copy of its own, for libelf asks for memory that it may write to.
    var copy = image.contents
    let result = unsafe copy.withUnsafeMutableBytes { buffer -> Result<Void, ImageError> in
      // The buffer is not empty, and outlives the descriptor.
      let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      guard let elf = unsafe elf_memory(start, buffer.count) else { return .failure(failure("opening")) }
      defer { unsafe elf_end(elf) }
      return Result { () throws(ImageError) in unsafe try decode(elf, into: &decoded) }
    }
    try result.get()
    image = decoded
  }

  @unsafe private static func decode(_ elf: OpaquePointer, into image: inout ELFImage) throws(ImageError) {
    // libelf answers with a whole header or with null.
    guard let header = unsafe elf64_getehdr(elf)?.pointee else { throw failure("reading the header") }
    image.entry = header.e_entry
    image.type =
      switch header.e_type {
      case 1: .object
      case 2: .fixed
      case 3: .movable
      case 4: .core
      default: .other(header.e_type)
      }
    // Of headers that are not in the file libelf says that there are none.
    if header.e_phnum > 0 {
      try check(header.e_phoff, header.e_phnum, byteCount: header.e_phentsize, are: 56, in: image, "program headers")
      image.segments = try unsafe segments(of: elf)
    }
    if header.e_shoff != 0 {
      try check(header.e_shoff, header.e_shnum, byteCount: header.e_shentsize, are: 64, in: image, "section headers")
      try unsafe decodeSections(of: elf, into: &image)
    }
    for segment in image.segments where segment.type == SegmentType.note {
      image.notes += unsafe notes(of: elf, in: segment)
    }
  }

  /// Makes sure that a table of headers has the right entries and is in the file.
  private static func check(
    _ offset: UInt64, _ count: UInt16, byteCount: UInt16, are expected: UInt16, in image: ELFImage, _ what: String
  ) throws(ImageError) {
    guard byteCount == expected else { throw ImageError("is damaged: its \(what) have \(byteCount) bytes each") }
    let fileByteCount = UInt64(image.contents.count)
    guard offset <= fileByteCount, UInt64(count) * UInt64(byteCount) <= fileByteCount - offset else {
      throw ImageError("is truncated: the file has \(fileByteCount) bytes, and its \(count) \(what) begin at \(offset)")
    }
  }

  @unsafe private static func segments(of elf: OpaquePointer) throws(ImageError) -> [ELFImage.Segment] {
    var count = 0
    guard unsafe elf_getphdrnum(elf, &count) == 0 else { throw truncated("program headers") }
    guard count > 0 else { return [] }
    guard let headers = unsafe elf64_getphdr(elf) else { throw truncated("program headers") }
    // libelf has checked that the file has as many as it counted.
    return unsafe UnsafeBufferPointer(start: headers, count: count).map { header in
      ELFImage.Segment(
        type: header.p_type, protection: SegmentProtection(rawValue: header.p_flags), fileOffset: header.p_offset,
        fileByteCount: header.p_filesz, address: header.p_vaddr, physicalAddress: header.p_paddr,
        byteCount: header.p_memsz, alignment: header.p_align)
    }
  }

  @unsafe private static func decodeSections(of elf: OpaquePointer, into image: inout ELFImage) throws(ImageError) {
    var count = 0
    var namesIndex = 0
    guard unsafe elf_getshdrnum(elf, &count) == 0 else { throw truncated("section headers") }
    guard count > 0 else { throw truncated("section headers") }
    guard unsafe elf_getshdrstrndx(elf, &namesIndex) == 0 else { throw truncated("section names") }
    for index in 0..<count {
      guard let section = unsafe elf_getscn(elf, index), let header = unsafe elf64_getshdr(section)?.pointee else {
        throw truncated("section headers")
      }
      let name = unsafe text(elf_strptr(elf, namesIndex, Int(header.sh_name)))
      image.sections.append(
        ELFImage.Section(
          name: name, type: header.sh_type, flags: header.sh_flags, address: header.sh_addr,
          fileOffset: header.sh_offset, byteCount: header.sh_size))
      if header.sh_type == SHT_SYMTAB || header.sh_type == SHT_DYNSYM {
        let found = try unsafe symbols(of: elf, in: section, names: Int(header.sh_link))
        image.symbols = (image.symbols ?? []) + found
      }
    }
  }

  @unsafe private static func symbols(of elf: OpaquePointer, in section: OpaquePointer, names: Int)
    throws(ImageError) -> [ELFImage.Symbol]
  {
    guard let data = unsafe elf_getdata(section, nil) else { throw truncated("symbol table") }
    var symbols: [ELFImage.Symbol] = []
    var entry = GElf_Sym()
    var index: Int32 = 0
    // gelf_getsym answers null past the last one.
    while unsafe gelf_getsym(data, index, &entry) != nil {
      symbols.append(
        ELFImage.Symbol(
          name: unsafe text(elf_strptr(elf, names, Int(entry.st_name))), address: entry.st_value,
          byteCount: entry.st_size, type: entry.st_info & 15, binding: entry.st_info >> 4, section: entry.st_shndx))
      index += 1
    }
    return symbols
  }

  @unsafe private static func notes(of elf: OpaquePointer, in segment: ELFImage.Segment) -> [ELFImage.Note] {
    guard segment.fileByteCount > 0, let offset = Int64(exactly: segment.fileOffset),
      let data = unsafe elf_getdata_rawchunk(
        elf, offset, Int(truncatingIfNeeded: segment.fileByteCount), segment.alignment == 8 ? ELF_T_NHDR8 : ELF_T_NHDR)
    else { return [] }
    // A null pointer comes with a size of 0.
    let bytes = unsafe UnsafeRawBufferPointer(start: data.pointee.d_buf, count: data.pointee.d_size)
    var notes: [ELFImage.Note] = []
    var header = GElf_Nhdr()
    var (place, nameOffset, contentsOffset) = (0, 0, 0)
    while true {
      // It checks that name and description lie in the data, and answers 0 past the last note.
      place = unsafe gelf_getnote(data, place, &header, &nameOffset, &contentsOffset)
      guard place > 0 else { return notes }
      let name = unsafe bytes[nameOffset..<nameOffset + Int(header.n_namesz)].prefix { $0 != 0 }
      let contents = unsafe bytes[contentsOffset..<contentsOffset + Int(header.n_descsz)]
      notes.append(
        ELFImage.Note(
          owner: unsafe String(decoding: name, as: UTF8.self), type: header.n_type, contents: unsafe Array(contents)))
    }
  }

  /// A string that libelf found, or nothing where there is none.
  @unsafe private static func text(_ string: UnsafeMutablePointer<CChar>?) -> String {
    // libelf answers only with strings that end inside their table.
    unsafe string.map { unsafe String(cString: $0) } ?? ""
  }

  private static func truncated(_ part: String) -> ImageError {
    ImageError("is truncated or damaged: the \(part) cannot be read (\(lastMessage))")
  }

  private static func failure(_ attempt: String) -> ImageError {
    ImageError("libelf failed \(attempt): \(lastMessage)")
  }

  private static var lastMessage: String {
    // −1 asks for the last error's message, which is a constant, or null when there was none.
    unsafe elf_errmsg(-1).map { unsafe String(cString: $0) } ?? "no reason given"
  }
}
