// The fakes that these tests share with the fuzzers, in every file.

@_exported import KernelTesting
