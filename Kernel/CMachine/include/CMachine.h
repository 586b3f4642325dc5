// What Swift cannot say about the machine: the frames that assembly saves, and single instructions.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wextra-semi"
#define CONSTANT(name, value) enum : uint64_t { name = value }
#include "Layout.inc"
#undef CONSTANT
#pragma clang diagnostic pop

// A call would cost more than what these functions do, and the compiler makes one where it optimizes for size.
#define INLINE static inline __attribute__((always_inline))

/// A program's registers, or the kernel's, as entry saved them.
typedef struct TrapFrame {
  uint64_t r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi;
  uint64_t vector, error;
  uint64_t rip, cs, rflags, rsp, ss;
} TrapFrame;

/// What belongs to one CPU; GS points to it while that CPU is in the kernel.
typedef struct PerCPU {
  uint64_t kernelStack;  ///< Where the running thread's kernel stack begins, growing down.
  uint64_t userStack;    ///< SYSCALL's scratch: the program's rsp, until it is in the frame.
  uint64_t slowReturn;   ///< Not 0: leave by IRET, from the whole frame.
  uint64_t self;         ///< The address of this structure.
  uint64_t returnRequest;  ///< What slowReturn becomes again on each slow way out.
  uint64_t reserved[3];
} PerCPU;

// Assembly's offsets are the structures' own, or this does not compile.
#define ASSERT_OFFSET(type, field, value) _Static_assert(offsetof(type, field) == value, #type "." #field)
ASSERT_OFFSET(TrapFrame, r15, FRAME_R15);
ASSERT_OFFSET(TrapFrame, r14, FRAME_R14);
ASSERT_OFFSET(TrapFrame, r13, FRAME_R13);
ASSERT_OFFSET(TrapFrame, r12, FRAME_R12);
ASSERT_OFFSET(TrapFrame, rbp, FRAME_RBP);
ASSERT_OFFSET(TrapFrame, rbx, FRAME_RBX);
ASSERT_OFFSET(TrapFrame, r11, FRAME_R11);
ASSERT_OFFSET(TrapFrame, r10, FRAME_R10);
ASSERT_OFFSET(TrapFrame, r9, FRAME_R9);
ASSERT_OFFSET(TrapFrame, r8, FRAME_R8);
ASSERT_OFFSET(TrapFrame, rax, FRAME_RAX);
ASSERT_OFFSET(TrapFrame, rcx, FRAME_RCX);
ASSERT_OFFSET(TrapFrame, rdx, FRAME_RDX);
ASSERT_OFFSET(TrapFrame, rsi, FRAME_RSI);
ASSERT_OFFSET(TrapFrame, rdi, FRAME_RDI);
ASSERT_OFFSET(TrapFrame, vector, FRAME_VECTOR);
ASSERT_OFFSET(TrapFrame, error, FRAME_ERROR);
ASSERT_OFFSET(TrapFrame, rip, FRAME_RIP);
ASSERT_OFFSET(TrapFrame, cs, FRAME_CS);
ASSERT_OFFSET(TrapFrame, rflags, FRAME_RFLAGS);
ASSERT_OFFSET(TrapFrame, rsp, FRAME_RSP);
ASSERT_OFFSET(TrapFrame, ss, FRAME_SS);
_Static_assert(USER_END == 1ull << USER_ADDRESS_BITS, "the typed door looks at an address's bits");
_Static_assert(sizeof(TrapFrame) == FRAME_SIZE && FRAME_SIZE % 16 == 0, "the ABI wants rsp aligned at a call");
ASSERT_OFFSET(PerCPU, kernelStack, CPU_KERNEL_STACK);
ASSERT_OFFSET(PerCPU, userStack, CPU_USER_STACK);
ASSERT_OFFSET(PerCPU, slowReturn, CPU_SLOW_RETURN);
ASSERT_OFFSET(PerCPU, self, CPU_SELF);
ASSERT_OFFSET(PerCPU, returnRequest, CPU_RETURN_REQUEST);
_Static_assert(sizeof(PerCPU) == CPU_SIZE, "PerCPU");
#undef ASSERT_OFFSET


// MARK: Ports (Intel SDM 2, IN and OUT)

