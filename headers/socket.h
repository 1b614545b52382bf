/* socket(2), sendmsg(2), unix(7). */
#define _GNU_SOURCE
#include <sys/socket.h>
