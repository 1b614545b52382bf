/* Terminals: ioctl_tty(2), with the kernel's own struct termios, not the C library's longer one. */
#include <asm/termios.h>
#include <asm/ioctls.h>
