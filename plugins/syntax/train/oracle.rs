//! What the best next step is from any state, right or wrong (the dynamic oracle of Goldberg and Nivre, 2013).

use syntax::model::state::{Node, State};

/// For shift, before and after: how many words lose their right head for good by the step.
pub(crate) fn costs(state: &State, heads: &[Node]) -> [u32; 3] {
    let (stack, next, root) = (state.stack(), state.next(), state.root());
    let gold = |node: Node| heads[node as usize];
    let Some((&top, under)) = stack.split_last() else { return [0, 0, 0] };
    let is_under = |node: Node| under.contains(&node);
    // Words on the stack that wait for the next one, and the next one's head that stands below the top.
    let mut shift = stack.iter().filter(|&&node| next != root && gold(node) == next).count() as u32;
    shift += u32::from(next != root && is_under(gold(next)));
    // Words to come that hang on the top.
    let waiting = (next..root).filter(|&node| gold(node) == top).count() as u32;
    let head = gold(top);
    let before = waiting + u32::from(head != next && (head > next || under.last() == Some(&head)));
    let after = waiting + u32::from(head >= next);
    [shift, before, after]
}
