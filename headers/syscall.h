/* The number of every system call. */
#include <sys/syscall.h>

/* asm/unistd.h of newer kernels. The numbers from 424 up are the same on every architecture. */
#ifndef SYS_cachestat /* Linux 6.5 */
#define SYS_cachestat 451
#endif
#ifndef SYS_fchmodat2 /* Linux 6.6 */
#define SYS_fchmodat2 452
#endif
#ifndef SYS_map_shadow_stack /* Linux 6.6 */
#define SYS_map_shadow_stack 453
#endif
#ifndef SYS_futex_wake /* Linux 6.7 */
#define SYS_futex_wake 454
#endif
#ifndef SYS_futex_wait /* Linux 6.7 */
#define SYS_futex_wait 455
#endif
#ifndef SYS_futex_requeue /* Linux 6.7 */
#define SYS_futex_requeue 456
#endif
#ifndef SYS_statmount /* Linux 6.8 */
#define SYS_statmount 457
#endif
#ifndef SYS_listmount /* Linux 6.8 */
#define SYS_listmount 458
#endif
#ifndef SYS_lsm_get_self_attr /* Linux 6.8 */
#define SYS_lsm_get_self_attr 459
#endif
#ifndef SYS_lsm_set_self_attr /* Linux 6.8 */
#define SYS_lsm_set_self_attr 460
#endif
#ifndef SYS_lsm_list_modules /* Linux 6.8 */
#define SYS_lsm_list_modules 461
#endif
#ifndef SYS_mseal /* Linux 6.10 */
#define SYS_mseal 462
#endif
#ifndef SYS_setxattrat /* Linux 6.13 */
#define SYS_setxattrat 463
#endif
#ifndef SYS_getxattrat /* Linux 6.13 */
#define SYS_getxattrat 464
#endif
#ifndef SYS_listxattrat /* Linux 6.13 */
#define SYS_listxattrat 465
#endif
#ifndef SYS_removexattrat /* Linux 6.13 */
#define SYS_removexattrat 466
#endif
#ifndef SYS_open_tree_attr /* Linux 6.15 */
#define SYS_open_tree_attr 467
#endif
#ifndef SYS_file_getattr /* Linux 6.17 */
#define SYS_file_getattr 468
#endif
#ifndef SYS_file_setattr /* Linux 6.17 */
#define SYS_file_setattr 469
#endif
#ifdef __x86_64__
#ifndef SYS_uretprobe /* Linux 6.11 */
#define SYS_uretprobe 335
#endif
#endif
