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
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_pidfd_getfd,
    // By handles a file is opened past the rules for paths.
    libc::SYS_open_by_handle_at,
    libc::SYS_name_to_handle_at,
];

/// Calls that only an extractor with the grant "exec" makes.
const PROGRAMS: &[c_long] = &[
    libc::SYS_execve,
    libc::SYS_execveat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_fork,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_vfork,
    // A pair leads nowhere; Rust's way to start a program makes one.
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
    // The limits of other processes.
    let others = [when(0, SeccompCmpOp::Ne, 0)?, when(0, SeccompCmpOp::Ne, own)?];
    forbid(&mut rules, libc::SYS_prlimit64, vec![SeccompRule::new(others.to_vec())?]);
    if exec {
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
    Ok(rules)
}

fn when(argument: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)
}

/// Forbids a call, or those of its uses that a rule describes.
fn forbid(rules: &mut Rules, call: c_long, uses: Vec<SeccompRule>) {
    // The same calls have a second row of numbers, for programs with short pointers.
    #[cfg(target_arch = "x86_64")]
    rules.insert(call | 0x4000_0000, uses.clone());
    rules.insert(call, uses);
}

fn compile(rules: Rules, error: i32) -> Result<BpfProgram, BackendError> {
    let refuse = SeccompAction::Errno(error.cast_unsigned());
    let machine = TargetArch::try_from(std::env::consts::ARCH)?;
    SeccompFilter::new(rules, SeccompAction::Allow, refuse, machine)?.try_into()
}
