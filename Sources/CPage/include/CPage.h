// The style sheet and the script of the HTML report. Arrays of unknown size do not reach Swift, so functions hand out their start.
#pragma once
#include <stddef.h>

/// UTF-8 without a null at the end.
const unsigned char *page_style(void);
size_t page_style_size(void);

/// UTF-8 without a null at the end.
const unsigned char *page_script(void);
size_t page_script_size(void);
