// What pays for the kernel's own memory, where input decides how much the kernel takes of it: Swift traps when an
// allocation fails, so each such allocation is asked for here first.

/// Heap memory that something may take. The kernel's subclass looks at its free frames, tests' at a number.
///
/// It counts allocations, not bytes, because the heap rounds each one up: what is set aside is what the heap will lose.
open class HeapBudget {
  public init() {}

  /// Sets the memory for one allocation aside.
  /// - Parameter byteCount: what is asked of the heap.
  /// - Returns: whether there was so much; nothing has changed otherwise.
  open func reserve(allocation byteCount: Int) -> Bool { false }

  /// Gives back what `reserve` set aside for an allocation of so many bytes.
  open func release(allocation byteCount: Int) {}

  /// Whether there is memory for what a call is about to take, and which has a limit of its own for each process, so that it
  /// need not be counted. It may be of the first half of the kernel's reserve: one process can have all that it is allowed
  /// to, and many cannot use the reserve up.
  open func hasRoom(forAllocation byteCount: Int) -> Bool { false }
}

/// What Swift asks of the heap.
enum HeapAllocation {
  /// What stands before an array's elements: the object's header, count and capacity, in bytes.
  static let arrayHeader = 32

  /// An array with room for so many elements.
  static func array<Element>(of type: Element.Type, capacity: Int) -> Int {
    arrayHeader + capacity * MemoryLayout<Element>.stride
  }
}
