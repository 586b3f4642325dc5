import MachineTesting
import Testing

@testable import ELFInspection

/// What a kernel is moved by.
@Suite struct RelocationTableTests {
  /// A kernel as the first link makes it, whose data begins at physical address 0x140000.
  private func kernel(data: String, options: [String] = ["--emit-relocs"]) async throws -> ELFImage {
    try await TestImage.unfinishedKernel("ret\nsection .data\n\(data)\nsection .text", linkerOptions: options).image()
  }

  @Test func `words with addresses in the image are in the table, in their order`() async throws {
    // data64, which every such kernel has, comes last.
    let image = try await kernel(data: "dq 7\ndq start64 + 2, start32, 0x7f8000000000\ndb 0\ndq last64")
    #expect(try RelocationTable(of: image).places == [0x14_0008, 0x14_0021, 0x14_0029])
    #expect(
      try RelocationTable(of: image).assembly.hasSuffix(
        "section .relocations progbits alloc noexec nowrite align=4\ndd 0x140008\ndd 0x140021\ndd 0x140029\n"))
  }

  @Test func `what the linker put into the global offset table is found, too`() async throws {
    let image = try await TestImage.unfinishedKernel(
      "extern kernelImageEnd\ncmp rax, [rel kernelImageEnd wrt ..got]\nret"
    ).image()
    let got = try #require(image.sections.first { $0.name == ".got" })
    let segment = try #require(image.loadedSegments.first { $0.contains(got.address) })
    let physical = UInt32(segment.physicalAddress + got.address - segment.address)
    #expect(try RelocationTable(of: image).places.contains(physical))
  }

  @Test(arguments: [("dd start32", 10), ("dw 7, start32 - 0x100000", 12)])
  func `a short address cannot be moved`(data: String, kind: Int) async throws {
    let image = try await kernel(data: data)
    let error = try #require(throws: ImageError.self) { try RelocationTable(of: image) }
    #expect(error.description.hasPrefix("cannot be moved: it has a relocation of kind \(kind) at 0x7f8000"))
  }

  @Test func `a kernel without relocations or bounds is refused`() async throws {
    let image = try await kernel(data: "dq start64", options: [])
    #expect(throws: ImageError("has no relocations: link it with --emit-relocs")) { try RelocationTable(of: image) }
    let program = try await TestImage.program().image()
    #expect(throws: ImageError("has no symbols kernelImageStart and kernelImageEnd")) {
      try RelocationTable(of: program)
    }
  }

  @Test func `a table of another link is an error both ways`() async throws {
    // The word behind the text's end is in the data then, and data64 elsewhere.
    let later = "ret\nsection .data\ndq 1, 2\nsection .text"
    let kernel = try await TestImage.kernel(laterBody: later)
    let toolchain = try Toolchain()
    let findings = ImageCheck(toolchain: toolchain).findings(for: try kernel.image(), as: .kernel).map(\.description)
    #expect(
      findings.filter { $0.contains("relocations") } == [
        "error: would move what is no address, by a table of relocations that is of another link: physical 0x140000",
        "error: holds an address that its table of relocations does not name: at \(try address(of: "data64", kernel))",
      ])
  }

  private func address(of name: String, _ kernel: TestImage) throws -> String {
    hexadecimal(try #require(try kernel.image().address(of: name)))
  }
}
