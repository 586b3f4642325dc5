# A front for the scripts in Scripts/, which do the work and explain themselves with --help.

PROGRAM ?= useless
ARGS ?=
OPTIONS ?=

# swift build and the scripts know what is out of date; make need not.
.PHONY: help run shell test mutants test-sanitized fuzz fuzz-files bench build check kernel userland tools format lint clean

help:
	@echo 'make run [PROGRAM=useless] [ARGS=…] [OPTIONS=…]   boot Martlet and run a program (Scripts/run --help)'
	@echo 'make shell [OPTIONS=…]   an interactive busybox shell on the terminal (Scripts/shell --help)'
	@echo 'make test        everything: lint, host unit tests, and tests that boot machines'
	@echo 'make mutants     break each promise of Kernel/SECURITY.md in turn, and see a test fail (Scripts/mutants --help)'
	@echo 'make fuzz        ten million calls and 500 programs that no kernel should have to meet (Scripts/fuzz --help)'
	@echo 'make test-sanitized   the unit tests of kernel policy, heap and page tables under AddressSanitizer'
	@echo 'make fuzz-files [OPTIONS=…]   a million made-up inputs for each reader of files (Scripts/fuzz-files --help)'
	@echo 'make bench [OPTIONS=--check]   what system calls cost, in guest instructions (Scripts/bench --help)'
	@echo 'make build       kernel, userland and tools; also each alone: make kernel, make userland, make tools'
	@echo 'make check       look into the ELF files of kernel and programs (martlet-elf --help)'
	@echo 'make format      rewrite the Swift sources in the house format; make lint only checks'
	@echo 'make clean       remove everything that was built'

run:
	@Scripts/install-dependencies run
	@Scripts/run $(OPTIONS) $(PROGRAM) $(ARGS)

shell:
	@Scripts/install-dependencies shell
	@Scripts/shell $(OPTIONS)

test:
	@Scripts/install-dependencies test
	@Scripts/test

mutants:
	@Scripts/install-dependencies test
	@Scripts/mutants $(OPTIONS)

fuzz:
	@Scripts/install-dependencies run
	@Scripts/fuzz --calls 10000000 --boots 20 --leaps 500 $(OPTIONS)

# A build of its own, since every object differs.
test-sanitized:
	@Scripts/install-dependencies test
	swift test --build-system native --disable-xctest --scratch-path .build/sanitized --sanitize=address --filter 'KernelCoreTests|KernelMachineTests'

fuzz-files:
	@Scripts/install-dependencies test
	@Scripts/fuzz-files $(OPTIONS)

bench:
	@Scripts/install-dependencies run
	@Scripts/bench $(OPTIONS)

build:
	@Scripts/install-dependencies run
	@Scripts/build

kernel:
	@Scripts/install-dependencies run
	@Scripts/build tools kernel

userland tools:
	@Scripts/install-dependencies run
	@Scripts/build $@

check:
	@Scripts/install-dependencies run
	@Scripts/build
	@swift run --build-system native --quiet martlet-elf check

format:
	@Scripts/lint --fix

lint:
	@Scripts/lint

clean:
	rm -rf .build
