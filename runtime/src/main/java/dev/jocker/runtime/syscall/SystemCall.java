package dev.jocker.runtime.syscall;

import static dev.jocker.bindings.x86_64.syscall_h.SYS_accept4;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_add_key;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_bind;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_bpf;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_brk;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_capget;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_capset;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_chdir;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_chroot;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_clock_gettime;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_clock_nanosleep;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_clone;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_clone3;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_close;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_close_range;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_connect;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_copy_file_range;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_dup;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_dup3;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_epoll_create1;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_epoll_ctl;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_epoll_pwait;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_epoll_pwait2;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_eventfd2;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_execve;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_execveat;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_exit;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_exit_group;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_faccessat;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_faccessat2;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fallocate;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fchdir;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fchmod;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fchmodat;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fchown;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fchownat;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fcntl;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fdatasync;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fgetxattr;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_flock;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fsconfig;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fsetxattr;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fsmount;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fsopen;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fspick;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fstatfs;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_fsync;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_ftruncate;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_futex;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getcpu;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getcwd;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getdents64;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getegid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_geteuid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getgid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getgroups;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getpeername;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getpgid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getpid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getppid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getpriority;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getrandom;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getresgid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getresuid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getrlimit;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getrusage;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getsid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getsockname;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getsockopt;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_gettid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getuid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_getxattr;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_inotify_add_watch;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_inotify_init1;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_inotify_rm_watch;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_ioctl;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_ioprio_set;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_keyctl;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_kill;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_landlock_create_ruleset;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_lgetxattr;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_linkat;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_listen;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_listxattr;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_llistxattr;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_lremovexattr;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_lseek;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_lsetxattr;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_memfd_create;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_mkdirat;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_mknodat;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_mlock;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_mmap;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_mount;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_mount_setattr;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_move_mount;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_mprotect;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_mremap;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_munmap;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_name_to_handle_at;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_nanosleep;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_newfstatat;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_open_by_handle_at;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_open_tree;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_openat;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_openat2;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_perf_event_open;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_personality;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_pidfd_getfd;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_pidfd_open;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_pidfd_send_signal;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_pipe2;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_pivot_root;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_ppoll;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_prctl;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_pread64;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_preadv;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_prlimit64;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_pwrite64;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_pwritev;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_read;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_readlinkat;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_readv;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_recvfrom;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_recvmmsg;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_recvmsg;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_removexattr;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_renameat;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_renameat2;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_request_key;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_rt_sigaction;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_rt_sigpending;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_rt_sigprocmask;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_rt_sigreturn;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_rt_sigtimedwait;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_sched_getaffinity;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_sched_setaffinity;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_sched_yield;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_seccomp;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_sendfile;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_sendmmsg;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_sendmsg;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_sendto;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_set_robust_list;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_set_tid_address;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setdomainname;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setfsgid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setfsuid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setgid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setgroups;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_sethostname;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setns;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setpgid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setpriority;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setregid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setresgid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setresuid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setreuid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setrlimit;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setsid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setsockopt;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setuid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_setxattr;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_shutdown;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_sigaltstack;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_signalfd4;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_socket;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_socketpair;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_splice;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_statfs;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_statx;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_symlinkat;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_sync;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_sync_file_range;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_syncfs;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_sysinfo;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_tee;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_tgkill;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_timerfd_create;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_timerfd_settime;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_truncate;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_umask;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_umount2;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_uname;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_unlinkat;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_unshare;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_utimensat;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_wait4;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_waitid;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_write;
import static dev.jocker.bindings.x86_64.syscall_h.SYS_writev;

import dev.jocker.bindings.aarch64.syscall_h;
import java.util.Locale;

/**
 * A system call that this project makes or shows, with its number on each architecture. The numbers are the kernel's, from the
 * bindings.
 */
