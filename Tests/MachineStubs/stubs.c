// Only there so that the kernel's machine layer can be linked into the host's tests: what they try of it calls nothing here.
#include "MachineStubs.h"

#include <stdlib.h>

PerCPU bootCPU;
const uint64_t trapGates[256];
const ExceptionTableEntry exceptionTableStart[1], exceptionTableEnd[1];
uint64_t stacAlternativesStart[1], stacAlternativesEnd[1], clacAlternativesStart[1], clacAlternativesEnd[1];
const uint64_t kernelImageSlide;
const uint8_t kernelTextStart[1], kernelTextEnd[1], kernelRodataStart[1], kernelRodataEnd[1], kernelDataStart[1],
    kernelImageEnd[1], symbolTableStart[1], symbolTableEnd[1];
uintptr_t __stack_chk_guard;

void syscallEntry(void) { abort(); }
void observedSyscallEntry(void) { abort(); }
void compatibilitySyscallEntry(void) { abort(); }
void returnToProgram(void) { abort(); }
void switchStacks(uintptr_t stackPointer, uint64_t nextStackPointer) { abort(); }
void abandonStack(uint64_t nextStackPointer) { abort(); }
void beginThread(void) { abort(); }
void callOnStack(uintptr_t stackTop, void (*function)(void)) { abort(); }
uint64_t copyUserBytes(uintptr_t destination, uintptr_t source, uint64_t byteCount) { abort(); }
uint64_t clearUserBytes(uintptr_t destination, uint64_t byteCount) { abort(); }
uint64_t probeUserWord(uintptr_t address) { abort(); }
UserWord loadUserWord(uintptr_t address) { abort(); }
UserWord loadUserHalfWord(uintptr_t address) { abort(); }
uint64_t storeUserWord(uintptr_t address, uint64_t word) { abort(); }
uint64_t storeUserHalfWord(uintptr_t address, uint32_t word) { abort(); }
uint64_t storeUserOutcome(uintptr_t destination, uint64_t outcome, uint64_t answer) { abort(); }
TypedOutcome observeUserRecord(
    uint64_t tagWord, uint64_t argument0, uint64_t argument1, uint64_t argument2, uint64_t argument3) {
  abort();
}
RecordProgress answerUserRecords(
    uintptr_t start, uintptr_t end, uint64_t stopsAtFailure, TypedAnswerer answerer) {
  abort();
}