INLINE void outByte(uint16_t port, uint8_t value) { __asm__ volatile("outb %0, %1" ::"a"(value), "Nd"(port)); }
INLINE void outWord(uint16_t port, uint16_t value) { __asm__ volatile("outw %0, %1" ::"a"(value), "Nd"(port)); }
INLINE void outLong(uint16_t port, uint32_t value) { __asm__ volatile("outl %0, %1" ::"a"(value), "Nd"(port)); }
INLINE uint8_t inByte(uint16_t port) {
  uint8_t value;
  __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
  return value;
}
INLINE uint16_t inWord(uint16_t port) {
  uint16_t value;
  __asm__ volatile("inw %1, %0" : "=a"(value) : "Nd"(port));
  return value;
}
INLINE uint32_t inLong(uint16_t port) {
  uint32_t value;
  __asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
  return value;
}

// MARK: Device memory: accesses that the compiler may neither merge, split nor leave out

INLINE uint8_t loadDevice8(uintptr_t address) { return *(volatile uint8_t *)address; }
INLINE uint16_t loadDevice16(uintptr_t address) { return *(volatile uint16_t *)address; }
INLINE uint32_t loadDevice32(uintptr_t address) { return *(volatile uint32_t *)address; }
INLINE uint64_t loadDevice64(uintptr_t address) { return *(volatile uint64_t *)address; }
INLINE void storeDevice8(uintptr_t address, uint8_t value) { *(volatile uint8_t *)address = value; }
INLINE void storeDevice16(uintptr_t address, uint16_t value) { *(volatile uint16_t *)address = value; }
INLINE void storeDevice32(uintptr_t address, uint32_t value) { *(volatile uint32_t *)address = value; }
INLINE void storeDevice64(uintptr_t address, uint64_t value) { *(volatile uint64_t *)address = value; }
/// Keeps the stores before it ahead of the loads after it, for memory that a device reads too.
INLINE void memoryFence(void) { __asm__ volatile("mfence" ::: "memory"); }

// MARK: Control registers, descriptor tables and model-specific registers

#define CONTROL_REGISTER(name)                                                                        \
  INLINE uint64_t read_##name(void) {                                                                 \
    uint64_t value;                                                                                   \
    __asm__ volatile("mov %%" #name ", %0" : "=r"(value));                                            \
    return value;                                                                                     \
  }                                                                                                   \
  INLINE void write_##name(uint64_t value) { __asm__ volatile("mov %0, %%" #name ::"r"(value) : "memory"); }
CONTROL_REGISTER(cr0)
CONTROL_REGISTER(cr2)
CONTROL_REGISTER(cr3)
CONTROL_REGISTER(cr4)
#undef CONTROL_REGISTER

INLINE uint64_t readModelSpecific(uint32_t index) {
  uint32_t low, high;
  __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(index));
  return (uint64_t)high << 32 | low;
}
INLINE void writeModelSpecific(uint32_t index, uint64_t value) {
  __asm__ volatile("wrmsr" ::"c"(index), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)) : "memory");
}
/// The selectors in DS, ES, FS and GS, 16 bits each from the lowest on. The kernel uses none of them.
INLINE uint64_t readDataSelectors(void) {
  uint32_t ds, es, fs, gs;
  __asm__ volatile("mov %%ds, %0\n\tmov %%es, %1\n\tmov %%fs, %2\n\tmov %%gs, %3"
                   : "=r"(ds), "=r"(es), "=r"(fs), "=r"(gs));
  return ds | es << 16 | (uint64_t)(fs | gs << 16) << 32;
}
/// Loads them, each of which has been in its register before. The bases of FS and of the program's GS are lost. GS is
/// loaded where the program's is, so that the kernel's base stays; interrupts must be off.
INLINE void writeDataSelectors(uint64_t selectors) {
  __asm__ volatile("mov %w0, %%ds\n\tmov %w1, %%es\n\tmov %w2, %%fs\n\tswapgs\n\tmov %w3, %%gs\n\tswapgs" ::"r"(
                       (uint32_t)selectors),
                   "r"((uint32_t)(selectors >> 16)), "r"((uint32_t)(selectors >> 32)), "r"((uint32_t)(selectors >> 48))
                   : "memory");
}
INLINE void invalidatePage(uintptr_t address) {
#if __STDC_HOSTED__
  (void)address;  // In the host's tests no CPU uses the tables.
#else
  __asm__ volatile("invlpg (%0)" ::"r"(address) : "memory");
#endif
}

