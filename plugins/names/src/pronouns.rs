//! What stands for a name.

use crate::finder::Draft;
use crate::memory::Memory;
use crate::reading::Reading;

/// Finds what pronouns mean.
pub(crate) fn resolve(_reading: &Reading<'_>, _memory: &mut Memory, _drafts: &mut Vec<Draft>, _owned: &[(usize, usize)]) {}
