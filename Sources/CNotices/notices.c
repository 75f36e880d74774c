#include "CNotices.h"

static const unsigned char text[] = {
#embed "../../Packaging/NOTICES.txt"
};

const unsigned char *notices(void) { return text; }
size_t notices_size(void) { return sizeof text; }
