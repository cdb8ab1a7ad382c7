//! Seccomp: which system calls a worker may make. Those that it must not fail with "not permitted", so that a plugin
//! can report the error; none of them kills.

use std::collections::BTreeMap;

use libc::{ENOSYS, EPERM, c_long};
use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter,
};

/// Calls that no extractor makes, whatever it was granted.
const NEVER: &[c_long] = &[
    libc::SYS_socket,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_fsmount,
    libc::SYS_fsconfig,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_kexec_load,
    libc::SYS_kexec_file_load,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_setrlimit,
    libc::SYS_setpriority,
    libc::SYS_ioprio_set,
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_pidfd_getfd,
    // By handles a file is opened past the rules for paths.
    libc::SYS_open_by_handle_at,
    libc::SYS_name_to_handle_at,
    // Rules for paths know nothing of who may use a file and what is noted about it. A worker of the daemon's own user
    // could take its log away from it.
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chmod,
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    libc::SYS_fchmodat2,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chown,
    libc::SYS_fchown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lchown,
    libc::SYS_fchownat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utime,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utimes,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_futimesat,
    libc::SYS_utimensat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    SYS_SETXATTRAT,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    SYS_REMOVEXATTRAT,
    SYS_FILE_SETATTR,
    // Before Linux 6.2 they did not know of this either.
    libc::SYS_truncate,
    // The names of others' files, as they come and go.
    #[cfg(target_arch = "x86_64")]
    libc::SYS_inotify_init,
    libc::SYS_inotify_init1,
    libc::SYS_fanotify_init,
    // What is made by these outlives its process and is not counted as its memory.
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_shmctl,
    libc::SYS_semget,
    libc::SYS_semop,
    libc::SYS_semtimedop,
    libc::SYS_semctl,
    libc::SYS_msgget,
    libc::SYS_msgsnd,
    libc::SYS_msgrcv,
    libc::SYS_msgctl,
    libc::SYS_mq_open,
    libc::SYS_mq_unlink,
    // For a worker that a container did not let become anybody but root.
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_adjtimex,
    libc::SYS_clock_adjtime,
    libc::SYS_acct,
    libc::SYS_quotactl,
    libc::SYS_syslog,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_iopl,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_ioperm,
];

/// Calls that a process may use on itself, and the argument that says on whom: limits, and shares of the processor.
const OTHERS: &[(c_long, u8)] = &[
    (libc::SYS_prlimit64, 0),
    (libc::SYS_sched_setaffinity, 0),
    (libc::SYS_sched_setattr, 0),
    (libc::SYS_sched_setparam, 0),
    (libc::SYS_sched_setscheduler, 0),
];

// Newer than the C library's list; new calls have the same number on all machines.
const SYS_SETXATTRAT: c_long = 463;
const SYS_REMOVEXATTRAT: c_long = 466;
const SYS_FILE_SETATTR: c_long = 469;

/// Programs with short pointers have a second row of numbers with this bit, and some in it are of their own.
#[cfg(target_arch = "x86_64")]
const SHORT_POINTERS: c_long = 0x4000_0000;
#[cfg(target_arch = "x86_64")]
const SHORT_POINTERS_OWN: std::ops::RangeInclusive<c_long> = 512..=547;

/// Uses of `fcntl` that have the kernel send signals to any process.
const FCNTL: &[u64] = &[libc::F_SETOWN as u64, 10, 15];
/// Uses of `ioctl` that do the same, or type into a terminal.
const IOCTL: &[u64] = &[0x8901, 0x8902, libc::TIOCSTI, libc::TIOCLINUX];
/// What makes `clone` begin a world of its own, in which a process may do more.
const NAMESPACES: &[libc::c_int] = &[
    libc::CLONE_NEWNS,
    libc::CLONE_NEWCGROUP,
    libc::CLONE_NEWUTS,
    libc::CLONE_NEWIPC,
    libc::CLONE_NEWUSER,
    libc::CLONE_NEWPID,
    libc::CLONE_NEWNET,
];

