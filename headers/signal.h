/* Signals as the kernel sees them (its sigaction and sigset_t are not the C library's): rt_sigaction(2), signalfd(2). */
#include <linux/signal.h>
#include <linux/signalfd.h>
