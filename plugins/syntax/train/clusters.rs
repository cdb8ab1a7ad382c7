//! Words by the company they keep: a list made once from word vectors, so that what is learned of one word serves
//! those like it.
//!
//! `clusters.txt` has a line for each cluster, with its words; an empty line ends a group of clusters that are alike.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use syntax::model::word::{Manner, Word};

use crate::shuffle::Chance;

/// How many words of the list of vectors are used; the most frequent come first.
const WORDS: usize = 45_000;
const CLUSTERS: usize = 1_000;
const GROUPS: usize = 62;
const ROUNDS: usize = 12;

const LIST: &str = include_str!("clusters.txt");

/// For the letters of each word its cluster: the group in the upper 6 bits, from 1 on, the cluster's number in it below.
pub(crate) fn read() -> BTreeMap<u32, u16> {
    let mut clusters = BTreeMap::new();
    let (mut group, mut number) = (1u16, 0u16);
    for line in LIST.lines() {
        if line.is_empty() {
            (group, number) = (group + 1, 0);
            continue;
        }
        for word in line.split(' ') {
            clusters
                .entry(Word::new(word, 0..word.len(), Manner::Prose, false).letters)
                .or_insert(group << 10 | number);
        }
        number += 1;
    }
    clusters
}

/// Makes the list from vectors: a line a word, with the numbers behind it.
pub(crate) fn make(vectors: &str) -> String {
    let mut words = Vec::new();
    let mut points: Vec<Vec<f32>> = Vec::new();
    for line in vectors.lines() {
        let mut parts = line.split(' ');
        let word = parts.next().unwrap_or_default();
        if words.len() < WORDS && word.starts_with(char::is_alphabetic) {
            words.push(word);
            points.push(unit(parts.filter_map(|number| number.parse().ok()).collect()));
        }
    }
    let (cluster_of, centres) = group(&points, CLUSTERS);
    let (group_of, _) = group(&centres, GROUPS);
    let mut members: Vec<Vec<&str>> = vec![Vec::new(); centres.len()];
    for (word, cluster) in words.iter().zip(cluster_of) {
        members[cluster].push(word);
    }
    let mut list = String::new();
    for group in 0..GROUPS {
        for (cluster, words) in members.iter().enumerate() {
            if group_of[cluster] == group && !words.is_empty() {
                let _ = writeln!(list, "{}", words.join(" "));
            }
        }
        list.push('\n');
    }
    list
}

/// Groups points around centres (k-means); returns for each point its centre, and the centres.
fn group(points: &[Vec<f32>], count: usize) -> (Vec<usize>, Vec<Vec<f32>>) {
    let mut order: Vec<usize> = (0..points.len()).collect();
    Chance::new(5).shuffle(&mut order);
    let mut centres: Vec<Vec<f32>> = order[..count].iter().map(|&index| points[index].clone()).collect();
    let mut nearest = vec![0; points.len()];
    for _ in 0..ROUNDS {
        for (point, nearest) in points.iter().zip(&mut nearest) {
            let mut best = f32::MIN;
            for (index, centre) in centres.iter().enumerate() {
                let likeness = likeness(point, centre);
                if likeness > best {
                    (best, *nearest) = (likeness, index);
                }
            }
        }
        let mut sums = vec![vec![0.0; points[0].len()]; count];
        for (point, &nearest) in points.iter().zip(&nearest) {
            sums[nearest].iter_mut().zip(point).for_each(|(sum, value)| *sum += value);
        }
        for (centre, sum) in centres.iter_mut().zip(sums) {
            if sum.iter().any(|&value| value != 0.0) {
                *centre = unit(sum);
            }
        }
    }
    (nearest, centres)
}

fn likeness(first: &[f32], second: &[f32]) -> f32 {
    // Eight sums at a time, in a fixed order: the compiler may not reorder them by itself.
    let mut sums = [0.0f32; 8];
    for (first, second) in first.chunks(8).zip(second.chunks(8)) {
        for (sum, (first, second)) in sums.iter_mut().zip(first.iter().zip(second)) {
            *sum += first * second;
        }
    }
    sums.iter().sum()
}

fn unit(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt().max(1e-6);
    vector.iter_mut().for_each(|value| *value /= length);
    vector
}