/// Calls that only an extractor with the grant "exec" makes.
const PROGRAMS: &[c_long] = &[
    libc::SYS_execve,
    libc::SYS_execveat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_fork,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_vfork,
    // A pair of streams leads nowhere; Rust's way to start a program makes one.
    libc::SYS_socketpair,
    libc::SYS_kill,
    libc::SYS_tkill,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_send_signal,
];

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Puts the filters in force for good. A kernel that refuses leaves the calls open, which the attempts report.
pub(super) fn restrict(exec: bool) {
    // Two filters, since the two refuse differently: with EPERM for clone3 the C library could start no thread, with
    // ENOSYS it takes clone, whose flags can be looked at.
    let mut newer = Rules::new();
    forbid(&mut newer, libc::SYS_clone3, Vec::new());
    let filters = [(Ok(newer), ENOSYS), (rules(exec), EPERM)];
    for (rules, error) in filters {
        let _ = rules.and_then(|rules| compile(rules, error)).map(|filter| apply_filter(&filter));
    }
}

fn rules(exec: bool) -> Result<Rules, BackendError> {
    let own = u64::from(std::process::id());
    let mut rules = Rules::new();
    for &call in NEVER {
        forbid(&mut rules, call, Vec::new());
    }
    #[cfg(target_arch = "x86_64")]
    for call in SHORT_POINTERS_OWN {
        rules.insert(call | SHORT_POINTERS, Vec::new());
    }
    for &(call, argument) in OTHERS {
        let other = [when(argument, SeccompCmpOp::Ne, 0)?, when(argument, SeccompCmpOp::Ne, own)?];
        forbid(&mut rules, call, vec![SeccompRule::new(other.to_vec())?]);
    }
    forbid(&mut rules, libc::SYS_fcntl, any_of(1, FCNTL)?);
    forbid(&mut rules, libc::SYS_ioctl, any_of(1, IOCTL)?);
    if exec {
        forbid(&mut rules, libc::SYS_clone, namespaces()?);
        // Letters can be sent from one to any socket that has a path.
        let letters = when(1, SeccompCmpOp::MaskedEq(0xf), libc::SOCK_DGRAM as u64)?;
        forbid(&mut rules, libc::SYS_socketpair, vec![SeccompRule::new(vec![letters])?]);
        return Ok(rules);
    }
    for &call in PROGRAMS {
        forbid(&mut rules, call, Vec::new());
    }
    let thread = libc::CLONE_THREAD as u64;
    let process = when(0, SeccompCmpOp::MaskedEq(thread), 0)?;
    forbid(&mut rules, libc::SYS_clone, vec![SeccompRule::new(vec![process])?]);
    // `abort` signals its own process.
    let stranger = when(0, SeccompCmpOp::Ne, own)?;
    forbid(&mut rules, libc::SYS_tgkill, vec![SeccompRule::new(vec![stranger])?]);
    // It is to die with the daemon.
    forbid(&mut rules, libc::SYS_prctl, any_of(0, &[libc::PR_SET_PDEATHSIG as u64])?);
    Ok(rules)
}

/// Uses that have one of these values.
fn any_of(argument: u8, values: &[u64]) -> Result<Vec<SeccompRule>, BackendError> {
    values.iter().map(|&value| SeccompRule::new(vec![when(argument, SeccompCmpOp::Eq, value)?])).collect()
}

fn namespaces() -> Result<Vec<SeccompRule>, BackendError> {
    let flags = NAMESPACES.iter().map(|&flag| u64::from(flag.cast_unsigned()));
    flags.map(|flag| SeccompRule::new(vec![when(0, SeccompCmpOp::MaskedEq(flag), flag)?])).collect()
}

fn when(argument: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)
}

/// Forbids a call, or those of its uses that a rule describes.
fn forbid(rules: &mut Rules, call: c_long, uses: Vec<SeccompRule>) {
    #[cfg(target_arch = "x86_64")]
    rules.insert(call | SHORT_POINTERS, uses.clone());
    rules.insert(call, uses);
}

fn compile(rules: Rules, error: i32) -> Result<BpfProgram, BackendError> {
    let refuse = SeccompAction::Errno(error.cast_unsigned());
    let machine = TargetArch::try_from(std::env::consts::ARCH)?;
    SeccompFilter::new(rules, SeccompAction::Allow, refuse, machine)?.try_into()
}
