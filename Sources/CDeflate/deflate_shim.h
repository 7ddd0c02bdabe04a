// libdeflate, from Debian's libdeflate-dev.
#include <libdeflate.h>
