# The interpreter of system-call programs, x86-64.
#
# It is data's only companion in the child: no libc, no stack (the child of a vfork must not touch its parent's), no
# address fixed at link time, nothing written but the program it runs. The same bytes are mapped into the JVM and sealed
# into the image that the child executes. The layout of programs is in dev.jocker.runtime.program.Encoding; the names
# below are those of that class.
#
# Three ways in, in this order, at the offsets that Interpreter.java gives:
#   syscall  long f(long number, long a, long b, long c, long d, long e, long f)   C calling convention
#   run      long f(long program)                                                 C calling convention
#   start    the entry point of a sealed image
#
# While a program runs:
#   rbp  the program's base: every address in it is an offset from here
#   rbx  the current instruction
#   r12d operands that are left to load      r13d their kinds, two bits each
#   r14  the system call's result
        .intel_syntax noprefix
        .text

# The program's header.
        .equ ENTRY, 0                   # u32 offset of the first instruction
        .equ HANDLER, 4                 # u32 offset of the instructions that report a failure, 0: return
        .equ TRACE, 8                   # u64 address of the trace, 0: none
        .equ FAILED_INDEX, 16           # u64 index of the instruction that failed
        .equ FAILED_RESULT, 24          # s64 what it returned: -errno

# An instruction: sixteen bytes, then its operands, eight bytes each.
        .equ OPERATION, 0               # u8  0 CALL, 1 BRANCH, 2 RETURN
        .equ RULE, 1                    # u8  CALL: what an error does, NARROW; BRANCH: the condition
        .equ NUMBER, 2                  # u16 the system call's number
        .equ KINDS, 4                   # u16 two bits an operand, lowest first; from bit 12 the count of operands
        .equ INDEX, 6                   # u16 the instruction's place in the program, and its slot in the trace
        .equ RESULT, 8                  # u32 where the result goes, 0: nowhere
        .equ TARGET, 12                 # u32 where GOTO and BRANCH go
        .equ OPERANDS, 16

        .equ NARROW, 0x80               # in RULE: the result is stored as 32 bits
        .equ SYS_exit_group, 231
        .equ PROGRAM_ADDRESS, 0x10000400 # where a sealed image has its program: SealedImage.java

# A system call for Java: the C convention's seven arguments become the kernel's number and six.
syscall:
        mov     rax, rdi
        mov     rdi, rsi
        mov     rsi, rdx
        mov     rdx, rcx
        mov     r10, r8
        mov     r8, r9
        mov     r9, [rsp + 8]
        syscall
        ret

        .balign 16
# Runs the program at rdi and returns 0, or -errno if an instruction failed. Only the caller's thread of control touches
# the stack, here and at the end: a child that was cloned on the way never comes back.
run:
        push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        mov     rbp, rdi
        mov     ebx, [rbp + ENTRY]
        add     rbx, rbp

next:
        cmp     byte ptr [rbx + OPERATION], 1
        ja      return
        movzx   r13d, word ptr [rbx + KINDS]
        mov     r12d, r13d
        shr     r12d, 12
        xor     edi, edi
        xor     esi, esi
        xor     edx, edx
        xor     r10d, r10d
        xor     r8d, r8d
        xor     r9d, r9d

# One operand: a constant (0), an address in the program (1), or what is there, as 32 bits with sign (2) or 64 bits (3).
        .macro operand register, place
        dec     r12d
        js      loaded
        mov     \register, [rbx + OPERANDS + 8 * \place]
        mov     eax, r13d
        shr     r13d, 2
        and     eax, 3
        jz      9f
        add     \register, rbp
        dec     eax
        jz      9f
        dec     eax
        jz      8f
        mov     \register, [\register]
        jmp     9f
8:      movsxd  \register, dword ptr [\register]
9:
        .endm

        operand rdi, 0
        operand rsi, 1
        operand rdx, 2
        operand r10, 3
        operand r8, 4
        operand r9, 5

loaded:
        movzx   eax, word ptr [rbx + NUMBER]
        cmp     byte ptr [rbx + OPERATION], 0
        jne     branch
        syscall
        mov     r14, rax

# FORK (3): a child goes its way at once. It may share its parent's memory, so it leaves the parent's places alone.
        test    rax, rax
        jnz     store
        mov     al, [rbx + RULE]
        and     al, 3
        cmp     al, 3
        je      jump

# Store the result. It may be an operand of a later call, a length inside a structure, or the trace's own address.
store:
        mov     ecx, [rbx + RESULT]
        test    ecx, ecx
        jz      stored
        test    byte ptr [rbx + RULE], NARROW
        jz      wide
        mov     [rbp + rcx], r14d
        jmp     stored
wide:   mov     [rbp + rcx], r14

# Trace it: sixteen bytes an instruction, the result and the time stamp counter.
stored:
        mov     rdi, [rbp + TRACE]
        test    rdi, rdi
        jz      traced
        rdtsc
        shl     rdx, 32
        or      rax, rdx
        movzx   ecx, word ptr [rbx + INDEX]
        shl     ecx, 4
        mov     [rdi + rcx], r14
        mov     [rdi + rcx + 8], rax

# -4095 to -1 are errors; see the failure rule: 0 FAIL, 1 IGNORE, 2 GOTO, 3 FORK, for which an error is FAIL.
traced:
        cmp     r14, -4095
        jae     error
advance:
        movzx   eax, word ptr [rbx + KINDS]
        shr     eax, 12
        lea     rbx, [rbx + rax * 8 + OPERANDS]
        jmp     next

error:
        mov     al, [rbx + RULE]
        and     al, 3
        cmp     al, 1
        je      advance
        cmp     al, 2
        je      jump
        movzx   eax, word ptr [rbx + INDEX]
        mov     [rbp + FAILED_INDEX], rax
        mov     [rbp + FAILED_RESULT], r14
        mov     ebx, [rbp + HANDLER]
        test    ebx, ebx
        jz      return
        add     rbx, rbp
        jmp     next

jump:
        mov     ebx, [rbx + TARGET]
        add     rbx, rbp
        jmp     next

# rdi is compared with rsi as the condition in RULE says: 0 equal, 1 not equal, 2 less (signed), 3 not less (signed),
# 4 some bits of rsi are set in rdi, 5 none are.
branch:
        mov     al, [rbx + RULE]
        cmp     al, 4
        jae     bits
        cmp     al, 2
        jae     order
        cmp     rdi, rsi
        sete    cl
        jmp     decide
order:
        cmp     rdi, rsi
        setl    cl
        jmp     decide
bits:
        test    rdi, rsi
        setnz   cl
# cl: the even condition holds. The odd one is its opposite.
decide:
        and     al, 1
        cmp     cl, al
        jne     jump
        jmp     advance

return:
        mov     rax, [rbp + FAILED_RESULT]
        pop     r14
        pop     r13
        pop     r12
        pop     rbp
        pop     rbx
        ret

        .balign 16
# A sealed image begins here, and ends here if its program returns.
start:
        mov     edi, PROGRAM_ADDRESS
        call    run
        mov     edi, eax
        neg     edi
        mov     eax, SYS_exit_group
        syscall
