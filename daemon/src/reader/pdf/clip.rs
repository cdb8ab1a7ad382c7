//! What part of a page is shown: text that is clipped away is on no paper, though it stands in the file. Web pages that are
//! printed have menus and hints for screen readers of that kind.

use hayro_font::kurbo::{Affine, Point, Rect};
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::Number;

/// A point this far outside the clip still counts as inside: letters reach a little over their box.
const SLACK: f64 = 0.5;

/// The path that is drawn just now, as the box around it: enough to know what it clips away for sure.
#[derive(Debug, Default)]
pub(super) struct Path {
    bounds: Option<Rect>,
    clips: bool,
}

impl Path {
    /// Follows an instruction; returns the box to which the page is clipped from now on, when it is.
    pub(super) fn follow(&mut self, instruction: &TypedInstruction<'_, '_>, ctm: Affine) -> Option<Rect> {
        match instruction {
            TypedInstruction::RectPath(rect) => {
                let (x, y) = (rect.0.as_f64(), rect.1.as_f64());
                let (right, top) = (x + rect.2.as_f64(), y + rect.3.as_f64());
                [(x, y), (right, y), (right, top), (x, top)]
                    .into_iter()
                    .for_each(|corner| self.add(ctm * Point::from(corner)));
            }
            TypedInstruction::MoveTo(to) => self.add_numbers(ctm, &[(to.0, to.1)]),
            TypedInstruction::LineTo(to) => self.add_numbers(ctm, &[(to.0, to.1)]),
            TypedInstruction::CubicTo(by) => self.add_numbers(ctm, &[(by.0, by.1), (by.2, by.3), (by.4, by.5)]),
            TypedInstruction::CubicStartTo(by) => self.add_numbers(ctm, &[(by.0, by.1), (by.2, by.3)]),
            TypedInstruction::CubicEndTo(by) => self.add_numbers(ctm, &[(by.0, by.1), (by.2, by.3)]),
            TypedInstruction::ClipNonZero(_) | TypedInstruction::ClipEvenOdd(_) => self.clips = true,
            TypedInstruction::EndPath(_)
            | TypedInstruction::StrokePath(_)
            | TypedInstruction::CloseAndStrokePath(_)
            | TypedInstruction::FillPathNonZero(_)
            | TypedInstruction::FillPathNonZeroCompatibility(_)
            | TypedInstruction::FillPathEvenOdd(_)
            | TypedInstruction::FillAndStrokeNonZero(_)
            | TypedInstruction::FillAndStrokeEvenOdd(_)
            | TypedInstruction::CloseFillAndStrokeNonZero(_)
            | TypedInstruction::CloseFillAndStrokeEvenOdd(_) => {
                let path = std::mem::take(self);
                return path.bounds.filter(|_| path.clips);
            }
            _ => {}
        }
        None
    }

    fn add_numbers(&mut self, ctm: Affine, points: &[(Number, Number)]) {
        for (x, y) in points {
            self.add(ctm * Point::new(x.as_f64(), y.as_f64()));
        }
    }

    fn add(&mut self, point: Point) {
        self.bounds = Some(match self.bounds {
            Some(bounds) => bounds.union_pt(point),
            None => Rect::from_points(point, point),
        });
    }
}

/// Whether a point lies within a clip.
pub(super) fn shows(clip: Rect, point: Point) -> bool {
    clip.inflate(SLACK, SLACK).contains(point)
}
