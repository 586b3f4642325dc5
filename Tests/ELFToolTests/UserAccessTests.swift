import Foundation
import MachineRunner
import MachineTesting
import Testing

@testable import ELFInspection

/// User memory is open between STAC and CLAC only, in the kernel that was really built.
@Suite struct UserAccessTests {
  private struct Kernel {
    let sites: UserAccessSites
    let code: CodeFlow
    let functions: FunctionTable

    init() async throws {
      try await BuiltProject.ready()
      let image = try ELFImage(path: "\(ProjectFolder.current().kernel)")
      sites = try #require(UserAccessSites(of: image))
      code = try CodeFlow(of: image, toolchain: Toolchain())
      functions = FunctionTable(of: image)
    }

    func findings(_ sites: UserAccessSites) -> [String] {
      ImageCheck.userAccessFindings(sites, code, functions).map(\.description)
    }
  }

  @Test func `every way out of where user memory is open closes it`() async throws {
    let kernel = try await Kernel()
    #expect(kernel.sites.opening.count >= 6)
    #expect(kernel.sites.recoveries.count >= 15)
    #expect(kernel.sites.traps.count == 256)
    #expect(kernel.findings(kernel.sites) == [])
  }

  @Test func `without any one of the closing instructions there is a way on which it stays open`() async throws {
    let kernel = try await Kernel()
    #expect(kernel.sites.closing.count >= 8)
    for site in kernel.sites.closing {
      var sites = kernel.sites
      sites.closing.remove(site)
      #expect(kernel.findings(sites) != [], "\(kernel.functions.place(of: site) ?? "")")
    }
  }

  @Test func `an opening where there is no instruction is an error`() async throws {
    let kernel = try await Kernel()
    var sites = kernel.sites
    sites.opening.insert(12)
    #expect(
      kernel.findings(sites) == ["error: would open user memory where there is no instruction: 0xc"])
  }
}
