// libdeflate alone: what reading objects is held against.
#include <libdeflate.h>
