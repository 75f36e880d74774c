// libdeflate: whole-buffer inflate and CRC-32.
#include <libdeflate.h>
