// What has to happen before Swift's own start, or in place of its end; nothing in it is called by name.
#pragma once
