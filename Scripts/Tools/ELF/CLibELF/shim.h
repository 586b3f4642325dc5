// libelf's interface (elfutils), which Debian has in libelf-dev.
#include <gelf.h>
#include <libelf.h>
