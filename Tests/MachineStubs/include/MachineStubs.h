// What the kernel's assembly and linker script define, for the host, where none of it is ever called.
#pragma once
#include "CMachine.h"
