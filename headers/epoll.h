/* epoll(7). */
#include <linux/eventpoll.h>
