/* prctl(2) and the securebits of capabilities(7). */
#include <linux/prctl.h>
#include <linux/securebits.h>

/* Linux 6.3, linux/prctl.h */
#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#define PR_MDWE_REFUSE_EXEC_GAIN (1UL << 0)
#define PR_GET_MDWE 66
#endif