typedef struct __attribute__((packed)) DescriptorTablePointer {
  uint16_t limit;
  uint64_t base;
} DescriptorTablePointer;
INLINE void loadGlobalDescriptorTable(uintptr_t base, uint16_t limit) {
  DescriptorTablePointer pointer = {limit, base};
  __asm__ volatile("lgdt %0" ::"m"(pointer));
}
INLINE void loadInterruptDescriptorTable(uintptr_t base, uint16_t limit) {
  DescriptorTablePointer pointer = {limit, base};
  __asm__ volatile("lidt %0" ::"m"(pointer));
}
/// Reloads CS by a far return, and the data segments with null, after a new GDT.
INLINE void loadSegments(uint64_t codeSelector) {
  uint64_t scratch;
  __asm__ volatile(
      "pushq %1; leaq 1f(%%rip), %0; pushq %0; lretq; 1: xorl %k0, %k0; movl %k0, %%ds; movl %k0, %%es; movl %k0, %%ss; "
      "movl %k0, %%fs; movl %k0, %%gs"
      : "=&r"(scratch)
      : "r"(codeSelector)
      : "memory");
}
INLINE void loadTaskRegister(uint16_t selector) { __asm__ volatile("ltr %0" ::"r"(selector)); }
INLINE void loadLocalDescriptorTable(uint16_t selector) { __asm__ volatile("lldt %0" ::"r"(selector)); }

// What the CPU has of all these, for checks.
INLINE DescriptorTablePointer storeGlobalDescriptorTable(void) {
  DescriptorTablePointer pointer;
  __asm__ volatile("sgdt %0" : "=m"(pointer));
  return pointer;
}
INLINE DescriptorTablePointer storeInterruptDescriptorTable(void) {
  DescriptorTablePointer pointer;
  __asm__ volatile("sidt %0" : "=m"(pointer));
  return pointer;
}
INLINE uint16_t storeTaskRegister(void) {
  uint16_t selector;
  __asm__ volatile("str %0" : "=r"(selector));
  return selector;
}
INLINE uint16_t storeLocalDescriptorTable(void) {
  uint16_t selector;
  __asm__ volatile("sldt %0" : "=r"(selector));
  return selector;
}

// MARK: The floating-point unit, which only programs use

/// Stores the registers of x87, MMX and SSE in 512 bytes, 16-byte aligned (Intel SDM 1, 10.5).
INLINE void saveFloatingPoint(uintptr_t area) { __asm__ volatile("fxsave64 (%0)" ::"r"(area) : "memory"); }
/// Loads them. The area must hold what is valid: reserved bits of MXCSR would fault.
INLINE void restoreFloatingPoint(uintptr_t area) { __asm__ volatile("fxrstor64 (%0)" ::"r"(area) : "memory"); }

// MARK: What the CPU is and what time it has

typedef struct CPUIDLeaf {
  uint32_t eax, ebx, ecx, edx;
} CPUIDLeaf;
INLINE CPUIDLeaf cpuid(uint32_t leaf, uint32_t subleaf) {
  CPUIDLeaf r;
  __asm__ volatile("cpuid" : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx) : "a"(leaf), "c"(subleaf));
  return r;
}
INLINE uint64_t readTimeStampCounter(void) {
  uint32_t low, high;
  __asm__ volatile("lfence; rdtsc" : "=a"(low), "=d"(high)::"memory");
  return (uint64_t)high << 32 | low;
}
/// One try of RDRAND; returns 0 when the generator had nothing. Only where CPUID has it.
INLINE int tryReadRandom(uint64_t *value) {
  uint8_t ok;
  __asm__ volatile("rdrand %0; setc %1" : "=r"(*value), "=qm"(ok)::"cc");
  return ok;
}
/// One try of RDSEED; returns 0 when the generator had nothing. Only where CPUID has it.
INLINE int tryReadSeed(uint64_t *value) {
  uint8_t ok;
  __asm__ volatile("rdseed %0; setc %1" : "=r"(*value), "=qm"(ok)::"cc");
  return ok;
}

// MARK: Stopping

/// Stops this CPU until an interrupt comes, with interrupts on only meanwhile: STI takes effect after
/// the next instruction, so none is lost between the two (Intel SDM 2, STI).
INLINE void waitForInterrupt(void) { __asm__ volatile("sti; hlt; cli" ::: "memory"); }
INLINE void relaxCPU(void) { __asm__ volatile("pause" ::: "memory"); }
INLINE void disableInterrupts(void) { __asm__ volatile("cli" ::: "memory"); }
INLINE __attribute__((noreturn)) void haltForever(void) {
  for (;;) __asm__ volatile("cli; hlt" ::: "memory");
}
/// Goes to an address as if a function were there, for self-tests.
INLINE void callAddress(uintptr_t address) { ((void (*)(void))address)(); }
/// The frame pointer of the function that asks, from where a backtrace starts.
INLINE uint64_t currentFramePointer(void) {
  uint64_t value;
  __asm__ volatile("mov %%rbp, %0" : "=r"(value));
  return value;
}

