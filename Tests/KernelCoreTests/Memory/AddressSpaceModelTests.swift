// Long random sequences of calls, compared page by page with a model.

import Testing

@Suite struct AddressSpaceModelTests {
  @Test(arguments: 1...10) func `random calls agree with a model`(seed: Int) {
    let model = AddressSpaceModel(seed: UInt64(seed), frameLimit: 1 << 20, regionLimit: 65_530)
    model.run(steps: 600)
    #expect(model.failures == [])
  }

  @Test(arguments: 11...18) func `random calls agree with a model when memory is short`(seed: Int) {
    let model = AddressSpaceModel(seed: UInt64(seed), frameLimit: 24, regionLimit: 65_530)
    model.run(steps: 600)
    #expect(model.failures == [])
  }

  @Test(arguments: 21...28) func `random calls agree with a model when regions are few`(seed: Int) {
    let model = AddressSpaceModel(seed: UInt64(seed), frameLimit: 1 << 20, regionLimit: 16)
    model.run(steps: 600)
    #expect(model.failures == [])
  }
}
