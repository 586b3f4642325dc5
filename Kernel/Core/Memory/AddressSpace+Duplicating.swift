import Shared
extension AddressSpace {
  public func duplicate(into pageTable: PageTable) throws(Errno) -> AddressSpace { throw .noMemory }
}