// MARK: This CPU's own data, through GS

INLINE PerCPU *currentCPU(void) {
  PerCPU *cpu;
  __asm__ volatile("movq %%gs:%c1, %0" : "=r"(cpu) : "i"(CPU_SELF));
  return cpu;
}
/// The data of the CPU that boots. A trap that can trust nothing finds it by its name.
extern PerCPU bootCPU;
INLINE uint64_t bootCPUAddress(void) { return (uint64_t)&bootCPU; }
INLINE void initializeBootCPU(uint64_t kernelStack) {
  bootCPU.kernelStack = kernelStack;
  bootCPU.self = (uint64_t)&bootCPU;
}
/// Where SYSCALL begins to push.
INLINE void setCPUKernelStack(uint64_t top) { currentCPU()->kernelStack = top; }
/// Sets whether the next way out of a call leaves slowly.
INLINE void setSlowReturn(uint64_t value) {
  __asm__ volatile("movq %0, %%gs:%c1" ::"r"(value), "i"(CPU_SLOW_RETURN) : "memory");
}
INLINE uint64_t returnRequest(void) {
  uint64_t value;
  __asm__ volatile("movq %%gs:%c1, %0" : "=r"(value) : "i"(CPU_RETURN_REQUEST));
  return value;
}
INLINE void requestSlowReturn(void) { __asm__ volatile("movq $1, %%gs:%c0" ::"i"(CPU_SLOW_RETURN) : "memory"); }
/// From the next way out on, every call and trap leaves slowly.
INLINE void requestEverySlowReturn(void) {
  __asm__ volatile("movq $1, %%gs:%c0" ::"i"(CPU_RETURN_REQUEST) : "memory");
}

/// What the typed door hands back to assembly, in rax and rdx.
typedef struct TypedOutcome {
  uint64_t outcome, answer;
} TypedOutcome;

// MARK: Assembly's entry points (Kernel/Entry)

extern const uint64_t trapGates[256];
/// Where a vector's stub begins.
INLINE uint64_t trapGate(uint8_t vector) { return trapGates[vector]; }
extern void syscallEntry(void);
/// What IA32_LSTAR holds.
INLINE uintptr_t syscallEntryAddress(void) { return (uintptr_t)syscallEntry; }
extern void observedSyscallEntry(void);
/// What it holds while every call is looked at.
INLINE uintptr_t observedSyscallEntryAddress(void) { return (uintptr_t)observedSyscallEntry; }
extern void compatibilitySyscallEntry(void);
/// What IA32_CSTAR holds.
INLINE uintptr_t compatibilityEntryAddress(void) { return (uintptr_t)compatibilitySyscallEntry; }
/// Keeps the running thread's stack pointer at an address, and goes on on another stack, which was left the same way or
/// prepared for `beginThread`. Returns when some thread comes back to this one.
extern void switchStacks(uintptr_t stackPointer, uint64_t nextStackPointer);
/// Goes on on another stack and leaves the running one for good.
extern void abandonStack(uint64_t nextStackPointer) __attribute__((noreturn));
/// Where a new thread's stack leads: to its program, by the frame that lies there.
extern void beginThread(void);
INLINE uintptr_t beginThreadAddress(void) { return (uintptr_t)beginThread; }
extern void callOnStack(uintptr_t stackTop, void (*function)(void)) __attribute__((noreturn));

/// Copies; returns the bytes that are left where a page could not be read or written. One of the two
/// addresses is a program's and was checked to lie in user space.
extern uint64_t copyUserBytes(uintptr_t destination, uintptr_t source, uint64_t byteCount);
/// Stores zeros; returns the bytes that are left where a page could not be written.
extern uint64_t clearUserBytes(uintptr_t destination, uint64_t byteCount);
/// Writes a word's own value to it; returns 0, or 1 on a fault.
extern uint64_t probeUserWord(uintptr_t address);
/// What a word of a program's holds, if it can be read.
typedef struct UserWord {
  uint64_t word;
  uint64_t isThere;  ///< 1, or 0 after a fault.
} UserWord;
/// Loads 8 bytes, or 4, at an address that lies in user space with all of them.
extern UserWord loadUserWord(uintptr_t address);
extern UserWord loadUserHalfWord(uintptr_t address);
/// Stores 8 bytes, or 4, at such an address; returns 0, or 1 on a fault.
extern uint64_t storeUserWord(uintptr_t address, uint64_t word);
extern uint64_t storeUserHalfWord(uintptr_t address, uint32_t word);
/// Stores a record's outcome and answer; returns 0, or 1 on a fault.
extern uint64_t storeUserOutcome(uintptr_t destination, uint64_t outcome, uint64_t answer);

