package dev.jocker.runtime.container;

import static dev.jocker.runtime.syscall.Errno.EACCES;
import static dev.jocker.runtime.syscall.Errno.EAGAIN;
import static dev.jocker.runtime.syscall.Errno.EBADF;
import static dev.jocker.runtime.syscall.Errno.EBUSY;
import static dev.jocker.runtime.syscall.Errno.ECHILD;
import static dev.jocker.runtime.syscall.Errno.EEXIST;
import static dev.jocker.runtime.syscall.Errno.EFAULT;
import static dev.jocker.runtime.syscall.Errno.EINVAL;
import static dev.jocker.runtime.syscall.Errno.EISDIR;
import static dev.jocker.runtime.syscall.Errno.ENOENT;
import static dev.jocker.runtime.syscall.Errno.ENOMEM;
import static dev.jocker.runtime.syscall.Errno.ENOSYS;
import static dev.jocker.runtime.syscall.Errno.EPERM;
import static dev.jocker.runtime.syscall.Errno.ESRCH;

import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.SystemCall;
import java.util.List;

/** Errors that a system call can have, as its man page's section ERRORS lists them: as far as a step can be made to have them. */
final class ManPageErrors {
    private ManPageErrors() {}

    /** Of some, the likely ones first; none for a call that always succeeds. */
    static List<Errno> of(SystemCall call) {
        return switch (call) {
            case GETPID, GETPPID, GETTID, GETUID, GETEUID, UMASK, EXIT, EXIT_GROUP -> List.of();
            case READ -> List.of(EAGAIN, EISDIR, EBADF);
            case PREAD64 -> List.of(EBADF, EISDIR);
            case WRITE, WRITEV -> List.of(EAGAIN, EBADF, EINVAL, EPERM);
            // Whatever close says, the descriptor is closed; and that it was none cannot happen.
            case CLOSE -> List.of();
            case LSEEK -> List.of(EINVAL, EBADF);
            case OPENAT -> List.of(ENOENT, EACCES, ENOMEM, EPERM);
            case OPENAT2 -> List.of(ENOENT, EAGAIN, ENOSYS);
            case DUP3 -> List.of(EBUSY, EBADF);
            case FCNTL -> List.of(EAGAIN, EBADF, EPERM);
            case FSYNC -> List.of(EINVAL, EBADF);
            case FTRUNCATE -> List.of(EPERM, EINVAL);
            case SENDFILE -> List.of(ENOMEM, EAGAIN);
            case MMAP -> List.of(ENOMEM, EPERM);
            case MUNMAP, MPROTECT -> List.of(ENOMEM, EINVAL);
            case MEMFD_CREATE -> List.of(ENOMEM, EINVAL, EPERM);
            case MKDIRAT -> List.of(EEXIST, ENOENT, EACCES);
            case MKNODAT -> List.of(EPERM, EEXIST, ENOENT);
            case SYMLINKAT -> List.of(EEXIST, EACCES);
            case LINKAT -> List.of(EEXIST, EPERM);
            case UNLINKAT -> List.of(ENOENT, EBUSY, EPERM);
            case RENAMEAT, RENAMEAT2 -> List.of(ENOENT, EACCES, ENOMEM);
            case FCHOWN, FCHOWNAT, FCHMOD, FCHMODAT -> List.of(EPERM, EBADF);
            case NEWFSTATAT, STATX, FACCESSAT, READLINKAT -> List.of(ENOENT, EACCES);
            case CHDIR, FCHDIR, CHROOT -> List.of(EACCES, ENOMEM);
            case GETCWD -> List.of(ENOENT, ENOMEM);
            case MOUNT -> List.of(EPERM, EBUSY, ENOENT, EINVAL);
            case UMOUNT2 -> List.of(EBUSY, EPERM);
            case PIVOT_ROOT -> List.of(EBUSY, EPERM);
            case OPEN_TREE, MOVE_MOUNT, FSOPEN, FSMOUNT -> List.of(EPERM, EINVAL);
            case FSCONFIG -> List.of(EINVAL, EBUSY);
            case MOUNT_SETATTR -> List.of(EINVAL, EPERM, EBUSY);
            case CLONE -> List.of(EAGAIN, ENOMEM, EPERM);
            case CLONE3 -> List.of(EAGAIN, ENOMEM, EPERM, EBUSY, EEXIST);
            case UNSHARE -> List.of(EPERM, ENOMEM);
            case SETNS -> List.of(ENOMEM, EPERM, ESRCH);
            case EXECVE -> List.of(EACCES, ENOENT, ENOMEM, EAGAIN);
            case EXECVEAT -> List.of(ENOMEM, ENOENT, EACCES, EAGAIN);
            case WAITID -> List.of(ECHILD, EINVAL);
            case KILL, PIDFD_SEND_SIGNAL -> List.of(ESRCH, EPERM);
            case PIDFD_OPEN -> List.of(ESRCH, ENOMEM);
            case PIDFD_GETFD -> List.of(EPERM, ESRCH, EBADF);
            case SETSID, SETPGID -> List.of(EPERM);
            case SETHOSTNAME, SETDOMAINNAME -> List.of(EPERM, EINVAL);
            case SETRESUID, SETRESGID -> List.of(EAGAIN, EPERM);
            case SETGROUPS -> List.of(EPERM, ENOMEM);
            case CAPSET, CAPGET -> List.of(EPERM, EINVAL);
            case PRCTL -> List.of(EINVAL, EPERM);
            case PRLIMIT64 -> List.of(EPERM, EINVAL);
            case SECCOMP -> List.of(EINVAL, EACCES, ENOMEM);
            case IOCTL -> List.of(EBADF, EINVAL);
            case RT_SIGACTION, RT_SIGPROCMASK -> List.of(EINVAL, EFAULT);
            case RT_SIGTIMEDWAIT -> List.of(EAGAIN, EINVAL);
            case PPOLL -> List.of(ENOMEM, EINVAL);
            case FUTEX -> List.of(EAGAIN, EINVAL);
            case PIPE2 -> List.of(EINVAL, EFAULT);
            case TIMERFD_CREATE -> List.of(EINVAL, ENOMEM);
            case TIMERFD_SETTIME -> List.of(EINVAL, EBADF);
            case CLOCK_GETTIME -> List.of(EINVAL, EFAULT);
            case SOCKET -> List.of(EACCES, ENOMEM, EINVAL);
            case SETSOCKOPT -> List.of(EINVAL, ENOMEM);
            case SOCKETPAIR -> List.of(EFAULT, EACCES, ENOMEM);
            case SENDMSG, RECVMSG, SENDTO, RECVFROM -> List.of(ENOMEM, EAGAIN);
            case CLOSE_RANGE -> List.of(ENOMEM, EINVAL);
            case SET_ROBUST_LIST -> List.of(EINVAL);
            case FLOCK -> List.of(EAGAIN, EBADF);
            case KEYCTL -> List.of(EACCES, ENOMEM, EPERM);
            case PERSONALITY -> List.of(EINVAL);
            case IOPRIO_SET -> List.of(EPERM, EINVAL);
            default -> throw new AssertionError("what errors has " + call + "? See its man page");
        };
    }
}
