#include "CPage.h"

static const unsigned char style[] = {
#embed "page.css"
};

static const unsigned char script[] = {
#embed "page.js"
};

const unsigned char *page_style(void) { return style; }
size_t page_style_size(void) { return sizeof style; }
const unsigned char *page_script(void) { return script; }
size_t page_script_size(void) { return sizeof script; }