/// Does the typed call whose record holds these words.
typedef TypedOutcome (*TypedAnswerer)(
    uint64_t tagWord, uint64_t argument0, uint64_t argument1, uint64_t argument2, uint64_t argument3);
/// One that shows each call to the tracer. Only `answerUserRecords` can call it.
extern TypedOutcome observeUserRecord(
    uint64_t tagWord, uint64_t argument0, uint64_t argument1, uint64_t argument2, uint64_t argument3);
/// How far `answerUserRecords` came.
typedef struct RecordProgress {
  uintptr_t next;          ///< The first record that was not answered, or the end.
  uint64_t isUnreachable;  ///< Not 0: it cannot be read and written.
} RecordProgress;
/// Answers the records from one address to another, which are a whole number of records apart, in user space and at
/// most a page.
extern RecordProgress answerUserRecords(
    uintptr_t start, uintptr_t end, uint64_t stopsAtFailure, TypedAnswerer answerer);

/// A place in user-copying code that may fault, and where to go on when it does.
typedef struct ExceptionTableEntry {
  uint64_t faulting, recovery;
} ExceptionTableEntry;
extern const ExceptionTableEntry exceptionTableStart[], exceptionTableEnd[];
/// Where to go on after a fault at an address, or 0 where none is expected.
INLINE uint64_t recoveryAddress(uint64_t faulting) {
  for (const ExceptionTableEntry *entry = exceptionTableStart; entry != exceptionTableEnd; entry++)
    if (entry->faulting == faulting) return entry->recovery;
  return 0;
}

extern void returnToProgram(void);
/// Where the IRETQ is that leads to programs.
INLINE uint64_t returnToProgramAddress(void) { return (uint64_t)(uintptr_t)returnToProgram; }

extern uint64_t stacAlternativesStart[], stacAlternativesEnd[], clacAlternativesStart[], clacAlternativesEnd[];
/// Puts STAC and CLAC where assembly left NOPs for them. Only while the kernel's text is still writable.
INLINE void enableUserAccessInstructions(void) {
  for (uint64_t *site = stacAlternativesStart; site != stacAlternativesEnd; site++)
    ((volatile uint8_t *)*site)[0] = 0x0f, ((volatile uint8_t *)*site)[1] = 0x01, ((volatile uint8_t *)*site)[2] = 0xcb;
  for (uint64_t *site = clacAlternativesStart; site != clacAlternativesEnd; site++)
    ((volatile uint8_t *)*site)[0] = 0x0f, ((volatile uint8_t *)*site)[1] = 0x01, ((volatile uint8_t *)*site)[2] = 0xca;
}

/// How far above its linked addresses the image is, in bytes (Kernel/Entry/relocate.asm).
extern const uint64_t kernelImageSlide;
INLINE uint64_t kernelSlide(void) { return kernelImageSlide; }

// MARK: What the linker script knows

extern const uint8_t kernelTextStart[], kernelTextEnd[], kernelRodataStart[], kernelRodataEnd[], kernelDataStart[],
    kernelImageEnd[], symbolTableStart[], symbolTableEnd[];
INLINE uint64_t imageTextStart(void) { return (uint64_t)kernelTextStart; }
INLINE uint64_t imageTextEnd(void) { return (uint64_t)kernelTextEnd; }
INLINE uint64_t imageRodataStart(void) { return (uint64_t)kernelRodataStart; }
INLINE uint64_t imageRodataEnd(void) { return (uint64_t)kernelRodataEnd; }
INLINE uint64_t imageDataStart(void) { return (uint64_t)kernelDataStart; }
INLINE uint64_t imageEnd(void) { return (uint64_t)kernelImageEnd; }

INLINE uint64_t symbolTableAddress(void) { return (uint64_t)symbolTableStart; }
INLINE uint64_t symbolTableByteCount(void) { return (uint64_t)(symbolTableEnd - symbolTableStart); }

/// Set before the first function with a canary returns: the boot code stores random bits here.
extern uintptr_t __stack_chk_guard;
INLINE uint64_t stackCanary(void) { return __stack_chk_guard; }
/// Changes the canary, where no function that is still to return has the old one in its frame: the caller never returns
/// either. The low byte is 0, which ends overflows by strings.
INLINE void changeStackCanary(uint64_t random) {
  *(volatile uintptr_t *)&__stack_chk_guard = random & ~(uint64_t)0xff;
}