public enum SystemCall {
    READ(SYS_read(), syscall_h.SYS_read()),
    WRITE(SYS_write(), syscall_h.SYS_write()),
    CLOSE(SYS_close(), syscall_h.SYS_close()),
    LSEEK(SYS_lseek(), syscall_h.SYS_lseek()),
    MMAP(SYS_mmap(), syscall_h.SYS_mmap()),
    MPROTECT(SYS_mprotect(), syscall_h.SYS_mprotect()),
    MUNMAP(SYS_munmap(), syscall_h.SYS_munmap()),
    BRK(SYS_brk(), syscall_h.SYS_brk()),
    RT_SIGACTION(SYS_rt_sigaction(), syscall_h.SYS_rt_sigaction()),
    RT_SIGPROCMASK(SYS_rt_sigprocmask(), syscall_h.SYS_rt_sigprocmask()),
    RT_SIGRETURN(SYS_rt_sigreturn(), syscall_h.SYS_rt_sigreturn()),
    IOCTL(SYS_ioctl(), syscall_h.SYS_ioctl()),
    PREAD64(SYS_pread64(), syscall_h.SYS_pread64()),
    PWRITE64(SYS_pwrite64(), syscall_h.SYS_pwrite64()),
    READV(SYS_readv(), syscall_h.SYS_readv()),
    WRITEV(SYS_writev(), syscall_h.SYS_writev()),
    PIPE2(SYS_pipe2(), syscall_h.SYS_pipe2()),
    SCHED_YIELD(SYS_sched_yield(), syscall_h.SYS_sched_yield()),
    MREMAP(SYS_mremap(), syscall_h.SYS_mremap()),
    DUP(SYS_dup(), syscall_h.SYS_dup()),
    DUP3(SYS_dup3(), syscall_h.SYS_dup3()),
    NANOSLEEP(SYS_nanosleep(), syscall_h.SYS_nanosleep()),
    GETPID(SYS_getpid(), syscall_h.SYS_getpid()),
    SOCKET(SYS_socket(), syscall_h.SYS_socket()),
    SOCKETPAIR(SYS_socketpair(), syscall_h.SYS_socketpair()),
    CONNECT(SYS_connect(), syscall_h.SYS_connect()),
    ACCEPT4(SYS_accept4(), syscall_h.SYS_accept4()),
    SENDFILE(SYS_sendfile(), syscall_h.SYS_sendfile()),
    SENDTO(SYS_sendto(), syscall_h.SYS_sendto()),
    RECVFROM(SYS_recvfrom(), syscall_h.SYS_recvfrom()),
    SENDMSG(SYS_sendmsg(), syscall_h.SYS_sendmsg()),
    RECVMSG(SYS_recvmsg(), syscall_h.SYS_recvmsg()),
    SHUTDOWN(SYS_shutdown(), syscall_h.SYS_shutdown()),
    BIND(SYS_bind(), syscall_h.SYS_bind()),
    LISTEN(SYS_listen(), syscall_h.SYS_listen()),
    GETSOCKNAME(SYS_getsockname(), syscall_h.SYS_getsockname()),
    GETPEERNAME(SYS_getpeername(), syscall_h.SYS_getpeername()),
    SETSOCKOPT(SYS_setsockopt(), syscall_h.SYS_setsockopt()),
    GETSOCKOPT(SYS_getsockopt(), syscall_h.SYS_getsockopt()),
    CLONE(SYS_clone(), syscall_h.SYS_clone()),
    EXECVE(SYS_execve(), syscall_h.SYS_execve()),
    EXIT(SYS_exit(), syscall_h.SYS_exit()),
    WAIT4(SYS_wait4(), syscall_h.SYS_wait4()),
    KILL(SYS_kill(), syscall_h.SYS_kill()),
    UNAME(SYS_uname(), syscall_h.SYS_uname()),
    FCNTL(SYS_fcntl(), syscall_h.SYS_fcntl()),
    FLOCK(SYS_flock(), syscall_h.SYS_flock()),
    FSYNC(SYS_fsync(), syscall_h.SYS_fsync()),
    FDATASYNC(SYS_fdatasync(), syscall_h.SYS_fdatasync()),
    TRUNCATE(SYS_truncate(), syscall_h.SYS_truncate()),
    FTRUNCATE(SYS_ftruncate(), syscall_h.SYS_ftruncate()),
    GETCWD(SYS_getcwd(), syscall_h.SYS_getcwd()),
    CHDIR(SYS_chdir(), syscall_h.SYS_chdir()),
    FCHDIR(SYS_fchdir(), syscall_h.SYS_fchdir()),
    FCHMOD(SYS_fchmod(), syscall_h.SYS_fchmod()),
    FCHOWN(SYS_fchown(), syscall_h.SYS_fchown()),
    UMASK(SYS_umask(), syscall_h.SYS_umask()),
    GETRLIMIT(SYS_getrlimit(), syscall_h.SYS_getrlimit()),
    GETRUSAGE(SYS_getrusage(), syscall_h.SYS_getrusage()),
    SYSINFO(SYS_sysinfo(), syscall_h.SYS_sysinfo()),
    GETUID(SYS_getuid(), syscall_h.SYS_getuid()),
    GETGID(SYS_getgid(), syscall_h.SYS_getgid()),
    SETUID(SYS_setuid(), syscall_h.SYS_setuid()),
    SETGID(SYS_setgid(), syscall_h.SYS_setgid()),
    GETEUID(SYS_geteuid(), syscall_h.SYS_geteuid()),
    GETEGID(SYS_getegid(), syscall_h.SYS_getegid()),
    SETPGID(SYS_setpgid(), syscall_h.SYS_setpgid()),
    GETPPID(SYS_getppid(), syscall_h.SYS_getppid()),
    SETSID(SYS_setsid(), syscall_h.SYS_setsid()),
    SETREUID(SYS_setreuid(), syscall_h.SYS_setreuid()),
    SETREGID(SYS_setregid(), syscall_h.SYS_setregid()),
    GETGROUPS(SYS_getgroups(), syscall_h.SYS_getgroups()),
    SETGROUPS(SYS_setgroups(), syscall_h.SYS_setgroups()),
    SETRESUID(SYS_setresuid(), syscall_h.SYS_setresuid()),
    GETRESUID(SYS_getresuid(), syscall_h.SYS_getresuid()),
    SETRESGID(SYS_setresgid(), syscall_h.SYS_setresgid()),
    GETRESGID(SYS_getresgid(), syscall_h.SYS_getresgid()),
    GETPGID(SYS_getpgid(), syscall_h.SYS_getpgid()),
    SETFSUID(SYS_setfsuid(), syscall_h.SYS_setfsuid()),
    SETFSGID(SYS_setfsgid(), syscall_h.SYS_setfsgid()),
    GETSID(SYS_getsid(), syscall_h.SYS_getsid()),
    CAPGET(SYS_capget(), syscall_h.SYS_capget()),
    CAPSET(SYS_capset(), syscall_h.SYS_capset()),
    RT_SIGPENDING(SYS_rt_sigpending(), syscall_h.SYS_rt_sigpending()),
    RT_SIGTIMEDWAIT(SYS_rt_sigtimedwait(), syscall_h.SYS_rt_sigtimedwait()),
    SIGALTSTACK(SYS_sigaltstack(), syscall_h.SYS_sigaltstack()),
    PERSONALITY(SYS_personality(), syscall_h.SYS_personality()),
    STATFS(SYS_statfs(), syscall_h.SYS_statfs()),
    FSTATFS(SYS_fstatfs(), syscall_h.SYS_fstatfs()),
    GETPRIORITY(SYS_getpriority(), syscall_h.SYS_getpriority()),
    SETPRIORITY(SYS_setpriority(), syscall_h.SYS_setpriority()),
    SCHED_SETAFFINITY(SYS_sched_setaffinity(), syscall_h.SYS_sched_setaffinity()),
    SCHED_GETAFFINITY(SYS_sched_getaffinity(), syscall_h.SYS_sched_getaffinity()),
    PIVOT_ROOT(SYS_pivot_root(), syscall_h.SYS_pivot_root()),
    PRCTL(SYS_prctl(), syscall_h.SYS_prctl()),
    SETRLIMIT(SYS_setrlimit(), syscall_h.SYS_setrlimit()),
    CHROOT(SYS_chroot(), syscall_h.SYS_chroot()),
    SYNC(SYS_sync(), syscall_h.SYS_sync()),
    MOUNT(SYS_mount(), syscall_h.SYS_mount()),
    UMOUNT2(SYS_umount2(), syscall_h.SYS_umount2()),
    SETHOSTNAME(SYS_sethostname(), syscall_h.SYS_sethostname()),
    SETDOMAINNAME(SYS_setdomainname(), syscall_h.SYS_setdomainname()),
    GETTID(SYS_gettid(), syscall_h.SYS_gettid()),
    SETXATTR(SYS_setxattr(), syscall_h.SYS_setxattr()),
    LSETXATTR(SYS_lsetxattr(), syscall_h.SYS_lsetxattr()),
    FSETXATTR(SYS_fsetxattr(), syscall_h.SYS_fsetxattr()),
    GETXATTR(SYS_getxattr(), syscall_h.SYS_getxattr()),
    LGETXATTR(SYS_lgetxattr(), syscall_h.SYS_lgetxattr()),
    FGETXATTR(SYS_fgetxattr(), syscall_h.SYS_fgetxattr()),
    LISTXATTR(SYS_listxattr(), syscall_h.SYS_listxattr()),
    LLISTXATTR(SYS_llistxattr(), syscall_h.SYS_llistxattr()),
    REMOVEXATTR(SYS_removexattr(), syscall_h.SYS_removexattr()),
    LREMOVEXATTR(SYS_lremovexattr(), syscall_h.SYS_lremovexattr()),
    FUTEX(SYS_futex(), syscall_h.SYS_futex()),
    SET_ROBUST_LIST(SYS_set_robust_list(), syscall_h.SYS_set_robust_list()),
    EPOLL_CREATE1(SYS_epoll_create1(), syscall_h.SYS_epoll_create1()),
    EPOLL_CTL(SYS_epoll_ctl(), syscall_h.SYS_epoll_ctl()),
    EPOLL_PWAIT(SYS_epoll_pwait(), syscall_h.SYS_epoll_pwait()),
    GETDENTS64(SYS_getdents64(), syscall_h.SYS_getdents64()),
    SET_TID_ADDRESS(SYS_set_tid_address(), syscall_h.SYS_set_tid_address()),
    CLOCK_GETTIME(SYS_clock_gettime(), syscall_h.SYS_clock_gettime()),
    CLOCK_NANOSLEEP(SYS_clock_nanosleep(), syscall_h.SYS_clock_nanosleep()),
    EXIT_GROUP(SYS_exit_group(), syscall_h.SYS_exit_group()),
    TGKILL(SYS_tgkill(), syscall_h.SYS_tgkill()),
    WAITID(SYS_waitid(), syscall_h.SYS_waitid()),
    ADD_KEY(SYS_add_key(), syscall_h.SYS_add_key()),
    REQUEST_KEY(SYS_request_key(), syscall_h.SYS_request_key()),
    KEYCTL(SYS_keyctl(), syscall_h.SYS_keyctl()),
    IOPRIO_SET(SYS_ioprio_set(), syscall_h.SYS_ioprio_set()),
    INOTIFY_INIT1(SYS_inotify_init1(), syscall_h.SYS_inotify_init1()),
    INOTIFY_ADD_WATCH(SYS_inotify_add_watch(), syscall_h.SYS_inotify_add_watch()),
    INOTIFY_RM_WATCH(SYS_inotify_rm_watch(), syscall_h.SYS_inotify_rm_watch()),
    OPENAT(SYS_openat(), syscall_h.SYS_openat()),
    MKDIRAT(SYS_mkdirat(), syscall_h.SYS_mkdirat()),
    MKNODAT(SYS_mknodat(), syscall_h.SYS_mknodat()),
    FCHOWNAT(SYS_fchownat(), syscall_h.SYS_fchownat()),
    NEWFSTATAT(SYS_newfstatat(), syscall_h.SYS_newfstatat()),
    UNLINKAT(SYS_unlinkat(), syscall_h.SYS_unlinkat()),
    RENAMEAT(SYS_renameat(), syscall_h.SYS_renameat()),
    LINKAT(SYS_linkat(), syscall_h.SYS_linkat()),
    SYMLINKAT(SYS_symlinkat(), syscall_h.SYS_symlinkat()),
    READLINKAT(SYS_readlinkat(), syscall_h.SYS_readlinkat()),
    FCHMODAT(SYS_fchmodat(), syscall_h.SYS_fchmodat()),
    FACCESSAT(SYS_faccessat(), syscall_h.SYS_faccessat()),
    FACCESSAT2(SYS_faccessat2(), syscall_h.SYS_faccessat2()),
    UNSHARE(SYS_unshare(), syscall_h.SYS_unshare()),
    SPLICE(SYS_splice(), syscall_h.SYS_splice()),
    TEE(SYS_tee(), syscall_h.SYS_tee()),
    SYNC_FILE_RANGE(SYS_sync_file_range(), syscall_h.SYS_sync_file_range()),
    UTIMENSAT(SYS_utimensat(), syscall_h.SYS_utimensat()),
    SIGNALFD4(SYS_signalfd4(), syscall_h.SYS_signalfd4()),
    TIMERFD_CREATE(SYS_timerfd_create(), syscall_h.SYS_timerfd_create()),
    TIMERFD_SETTIME(SYS_timerfd_settime(), syscall_h.SYS_timerfd_settime()),
    EVENTFD2(SYS_eventfd2(), syscall_h.SYS_eventfd2()),
    FALLOCATE(SYS_fallocate(), syscall_h.SYS_fallocate()),
    PREADV(SYS_preadv(), syscall_h.SYS_preadv()),
    PWRITEV(SYS_pwritev(), syscall_h.SYS_pwritev()),
    PERF_EVENT_OPEN(SYS_perf_event_open(), syscall_h.SYS_perf_event_open()),
    RECVMMSG(SYS_recvmmsg(), syscall_h.SYS_recvmmsg()),
    PPOLL(SYS_ppoll(), syscall_h.SYS_ppoll()),
    PRLIMIT64(SYS_prlimit64(), syscall_h.SYS_prlimit64()),
    NAME_TO_HANDLE_AT(SYS_name_to_handle_at(), syscall_h.SYS_name_to_handle_at()),
    OPEN_BY_HANDLE_AT(SYS_open_by_handle_at(), syscall_h.SYS_open_by_handle_at()),
    SYNCFS(SYS_syncfs(), syscall_h.SYS_syncfs()),
    SENDMMSG(SYS_sendmmsg(), syscall_h.SYS_sendmmsg()),
    SETNS(SYS_setns(), syscall_h.SYS_setns()),
    GETCPU(SYS_getcpu(), syscall_h.SYS_getcpu()),
    RENAMEAT2(SYS_renameat2(), syscall_h.SYS_renameat2()),
    SECCOMP(SYS_seccomp(), syscall_h.SYS_seccomp()),
    GETRANDOM(SYS_getrandom(), syscall_h.SYS_getrandom()),
    MEMFD_CREATE(SYS_memfd_create(), syscall_h.SYS_memfd_create()),
    BPF(SYS_bpf(), syscall_h.SYS_bpf()),
    EXECVEAT(SYS_execveat(), syscall_h.SYS_execveat()),
    MLOCK(SYS_mlock(), syscall_h.SYS_mlock()),
    COPY_FILE_RANGE(SYS_copy_file_range(), syscall_h.SYS_copy_file_range()),
    STATX(SYS_statx(), syscall_h.SYS_statx()),
    PIDFD_SEND_SIGNAL(SYS_pidfd_send_signal(), syscall_h.SYS_pidfd_send_signal()),
    PIDFD_OPEN(SYS_pidfd_open(), syscall_h.SYS_pidfd_open()),
    PIDFD_GETFD(SYS_pidfd_getfd(), syscall_h.SYS_pidfd_getfd()),
    CLONE3(SYS_clone3(), syscall_h.SYS_clone3()),
    CLOSE_RANGE(SYS_close_range(), syscall_h.SYS_close_range()),
    OPENAT2(SYS_openat2(), syscall_h.SYS_openat2()),
    OPEN_TREE(SYS_open_tree(), syscall_h.SYS_open_tree()),
    MOVE_MOUNT(SYS_move_mount(), syscall_h.SYS_move_mount()),
    FSOPEN(SYS_fsopen(), syscall_h.SYS_fsopen()),
    FSCONFIG(SYS_fsconfig(), syscall_h.SYS_fsconfig()),
    FSMOUNT(SYS_fsmount(), syscall_h.SYS_fsmount()),
    FSPICK(SYS_fspick(), syscall_h.SYS_fspick()),
    MOUNT_SETATTR(SYS_mount_setattr(), syscall_h.SYS_mount_setattr()),
    EPOLL_PWAIT2(SYS_epoll_pwait2(), syscall_h.SYS_epoll_pwait2()),
    LANDLOCK_CREATE_RULESET(SYS_landlock_create_ruleset(), syscall_h.SYS_landlock_create_ruleset());

    private final String text;
    private final int onX86;
    private final int onArm;

    SystemCall(int onX86, int onArm) {
        this.text = name().toLowerCase(Locale.ROOT);
        this.onX86 = onX86;
        this.onArm = onArm;
    }

    /** The number on this machine's architecture. */
    public int number() {
        return number(Architecture.current());
    }

    /** The number on {@code architecture}. Calls that only some architectures have are not in this list: programs are portable. */
    public int number(Architecture architecture) {
        return architecture == Architecture.X86_64 ? onX86 : onArm;
    }

    /** The name as {@code syscalls(2)} has it. */
    @Override
    public String toString() {
        return text;
    }
}
