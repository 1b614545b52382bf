/* elf(5). */
#include <linux/elf.h>
