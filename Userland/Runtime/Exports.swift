// Programs import this module alone: the types of calls, errors and descriptors come with it.

@_exported import Shared
