package dev.jocker.runtime.syscall;

import dev.jocker.bindings.errno_h;

/** The kernel's error numbers ({@code errno(3)}), with the C library's words for them. */
public enum Errno {
    /** A number that this library has no name for. */
    UNKNOWN(0, "Unknown error"),
    EPERM(errno_h.EPERM(), "Operation not permitted"),
    ENOENT(errno_h.ENOENT(), "No such file or directory"),
    ESRCH(errno_h.ESRCH(), "No such process"),
    EINTR(errno_h.EINTR(), "Interrupted system call"),
    EIO(errno_h.EIO(), "Input/output error"),
    ENXIO(errno_h.ENXIO(), "No such device or address"),
    E2BIG(errno_h.E2BIG(), "Argument list too long"),
    ENOEXEC(errno_h.ENOEXEC(), "Exec format error"),
    EBADF(errno_h.EBADF(), "Bad file descriptor"),
    ECHILD(errno_h.ECHILD(), "No child processes"),
    EAGAIN(errno_h.EAGAIN(), "Resource temporarily unavailable"),
    ENOMEM(errno_h.ENOMEM(), "Cannot allocate memory"),
    EACCES(errno_h.EACCES(), "Permission denied"),
    EFAULT(errno_h.EFAULT(), "Bad address"),
    ENOTBLK(errno_h.ENOTBLK(), "Block device required"),
    EBUSY(errno_h.EBUSY(), "Device or resource busy"),
    EEXIST(errno_h.EEXIST(), "File exists"),
    EXDEV(errno_h.EXDEV(), "Invalid cross-device link"),
    ENODEV(errno_h.ENODEV(), "No such device"),
    ENOTDIR(errno_h.ENOTDIR(), "Not a directory"),
    EISDIR(errno_h.EISDIR(), "Is a directory"),
    EINVAL(errno_h.EINVAL(), "Invalid argument"),
    ENFILE(errno_h.ENFILE(), "Too many open files in system"),
    EMFILE(errno_h.EMFILE(), "Too many open files"),
    ENOTTY(errno_h.ENOTTY(), "Inappropriate ioctl for device"),
    ETXTBSY(errno_h.ETXTBSY(), "Text file busy"),
    EFBIG(errno_h.EFBIG(), "File too large"),
    ENOSPC(errno_h.ENOSPC(), "No space left on device"),
    ESPIPE(errno_h.ESPIPE(), "Illegal seek"),
    EROFS(errno_h.EROFS(), "Read-only file system"),
    EMLINK(errno_h.EMLINK(), "Too many links"),
    EPIPE(errno_h.EPIPE(), "Broken pipe"),
    EDOM(errno_h.EDOM(), "Numerical argument out of domain"),
    ERANGE(errno_h.ERANGE(), "Numerical result out of range"),
    EDEADLK(errno_h.EDEADLK(), "Resource deadlock avoided"),
    ENAMETOOLONG(errno_h.ENAMETOOLONG(), "File name too long"),
    ENOLCK(errno_h.ENOLCK(), "No locks available"),
    ENOSYS(errno_h.ENOSYS(), "Function not implemented"),
    ENOTEMPTY(errno_h.ENOTEMPTY(), "Directory not empty"),
    ELOOP(errno_h.ELOOP(), "Too many levels of symbolic links"),
    ENOMSG(errno_h.ENOMSG(), "No message of desired type"),
    EIDRM(errno_h.EIDRM(), "Identifier removed"),
    ECHRNG(errno_h.ECHRNG(), "Channel number out of range"),
    EL2NSYNC(errno_h.EL2NSYNC(), "Level 2 not synchronized"),
    EL3HLT(errno_h.EL3HLT(), "Level 3 halted"),
    EL3RST(errno_h.EL3RST(), "Level 3 reset"),
    ELNRNG(errno_h.ELNRNG(), "Link number out of range"),
    EUNATCH(errno_h.EUNATCH(), "Protocol driver not attached"),
    ENOCSI(errno_h.ENOCSI(), "No CSI structure available"),
    EL2HLT(errno_h.EL2HLT(), "Level 2 halted"),
    EBADE(errno_h.EBADE(), "Invalid exchange"),
    EBADR(errno_h.EBADR(), "Invalid request descriptor"),
    EXFULL(errno_h.EXFULL(), "Exchange full"),
    ENOANO(errno_h.ENOANO(), "No anode"),
    EBADRQC(errno_h.EBADRQC(), "Invalid request code"),
    EBADSLT(errno_h.EBADSLT(), "Invalid slot"),
    EBFONT(errno_h.EBFONT(), "Bad font file format"),
    ENOSTR(errno_h.ENOSTR(), "Device not a stream"),
    ENODATA(errno_h.ENODATA(), "No data available"),
    ETIME(errno_h.ETIME(), "Timer expired"),
    ENOSR(errno_h.ENOSR(), "Out of streams resources"),
    ENONET(errno_h.ENONET(), "Machine is not on the network"),
    ENOPKG(errno_h.ENOPKG(), "Package not installed"),
    EREMOTE(errno_h.EREMOTE(), "Object is remote"),
    ENOLINK(errno_h.ENOLINK(), "Link has been severed"),
    EADV(errno_h.EADV(), "Advertise error"),
    ESRMNT(errno_h.ESRMNT(), "Srmount error"),
    ECOMM(errno_h.ECOMM(), "Communication error on send"),
    EPROTO(errno_h.EPROTO(), "Protocol error"),
    EMULTIHOP(errno_h.EMULTIHOP(), "Multihop attempted"),
    EDOTDOT(errno_h.EDOTDOT(), "RFS specific error"),
    EBADMSG(errno_h.EBADMSG(), "Bad message"),
    EOVERFLOW(errno_h.EOVERFLOW(), "Value too large for defined data type"),
    ENOTUNIQ(errno_h.ENOTUNIQ(), "Name not unique on network"),
    EBADFD(errno_h.EBADFD(), "File descriptor in bad state"),
    EREMCHG(errno_h.EREMCHG(), "Remote address changed"),
    ELIBACC(errno_h.ELIBACC(), "Can not access a needed shared library"),
    ELIBBAD(errno_h.ELIBBAD(), "Accessing a corrupted shared library"),
    ELIBSCN(errno_h.ELIBSCN(), ".lib section in a.out corrupted"),
    ELIBMAX(errno_h.ELIBMAX(), "Attempting to link in too many shared libraries"),
    ELIBEXEC(errno_h.ELIBEXEC(), "Cannot exec a shared library directly"),
    EILSEQ(errno_h.EILSEQ(), "Invalid or incomplete multibyte or wide character"),
    ERESTART(errno_h.ERESTART(), "Interrupted system call should be restarted"),
    ESTRPIPE(errno_h.ESTRPIPE(), "Streams pipe error"),
    EUSERS(errno_h.EUSERS(), "Too many users"),
    ENOTSOCK(errno_h.ENOTSOCK(), "Socket operation on non-socket"),
    EDESTADDRREQ(errno_h.EDESTADDRREQ(), "Destination address required"),
    EMSGSIZE(errno_h.EMSGSIZE(), "Message too long"),
    EPROTOTYPE(errno_h.EPROTOTYPE(), "Protocol wrong type for socket"),
    ENOPROTOOPT(errno_h.ENOPROTOOPT(), "Protocol not available"),
    EPROTONOSUPPORT(errno_h.EPROTONOSUPPORT(), "Protocol not supported"),
    ESOCKTNOSUPPORT(errno_h.ESOCKTNOSUPPORT(), "Socket type not supported"),
    EOPNOTSUPP(errno_h.EOPNOTSUPP(), "Operation not supported"),
    EPFNOSUPPORT(errno_h.EPFNOSUPPORT(), "Protocol family not supported"),
    EAFNOSUPPORT(errno_h.EAFNOSUPPORT(), "Address family not supported by protocol"),
    EADDRINUSE(errno_h.EADDRINUSE(), "Address already in use"),
    EADDRNOTAVAIL(errno_h.EADDRNOTAVAIL(), "Cannot assign requested address"),
    ENETDOWN(errno_h.ENETDOWN(), "Network is down"),
    ENETUNREACH(errno_h.ENETUNREACH(), "Network is unreachable"),
    ENETRESET(errno_h.ENETRESET(), "Network dropped connection on reset"),
    ECONNABORTED(errno_h.ECONNABORTED(), "Software caused connection abort"),
    ECONNRESET(errno_h.ECONNRESET(), "Connection reset by peer"),
    ENOBUFS(errno_h.ENOBUFS(), "No buffer space available"),
    EISCONN(errno_h.EISCONN(), "Transport endpoint is already connected"),
    ENOTCONN(errno_h.ENOTCONN(), "Transport endpoint is not connected"),
    ESHUTDOWN(errno_h.ESHUTDOWN(), "Cannot send after transport endpoint shutdown"),
    ETOOMANYREFS(errno_h.ETOOMANYREFS(), "Too many references: cannot splice"),
    ETIMEDOUT(errno_h.ETIMEDOUT(), "Connection timed out"),
    ECONNREFUSED(errno_h.ECONNREFUSED(), "Connection refused"),
    EHOSTDOWN(errno_h.EHOSTDOWN(), "Host is down"),
    EHOSTUNREACH(errno_h.EHOSTUNREACH(), "No route to host"),
    EALREADY(errno_h.EALREADY(), "Operation already in progress"),
    EINPROGRESS(errno_h.EINPROGRESS(), "Operation now in progress"),
    ESTALE(errno_h.ESTALE(), "Stale file handle"),
    EUCLEAN(errno_h.EUCLEAN(), "Structure needs cleaning"),
    ENOTNAM(errno_h.ENOTNAM(), "Not a XENIX named type file"),
    ENAVAIL(errno_h.ENAVAIL(), "No XENIX semaphores available"),
    EISNAM(errno_h.EISNAM(), "Is a named type file"),
    EREMOTEIO(errno_h.EREMOTEIO(), "Remote I/O error"),
    EDQUOT(errno_h.EDQUOT(), "Disk quota exceeded"),
    ENOMEDIUM(errno_h.ENOMEDIUM(), "No medium found"),
    EMEDIUMTYPE(errno_h.EMEDIUMTYPE(), "Wrong medium type"),
    ECANCELED(errno_h.ECANCELED(), "Operation canceled"),
    ENOKEY(errno_h.ENOKEY(), "Required key not available"),
    EKEYEXPIRED(errno_h.EKEYEXPIRED(), "Key has expired"),
    EKEYREVOKED(errno_h.EKEYREVOKED(), "Key has been revoked"),
    EKEYREJECTED(errno_h.EKEYREJECTED(), "Key was rejected by service"),
    EOWNERDEAD(errno_h.EOWNERDEAD(), "Owner died"),
    ENOTRECOVERABLE(errno_h.ENOTRECOVERABLE(), "State not recoverable"),
    ERFKILL(errno_h.ERFKILL(), "Operation not possible due to RF-kill"),
    EHWPOISON(errno_h.EHWPOISON(), "Memory page has hardware error");

    private final int number;
    private final String words;

    Errno(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** The positive number; 0 for {@link #UNKNOWN}. */
    public int number() {
        return number;
    }

    /** What {@code strerror(3)} says of it in the C locale. */
    public String words() {
        return words;
    }

    /** The error with this number, or {@link #UNKNOWN}. */
    public static Errno of(int number) {
        for (Errno each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        return UNKNOWN;
    }

    /** {@code ENOENT (No such file or directory)}, or {@code errno 999} for a number without a name. */
    public static String describe(int number) {
        Errno errno = of(number);
        return errno == UNKNOWN ? "errno " + number : errno.name() + " (" + errno.words + ")";
    }
}
